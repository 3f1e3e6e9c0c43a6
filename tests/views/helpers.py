"""Set-up and questions that tests of the HTTP side share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from webtest import TestResponse

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.user import User
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

NOT_FOUND = {"detail": "Not found."}
NOT_SIGNED_IN = {"detail": "Authentication credentials were not provided."}
NOT_PERMITTED = {"detail": "You do not have permission to perform this action."}
EMPTY_PAGE = {
    "page_size": 25,
    "page_count": 1,
    "count": 0,
    "next": None,
    "previous": None,
    "results": [],
}

#: For tests whose fact does not hold in every API version: they replace the fixture.
in_v3 = pytest.mark.parametrize("version", ["v3"])
in_v3_and_v4 = pytest.mark.parametrize("version", ["v3", "v4", "v4dev"])
from_v4 = pytest.mark.parametrize("version", ["v4", "v4dev", "v5"])


def release(number: int, **fields: Any) -> Version:
    """Version ``number``.0 with that id: a higher number is a newer one."""
    values = {
        "version": f"{number}.0",
        "created": builders.CREATED + timedelta(days=number),
        **fields,
    }
    return builders.version(number, **values)


def put_addon(service: Service, *versions: Version, **fields: Any) -> Addon:
    """Store an add-on (id 1, public) with these versions, or with one public version 1.0."""
    stored = builders.addon(**fields)
    service.put(*builders.listed(stored, *versions))
    return stored


def put_person(service: Service, *rules: str, number: int = 900) -> User:
    """Store an account; ``rules`` are what its only group permits."""
    person = builders.user(number)
    service.put(person, builders.group(number, rules=rules, members=(person.id,)))
    return person


def get_detail(
    service: Service, version: str, identifier: str | int = 1, query: str = "", **options: Any
) -> TestResponse:
    """The detail of an add-on, whatever the status."""
    path = f"/addons/addon/{identifier}/{'?' + query if query else ''}"
    return service.get(path, version=version, **options)


def detail(service: Service, version: str, *where: Any, **options: Any) -> dict[str, Any]:
    """The body of a detail that must be shown."""
    response = get_detail(service, version, *where, **options)
    assert response.status_int == 200, response.text
    return response.json


def answer(response: TestResponse) -> tuple[int, Any]:
    """Status and body, to be compared at once."""
    return response.status_int, response.json
