"""The fields of an add-on that are its own (catalog.md §6.1, §6.8)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.categories import find
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import detail, from_v4, in_v3, in_v3_and_v4, put_addon

FIREFOX, ANDROID = Application.FIREFOX, Application.ANDROID


@pytest.mark.fact("catalog-65")
@from_v4
def test_an_addon_tells_its_creation_and_promotion_but_nothing_outdated(service, version):
    put_addon(service)
    body = detail(service, version)
    assert body.keys() >= {"created", "promoted"}
    outdated = {"is_featured", "is_source_public", "is_recommended", "_score"}
    assert body.keys().isdisjoint(outdated | {"latest_unlisted_version"})


@pytest.mark.fact("catalog-66")
@in_v3
def test_v3_keeps_the_outdated_fields_and_has_none_of_the_new_ones(service, version):
    put_addon(service)
    body = detail(service, version)
    assert body.keys().isdisjoint({"created", "promoted"})
    assert body["is_featured"] is False
    assert body["is_source_public"] is False


def put_promoted(
    service: Service,
    group: PromotedGroup,
    application: Application | None = None,
    approved: tuple[Application, ...] = (),
) -> None:
    approvals = tuple(Approval(group=group, application=each) for each in approved)
    promotion = Promotion(group=group, application=application)
    put_addon(service, builders.version(approvals=approvals), promotion=promotion)


@pytest.mark.fact("catalog-67")
@in_v3
def test_v3_calls_a_recommended_addon_featured(service, version):
    put_promoted(service, PromotedGroup.RECOMMENDED)
    assert detail(service, version)["is_featured"] is True


@in_v3
def test_v3_calls_no_other_promoted_addon_featured(service, version):
    put_promoted(service, PromotedGroup.LINE, approved=(FIREFOX,))
    assert detail(service, version)["is_featured"] is False


@pytest.mark.fact("catalog-68")
@from_v4
def test_a_promotion_names_the_applications_it_is_approved_for(service, version):
    put_promoted(service, PromotedGroup.RECOMMENDED, FIREFOX, approved=(FIREFOX, ANDROID))
    expected = {"apps": ["firefox"], "category": "recommended"}
    assert detail(service, version)["promoted"] == expected


@from_v4
def test_a_promotion_for_all_applications_names_the_approved_ones_in_order(service, version):
    put_promoted(service, PromotedGroup.LINE, approved=(ANDROID, FIREFOX))
    expected = {"apps": ["firefox", "android"], "category": "line"}
    assert detail(service, version)["promoted"] == expected


@pytest.mark.fact("catalog-69")
@from_v4
def test_a_promotion_does_not_show_before_the_current_version_is_approved(service, version):
    put_promoted(service, PromotedGroup.RECOMMENDED, FIREFOX)
    assert detail(service, version)["promoted"] is None


@pytest.mark.fact("catalog-70")
@from_v4
def test_a_strategic_promotion_needs_no_approval(service, version):
    put_promoted(service, PromotedGroup.STRATEGIC)
    expected = {"apps": ["firefox", "android"], "category": "strategic"}
    assert detail(service, version)["promoted"] == expected


@pytest.mark.fact("catalog-71")
@from_v4
def test_dates_end_with_whole_seconds_in_utc(service, version):
    created = datetime(2018, 10, 11, 12, 30, 45, 678000, tzinfo=timezone.utc)
    put_addon(service, created=created)
    assert detail(service, version)["created"] == "2018-10-11T12:30:45Z"


def put_in_categories(service: Service, *names: tuple[Application, str]) -> None:
    found = [find(application, AddonType.EXTENSION, slug) for application, slug in names]
    put_addon(service, categories=tuple(each.id for each in found if each is not None))


@pytest.mark.fact("catalog-80")
@in_v3_and_v4
def test_categories_are_grouped_by_application_and_sorted_by_name(service, version):
    put_in_categories(
        service, (ANDROID, "sports-games"), (FIREFOX, "bookmarks"), (FIREFOX, "alerts-updates")
    )
    expected = {"firefox": ["alerts-updates", "bookmarks"], "android": ["sports-games"]}
    assert detail(service, version)["categories"] == expected


@pytest.mark.fact("catalog-81")
@in_v3_and_v4
def test_an_addon_without_categories_has_an_empty_object_of_them(service, version):
    put_addon(service)
    assert detail(service, version)["categories"] == {}


@pytest.mark.fact("catalog-82")
@in_v3_and_v4
def test_a_heavy_category_comes_last(service, version):
    put_in_categories(service, (FIREFOX, "other"), (FIREFOX, "tabs"))
    assert detail(service, version)["categories"] == {"firefox": ["tabs", "other"]}


@pytest.mark.fact("catalog-83")
@in_v3_and_v4
def test_a_missing_contributions_url_is_an_empty_text(service, version):
    put_addon(service)
    assert detail(service, version)["contributions_url"] == ""


@pytest.mark.fact("catalog-84")
def test_a_policy_counts_in_whatever_language_it_is_written(service, version):
    put_addon(service, eula={"fr": "Contrat"})
    body = detail(service, version)
    assert (body["has_eula"], body["has_privacy_policy"]) == (True, False)


@pytest.mark.fact("catalog-85")
@pytest.mark.parametrize("text", ["", " \n"])
def test_a_blank_policy_is_none(service, version, text):
    put_addon(service, eula=Localized({"en-US": text}))
    assert detail(service, version)["has_eula"] is False


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        pytest.param(name, name, marks=pytest.mark.fact(fact))
        for name, fact in (("is_experimental", "catalog-90"), ("requires_payment", "catalog-91"))
    ]
    + [("has_public_stats", "public_stats")],
)
def test_a_flag_of_the_developer_is_shown(service, version, stored, shown):
    put_addon(service, id=1, **{stored: True})
    put_addon(service, id=2)
    assert [detail(service, version, id_)[shown] for id_ in (1, 2)] == [True, False]


def ratings(**values: Any) -> dict[str, Any]:
    return {"average": 0, "bayesian_average": 0, "count": 0, "text_count": 0, **values}


@pytest.mark.fact("catalog-92")
def test_the_ratings_of_an_unrated_addon_are_all_zero(service, version):
    put_addon(service)
    assert detail(service, version)["ratings"] == ratings()


def test_ratings_are_shown_as_they_are_stored(service, version):
    put_addon(
        service,
        average_rating=4.21,
        bayesian_rating=4.18,
        ratings_count=12,
        text_ratings_count=9,
    )
    expected = ratings(average=4.21, bayesian_average=4.18, count=12, text_count=9)
    assert detail(service, version)["ratings"] == expected


@pytest.mark.fact("catalog-93")
def test_tags_are_sorted_and_denied_ones_are_not_shown(catalogue, version):
    service = Service(catalogue, **{"amo.denied_tags": "bad tag\nworse"})
    put_addon(service, tags=("b", "a", "bad tag", "worse"))
    assert detail(service, version)["tags"] == ["a", "b"]


@pytest.mark.fact("catalog-94")
def test_an_addon_without_tags_has_an_empty_list_of_them(service, version):
    put_addon(service)
    assert detail(service, version)["tags"] == []
