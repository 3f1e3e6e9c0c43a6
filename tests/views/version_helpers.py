"""Set-up and questions that tests of versions share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from webtest import TestResponse

from amo_pyramid.constants.channels import Channel
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service


def numbered(number: int, **fields: Any) -> Version:
    """Version ``NUMBER.0`` of add-on 1, with the id 10 times its number; a later one is newer."""
    when = builders.CREATED + timedelta(days=number)
    values = {"version": f"{number}.0", "created": when, "modified": when, **fields}
    return builders.version(10 * number, **values)


def unlisted(number: int, **fields: Any) -> Version:
    """The same in the channel of versions that only their developers hand out."""
    return numbered(number, channel=Channel.UNLISTED, **fields)


def get_versions(
    service: Service, version: str, query: str = "", addon: str | int = 1, **options: Any
) -> TestResponse:
    """The list of an add-on's versions, whatever the status."""
    path = f"/addons/addon/{addon}/versions/{'?' + query if query else ''}"
    return service.get(path, version=version, **options)


def numbers(response: TestResponse) -> list[str]:
    """The numbers of the listed versions, in order."""
    assert response.status_int == 200, response.text
    assert response.json["count"] == len(response.json["results"])
    return [each["version"] for each in response.json["results"]]


def get_version(
    service: Service,
    version: str,
    number: int | str = 10,
    query: str = "",
    addon: str | int = 1,
    **options: Any,
) -> TestResponse:
    """The detail of the version with an id, whatever the status."""
    path = f"/addons/addon/{addon}/versions/{number}/{'?' + query if query else ''}"
    return service.get(path, version=version, **options)
