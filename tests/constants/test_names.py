"""Numbers and words of the API (catalog.md §2.1 to §2.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.constants.addon_types import DEFAULT_RANGES, NO_COMPATIBILITY, AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.names import NamedNumber
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status

WORDS: dict[type[NamedNumber], dict[int, str | None]] = {
    Application: {1: "firefox", 18: "thunderbird", 59: "seamonkey", 61: "android"},
    AddonType: {
        0: "any",
        1: "extension",
        2: "theme",
        3: "dictionary",
        4: "search",
        5: "language",
        6: None,
        7: None,
        9: "persona",
        10: "statictheme",
    },
    Status: {
        0: "incomplete",
        1: "unreviewed",
        2: "pending",
        3: "nominated",
        4: "public",
        5: "disabled",
        8: "lite",
        9: "lite-nominated",
        11: "deleted",
        12: "rejected",
        14: "review-pending",
    },
    Channel: {1: "unlisted", 2: "listed"},
    Platform: {
        0: None,
        1: "all",
        2: "linux",
        3: "mac",
        4: None,
        5: "windows",
        6: None,
        7: "android",
    },
    PromotedGroup: {
        1: "recommended",
        2: "sponsored",
        3: "verified",
        4: "line",
        5: "spotlight",
        6: "strategic",
    },
}
MEMBERS = [member for enumeration in WORDS for member in enumeration]


@pytest.mark.parametrize("enumeration", WORDS)
def test_every_number_has_the_word_of_the_contract(enumeration: type[NamedNumber]) -> None:
    assert {int(member): member.api_name for member in enumeration} == WORDS[enumeration]


@pytest.mark.parametrize("enumeration", WORDS)
def test_members_are_ordered_by_their_number(enumeration: type[NamedNumber]) -> None:
    assert list(enumeration) == sorted(enumeration)


@pytest.mark.parametrize("member", [member for member in MEMBERS if member.api_name])
def test_a_word_in_any_case_names_its_member(member: NamedNumber) -> None:
    assert type(member).named(str(member.api_name)) is member
    assert type(member).named(str(member.api_name).upper()) is member


@pytest.mark.parametrize(
    "member", [member for member in MEMBERS if not isinstance(member, PromotedGroup)]
)
def test_a_written_number_names_its_member(member: NamedNumber) -> None:
    assert type(member).named(str(member.value)) is member


@pytest.mark.parametrize("enumeration", WORDS)
@pytest.mark.parametrize("text", ["", " ", "none", "-1", "99", "1.0", "²", "null", "lpaddon"])
def test_what_means_nothing_names_nothing(enumeration: type[NamedNumber], text: str) -> None:
    assert enumeration.named(text) is None


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    for enumeration in WORDS:
        assert enumeration.named(text) in (None, *enumeration)


def test_a_promoted_group_is_not_named_by_a_number() -> None:
    assert PromotedGroup.named("1") is None


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        (Platform.ALL, "all"),
        (Platform.LINUX, "linux"),
        (Platform.MAC, "mac macosx darwin"),
        (Platform.WINDOWS, "windows win winnt"),
        (Platform.ANDROID, "android"),
        (Platform.BSD, "bsd bsd_os freebsd"),
        (Platform.SOLARIS, "sun sunos solaris"),
    ],
)
def test_systems_have_the_words_that_clients_use(platform: Platform, words: str) -> None:
    assert {Platform.named(word) for word in words.upper().split()} == {platform}


def test_applications_have_the_labels_and_guids_of_the_contract() -> None:
    assert [(one.label, one.guid) for one in Application] == [
        ("Firefox", "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}"),
        ("Thunderbird", "{3550f703-e582-4d05-9a08-453d09bdfdc6}"),
        ("SeaMonkey", "{92650c4d-4b8e-4d2a-b7eb-24ecf4f6b63a}"),
        ("Firefox for Android", "{aa3c5121-dab2-40e2-81ca-7ea25febc110}"),
    ]


def test_promoted_groups_differ_in_approval_badge_and_weight() -> None:
    group = PromotedGroup
    assert {one for one in group if not one.needs_approval} == {group.STRATEGIC}
    assert {one for one in group if not one.is_badged} == {group.SPOTLIGHT, group.STRATEGIC}
    assert {one for one in group if one.weight == 5} == {group.RECOMMENDED, group.LINE}
    assert {one.weight for one in group} == {1, 5}


def test_types_without_ranges_are_shown_with_the_default_ones() -> None:
    assert {kind.api_name for kind in NO_COMPATIBILITY} == {"search", "dictionary", "persona"}
    assert {app.api_name: span for app, span in DEFAULT_RANGES.items()} == {
        "firefox": ("4.0", "9999"),
        "android": ("11.0", "9999"),
    }
