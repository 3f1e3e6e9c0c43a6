"""Language packs for a version of an application (catalog.md §5.3, §3.2)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.version import ApplicationRange, Version
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import answer, detail, get_detail, put_addon, release

FIREFOX_58 = "app=firefox&appversion=58.0"


def for_firefox(firefox: int, number: int, status: Status = Status.PUBLIC) -> Version:
    """A release for all of a major version of Firefox."""
    range_ = ApplicationRange(
        application=Application.FIREFOX, min=f"{firefox}.0", max=f"{firefox}.*"
    )
    return release(number, ranges=(range_,), files=(builders.file(number, status=status),))


def put_pack(service: Service, *versions: Version) -> None:
    put_addon(service, *versions, type=AddonType.LANGUAGE, target_locale="fr")


@pytest.mark.fact("catalog-117")
def test_the_version_for_the_asked_release_is_shown_as_the_current_one(service, version):
    put_pack(service, for_firefox(57, 1), for_firefox(58, 2), for_firefox(59, 3))
    shown = detail(service, version, 1, FIREFOX_58)["current_version"]
    assert shown["id"] == 2
    assert shown["compatibility"] == {"firefox": {"min": "58.0", "max": "58.*"}}


@pytest.mark.fact("catalog-118")
def test_without_a_version_for_the_release_the_ordinary_one_is_shown(service, version):
    put_pack(service, for_firefox(57, 1), for_firefox(59, 2))
    shown = detail(service, version, 1, FIREFOX_58)["current_version"]
    assert shown["id"] == 2
    assert shown["compatibility"] == {"firefox": {"min": "59.0", "max": "59.*"}}


@pytest.mark.fact("catalog-119")
def test_a_disabled_version_for_the_release_is_passed_over(service, version):
    put_pack(service, for_firefox(58, 1), for_firefox(58, 2, Status.DISABLED), for_firefox(59, 3))
    assert detail(service, version, 1, FIREFOX_58)["current_version"]["id"] == 1


def test_an_empty_application_version_asks_for_the_ordinary_version(service, version):
    put_pack(service, for_firefox(58, 1), for_firefox(59, 2))
    assert detail(service, version, 1, "app=zzz&appversion=")["current_version"]["id"] == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        pytest.param("appversion=58.0", "app", marks=pytest.mark.fact("catalog-120")),
        pytest.param("app=fr&appversion=58.0", "app", marks=pytest.mark.fact("catalog-121")),
        pytest.param(
            "app=firefox&appversion=fr", "appversion", marks=pytest.mark.fact("catalog-122")
        ),
    ],
)
def test_a_bad_parameter_of_a_language_pack_is_named(service, version, query, name):
    put_pack(service, for_firefox(58, 1))
    expected = {"detail": f'Invalid "{name}" parameter.'}
    assert answer(get_detail(service, version, 1, query)) == (400, expected)


@pytest.mark.fact("catalog-123")
def test_other_addons_ignore_application_and_version(service, version):
    put_addon(service)
    plain = detail(service, version)
    assert detail(service, version, 1, "app=zzz&appversion=fr") == plain
