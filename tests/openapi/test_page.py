"""The page to read the description: all of it from here, and nothing may come from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from tests.openapi.conftest import APIS

PAGE = "/docs/"


@pytest.fixture
def page(service, api):
    return service.get(PAGE, version=api)


def test_it_is_html_under_a_strict_policy(page):
    assert page.status_int == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = dict(
        each.strip().split(" ", 1) for each in page.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_all_that_it_refers_to_is_here(service, page, api):
    base = f"/api/{api}/docs/"
    found = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(found) >= 5
    assert {f"../../{each}/docs/" for each in APIS if each != api} <= set(found)
    for address in found:
        assert "//" not in address
        assert service.get(urljoin(base, address)).status_int == 200


def test_it_holds_no_code_of_its_own(page):
    assert re.findall(r"<script(?![^>]* src=)", page.text) == []
    assert re.findall(r"\son\w+=|style=", page.text) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("swagger-ui.js", "text/javascript"), ("swagger-ui.css", "text/css"), ("docs.js", "text/j")],
)
def test_its_files_are_compressed_and_may_be_kept(service, name, kind):
    answer = service.get(f"{PAGE}{name}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"].startswith(kind)
    assert "max-age=86400" in answer.headers["Cache-Control"]
    kept = service.get(f"{PAGE}{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert kept.status_int == 304


@pytest.mark.parametrize("name", ["nothing.js", "docs.html", "..%2fdocs.js", "..", "%00"])
def test_no_other_file_is_handed_out(service, name):
    assert service.get(f"{PAGE}{name}").status_int == 404


def test_without_its_slash_it_is_found_too(service, api):
    answer = service.get("/docs", version=api)
    assert answer.status_int == 301
    assert answer.headers["Location"].endswith(f"/api/{api}/docs/")
