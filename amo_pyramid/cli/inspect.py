"""Commands that tell how the application is put together, from what was really configured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from amo_pyramid.cli.app import Site, pass_site

ON, OFF = "on", "-"


@click.command()
@pass_site
def gates(site: Site) -> None:
    """List the differences between API versions, and the fields each decides about.

    \b
    Example:
      amo-pyramid gates
    """
    versions = site.registry["amo.versions"]
    names = list(versions.by_name)
    uses = _uses(site.registry["amo.shapes"])
    width = max(len(gate.name) for gate in versions.gates)
    click.echo(f"{'gate':{width}}  {'  '.join(names)}")
    for gate in versions.gates:
        row = "  ".join(
            f"{ON if versions[name].gate(gate.name) else OFF:{len(name)}}" for name in names
        )
        click.echo(f"{gate.name:{width}}  {row}  {gate.help}")
        for use in uses.get(gate.name, ()):
            click.echo(f"{'':{width}}  {use}")


def _uses(shapes: Any) -> Mapping[str, list[str]]:
    """Gate to the fields that it decides about, each named once, where it is declared."""
    found: dict[str, list[str]] = {}
    for gate, place in _places(shapes):
        found.setdefault(gate, []).append(place)
    return found


def _places(shapes: Any) -> Iterator[tuple[str, str]]:
    for shape in shapes.shapes.values():
        for field in (*shape.fields, *shapes.added.get(shape.name, ())):
            if field.when is not None:
                yield field.when, f"{shape.name}.{field.name}: only when on"
            if field.unless is not None:
                yield field.unless, f"{shape.name}.{field.name}: only when off"


@click.command()
@pass_site
def routes(site: Site) -> None:
    """List the endpoints: methods, API versions, path below the version. Pages have no version.

    \b
    Example:
      amo-pyramid routes
    """
    enabled = site.registry["amo.versions"].by_name.values()
    others = [each.version for each in site.registry["amo.apis"].values()]
    routes: dict[str, Any] = {}
    for facts in site.registry["amo.routes.facts"].values():
        routes.setdefault(facts.service.name, facts)  # several may lead to one service
    for facts in routes.values():
        service = facts.service
        found = (each.name for each in (*enabled, *others) if each.has(service.versions))
        versions, path = ",".join(found), service.declared_path
        click.echo(f"{facts.allow:24} {versions:16} {path:50} {service.description or ''}")
