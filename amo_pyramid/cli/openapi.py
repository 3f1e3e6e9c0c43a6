"""The command that writes the description of the API."""

from __future__ import annotations

import click
import orjson

from amo_pyramid.cli.app import Site, pass_site


@click.command()
@click.argument("version")
@pass_site
def openapi(site: Site, version: str) -> None:
    """Write the OpenAPI document of an API version, as the service answers it.

    \b
    Example:
      amo-pyramid openapi v4 > v4.json
    """
    served = [*site.registry["amo.versions"].by_name, *site.registry["amo.apis"]]
    if version not in served:
        raise click.UsageError(f"{version} is not served here; these are: {', '.join(served)}")
    document = orjson.loads(site.registry["amo.openapi"](version, "").body)
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
