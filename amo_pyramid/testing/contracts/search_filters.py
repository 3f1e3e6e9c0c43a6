"""Filters of a search (catalog.md §5.1)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Author, Promotion
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.search import Color
from amo_pyramid.domain.version import ApplicationRange, Approval, PreviewColor
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


class NamesContract(SearchCase):
    """Categories, tags, authors, guids, and what is left out."""

    @pytest.mark.fact("catalog-238", "catalog-239")
    def test_any_of_the_categories(self, shelf):
        for id_, category in enumerate((72, 93, 14), 1):
            shelf.add(id_, categories=(category,))
        assert shelf.ids(categories=frozenset({72})) == [1]
        assert shelf.ids("add-on", categories=frozenset({72, 14})) == [3, 1]
        assert shelf.find(categories=frozenset({72, 14})).total == 2
        assert shelf.ids(categories=frozenset()) == []

    @pytest.mark.fact("catalog-242", "catalog-243")
    @pytest.mark.parametrize(
        ("tags", "found"),
        [({"x"}, [2, 1]), ({"x", "y"}, [2]), ({"X"}, []), (set(), []), ({'"', "x"}, [])],
    )
    def test_all_of_the_tags_exactly(self, shelf, tags, found):
        shelf.add(1, tags=("x",))
        shelf.add(2, tags=("x", "y"))
        assert shelf.ids(tags=frozenset(tags)) == found
        assert shelf.ids("add-on", tags=frozenset(tags)) == found

    @pytest.mark.fact("catalog-244", "catalog-245", "catalog-246")
    @pytest.mark.parametrize(
        ("authors", "found"),
        [
            ({"foo"}, [2, 1]),
            ({"foo", "bar"}, [2, 1]),
            ({"7"}, [2, 1]),
            ({"7", "bar"}, [2, 1]),
            ({"bar"}, [2]),
            ({"Foo"}, []),
            ({"hidden"}, []),
            ({"nobody"}, []),
            ({"nobody\0", "\ud800"}, []),
            (set(), []),
        ],
    )
    def test_any_of_the_listed_authors_by_exact_name_or_id(self, shelf, authors, found):
        foo, bar, hidden = (
            builders.user(id_, name) for id_, name in ((7, "foo"), (8, "bar"), (9, "hidden"))
        )
        shelf.add(
            1, authors=(builders.author(foo), Author(user_id=9, is_listed=False, user=hidden))
        )
        shelf.add(2, authors=(builders.author(foo), builders.author(bar)))
        assert shelf.ids(authors=frozenset(authors)) == found
        assert shelf.ids("add-on", authors=frozenset(authors)) == found

    @pytest.mark.fact("catalog-247", "catalog-248", "catalog-249", "catalog-250")
    @pytest.mark.parametrize(
        ("guids", "found"),
        [
            ({"random@guid"}, [1]),
            ({"random@guid", "invalid@guid", "notevenaguid$", "random2@guid"}, [2, 1]),
            ({"RANDOM@GUID"}, []),
            (set(), []),
            ({"\0", "\ud800"}, []),
        ],
    )
    def test_any_of_the_exact_guids(self, shelf, guids, found):
        shelf.add(1, guid="random@guid")
        shelf.add(2, guid="random2@guid")
        shelf.add(3, guid="other@guid")
        assert shelf.ids(guids=frozenset(guids)) == found
        assert shelf.ids("add-on", guids=frozenset(guids)) == found
        assert shelf.find(guids=frozenset(guids)).total == len(found)

    @pytest.mark.fact("catalog-251", "catalog-252")
    @pytest.mark.parametrize(
        ("left_out", "found"),
        [
            ({"addon-2", "addon-3"}, [1]),
            ({"1", "addon-3"}, [2]),
            ({"no-such-slug", "99", "\0"}, [3, 2, 1]),
            (set(), [3, 2, 1]),
        ],
    )
    def test_some_can_be_left_out_by_slug_or_id(self, shelf, left_out, found):
        for id_ in (1, 2, 3):
            shelf.add(id_)
        assert shelf.ids(exclude=frozenset(left_out)) == found
        assert shelf.ids("add-on", exclude=frozenset(left_out)) == found
        assert shelf.find(exclude=frozenset(left_out)).total == len(found)
        assert shelf.find("add-on", exclude=frozenset(left_out)).total == len(found)

    def test_a_search_can_stay_within_some_addons(self, shelf):
        for id_ in (1, 2, 3):
            shelf.add(id_)
        assert shelf.ids(within=frozenset({1, 3, 99})) == [3, 1]
        assert shelf.ids("add-on", within=frozenset({1, 3})) == [3, 1]
        assert shelf.ids(within=frozenset({1, 3}), guids=frozenset({"addon3@example.com"})) == [3]
        assert shelf.ids(within=frozenset()) == []


class PromotedContract(SearchCase):
    """Promoted groups."""

    @pytest.fixture
    def promoted(self, shelf):
        groups = (
            PromotedGroup.RECOMMENDED,
            PromotedGroup.LINE,
            PromotedGroup.STRATEGIC,
            PromotedGroup.VERIFIED,
        )
        for id_, group in enumerate(groups, 1):
            approvals = (Approval(group=group, application=FIREFOX),)
            version = runs_in(
                (FIREFOX, "57.0", "*"), (ANDROID, "57.0", "*"), id_=id_, approvals=approvals
            )
            shelf.add(id_, version, promotion=Promotion(group=group))
        shelf.add(5)
        return shelf

    @pytest.mark.fact("catalog-258", "catalog-259", "catalog-261", "catalog-263")
    @pytest.mark.parametrize(
        ("groups", "found"),
        [
            ({PromotedGroup.RECOMMENDED}, [1]),
            ({PromotedGroup.RECOMMENDED, PromotedGroup.LINE}, [2, 1]),
            ({group for group in PromotedGroup if group.is_badged}, [4, 2, 1]),
            ({PromotedGroup.SPOTLIGHT}, []),
            (set(), []),
        ],
    )
    def test_any_of_the_groups(self, promoted, groups, found):
        assert promoted.ids(promoted=frozenset(groups)) == found
        assert sorted(promoted.ids("add-on", promoted=frozenset(groups))) == sorted(found)

    @pytest.mark.fact("catalog-260")
    @pytest.mark.parametrize(("application", "found"), [(FIREFOX, [1]), (ANDROID, [])])
    def test_with_an_application_it_is_approved_for_that_one(self, promoted, application, found):
        groups = frozenset({PromotedGroup.RECOMMENDED})
        assert promoted.ids(promoted=groups, application=application) == found

    def test_a_group_that_needs_no_approval_covers_every_application(self, promoted):
        groups = frozenset({PromotedGroup.STRATEGIC})
        assert promoted.ids(promoted=groups, application=ANDROID) == [3]

    @pytest.mark.fact("catalog-253", "catalog-254")
    def test_a_guid_can_be_asked_for_only_if_it_is_promoted(self, promoted):
        groups = frozenset(group for group in PromotedGroup if group.is_badged)
        first, last = (frozenset({f"addon{id_}@example.com"}) for id_ in (1, 5))
        assert promoted.ids(guids=first, promoted=groups) == [1]
        assert promoted.ids(guids=last, promoted=groups) == []


class ColorContract(SearchCase):
    """Static themes with a similar color (catalog.md §5.1)."""

    @pytest.mark.parametrize(
        ("asked", "stored", "is_found"),
        [
            (Color(100, 200, 100), (126, 200, 100, 0.5), True),
            (Color(100, 200, 100), (127, 200, 100, 0.5), False),
            (Color(100, 200, 100), (100, 200, 100, 0.24), False),
            (Color(10, 200, 100), (240, 200, 100, 0.5), True),
            (Color(10, 200, 100), (230, 200, 100, 0.5), False),
            (Color(250, 200, 100), (5, 200, 100, 0.5), True),
            (Color(100, 200, 100), (100, 5, 100, 0.5), False),
            (Color(0, 0, 100), (200, 6, 160, 0.5), True),
            (Color(0, 0, 100), (200, 6, 170, 0.5), False),
            (Color(100, 200, 12), (3, 90, 10, 0.5), True),
            (Color(100, 200, 12), (3, 90, 20, 0.5), False),
            (Color(100, 200, 250), (3, 90, 252, 0.5), True),
            (Color(100, 200, 250), (3, 90, 200, 0.5), False),
        ],
    )
    def test_a_color_of_a_preview_is_similar(self, shelf, asked, stored, is_found):
        h, s, l, ratio = stored  # noqa: E741
        preview = builders.preview(1, colors=(PreviewColor(h=h, s=s, l=l, ratio=ratio),))
        version = builders.version(10, 1, previews=(preview,))
        shelf.add(1, version, type=AddonType.STATICTHEME)
        shelf.add(2)
        found = [1] if is_found else []
        assert shelf.ids(color=asked) == found
        assert shelf.ids("add-on", color=asked) == found
        assert shelf.find(color=asked).total == len(found)
        assert shelf.ids(color=asked, within=frozenset({1, 2})) == found


class CombinedContract(SearchCase):
    """Filters together."""

    def test_all_filters_must_be_passed(self, shelf):
        author = builders.user(7, "foo")
        file = builders.file(100, platform=Platform.LINUX)
        version = builders.version(10, 1, files=(file,))
        fields = {"authors": (builders.author(author),), "categories": (93,), "tags": ("x",)}
        shelf.add(1, version, **fields)
        shelf.add(2, **fields)
        shelf.add(3)
        asked = {
            "application": FIREFOX,
            "bounds": compatibility_bounds("99.0"),
            "types": frozenset({AddonType.EXTENSION}),
            "categories": frozenset({93}),
            "tags": frozenset({"x"}),
            "authors": frozenset({"foo"}),
            "platforms": frozenset({Platform.WINDOWS, Platform.ALL}),
        }
        assert shelf.ids(**asked) == [2]
        assert shelf.ids("add-on", **asked) == [2]
        assert shelf.ids(**asked, exclude=frozenset({"2"})) == []
        assert shelf.ids(**asked, within=frozenset({1, 2, 3})) == [2]

    def test_filters_do_not_change_the_score(self, shelf):
        shelf.add(1, name="Apple", average_daily_users=5, categories=(93,))
        free = shelf.find("apple").items[0].score
        assert shelf.find("apple", categories=frozenset({93})).items[0].score == free
        assert shelf.find("apple", within=frozenset({1})).items[0].score == free
