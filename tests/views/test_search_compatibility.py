"""Search by application and its version (catalog.md §3.2, §5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.testing import builders
from tests.views.helpers import from_v4, in_v3
from tests.views.search_helpers import BOTH, entry, found, found_any_order, put, ranges, refused

NO_APP = 'Invalid "app" parameter.'
NO_APPVERSION = 'Invalid "appversion" parameter.'
NO_PAIR = 'Invalid combination of "app" and "appversion" parameters.'


@pytest.mark.fact("catalog-214", "catalog-215")
@pytest.mark.parametrize("application", ["lol", "", "2", "99", "firefox,android"])
def test_the_application_must_be_known(unasked, version, application):
    assert refused(unasked, version, f"app={application}") == NO_APP


@pytest.mark.fact("catalog-216", "catalog-217")
def test_addons_are_found_by_application(service, version):
    put(
        service,
        entry(1, ranges(Application.FIREFOX)),
        entry(2, ranges(Application.ANDROID)),
        entry(3, ranges(*BOTH)),
    )
    for firefox in ("firefox", "1", "FireFox"):
        assert found_any_order(service, version, f"app={firefox}") == [1, 3]
    for android in ("android", "61"):
        assert found_any_order(service, version, f"app={android}") == [2, 3]


@pytest.mark.fact("catalog-218")
@from_v4
@pytest.mark.parametrize("application", ["thunderbird", "seamonkey"])
def test_other_applications_are_unknown_since_v4(unasked, version, application):
    assert refused(unasked, version, f"app={application}") == NO_APP


@pytest.mark.fact("catalog-219")
@in_v3
def test_v3_knows_thunderbird(service, version):
    put(service, entry(1, ranges(Application.FIREFOX)), entry(2, ranges(Application.THUNDERBIRD)))
    assert found(service, version, "app=thunderbird") == [2]


@pytest.mark.fact("catalog-220", "catalog-221")
def test_addons_are_found_by_the_lowest_version_they_run_in(service, version):
    put(
        service,
        entry(1, ranges(Application.FIREFOX, low="42.0")),
        entry(2, ranges(Application.FIREFOX, low="43.0")),
    )
    assert found_any_order(service, version, "app=firefox&appversion=46.0") == [1, 2]
    assert found(service, version, "app=firefox&appversion=42.0") == [1]


def until(high: str, file_id: int = 100, *, is_strict: bool) -> dict[str, Any]:
    """Fields of a version for Firefox 42.0 to ``high``."""
    files = (builders.file(file_id, is_strict_compatibility_enabled=is_strict),)
    return {"files": files, **ranges(Application.FIREFOX, low="42.0", high=high)}


@pytest.mark.fact("catalog-222")
def test_the_highest_version_does_not_count_unless_it_is_strict(service, version):
    put(service, entry(1, until("56.0", is_strict=False)))
    assert found(service, version, "app=firefox&appversion=60.0") == [1]


@pytest.mark.fact("catalog-223", "catalog-224", "catalog-225")
def test_a_strict_highest_version_counts(service, version):
    put(
        service,
        entry(1, until("56.0", is_strict=True)),
        entry(2, until("56.*", 200, is_strict=True)),
    )
    for appversion, expected in (("56.0", [1, 2]), ("56.0.2", [2]), ("57.0", []), ("60.0", [])):
        query = f"app=firefox&appversion={appversion}"
        assert found_any_order(service, version, query) == expected


@pytest.mark.fact("catalog-226")
def test_a_dictionary_runs_in_every_version(service, version):
    put(service, entry(1, {"ranges": ()}, type=AddonType.DICTIONARY), entry(2, {"ranges": ()}))
    assert found(service, version, "app=firefox&appversion=99.0") == [1]
    assert found(service, version, "app=android&appversion=99.0") == [1]


@pytest.mark.fact("catalog-227", "catalog-228")
@pytest.mark.parametrize(
    "query", ["appversion=46.0", "appversion=46.0&app=internet_explorer", "appversion=&type=lol"]
)
def test_an_application_version_needs_an_application(unasked, version, query):
    assert refused(unasked, version, query) == NO_APP


@pytest.mark.fact("catalog-229")
@pytest.mark.parametrize("appversion", ["not_a_version", "9.0", "fo%C3%B4bar", "0"])
def test_an_application_version_must_be_one(unasked, version, appversion):
    assert refused(unasked, version, f"app=firefox&appversion={appversion}") == NO_APPVERSION


@pytest.mark.fact("catalog-230")
def test_an_application_version_may_not_be_empty(unasked, version):
    assert refused(unasked, version, "app=firefox&appversion=") == NO_PAIR


def test_the_version_of_another_browser_is_one(service, version):
    put(service, entry(1))
    assert found(service, version, "app=firefox&appversion=156.0.0.0") == [1]
