"""The suite of editorial lists: what they answer."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.editorial import (
    Edition,
    EditorialEntry,
    PromotedEntry,
    ResolvedReplacement,
)
from amo_pyramid.domain.errors import InvalidPage
from amo_pyramid.domain.query import PageRequest
from amo_pyramid.domain.version import ApplicationRange, Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.editorial_base import ALL, HIDDEN, EditorialCase


class DiscoveryContract(EditorialCase):
    def shown(self, catalogue, edition=Edition.DEFAULT, application=None):
        found = self.ask(catalogue, "discovery", edition, application)
        return [entry.addon.id for entry in found]

    def test_items_come_by_position_then_id(self, catalogue):
        self.public(catalogue, 1, 2, 3, 4)
        items = [
            builders.discovery_item(id_, id_, position=position, position_china=china)
            for id_, position, china in [(1, 3, 0), (2, 1, 1), (3, 1, 2), (4, 0, 9)]
        ]
        self.put(catalogue, *items)
        assert self.shown(catalogue) == [2, 3, 1]
        assert self.shown(catalogue, Edition.CHINA) == [2, 3, 4]

    @pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
    def test_items_of_hidden_addons_are_left_out(self, catalogue, fields):
        self.public(catalogue, 1)
        self.put(catalogue, *builders.listed(builders.addon(2, **fields)))
        self.put(catalogue, builders.discovery_item(1, 1), builders.discovery_item(2, 2))
        assert self.shown(catalogue) == [1]

    def test_an_addon_without_current_version_is_left_out(self, catalogue):
        self.put(catalogue, builders.addon(1), builders.discovery_item(1, 1))
        assert self.shown(catalogue) == []

    def test_of_one_application_only_what_runs_in_it_is_shown(self, catalogue):
        both, mail = (Application.FIREFOX, Application.THUNDERBIRD), (Application.THUNDERBIRD,)
        for id_, applications in enumerate((both, mail), 1):
            ranges = tuple(
                ApplicationRange(application=each, min="1.0", max="*") for each in applications
            )
            version = builders.version(id_, id_, ranges=ranges)
            self.put(catalogue, *builders.listed(builders.addon(id_), version))
        dictionary = builders.addon(3, type=AddonType.DICTIONARY)
        self.put(catalogue, *builders.listed(dictionary, builders.version(3, 3, ranges=())))
        self.put(catalogue, *(builders.discovery_item(id_, id_) for id_ in (1, 2, 3)))
        assert self.shown(catalogue) == [1, 2, 3]
        for application, ids in (
            (Application.FIREFOX, [1, 3]),
            (Application.ANDROID, [3]),
            (Application.THUNDERBIRD, [1, 2]),
            (Application.SEAMONKEY, []),
        ):
            assert self.shown(catalogue, Edition.DEFAULT, application) == ids

    def test_an_entry_tells_the_item_and_the_state_of_its_addon(self, catalogue):
        self.public(catalogue, 1)
        item = builders.discovery_item(5, 1, custom_heading="Heading")
        self.put(catalogue, item)
        (entry,) = self.ask(catalogue, "discovery", Edition.DEFAULT)
        assert entry.item == item
        assert entry.addon == self.resolve(catalogue, "1")

    def test_entries_differ_when_anything_shown_does(self, catalogue):
        self.public(catalogue, 1)
        seen = set()
        for record in (
            builders.discovery_item(1, 1),
            builders.discovery_item(1, 1, custom_description="New"),
            builders.addon(1, summary={"en-US": "New"}),
        ):
            self.put(catalogue, record)
            seen.update(self.ask(catalogue, "discovery", Edition.DEFAULT))
        assert len(seen) == 3

    def test_editors_see_all_items_by_id(self, catalogue):
        promotion = Promotion(group=PromotedGroup.LINE)
        self.put(
            catalogue,
            builders.addon(1, status=Status.DELETED, slug=None),
            builders.addon(2, promotion=promotion),
        )
        items = [builders.discovery_item(3, 1, position=0), builders.discovery_item(1, 2)]
        self.put(catalogue, *items)
        assert list(self.ask(catalogue, "discovery_items")) == [
            EditorialEntry(items[1], "addon2@example.com", PromotedGroup.LINE),
            EditorialEntry(items[0], "addon1@example.com", None),
        ]


class PromotedContract(EditorialCase):
    def test_promoted_addons_come_by_group_with_their_approval(self, catalogue):
        line = Promotion(group=PromotedGroup.LINE, application=Application.ANDROID)
        recommended = Promotion(group=PromotedGroup.RECOMMENDED)
        strategic = Promotion(group=PromotedGroup.STRATEGIC)
        approval = Approval(group=PromotedGroup.RECOMMENDED, application=Application.FIREFOX)
        for addon in (
            builders.addon(1, promotion=strategic),
            builders.addon(2, promotion=line),
            builders.addon(3, promotion=recommended),
            builders.addon(4, promotion=recommended),
            builders.addon(5),
        ):
            approvals = (approval,) if addon.id in (2, 4) else ()
            version = builders.version(addon.id, addon.id, approvals=approvals)
            self.put(catalogue, *builders.listed(addon, version))
        assert list(self.ask(catalogue, "promoted")) == [
            PromotedEntry(3, "addon3@example.com", recommended, False),
            PromotedEntry(4, "addon4@example.com", recommended, True),
            PromotedEntry(2, "addon2@example.com", line, False),
            PromotedEntry(1, "addon1@example.com", strategic, True),
        ]


class ReplacementsContract(EditorialCase):
    def found(self, catalogue, path):
        self.put(catalogue, builders.replacement(path=path))
        (found,) = self.ask(catalogue, "replacements", ALL).items
        assert found.guid == "legacy1@example.com"
        return found.guids

    @pytest.mark.parametrize("path", ["/addon/addon-1/", "/addon/ADDON-1/", "/addon/1/"])
    def test_a_path_leads_to_a_public_addon(self, catalogue, path):
        self.public(catalogue, 1, 2)
        assert self.found(catalogue, path) == ("addon1@example.com",)

    @pytest.mark.parametrize(
        "path",
        [
            "/addon/addon-2/",
            "/addon/2/",
            "/addon/999999999999999999999/",
            "/collections/nobody/bag/",
            "/collections/999999999999999999999/bag/",
            "/addon/addon1@example.com/",
            "https://addons.example/addon/addon-1/",
            "/anything/",
        ],
    )
    def test_other_paths_lead_nowhere(self, catalogue, path):
        self.public(catalogue, 1)
        assert self.found(catalogue, path) == ()

    @pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
    def test_hidden_addons_replace_nothing(self, catalogue, fields):
        self.put(catalogue, *builders.listed(builders.addon(1, **fields)))
        assert self.found(catalogue, "/addon/1/") == ()

    @pytest.mark.parametrize("author", ["me", "5"])
    def test_a_listed_collection_gives_its_public_addons_in_order(self, catalogue, author):
        self.public(catalogue, 1, 2)
        self.put(catalogue, builders.addon(3, status=Status.NOMINATED), builders.user(5, "me"))
        self.put(catalogue, builders.user(6), builders.collection(2, 6, 1, slug="bag"))
        self.put(catalogue, builders.collection(1, 5, 2, 3, 1, slug="bag"))
        path = f"/collections/{author}/bag/"
        assert self.found(catalogue, path) == ("addon2@example.com", "addon1@example.com")

    def test_digits_are_an_id_and_never_a_username(self, catalogue):
        self.public(catalogue, 1)
        self.put(catalogue, builders.user(5, "77"), builders.collection(1, 5, 1, slug="bag"))
        assert self.found(catalogue, "/collections/77/bag/") == ()

    def test_a_private_collection_leads_nowhere(self, catalogue):
        self.public(catalogue, 1)
        mine = builders.collection(1, 5, 1, slug="bag", is_listed=False)
        self.put(catalogue, builders.user(5), mine)
        assert self.found(catalogue, "/collections/5/bag/") == ()

    def test_they_come_in_pages_by_id(self, catalogue):
        self.public(catalogue, 1)
        self.put(catalogue, *(builders.replacement(id_) for id_ in (3, 1, 2)))
        page = self.ask(catalogue, "replacements", PageRequest(2, 2))
        assert (page.total, page.number, page.size) == (3, 2, 2)
        wanted = ResolvedReplacement("legacy3@example.com", ("addon1@example.com",))
        assert list(page.items) == [wanted]


class ListsContract(EditorialCase):
    def test_overrides_are_those_of_the_guids_the_newest_first(self, catalogue):
        stored = [builders.override(id_) for id_ in (1, 2, 3)]
        self.put(catalogue, *stored)
        guids = ["override1@example.com", "override3@example.com", "OVERRIDE2@example.com", ""]
        page = self.ask(catalogue, "overrides", guids, ALL)
        assert list(page.items) == [stored[2], stored[0]]
        assert page.total == 2

    def test_whether_there_are_overrides(self, catalogue):
        assert self.ask(catalogue, "has_overrides") is False
        self.put(catalogue, builders.override())
        assert self.ask(catalogue, "has_overrides") is True

    def test_mappings_are_those_of_the_browser_by_id(self, catalogue):
        stored = [builders.mapping(id_) for id_ in (3, 1)]
        self.put(catalogue, *stored, builders.mapping(2, browser="safari"))
        assert list(self.ask(catalogue, "mappings", "chrome", ALL).items) == stored[::-1]
        assert list(self.ask(catalogue, "mappings", "Chrome", ALL).items) == []

    @pytest.mark.parametrize("text", ["\0", "\ud800"])
    def test_texts_that_nothing_can_have_find_nothing(self, catalogue, text):
        assert self.ask(catalogue, "overrides", [text], ALL).total == 0
        assert self.ask(catalogue, "mappings", text, ALL).total == 0
        with self.reading(catalogue) as session:
            assert session.addons.public_by_guids([text]) == []
            tools = session.addons.language_tools
            assert tools(Application.FIREFOX, (AddonType.LANGUAGE,), [text]) == []

    @pytest.mark.parametrize(
        ("question", "arguments"),
        [("replacements", ()), ("overrides", (["x@example.com"],)), ("mappings", ("chrome",))],
    )
    def test_an_empty_list_has_one_page(self, catalogue, question, arguments):
        for number in (1, None):
            page = self.ask(catalogue, question, *arguments, PageRequest(number))
            assert (list(page.items), page.total, page.number) == ([], 0, 1)
        with pytest.raises(InvalidPage):
            self.ask(catalogue, question, *arguments, PageRequest(2))

    def test_collections_are_found_by_author_and_slug(self, catalogue):
        self.put(catalogue, builders.user(1), builders.user(2))
        mine, other = builders.collection(1, 1, slug="a"), builders.collection(2, 2, slug="a")
        self.put(catalogue, mine, other)
        with self.reading(catalogue) as session:
            assert session.collections.by_slug(2, "a") == other
            assert session.collections.by_slug(2, "A") is None
            assert session.collections.by_ids([2, 7, 1]) == [other, mine]
