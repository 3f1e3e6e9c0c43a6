"""The list of categories (catalog.md §5.12, §6.12)."""

from __future__ import annotations

import pytest

from tests.views.helpers import answer, from_v4, in_v3, put_person

PATH = "/addons/categories/"


@pytest.mark.fact("catalog-309")
def test_the_list_begins_with_feeds_news_and_blogging(service, version):
    response = service.get(PATH, version=version)
    assert response.status_int == 200
    assert isinstance(response.json, list)
    first = {
        "id": 1,
        "name": "Feeds, News & Blogging",
        "slug": "feeds-news-blogging",
        "application": "firefox",
        "misc": False,
        "type": "extension",
        "weight": 0,
        "description": None,
    }
    assert response.json[0] == first
    assert list(response.json[0]) == list(first)


@pytest.mark.fact("catalog-310")
def test_the_list_is_sorted_by_id_and_may_be_kept_for_six_hours(service, version):
    response = service.get(PATH, version=version)
    ids = [category["id"] for category in response.json]
    assert ids == sorted(set(ids))
    assert response.headers["Cache-Control"] == "max-age=21600"


@pytest.mark.fact("catalog-310")
def test_what_fits_nowhere_else_is_misc(service, version):
    listed = service.get(PATH, version=version).json
    for category in listed:
        assert category["misc"] is (category["slug"] in ("other", "miscellaneous"))
    assert {category["slug"] for category in listed if category["misc"]} == {
        "other",
        "miscellaneous",
    }


@pytest.mark.fact("catalog-311")
@pytest.mark.parametrize("query", ["", "?lang=de"])
def test_names_are_translated_strings(service, version, query):
    headers = {} if query else {"Accept-Language": "de"}
    listed = service.get(PATH + query, version=version, headers=headers).json
    names = {category["id"]: category["name"] for category in listed}
    assert names[1] == "Feeds, Nachrichten & Blogs"
    assert names[22] == "Lesezeichen"


def test_names_of_a_language_without_translations_are_english(service, version):
    listed = service.get(f"{PATH}?lang=fi", version=version).json
    assert listed[0]["name"] == "Feeds, News & Blogging"


@in_v3
def test_v3_lists_the_categories_of_four_applications(service, version):
    listed = service.get(PATH, version=version).json
    applications = {category["application"] for category in listed}
    assert applications == {"firefox", "android", "thunderbird", "seamonkey"}


@from_v4
def test_from_v4_on_there_are_81_categories_of_two_applications(service, version):
    listed = service.get(PATH, version=version).json
    assert {category["application"] for category in listed} == {"firefox", "android"}
    assert len(listed) == 81


def test_the_list_does_not_look_at_credentials(service, version):
    expected = answer(service.get(PATH, version=version))
    for credential in ("Bearer", "Bearer a b", "Bearer garbage", "Basic abc"):
        response = service.get(PATH, version=version, headers={"Authorization": credential})
        assert answer(response) == expected
    person = put_person(service, "*:*")
    response = service.get(PATH, version=version, user=person)
    assert answer(response) == expected
    assert response.headers["Cache-Control"] == "max-age=21600"
