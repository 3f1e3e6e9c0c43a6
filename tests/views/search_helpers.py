"""Add-ons to search for, and searches that must succeed or be refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webtest import TestResponse

from amo_pyramid.backends.base.catalogue import Record
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

PATH = "/addons/search/"
INVALID_PAGE = {"detail": "Invalid page."}
BOTH = (Application.FIREFOX, Application.ANDROID)


def entry(number: int, version: Mapping[str, Any] | None = None, **addon: Any) -> list[Record]:
    """What makes a public add-on; ``version`` are fields of its only version."""
    stored = builders.addon(number, **addon)
    fields = {"default_locale": stored.default_locale, **(version or {})}
    return builders.listed(stored, builders.version(number * 10, number, **fields))


def ranges(*applications: Application, low: str = "57.0", high: str = "*") -> dict[str, Any]:
    """Fields of a version that runs in these applications."""
    each = tuple(ApplicationRange(application=a, min=low, max=high) for a in applications)
    return {"ranges": each}


def promoted(
    number: int, group: PromotedGroup, *approved: Application, **addon: Any
) -> list[Record]:
    """What makes an add-on of a promoted group that runs in Firefox on desktop and Android, its
    version approved for these applications (for both by default)."""
    approvals = tuple(Approval(group=group, application=each) for each in approved or BOTH)
    version = {"approvals": approvals, **ranges(*BOTH)}
    return entry(number, version, promotion=Promotion(group=group), **addon)


def put(service: Service, *entries: list[Record]) -> None:
    """Store them all in one transaction."""
    service.put(*(record for each in entries for record in each))


def get(service: Service, version: str, query: str = "", path: str = PATH) -> TestResponse:
    """A search, whatever the status."""
    return service.get(f"{path}?{query}" if query else path, version=version)


def search(service: Service, version: str, query: str = "", path: str = PATH) -> dict[str, Any]:
    """The body of a search that must succeed."""
    response = get(service, version, query, path)
    assert response.status_int == 200, response.text
    return response.json


def results(service: Service, version: str, query: str = "") -> list[dict[str, Any]]:
    """The add-ons of the first page, as they are written; their number must be right."""
    body = search(service, version, query)
    assert body["count"] == len(body["results"])
    return body["results"]


def found(service: Service, version: str, query: str = "") -> list[int]:
    """The ids of the results in their order."""
    return [each["id"] for each in results(service, version, query)]


def found_any_order(service: Service, version: str, query: str = "") -> list[int]:
    """The ids of the results, sorted."""
    return sorted(found(service, version, query))


def refused(service: Service, version: str, query: str, path: str = PATH) -> str:
    """The message of a search that must be refused: the only one in an array."""
    response = get(service, version, query, path)
    assert response.status_int == 400, response.text
    (message,) = response.json
    return message
