"""What belongs to every answer, and errors (platform.md §1-§3)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from webob import Request
from webtest import TestResponse

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import NOT_FOUND, answer, get_detail, put_addon, put_person
from tests.views.platform_helpers import FRENCH, PATHS, PREFLIGHT, put_public


def name(service: Service, version: str, query: str = "") -> Any:
    return get_detail(service, version, 3615, query).json["name"]


@pytest.mark.fact("platform-1")
def test_an_unknown_path_is_not_found_in_json(service, version):
    response = service.get("/nope/", version=version)
    assert answer(response) == (404, NOT_FOUND)
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.fact("platform-4")
def test_in_v4dev_a_single_translation_is_an_object(service):
    put_public(service)
    assert name(service, "v4dev", "lang=en-US") == {"en-US": "Public"}


@pytest.mark.fact("platform-5")
def test_in_v4_a_single_translation_is_a_string(service):
    put_public(service)
    assert name(service, "v4", "lang=en-US") == "Public"


@pytest.mark.fact("platform-6")
def test_in_v4_all_translations_are_an_object(service):
    put_public(service)
    assert name(service, "v4") == {"en-US": "Public"}


@pytest.mark.fact("platform-7")
def test_in_v5_a_missing_translation_is_null_beside_the_default_one(service):
    put_public(service)
    shown = name(service, "v5", "lang=fr")
    assert shown == {"en-US": "Public", "fr": None, "_default": "en-US"}


@pytest.mark.fact("platform-8")
def test_an_answer_is_json_and_says_nothing_else(service, version):
    put_public(service)
    for path in PATHS:
        response = service.get(path, version=version)
        assert response.status_int == 200
        assert response.headers["Content-Type"] == "application/json"
        assert not response.body.endswith(b"\n")


def test_text_is_written_as_it_is(service, version):
    put_addon(service, name={"en-US": "Ünï"})
    assert "Ünï".encode() in get_detail(service, version).body


def every_kind(service: Service, version: str) -> dict[str, TestResponse]:
    """One answer of every kind that the service gives, by what it is."""
    service.put(builders.addon(2, is_disabled_by_developer=True))
    service.put(builders.addon(3, excluded_regions=("FR",)))
    detail, stranger = "/addons/addon/3615/", put_person(service)
    etag = service.get(detail, version=version).headers["ETag"]

    def ask(path: str, method: str = "GET", **options: Any) -> TestResponse:
        return service.request(method, path, version=version, **options)

    return {
        "200": ask(detail),
        "200 HEAD": ask(detail, "HEAD"),
        "200 OPTIONS": ask(detail, "OPTIONS"),
        "200 preflight": ask(detail, "OPTIONS", headers=PREFLIGHT),
        "200 signed in": ask(detail, user=stranger),
        "301": ask(detail.rstrip("/")),
        "304": ask(detail, headers={"If-None-Match": etag}),
        "400": ask("/addons/addon/3615/versions/?filter=x"),
        "401": ask("/addons/addon/2/"),
        "401 token": ask(detail, headers={"Authorization": "Bearer x"}),
        "403": ask("/addons/addon/2/", user=stranger),
        "404": ask("/addons/addon/999/"),
        "404 path": ask("/nope/"),
        "404 version": service.get("/api/v6/addons/categories/"),
        "405": ask("/addons/categories/", "POST"),
        "406": ask(detail, headers={"Accept": "text/html"}),
        "451": ask("/addons/addon/3/", headers=FRENCH),
    }


@pytest.mark.fact("platform-9")
def test_every_answer_has_a_request_id_of_its_own(service, version):
    put_public(service)
    ids = []
    for kind, response in every_kind(service, version).items():
        assert str(response.status_int) == kind[:3]
        ids.append(response.headers["X-AMO-Request-ID"])
        assert re.fullmatch("[0-9a-f]{32}", ids[-1]), kind
    assert len(set(ids)) == len(ids)


@pytest.mark.fact("platform-10", "platform-11")
def test_every_answer_keeps_browsers_from_guessing_and_framing(service, version):
    put_public(service)
    for response in every_kind(service, version).values():
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-XSS-Protection"] == "1; mode=block"
        assert "Strict-Transport-Security" not in response.headers


def test_over_https_browsers_are_told_to_stay_there(service, version):
    put_public(service)
    url = f"{SITE}/api/{version}/addons/addon/3615/"
    response = Request.blank(url).get_response(service.application)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_every_answer_of_a_route_names_its_methods_and_what_it_depends_on(service, version):
    put_public(service)
    for kind, response in every_kind(service, version).items():
        if kind in ("200 preflight", "301", "404 path", "404 version"):
            continue
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        varies = response.headers["Vary"].split(", ")
        assert {"Origin", "Accept-Language", "Accept-Encoding"} <= set(varies)
        assert ("X-Country-Code" in varies) is (kind != "405")
        assert "Cookie" not in varies


def test_an_answer_to_a_credential_is_never_stored(service, version):
    put_public(service)
    kinds = every_kind(service, version)
    for kind in ("200 signed in", "401 token", "403"):
        assert kinds[kind].headers["Cache-Control"] == "private, no-store"
    for kind in ("200", "401", "404"):
        assert "Cache-Control" not in kinds[kind].headers


def test_a_path_without_its_slash_is_sent_to_the_one_with_it(service, version):
    put_public(service)
    for path in PATHS:
        for query in ("", "?x=1&lang=fr"):
            response = service.get(path.rstrip("/") + query, version=version)
            expected = f"/api/{version}{path}{query}"
            assert (response.status_int, response.body) == (301, b"")
            assert response.headers["Location"] == f"{SITE}{expected}"


@pytest.mark.parametrize(
    "accept", ["text/html,*/*;q=0.1", "*/*", "application/*", "application/json;q=0.1", ""]
)
def test_whoever_accepts_json_among_others_gets_it(service, version, accept):
    response = service.get("/addons/categories/", version=version, headers={"Accept": accept})
    assert response.status_int == 200


def test_whoever_does_not_accept_json_gets_nothing_else(service, version):
    put_public(service)
    expected = (406, {"detail": "Could not satisfy the request Accept header."})
    for path in PATHS:
        for accept in ("text/html", "application/xml", "image/*, text/html;q=0.9"):
            response = service.get(path, version=version, headers={"Accept": accept})
            assert answer(response) == expected


def test_the_only_format_is_json(service, version):
    put_public(service)
    for path in PATHS:
        assert service.get(f"{path}?format=json", version=version).status_int == 200
        assert answer(service.get(f"{path}?format=xml", version=version)) == (404, NOT_FOUND)


#: A parameter of a route; the pattern of its value may hold braces of its own.
PARAMETER = re.compile(r"\{\w+(?::((?:[^{}]|\{[^{}]*\})*))?\}")


def example(parameter: re.Match[str]) -> str:
    """A value that a parameter of a route accepts."""
    pattern = parameter[1] or ".+"
    return next(
        value
        for value in ("1", "v3", "v4", "v5", "11", "2026", "20260101", "a")
        if re.fullmatch(pattern, value)
    )


@pytest.mark.fact("platform-20", "community-331")
def test_every_route_describes_itself_to_anybody(service):
    facts = service.registry["amo.routes.facts"].values()
    paths = [each.service.path for each in facts if each.service.path.startswith("/api/")]
    assert len(paths) > 20
    for path in paths:
        response = service.request("OPTIONS", PARAMETER.sub(example, path))
        assert response.status_int == 200
        assert list(response.json) == ["name", "description", "renders", "parses"]
        assert response.json["renders"] == ["application/json"]
        assert response.json["parses"] == [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ]


class Broken(SqlCatalogue):
    """A catalogue whose storage fails in a way that nobody thought of."""

    def read(self) -> Any:
        raise RuntimeError("the disk is gone")


@pytest.fixture
def broken(sqlite_url):
    catalogue = Broken(sqlite_url)
    yield catalogue
    catalogue.close()


@pytest.mark.fact("platform-27")
def test_what_nobody_expected_is_an_error_in_json(broken, version):
    response = get_detail(Service(broken), version)
    assert answer(response) == (500, {"detail": "Internal Server Error"})
    assert response.headers["Content-Type"] == "application/json"
    assert re.fullmatch("[0-9a-f]{32}", response.headers["X-AMO-Request-ID"])
    assert "ETag" not in response.headers


def test_a_traceback_is_shown_only_in_debug_mode(broken, version):
    response = get_detail(Service(broken, **{"amo.debug": "true"}), version)
    assert response.json["detail"] == "Internal Server Error"
    assert "the disk is gone" in response.json["traceback"]


@pytest.mark.fact("platform-41")
def test_an_addon_is_withheld_where_the_law_wants_it(service, version):
    put_addon(service, excluded_regions=("FR",))
    response = get_detail(service, version, headers=FRENCH)
    assert answer(response) == (451, {"detail": "Unavailable for legal reasons."})
    assert re.fullmatch(r'<https://[^>]+>; rel="blocked-by"', response.headers["Link"])


@pytest.mark.fact("platform-42")
def test_what_was_removed_from_every_version_is_not_found(service, version):
    for method in ("GET", "POST"):
        response = service.request(method, "/github/validate/", version=version)
        assert answer(response) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("?lang=ar", "", "ar"),
        ("?lang=pt_br", "ja", "pt-BR"),
        ("", "ar", None),
        ("", "", None),
    ],
)
def test_an_answer_with_one_language_names_it(service, query, header, language):
    put_public(service)
    answer = service.get(f"/addons/addon/3615/{query}", headers={"Accept-Language": header})
    assert answer.status_int == 200
    assert answer.headers.get("Content-Language") == language


@pytest.mark.fact("platform-70")
@pytest.mark.parametrize(("language", "text"), [("fr", "Introuvable."), ("fi", "Not found.")])
def test_errors_are_in_the_asked_language_where_there_is_a_catalogue(service, language, text):
    for path in ("/addons/addon/unknown/", "/nothing/"):
        assert answer(service.get(f"{path}?lang={language}")) == (404, {"detail": text})
    assert service.get(f"/site/?lang={language}").status_int == 200


@pytest.mark.parametrize(
    "path", ["/addons/addon/unknown/", "/api/v4/nothing/", "/addons/search/?app=x"]
)
def test_an_error_names_the_language_of_its_text(service, path):
    answer = service.get(path, headers={"Accept-Language": "ar-EG, en;q=0.5"})
    assert answer.status_int >= 400
    assert answer.headers.getall("Content-Language") == ["ar"]


def test_an_answer_that_has_not_changed_names_its_language(service):
    put_public(service)
    etag = service.get("/addons/addon/3615/?lang=ja").headers["ETag"]
    answer = service.get("/addons/addon/3615/?lang=ja", headers={"If-None-Match": etag})
    assert (answer.status_int, answer.headers["Content-Language"]) == (304, "ja")
