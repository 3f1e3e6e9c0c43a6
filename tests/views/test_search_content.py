"""Which add-ons search shows, and how it writes them (catalog.md §5.1, §6)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from tests.views.helpers import from_v4, in_v3
from tests.views.search_helpers import PATH, entry, found, put, results

NAME = "Olá mundo"


@pytest.mark.fact("catalog-207")
def test_only_public_addons_are_found(service, version):
    unlisted = {"channel": Channel.UNLISTED}
    waiting = {"files": (builders.file(70, status=Status.UNREVIEWED),)}
    put(
        service,
        entry(1),
        entry(2, status=Status.INCOMPLETE),
        entry(3, status=Status.DISABLED),
        entry(4, is_disabled_by_developer=True),
        entry(5, unlisted),
        entry(6, status=Status.DELETED, slug=None),
        entry(7, waiting, status=Status.NOMINATED),
    )
    assert found(service, version) == [1]


@pytest.mark.fact("catalog-64")
def test_an_addon_without_a_current_version_is_not_found(service, version):
    put(service, entry(1))
    service.put(builders.addon(2))
    assert service.get("/addons/addon/2/", version=version).json["current_version"] is None
    assert found(service, version) == [1]


@pytest.mark.fact("catalog-63")
def test_an_addon_is_found_from_a_region_it_excludes(service, version):
    put(service, entry(1, excluded_regions=("FR",)))
    response = service.get(PATH, version=version, headers={"X-Country-Code": "FR"})
    assert [each["id"] for each in response.json["results"]] == [1]


@pytest.mark.fact("catalog-208")
def test_unlisted_versions_are_not_shown_even_to_their_author(service, version):
    author = builders.user(5)
    put(service, entry(1, authors=(builders.author(author),)))
    service.put(builders.version(11, 1, version="2.0", channel=Channel.UNLISTED))
    detail = service.get("/addons/addon/1/", version=version, user=author).json
    assert detail["latest_unlisted_version"]["id"] == 11
    (result,) = service.get(PATH, version=version, user=author).json["results"]
    assert "latest_unlisted_version" not in result


def put_complete(service) -> None:
    license_ = builders.license(5)
    version = {"license": license_, "release_notes": {"en-US": "New."}}
    put(service, entry(1, version, authors=(builders.author(builders.user(5)),)))


@pytest.mark.fact("catalog-209")
@from_v4
def test_results_of_v4_have_licenses_notes_and_scores(service, version):
    put_complete(service)
    (result,) = results(service, version)
    assert sorted(result["authors"][0]) == ["id", "name", "url", "username"]
    assert result["current_version"]["release_notes"] == {"en-US": "New."}
    assert result["current_version"]["license"]["name"] == {"en-US": "License 5"}
    assert "text" not in result["current_version"]["license"]
    assert "_score" in result


@pytest.mark.fact("catalog-210")
@in_v3
def test_results_of_v3_have_neither_licenses_nor_notes_nor_scores(service, version):
    put_complete(service)
    (result,) = results(service, version)
    assert "_score" not in result
    assert result["current_version"].keys().isdisjoint({"license", "release_notes"})
    assert "picture_url" not in result["authors"][0]


def put_brazilian(service) -> None:
    put(service, entry(1, default_locale="pt-BR", name={"pt-BR": NAME}))


@pytest.mark.fact("catalog-141")
def test_v4dev_names_the_language_that_it_falls_back_to(service):
    put_brazilian(service)
    (result,) = results(service, "v4dev", "q=mundo&lang=fr")
    assert result["name"] == {"pt-BR": NAME}


@pytest.mark.fact("catalog-142")
@pytest.mark.parametrize("version", ["v3", "v4"])
@pytest.mark.parametrize("query", ["lang=fr", "q=mundo&lang=fr"])
def test_a_name_is_a_plain_text_where_a_language_is_asked_for(service, version, query):
    put_brazilian(service)
    (result,) = results(service, version, query)
    assert result["name"] == NAME


def test_without_a_language_a_name_has_all_of_them(service, version):
    texts = {"en-US": "Hello", "fr": "Bonjour"}
    put(service, entry(1, name=texts))
    assert results(service, version)[0]["name"] == texts


@pytest.mark.fact("catalog-167")
def test_markup_is_escaped_in_results(service, version):
    put(service, entry(1, description={"en-US": "<script>x</script>"}))
    detail: dict[str, Any] = service.get("/addons/addon/1/", version=version).json
    (result,) = results(service, version)
    escaped = {"en-US": "&lt;script&gt;x&lt;/script&gt;"}
    assert result["description"] == detail["description"] == escaped


def test_results_say_what_a_detail_says(service, version):
    put_complete(service)
    service.put(builders.addon(2, name={"en-US": "No author"}), builders.version(20, 2))
    details = {n: service.get(f"/addons/addon/{n}/", version=version).json for n in (1, 2)}
    differs = {"_score", "authors", "current_version"}
    for result in results(service, version):
        detail = details[result["id"]]
        assert result.keys() - {"_score"} == detail.keys()
        assert all(result[key] == detail[key] for key in detail.keys() - differs)
