"""Filters of a search by what belongs to an add-on, and filters together (catalog.md §5.1)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Author, Promotion
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.search import Color
from amo_pyramid.domain.version import Approval, PreviewColor
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.search_base import SearchCase
from amo_pyramid.testing.contracts.search_filters import runs_in

FIREFOX, ANDROID = Application.FIREFOX, Application.ANDROID


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
        h, s, l, ratio = stored
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
