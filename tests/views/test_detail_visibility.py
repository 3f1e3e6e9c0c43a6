"""Who sees an add-on that is not public (catalog.md §5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import (
    NOT_PERMITTED,
    NOT_SIGNED_IN,
    answer,
    detail,
    get_detail,
    put_addon,
    put_person,
    release,
)

AUTHOR = builders.user(2)
LISTED = release(10)
UNLISTED = release(11, channel=Channel.UNLISTED)


@dataclass(frozen=True)
class Hidden:
    """A state that hides an add-on, and what a refusal says of it."""

    status: Status
    versions: tuple[Version, ...] = (LISTED,)
    fields: Mapping[str, Any] = field(default_factory=dict)
    by_developer: bool = False
    by_mozilla: bool = False

    def put(self, service: Service) -> None:
        addon = builders.addon(
            status=self.status,
            is_disabled_by_developer=self.by_developer,
            authors=(builders.author(AUTHOR, is_listed=False),),
            **self.fields,
        )
        service.put(AUTHOR, addon, *self.versions)

    @property
    def flags(self) -> dict[str, bool]:
        return {
            "is_disabled_by_developer": self.by_developer,
            "is_disabled_by_mozilla": self.by_mozilla,
        }


STATES = {
    "nominated": Hidden(Status.NOMINATED),
    "disabled by its developer": Hidden(Status.PUBLIC, by_developer=True),
    "disabled by Mozilla": Hidden(Status.DISABLED, by_mozilla=True),
    "unlisted only": Hidden(Status.INCOMPLETE, (UNLISTED,)),
    "in both channels": Hidden(Status.NOMINATED, (LISTED, UNLISTED)),
    "without versions": Hidden(Status.INCOMPLETE, ()),
    "a static theme": Hidden(Status.NOMINATED, fields={"type": AddonType.STATICTHEME}),
    "a lightweight theme": Hidden(Status.PENDING, fields={"type": AddonType.PERSONA}),
}


def states(**facts: str) -> Any:
    """The four states of the contract's table, each with the fact that the test proves of it."""
    names = ("nominated", "disabled by its developer", "disabled by Mozilla", "unlisted only")
    return pytest.mark.parametrize(
        "state",
        [
            pytest.param(STATES[name], id=name, marks=pytest.mark.fact(fact))
            for name, fact in zip(names, facts.values(), strict=True)
        ],
    )


@states(
    nominated="catalog-35",
    disabled_by_developer="catalog-42",
    disabled_by_mozilla="catalog-45",
    unlisted="catalog-48",
)
def test_whoever_is_not_signed_in_is_asked_to_and_told_why(service, version, state):
    state.put(service)
    assert answer(get_detail(service, version)) == (401, {**NOT_SIGNED_IN, **state.flags})


@states(
    nominated="catalog-36",
    disabled_by_developer="catalog-43",
    disabled_by_mozilla="catalog-46",
    unlisted="catalog-49",
)
def test_another_user_is_refused_and_told_why(service, version, state):
    state.put(service)
    response = get_detail(service, version, user=put_person(service))
    assert answer(response) == (403, {**NOT_PERMITTED, **state.flags})


@states(
    nominated="catalog-38",
    disabled_by_developer="catalog-44",
    disabled_by_mozilla="catalog-47",
    unlisted="catalog-52",
)
def test_an_author_sees_the_addon_and_that_it_is_disabled(service, version, state):
    state.put(service)
    body = detail(service, version, user=AUTHOR)
    assert body["status"] == state.status.api_name
    assert body["is_disabled"] is (state.by_developer or state.by_mozilla)


def rule(state: str, permission: str, status: int, *facts: str) -> Any:
    marks = [pytest.mark.fact(*facts)] if facts else []
    name = f"{permission}-{state}"
    return pytest.param(STATES[state], permission, status, id=name, marks=marks)


@pytest.mark.parametrize(
    ("state", "permission", "status"),
    [
        rule("nominated", "Addons:Review", 200, "catalog-37"),
        rule("nominated", "Addons:ContentReview", 200),
        rule("nominated", "Addons:PostReview", 200),
        rule("nominated", "ReviewerTools:View", 200, "catalog-39"),
        rule("nominated", "Addons:ReviewUnlisted", 403, "catalog-54"),
        rule("nominated", "Addons:ThemeReview", 403),
        rule("nominated", "Addons:*", 200),
        rule("nominated", "*:*", 200),
        rule("a static theme", "Addons:Review", 403, "catalog-40"),
        rule("a static theme", "Addons:ThemeReview", 200, "catalog-41"),
        rule("a lightweight theme", "Addons:Review", 403),
        rule("a lightweight theme", "Personas:Review", 200),
        rule("disabled by its developer", "Addons:Review", 200),
        rule("disabled by Mozilla", "Addons:Review", 200),
        rule("unlisted only", "Addons:Review", 403, "catalog-50"),
        rule("unlisted only", "Addons:ReviewUnlisted", 200, "catalog-51"),
        rule("unlisted only", "ReviewerTools:View", 200),
        rule("in both channels", "Addons:ReviewUnlisted", 200, "catalog-53"),
        rule("without versions", "Addons:Review", 403),
        rule("without versions", "Addons:ReviewUnlisted", 200),
        rule("without versions", "ReviewerTools:View", 200),
    ],
)
def test_a_permission_opens_what_it_is_for(service, version, state, permission, status):
    state.put(service)
    reviewer = put_person(service, permission)
    assert get_detail(service, version, user=reviewer).status_int == status


def test_a_public_addon_is_shown_to_whoever_asks(service, version):
    put_addon(service)
    for viewer in (None, put_person(service)):
        assert detail(service, version, user=viewer)["is_disabled"] is False


# The other half of catalog-64, absence from search, is for the tests of search.
def test_a_public_addon_without_versions_is_shown_without_a_current_one(service, version):
    service.put(builders.addon())
    assert detail(service, version)["current_version"] is None
