"""Filters of a search: what is found at all, and kinds of add-ons (catalog.md §5.1)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.version import ApplicationRange
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.search_base import SearchCase

FIREFOX, ANDROID = Application.FIREFOX, Application.ANDROID


def runs_in(*ranges, id_=1, is_strict=False, **fields):
    """The version of an add-on that runs in these ``(application, min, max)``."""
    return builders.version(
        id_ * 10,
        id_,
        ranges=tuple(ApplicationRange(application=a, min=low, max=high) for a, low, high in ranges),
        files=(builders.file(id_ * 100, is_strict_compatibility_enabled=is_strict),),
        **fields,
    )


class ReviewedContract(SearchCase):
    """Only reviewed content is found."""

    @pytest.mark.fact("catalog-207", "catalog-297")
    @pytest.mark.parametrize(
        "hidden",
        [
            {"status": Status.NOMINATED},
            {"status": Status.INCOMPLETE},
            {"status": Status.DISABLED},
            {"status": Status.DELETED, "slug": None},
            {"is_disabled_by_developer": True},
        ],
    )
    def test_what_is_not_public_is_not_found(self, shelf, hidden):
        shelf.add(1)
        shelf.add(2, **hidden)
        assert shelf.ids() == [1]
        assert shelf.ids("add-on") == [1]
        assert shelf.suggested("add-on") == [1]

    def test_an_addon_without_a_current_version_is_not_found(self, shelf):
        shelf.put(builders.addon(1))
        assert shelf.ids() == []


class KindContract(SearchCase):
    """Application, application version, type and platform."""

    @pytest.fixture
    def apps(self, shelf):
        shelf.add(1, runs_in((FIREFOX, "42.0", "*")))
        shelf.add(2, runs_in((ANDROID, "48.0", "*"), id_=2))
        shelf.add(3, runs_in((FIREFOX, "43.0", "*"), (ANDROID, "48.0", "*"), id_=3))
        return shelf

    @pytest.mark.fact("catalog-216", "catalog-217")
    @pytest.mark.parametrize(("application", "found"), [(FIREFOX, [3, 1]), (ANDROID, [3, 2])])
    def test_the_current_version_supports_the_application(self, apps, application, found):
        assert apps.ids(application=application) == found
        assert apps.ids("add-on", application=application) == found
        assert apps.find(application=application).total == 2

    @pytest.mark.fact("catalog-220", "catalog-221")
    @pytest.mark.parametrize(("version", "found"), [("46.0", [3, 1]), ("42.0", [1])])
    def test_the_lowest_version_counts(self, apps, version, found):
        bounds = compatibility_bounds(version)
        assert apps.ids(application=FIREFOX, bounds=bounds) == found
        assert apps.ids("add-on", application=FIREFOX, bounds=bounds) == found
        assert apps.find(application=FIREFOX, bounds=bounds).total == len(found)
        assert apps.find("add-on", application=FIREFOX, bounds=bounds).total == len(found)

    @pytest.mark.fact("catalog-222", "catalog-223", "catalog-224", "catalog-225")
    @pytest.mark.parametrize(
        ("highest", "is_strict", "version", "is_found"),
        [
            ("56.0", False, "60.0", True),
            ("56.0", True, "60.0", False),
            ("56.0", True, "56.0", True),
            ("56.0", True, "56.0.2", False),
            ("56.*", True, "56.0.2", True),
        ],
    )
    def test_the_highest_version_counts_where_it_is_strict(
        self, shelf, highest, is_strict, version, is_found
    ):
        shelf.add(1, runs_in((FIREFOX, "42.0", highest), is_strict=is_strict))
        bounds = compatibility_bounds(version)
        found = [1] if is_found else []
        assert shelf.ids(application=FIREFOX, bounds=bounds) == found
        assert shelf.ids("add-on", application=FIREFOX, bounds=bounds) == found

    def test_beyond_every_version_only_strict_ones_that_reach_it_are_found(self, shelf):
        shelf.add(1, runs_in((FIREFOX, "42.0", "*")))
        shelf.add(2, runs_in((FIREFOX, "42.0", "*"), id_=2, is_strict=True))
        bounds = compatibility_bounds("10000.0")
        assert shelf.ids(application=FIREFOX, bounds=bounds) == [2]
        assert shelf.ids("add-on", application=FIREFOX, bounds=bounds) == [2]

    @pytest.mark.fact("catalog-226")
    @pytest.mark.parametrize("type_", [AddonType.DICTIONARY, AddonType.SEARCH, AddonType.PERSONA])
    def test_some_types_run_everywhere_without_saying_so(self, shelf, type_):
        shelf.add(1, runs_in(), type=type_)
        bounds = compatibility_bounds("99.0")
        assert shelf.ids(application=FIREFOX, bounds=bounds) == [1]
        assert shelf.ids(application=ANDROID, bounds=bounds) == [1]

    @pytest.mark.fact("catalog-232", "catalog-233", "catalog-295")
    @pytest.mark.parametrize(
        ("types", "found"),
        [
            ({AddonType.EXTENSION}, [1]),
            ({AddonType.THEME, AddonType.EXTENSION}, [2, 1]),
            ({AddonType.ANY}, []),
            (set(), []),
        ],
    )
    def test_any_of_the_types(self, shelf, types, found):
        for id_, type_ in enumerate((AddonType.EXTENSION, AddonType.THEME, AddonType.SEARCH), 1):
            shelf.add(id_, type=type_)
        assert shelf.ids(types=frozenset(types)) == found
        assert shelf.ids("add-on", types=frozenset(types)) == found
        assert shelf.suggested("add-on", types=frozenset(types)) == found
        assert shelf.find(types=frozenset(types)).total == len(found)

    @pytest.mark.fact("catalog-235", "catalog-236")
    @pytest.mark.parametrize(
        ("platforms", "found"),
        [
            ({Platform.MAC, Platform.ALL}, [3, 1]),
            ({Platform.ALL}, [1]),
            ({Platform.MAC}, [3]),
            ({Platform.WINDOWS, Platform.ALL}, [1]),
        ],
    )
    def test_files_for_one_of_the_platforms(self, shelf, platforms, found):
        for id_, platform in enumerate((Platform.ALL, Platform.LINUX, Platform.MAC), 1):
            file = builders.file(id_ * 100, platform=platform)
            shelf.add(id_, builders.version(id_ * 10, id_, files=(file,)))
        asked = frozenset(platforms)
        assert shelf.ids(platforms=asked) == found
        assert shelf.ids("add-on", platforms=asked) == found
        assert shelf.find(platforms=asked).total == len(found)
        assert shelf.ids(platforms=asked, within=frozenset({1, 2, 3})) == found
