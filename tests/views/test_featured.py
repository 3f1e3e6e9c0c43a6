"""Featured add-ons, which only v3 has (catalog.md §5.10)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import answer, from_v4
from tests.views.search_helpers import entry, promoted, put

PATH = "/addons/featured/"
INVALID = {"detail": "Invalid app, category and/or type parameter(s)."}
RECOMMENDED = PromotedGroup.RECOMMENDED
ALERTS, TABS = 72, 93


def featured(service: Service, query: str) -> list[dict[str, Any]]:
    response = service.get(f"{PATH}?{query}", version="v3")
    assert response.status_int == 200, response.text
    assert list(response.json) == ["results"]
    return response.json["results"]


def ids(service: Service, query: str) -> list[int]:
    """The ids, sorted: the order is random."""
    return sorted(each["id"] for each in featured(service, query))


@pytest.mark.fact("catalog-312")
@from_v4
def test_featured_addons_are_gone_since_v4(service, version):
    assert service.get(f"{PATH}?app=firefox", version=version).status_int == 404


@pytest.mark.fact("catalog-313", "catalog-314")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?app=foxeh",
        "?app=1",
        "?type=extension",
        "?app=firefox&type=lol",
        "?app=firefox&type=extension&category=lol",
    ],
)
def test_an_application_must_be_named_and_everything_known(unasked, query):
    assert answer(unasked.get(PATH + query, version="v3")) == (400, INVALID)


@pytest.mark.fact("catalog-315")
@pytest.mark.parametrize("size", ["x", "", "-1", "1.5"])
def test_the_number_of_results_must_be_one(unasked, size):
    refusal = {"detail": "Invalid page_size parameter"}
    response = unasked.get(f"{PATH}?app=firefox&page_size={size}", version="v3")
    assert answer(response) == (400, refusal)


@pytest.mark.fact("catalog-316")
def test_as_many_recommended_addons_are_shown_as_are_wanted(service):
    put(service, *(promoted(n, RECOMMENDED) for n in range(1, 16)), entry(16))
    put(service, promoted(17, PromotedGroup.LINE))
    shown = ids(service, "app=firefox&page_size=11")
    assert len(shown) == 11
    assert set(shown) <= set(range(1, 16))
    assert ids(service, "app=firefox&page_size=1000&page=7") == list(range(1, 16))
    assert ids(service, "app=firefox&page_size=0") == []


def test_all_of_a_long_list_fit(service):
    put(service, *(promoted(n, RECOMMENDED) for n in range(1, 61)))
    assert len(featured(service, "app=firefox")) == 25
    assert len(featured(service, "app=firefox&page_size=60")) == 60


def test_featured_addons_can_be_narrowed(service):
    put(
        service,
        promoted(1, RECOMMENDED, categories=(ALERTS,)),
        promoted(2, RECOMMENDED, categories=(TABS,)),
        promoted(3, RECOMMENDED, type=AddonType.STATICTHEME),
    )
    assert ids(service, "app=firefox&type=extension") == [1, 2]
    assert ids(service, "app=firefox&type=extension&category=alerts-updates") == [1]
    assert ids(service, "app=firefox&category=alerts-updates") == [1, 2, 3]
    assert ids(service, "app=firefox&type=extension,statictheme&lang=fr") == [1, 2, 3]


def test_featured_addons_say_what_a_detail_says(service):
    put(service, promoted(1, RECOMMENDED, authors=(builders.author(builders.user(5)),)))
    (result,) = featured(service, "app=firefox")
    assert result == service.get("/addons/addon/1/", version="v3").json
