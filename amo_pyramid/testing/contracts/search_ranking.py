"""What stands first (catalog.md §7): the acceptance table, phrases, explanations."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.domain.version import Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.search_base import SearchCase, Shelf


def stock(shelf: Shelf, *named: tuple[str, int]) -> None:
    """Add-ons by name and users, with ids from 1."""
    for id_, (name, users) in enumerate(named, 1):
        shelf.add(id_, name=name, average_daily_users=users)


class RankingContract(SearchCase):
    """The ranking acceptance of catalog.md §7.4, row by row."""

    def test_all_words_must_be_in_the_name_and_the_exact_name_is_first(self, shelf):
        stock(shelf, ("All Downloader Professional", 0), ("Merge All Windows", 0))
        shelf.add(3, name="Merge Windows", average_daily_users=0)
        assert shelf.ids("merge windows") == [3, 2]

    def test_the_exact_name_is_first_despite_fewer_users(self, shelf):
        stock(shelf, ("Open Image in New Tab", 482), ("Open image in a new tab", 2607))
        assert shelf.ids("Open Image in New Tab")[0] == 1

    def test_the_exact_name_is_first_among_names_with_some_of_the_words(self, shelf):
        stock(
            shelf, ("Tab Center Redux", 18981), ("Tab Mix Plus", 468126), ("Redux DevTools", 8838)
        )
        assert shelf.ids("tab center redux")[0] == 1

    @pytest.mark.parametrize("typed", ["fireb", "firebu"])
    def test_the_name_that_begins_like_it_is_first(self, shelf, typed):
        stock(
            shelf,
            ("Firebug", 954288),
            ("Firebug Autocompleter", 10821),
            ("Firefinder for Firebug", 11992),
        )
        assert shelf.ids(typed)[0] == 1
        assert shelf.suggested(typed)[0] == 1

    def test_a_letter_too_many_is_forgiven(self, shelf):
        stock(shelf, ("Menu Wizard", 61014), ("Menu Editor", 900000))
        assert shelf.ids("Menu Wizzard")[0] == 1
        assert shelf.suggested("Menu Wizzard") == [1]

    def test_a_wrong_letter_is_forgiven(self, shelf):
        stock(shelf, ("Frame Demolition", 51))
        assert shelf.ids("Demolation") == [1]
        assert shelf.suggested("Demolation") == [1]

    @pytest.mark.parametrize("typed", ["No Flash", "no flash"])
    def test_case_is_irrelevant_for_the_exact_name(self, shelf, typed):
        stock(shelf, ("No Flash", 8830), ("Download Flash and Video", 547880))
        assert shelf.ids(typed)[0] == 1
        assert shelf.suggested(typed)[0] == 1

    def test_the_exact_name_is_before_what_repeats_its_words_in_the_description(self, shelf):
        stock(shelf, ("Amazon 1-Click Lock", 50))
        shelf.add(
            2,
            name="1-Click YouTube Video Download",
            description="One click, one click and another click to lock Amazon 1 click.",
            average_daily_users=566337,
        )
        assert shelf.ids("Amazon 1-Click Lock")[0] == 1

    def test_names_are_before_summaries(self, shelf):
        stock(shelf, ("Privacy Badger", 399485), ("Privacy Settings", 30000))
        for id_, users in ((3, 1_000_000), (4, 500)):
            shelf.add(
                id_, name=f"Other {id_}", summary="All about privacy", average_daily_users=users
            )
        found = shelf.ids("Privacy")
        assert (found[0], set(found[:2]), set(found)) == (1, {1, 2}, {1, 2, 3, 4})

    def test_the_name_with_all_words_is_first(self, shelf):
        stock(shelf, ("MegaUpload DownloadHelper", 150), ("RapidShare DownloadHelper", 2830))
        assert shelf.ids("MegaUpload DownloadHelper")[0] == 1

    def test_a_word_is_found_as_one_whatever_its_capitals(self, shelf):
        stock(shelf, ("GrApple Yummy", 0))
        assert shelf.ids("grapple") == [1]

    def test_a_name_is_before_a_summary_whatever_the_capitals(self, shelf):
        stock(shelf, ("Coinhive Blocker", 528))
        shelf.add(2, name="Miner Guard", summary="Blocks CoinHive", average_daily_users=1000)
        assert shelf.ids("CoinHive") == [1, 2]

    @pytest.mark.fact("catalog-285")
    def test_experimental_ones_are_after_others(self, shelf):
        shelf.add(2, name="Same name", is_experimental=True, average_daily_users=10)
        shelf.add(1, name="Same name", average_daily_users=10)
        assert shelf.ids("same name") == [1, 2]

    @pytest.mark.fact("catalog-286")
    @pytest.mark.parametrize("group", [PromotedGroup.RECOMMENDED, PromotedGroup.LINE])
    def test_recommended_ones_are_before_others(self, shelf, group):
        approval = Approval(group=group, application=Application.FIREFOX)
        version = builders.version(10, 1, approvals=(approval,))
        shelf.add(1, version, name="Same name", promotion=Promotion(group=group))
        shelf.add(2, name="Same name")
        assert shelf.ids("same name") == [1, 2]

    @pytest.mark.fact("catalog-287")
    def test_those_with_more_users_are_before_others(self, shelf):
        stock(shelf, ("Same name", 100_000), ("Same name", 10))
        assert shelf.ids("same name") == [1, 2]

    def test_an_unpopular_exact_name_is_before_hundreds_of_popular_ones(self, shelf):
        records = []
        for id_ in range(1, 401):
            name = {"en-US": f"Common word {id_}"}
            addon = builders.addon(id_, name=name, average_daily_users=1_000_000 - id_)
            records += builders.listed(addon)
        shelf.put(*records)
        shelf.add(401, name="Common word", average_daily_users=100)
        assert shelf.ids("common word")[0] == 401
        assert shelf.suggested("common word")[0] == 401
        assert shelf.find("common word").total == 401

    def test_a_phrase_in_the_summary_is_worth_more_than_its_words(self, shelf):
        words = " and ".join(["filler"] * 11)
        shelf.add(2, name="B", summary=f"Quiet {words} garden")
        shelf.add(1, name="A", summary=f"{words} a quiet garden")
        assert shelf.ids("quiet garden") == [1, 2]

    @pytest.mark.parametrize(
        ("name", "is_phrase"),
        [
            ("One Two Three", True),
            ("One big Two Three", True),
            ("Two One Three", True),
            ("Three One Two", False),
            ("One very big Two Three", False),
        ],
    )
    def test_a_phrase_allows_one_word_between_or_two_swapped(self, shelf, name, is_phrase):
        shelf.add(1, name=name)
        clauses = {clause.name for clause in shelf.explained("one two three", 1)[0].clauses}
        assert ("phrase in the name" in clauses) == is_phrase

    def test_an_explanation_adds_up_to_the_score(self, shelf):
        stock(shelf, ("Apple tree", 99), ("Tree", 5))
        shelf.add(3, name="Garden", summary="An apple tree", description="A tree of apples")
        hits = shelf.find("apple tree").items
        explained = shelf.explained("apple tree", *(hit.id for hit in hits), 2, 99)
        assert [each.id for each in explained] == [1, 3, 2]
        for hit, each in zip(hits, explained, strict=False):
            total = sum(clause.weight * clause.value for clause in each.clauses)
            for factor in each.factors:
                total *= factor.value
            assert hit.score == pytest.approx(each.score) == pytest.approx(total)
        assert explained[-1].clauses == ()
