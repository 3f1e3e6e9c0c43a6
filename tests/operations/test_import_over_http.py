"""What was imported is answered again over HTTP, field by field.

Addresses are compared without host and application, HTML with the targets of its links. What
the service computes itself is listed in ``COMPUTED``, what it adds to old answers in ``ADDED``.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from amo_pyramid.operations.importing import files_in
from amo_pyramid.operations.importing.texts import source_of
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

from .helpers import imported, put

#: Fields whose value in an answer says nothing of what was imported, and why.
COMPUTED = {
    ".has_privacy_policy": "an answer does not contain the policy",
    ".has_eula": "an answer does not contain the agreement",
    ".is_source_public": "always false (catalog.md §6.1)",
    ".is_featured": "answered by v3 only; it became the promotion",
    ".is_recommended": "no longer answered; it became the promotion",
    "._score": "of a search, not of an add-on",
    ".authors[].url": "by id, and only of public accounts (§1.10)",
    ".authors[].picture_url": "the picture that everybody has without an own one (§6.2)",
    ".current_version.url": "optional and not answered (§6.3)",
    ".results[].url": "optional and not answered (§6.3)",
    ".current_version.files[].host_permissions": "not answered by v4 (§6.4)",
}
#: Fields that the recorded answers are too old, or too short, to have.
ADDED = {
    ".public_stats",
    ".promoted",
    ".versions_url",
    ".authors[].picture_url",
    ".current_version.license",
    ".current_version.release_notes",
    ".current_version.files[].optional_permissions",
}
_ADDRESS = re.compile(r"(^|_)url$|^(32|64|128)$")
_EXACT = (".contributions_url", ".homepage", ".support_url", "license.url")


def differences(said: Any, answered: Any, path: str = "") -> list[str]:
    """Where an answer of the service does not say what was imported."""
    if isinstance(said, dict) and isinstance(answered, dict):
        missing = [f"{path}.{name} is missing" for name in _told(said, path) - answered.keys()]
        added = {f"{path}.{name}" for name in answered.keys() - said.keys()} - ADDED
        both = _told(said, path) & answered.keys()
        inner = [differences(said[name], answered[name], f"{path}.{name}") for name in both]
        return [*missing, *(f"{each} was not imported" for each in added), *sum(inner, [])]
    if isinstance(said, list) and isinstance(answered, list) and len(said) == len(answered):
        pairs = zip(said, answered, strict=True)
        return sum((differences(*pair, f"{path}[]") for pair in pairs), [])
    same = _comparable(said, path) == _comparable(answered, path)
    return [] if same else [f"{path}: {said!r} became {answered!r}"]


def _told(said: dict[str, Any], path: str) -> set[str]:
    """The fields to compare. An empty text in an object of translations is none (§1.6)."""
    return {
        name
        for name, value in said.items()
        if f"{path}.{name}" not in COMPUTED and (value != "" or path == "")
    }


def _comparable(value: Any, path: str) -> Any:
    if not isinstance(value, str):
        return value
    name = path.rpartition(".")[2]
    if _ADDRESS.search(name) and not path.endswith(_EXACT):
        return _address(value)
    return source_of(value)


def _address(url: str) -> str:
    parts = urlsplit(url)
    query = "" if parts.query == "src=" else parts.query
    path = unquote(parts.path).replace("/thunderbird/", "/firefox/")
    return f"{path}?{query}".replace(".jpg?", ".png?")


@pytest.fixture
def service(catalogue) -> Service:
    return Service(catalogue)


def read(shared, name: str) -> Any:
    return json.loads((shared / "data" / "amo" / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "version", "query"),
    [
        ("addon-v4-thunderbird-2019.json", "v3", ""),
        ("collection-addons-v4-2019.json", "v4", ""),
        ("collection-addons-localized-v4-2021.json", "v4", "?lang=en-US"),
        ("collection-addons-2023.json", "v4", ""),
        ("search-localized-single-2023.json", "v4", "?lang=ca"),
        ("search-multiple-2023.json", "v4", ""),
        ("search-single-2023.json", "v4", ""),
    ],
)
def test_an_imported_addon_is_answered_as_it_came(catalogue, service, shared, name, version, query):
    content = read(shared, name)
    imported(catalogue, *files_in([shared / "data" / "amo" / name]))
    for entry in content.get("results", [content]):
        said = entry.get("addon", entry)
        path = f"/addons/addon/{said['id']}/{query}"
        response = service.get(path, version=version)
        assert response.status_int == 200
        assert differences(said, response.json) == []


def test_imported_versions_are_answered_as_they_came(catalogue, service, shared):
    name = "versions-v4-thunderbird-2019-first5.json"
    put(catalogue, builders.addon(54035, slug="gmail-conversation-view"))
    imported(catalogue, *files_in([shared / "data" / "amo" / name]))
    response = service.get("/addons/addon/54035/versions/", version="v3")
    said = read(shared, name)["results"]
    assert differences(said, response.json["results"], ".results") == []


def test_a_recommended_addon_of_an_old_answer_is_featured(catalogue, service, shared):
    name = "collection-addons-v4-2019.json"
    imported(catalogue, *files_in([shared / "data" / "amo" / name]))
    assert service.get("/addons/addon/607454/", version="v3").json["is_featured"] is True
    promoted = service.get("/addons/addon/607454/", version="v4").json["promoted"]
    assert promoted == {"apps": ["firefox", "android"], "category": "recommended"}


@pytest.mark.parametrize("version", ["v3", "v4", "v5"])
def test_importing_what_the_service_answers_itself_changes_nothing(
    catalogue, service, shared, version
):
    imported(catalogue, *files_in([shared / "data" / "amo" / "search-multiple-2023.json"]))
    for addon_id in (607454, 869140):
        for query in ("", "?lang=fr", "?wrap_outgoing_links"):
            path = f"/addons/addon/{addon_id}/{query}"
            own = service.get(path, version=version).json
            result = imported(catalogue, own)
            assert (result.problems, result.changes) == ([], (0, 0))


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ({"id": 1}, {}),
        ({"id": 1}, {"id": 2}),
        ({"name": {"fr": "a"}}, {"name": {"fr": "b"}}),
        ({"tags": ["a"]}, {"tags": []}),
        ({}, {"surprise": 1}),
        ({"homepage": "https://a.example/"}, {"homepage": "https://b.example/"}),
        ({"icon_url": "https://a/x.png?modified=1"}, {"icon_url": "https://a/x.png?modified=2"}),
    ],
)
def test_the_comparison_sees_differences(said, answered):
    assert len(differences(said, answered)) == 1
