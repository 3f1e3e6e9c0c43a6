"""Add-ons for what has been typed so far (catalog.md §5.2)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import from_v4, in_v3
from tests.views.search_helpers import entry, promoted, put, refused, search

PATH = "/addons/autocomplete/"


def suggested(service: Service, version: str, query: str = "") -> list[dict[str, Any]]:
    """The suggestions; nothing may stand beside them."""
    body = search(service, version, query, PATH)
    assert list(body) == ["results"]
    return body["results"]


def ids(service: Service, version: str, query: str = "") -> list[int]:
    return [each["id"] for each in suggested(service, version, query)]


def put_mine(service: Service) -> None:
    put(
        service,
        entry(1, name={"en-US": "My A"}),
        entry(2, name={"en-US": "My B"}, type=AddonType.STATICTHEME),
        entry(3, name={"en-US": "My C"}, type=AddonType.DICTIONARY),
        entry(4, name={"en-US": "Nope"}),
    )


@pytest.mark.fact("catalog-288", "catalog-289")
def test_there_are_ten_suggestions_and_no_pages(service, version):
    put(service, *(entry(number) for number in range(1, 13)))
    for query in ("", "page_size=1&page=3", "page=999", "page=abc", "page=0"):
        assert len(suggested(service, version, query)) == 10


@pytest.mark.fact("catalog-290")
def test_suggestions_begin_with_what_has_been_typed(service, version):
    put_mine(service)
    for text in ("my", "My", "m"):
        assert sorted(ids(service, version, f"q={text}")) == [1, 2, 3]


@pytest.mark.fact("catalog-291")
@from_v4
def test_suggestions_of_v4_say_whether_they_are_promoted(service, version):
    put(service, promoted(1, PromotedGroup.RECOMMENDED))
    (suggestion,) = suggested(service, version)
    assert sorted(suggestion) == ["icon_url", "id", "name", "promoted", "type", "url"]
    assert suggestion["promoted"]["category"] == "recommended"


@pytest.mark.fact("catalog-292")
@in_v3
def test_suggestions_of_v3_do_not(service, version):
    put(service, promoted(1, PromotedGroup.RECOMMENDED))
    (suggestion,) = suggested(service, version)
    assert sorted(suggestion) == ["icon_url", "id", "name", "type", "url"]


@pytest.mark.fact("catalog-293")
@from_v4
def test_no_order_can_be_asked_for_since_v4(service, version):
    put_mine(service)
    expected = ids(service, version, "q=my")
    for sort in ("WRONG", "random", "name"):
        assert ids(service, version, f"q=my&sort={sort}") == expected


@pytest.mark.fact("catalog-294")
@in_v3
def test_an_order_of_v3_must_be_known(unasked, version):
    assert refused(unasked, version, "q=my&sort=WRONG", PATH) == 'Invalid "sort" parameter.'


@in_v3
def test_v3_heeds_the_order(service, version):
    put_mine(service)
    assert ids(service, version, "q=my&sort=name") == [1, 2, 3]


@pytest.mark.fact("catalog-295")
def test_suggestions_can_be_filtered(service, version):
    put_mine(service)
    assert sorted(ids(service, version, "type=statictheme,extension&q=my")) == [1, 2]
    assert ids(service, version, "q=my&exclude_addons=addon-1,3") == [2]
    assert ids(service, version, "q=my&guid=addon3@example.com") == [3]


def test_suggestions_fit_the_platform(service, version):
    files = (builders.file(1, platform=Platform.LINUX),)
    put(service, entry(1, {"files": files}), entry(2))
    assert sorted(ids(service, version, "platform=linux&app=firefox&appversion=70.0")) == [1, 2]
    assert ids(service, version, "platform=mac") == [2]


@pytest.mark.fact("catalog-296")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("app=lol", 'Invalid "app" parameter.'),
        ("app=", 'Invalid "app" parameter.'),
        ("type=lol", 'Invalid "type" parameter.'),
        ("q=" + "x" * 101, "Maximum query length exceeded."),
    ],
)
def test_parameters_are_refused_as_in_search(unasked, version, query, message):
    assert refused(unasked, version, query, PATH) == message


@pytest.mark.fact("catalog-297")
def test_what_is_not_public_is_not_suggested(service, version):
    put(service, entry(1, {"channel": Channel.UNLISTED}), entry(2))
    assert ids(service, version) == [2]


@from_v4
def test_without_a_text_recommended_addons_come_first(service, version):
    put(
        service,
        entry(1, average_daily_users=10),
        entry(2, average_daily_users=20),
        promoted(3, PromotedGroup.RECOMMENDED),
    )
    assert ids(service, version) == [3, 2, 1]


def test_everybody_gets_the_same_suggestions(service, version):
    put_mine(service)
    headers = {"Authorization": "Bearer garbage"}
    response = service.get(f"{PATH}?q=my", version=version, headers=headers)
    assert response.json["results"] == suggested(service, version, "q=my")
