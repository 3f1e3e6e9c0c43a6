"""Search for promoted add-ons (catalog.md §5.1, §2.6)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from tests.views.helpers import from_v4, in_v3
from tests.views.search_helpers import entry, found, found_any_order, promoted, put, refused

RECOMMENDED = PromotedGroup.RECOMMENDED


@pytest.mark.fact("catalog-258")
def test_addons_are_found_by_promoted_group(service, version):
    put(service, promoted(1, RECOMMENDED), entry(2), promoted(3, PromotedGroup.STRATEGIC))
    assert found(service, version, "promoted=recommended") == [1]


@pytest.mark.fact("catalog-259")
def test_badged_stands_for_four_groups(service, version):
    put(
        service,
        promoted(1, PromotedGroup.LINE),
        promoted(2, PromotedGroup.SPOTLIGHT),
        promoted(3, PromotedGroup.STRATEGIC),
        promoted(4, PromotedGroup.VERIFIED),
        promoted(5, PromotedGroup.SPONSORED),
        promoted(6, RECOMMENDED),
    )
    assert found_any_order(service, version, "promoted=badged") == [1, 4, 5, 6]
    assert found_any_order(service, version, "promoted=badged,spotlight") == [1, 2, 4, 5, 6]


@pytest.mark.fact("catalog-260")
def test_with_an_application_the_version_must_be_approved_for_it(service, version):
    put(service, promoted(1, RECOMMENDED, Application.FIREFOX))
    assert found(service, version, "promoted=recommended&app=android") == []
    assert found(service, version, "promoted=recommended&app=firefox") == [1]
    assert found(service, version, "promoted=recommended") == [1]


def test_groups_without_approval_need_none(service, version):
    promotion = Promotion(group=PromotedGroup.STRATEGIC)
    put(service, entry(1, promotion=promotion))
    assert found(service, version, "promoted=strategic&app=firefox") == [1]


@pytest.mark.fact("catalog-261")
def test_any_of_several_groups_will_do(service, version):
    put(service, promoted(1, RECOMMENDED), promoted(2, PromotedGroup.LINE), entry(3))
    assert found_any_order(service, version, "promoted=recommended,line") == [1, 2]


@pytest.mark.fact("catalog-262")
@pytest.mark.parametrize("group", ["lol", "1", "", "recommended,lol"])
def test_a_promoted_group_must_be_known(unasked, version, group):
    assert refused(unasked, version, f"promoted={group}") == 'Invalid "promoted" parameter.'


@pytest.mark.fact("catalog-263")
@pytest.mark.parametrize("featured", ["true", "TRUE", "1"])
def test_featured_addons_are_the_recommended_ones(service, version, featured):
    put(service, promoted(1, RECOMMENDED), entry(2), promoted(3, PromotedGroup.LINE))
    assert found(service, version, f"featured={featured}") == [1]


@pytest.mark.fact("catalog-264")
@pytest.mark.parametrize("featured", ["false", "", "0"])
def test_addons_cannot_be_asked_not_to_be_featured(unasked, version, featured):
    assert refused(unasked, version, f"featured={featured}") == 'Invalid "featured" parameter.'


@from_v4
def test_both_parameters_must_match(service, version):
    put(service, promoted(1, RECOMMENDED), promoted(2, PromotedGroup.LINE))
    assert found(service, version, "promoted=line&featured=true") == []
    assert found(service, version, "promoted=badged&featured=true") == [1]


@in_v3
def test_v3_says_which_addons_are_featured(service, version):
    put(service, promoted(1, RECOMMENDED), entry(2))
    flags = {
        each["id"]: each["is_featured"]
        for each in service.get("/addons/search/", version=version).json["results"]
    }
    assert flags == {1: True, 2: False}
