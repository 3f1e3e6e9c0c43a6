"""Requests as clients send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from webtest import TestResponse

from amo_pyramid.testing.app import SITE, Service


def send(service: Service, url: str, **options: Any) -> TestResponse:
    """Whatever the status. Clients compare the content type literally."""
    response = service.get(url, **options)
    assert response.headers["Content-Type"] == "application/json"
    return response


def ask(service: Service, url: str, **options: Any) -> Any:
    """The body of an answer that must be a 200."""
    response = send(service, url, **options)
    assert response.status_int == 200, response.text
    return response.json


def pages(service: Service, url: str, **options: Any) -> Iterator[dict[str, Any]]:
    """All pages from ``url`` on, as ``next`` leads; it must be absolute and keep the query."""
    asked = dict(parse_qsl(urlsplit(url).query))
    following: str | None = url
    while following is not None:
        body = ask(service, following, **options)
        yield body
        following = body["next"]
        if following is not None:
            assert following.startswith(SITE + "/api/")
            following = following.removeprefix(SITE)
            kept = dict(parse_qsl(urlsplit(following).query))
            assert {**kept, "page": ""} == {**asked, "page": ""}


def all_results(service: Service, url: str, **options: Any) -> list[dict[str, Any]]:
    """The results of all pages."""
    return [each for page in pages(service, url, **options) for each in page["results"]]
