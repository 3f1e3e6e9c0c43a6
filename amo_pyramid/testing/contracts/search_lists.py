"""Orders and pages of results (catalog.md §1.4, §5.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Persona, Promotion
from amo_pyramid.domain.errors import InvalidPage
from amo_pyramid.domain.search import SortKey
from amo_pyramid.domain.version import Approval
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.search_base import SearchCase


def recommended(id_):
    approval = Approval(group=PromotedGroup.RECOMMENDED, application=Application.FIREFOX)
    return builders.version(id_ * 10, id_, approvals=(approval,))


class OrderContract(SearchCase):
    @pytest.mark.fact("catalog-267")
    def test_recommended_first_then_users(self, shelf):
        for id_, users in enumerate((666, 555, 444, 333, 222), 1):
            promotion = Promotion(group=PromotedGroup.RECOMMENDED) if id_ in (2, 4) else None
            shelf.add(id_, recommended(id_), average_daily_users=users, promotion=promotion)
        sort = (SortKey.RECOMMENDED, SortKey.USERS)
        assert shelf.ids(sort=sort) == [2, 4, 1, 3, 5]
        assert shelf.ids("add-on", sort=sort) == [2, 4, 1, 3, 5]
        assert shelf.ids(sort=sort, types=frozenset({1}), size=2, number=2) == [1, 3]
        asked = {"sort": sort, "within": frozenset(range(9))}
        assert shelf.ids(**asked) == [2, 4, 1, 3, 5]

    def test_pages_of_recommended_first_meet_where_one_ends(self, shelf):
        for id_ in range(1, 8):
            promotion = Promotion(group=PromotedGroup.RECOMMENDED) if id_ > 4 else None
            shelf.add(id_, recommended(id_), categories=(93,), promotion=promotion)
        asked = {"sort": (SortKey.RECOMMENDED, SortKey.USERS), "categories": frozenset({93})}
        pages = [shelf.ids(**asked, size=2, number=number) for number in (1, 2, 3, 4)]
        assert pages == [[7, 6], [5, 4], [3, 2], [1]]

    @pytest.mark.fact("catalog-268")
    @pytest.mark.parametrize(
        ("key", "field", "values"),
        [
            (SortKey.DOWNLOADS, "weekly_downloads", (22, 33, 11)),
            (SortKey.USERS, "average_daily_users", (22, 33, 11)),
            (SortKey.HOTNESS, "hotness", (0.2, 0.3, 0.1)),
            (SortKey.RATING, "bayesian_rating", (3.5, 4.5, 1.0)),
            (
                SortKey.CREATED,
                "created",
                tuple(builders.CREATED + timedelta(days=days) for days in (2, 3, 1)),
            ),
            (
                SortKey.UPDATED,
                "last_updated",
                tuple(builders.CREATED + timedelta(microseconds=each) for each in (2, 3, 1)),
            ),
        ],
    )
    def test_the_highest_value_comes_first(self, shelf, key, field, values):
        for id_, value in enumerate(values, 1):
            shelf.add(id_, **{field: value})
        assert shelf.ids(sort=(key,)) == [2, 1, 3]
        assert shelf.ids("add-on", sort=(key,)) == [2, 1, 3]
        assert shelf.ids(sort=(key,), within=frozenset({1, 2, 3})) == [2, 1, 3]
        assert shelf.ids(sort=(key,), tags=frozenset()) == []

    @pytest.mark.fact("catalog-270")
    def test_further_keys_decide_between_equals(self, shelf):
        day = timedelta(days=1)
        for id_, (rating, days) in enumerate(((4.0, 1), (4.0, 2), (5.0, 0)), 1):
            created = builders.CREATED + days * day
            shelf.add(id_, bayesian_rating=rating, created=created)
        assert shelf.ids(sort=(SortKey.RATING, SortKey.CREATED)) == [3, 2, 1]
        assert shelf.ids(sort=(SortKey.USERS, SortKey.RATING)) == [3, 2, 1]
        assert shelf.ids(sort=(SortKey.RATING, SortKey.USERS)) == [3, 2, 1]

    @pytest.mark.parametrize("key", [key for key in SortKey if key is not SortKey.RANDOM])
    def test_of_equals_the_newest_id_comes_first(self, shelf, key):
        for id_ in (1, 3, 2):
            shelf.add(id_, name="Same name")
        assert shelf.ids("same name", sort=(key,)) == [3, 2, 1]

    @pytest.mark.fact("catalog-271")
    def test_an_order_beats_relevance(self, shelf):
        shelf.add(1, name="Apple", average_daily_users=1)
        shelf.add(2, name="Other", summary="An apple a day", average_daily_users=2)
        assert shelf.ids("apple", sort=(SortKey.USERS,)) == [2, 1]

    def test_a_further_key_decides_between_equal_scores(self, shelf):
        for id_, downloads in ((1, 5), (2, 4), (3, 3)):
            shelf.add(id_, name="Same name", weekly_downloads=downloads)
        assert shelf.ids("same", sort=(SortKey.RELEVANCE, SortKey.DOWNLOADS)) == [1, 2, 3]

    @pytest.mark.fact("catalog-272")
    def test_names_go_upwards_and_ignore_case(self, shelf):
        shelf.add_named("Cy", "by", "Ay", "Čy", "aya")
        assert shelf.ids(sort=(SortKey.NAME,)) == [3, 5, 2, 1, 4]

    def test_downloads_of_a_persona_are_seven_times_its_popularity(self, shelf):
        shelf.add(1, weekly_downloads=69)
        shelf.add(2, persona=Persona(popularity=10), weekly_downloads=0)
        assert shelf.ids(sort=(SortKey.DOWNLOADS,)) == [2, 1]

    @pytest.mark.fact("catalog-275")
    def test_a_shuffle_is_the_same_for_the_same_seed(self, shelf):
        for id_ in range(1, 31):
            shelf.add(id_)
        first = shelf.ids(sort=(SortKey.RANDOM,), seed="2018-10-11", size=50)
        again = [
            id_
            for number in (1, 2, 3)
            for id_ in shelf.ids(sort=(SortKey.RANDOM,), seed="2018-10-11", size=10, number=number)
        ]
        other = shelf.ids(sort=(SortKey.RANDOM,), seed="2018-10-12", size=50)
        assert first == again
        assert sorted(first) == sorted(other) == list(range(1, 31))
        assert first != other

    @pytest.mark.fact("catalog-279", "catalog-280")
    def test_results_have_scores_that_fall_where_they_are_scored(self, shelf):
        shelf.add_named("Apple", "Apple tree", "Apple pie with apples")
        by_score = [hit.score for hit in shelf.find("apple").items]
        shuffled = [hit.score for hit in shelf.find(sort=(SortKey.RANDOM,)).items]
        for scores in (by_score, shuffled):
            assert all(isinstance(score, float) for score in scores)
            assert scores == sorted(scores, reverse=True)
        assert {hit.score for hit in shelf.find("apple", sort=(SortKey.USERS,)).items} == {None}
        assert {hit.score for hit in shelf.find().items} == {None}


class PagingContract(SearchCase):
    def test_pages_hold_every_result_exactly_once(self, shelf):
        for id_ in range(1, 24):
            shelf.add(id_, average_daily_users=id_ % 3)
        for text in ("", "add-on"):
            pages = [shelf.ids(text, size=5, number=number) for number in range(1, 6)]
            assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
            assert len({id_ for page in pages for id_ in page}) == 23

    def test_many_results_of_a_text_are_each_on_one_page(self, shelf):
        records = []
        for id_ in range(1, 701):
            addon = builders.addon(
                id_,
                name={"en-US": f"Number {id_}" if id_ % 3 else "Common word"},
                summary={"en-US": "A common word"},
                average_daily_users=id_ * 37 % 101,
            )
            records += builders.listed(addon)
        shelf.put(*records)
        pages = [shelf.find("common word", size=50, number=number) for number in range(1, 15)]
        assert {page.total for page in pages} == {700}
        assert len({hit.id for page in pages for hit in page.items}) == 700
        scores = [hit.score for page in pages for hit in page.items]
        assert scores == sorted(scores, reverse=True)

    def test_no_number_means_the_last_page(self, shelf):
        for id_ in range(1, 8):
            shelf.add(id_)
        hits = shelf.find(size=3, number=None)
        assert (hits.number, [hit.id for hit in hits.items]) == (3, [1])

    def test_the_last_page_ends_with_the_window(self, shelf):
        for id_ in range(1, 8):
            shelf.add(id_)
        hits = shelf.find(size=2, number=None, window=4)
        assert (hits.number, hits.total) == (2, 7)

    def test_the_first_page_of_nothing_is_empty(self, shelf):
        hits = shelf.find("nothing like it")
        assert (list(hits.items), hits.total, hits.number, hits.size) == ([], 0, 1, 25)

    @pytest.mark.parametrize(
        "asked", [{"number": 0}, {"number": 3}, {"number": -1}, {"number": 2, "window": 3}]
    )
    def test_a_page_that_does_not_exist_is_refused(self, shelf, asked):
        shelf.add(1)
        shelf.add(2)
        shelf.add(3)
        for text in ("", "add-on"):
            with pytest.raises(InvalidPage):
                shelf.find(text, size=2, **asked)

    def test_the_total_is_not_capped_by_the_window(self, shelf):
        for id_ in range(1, 8):
            shelf.add(id_)
        assert shelf.find(size=2, window=4).total == 7
        assert shelf.find("add-on", size=2, window=4).total == 7


class SuggestionContract(SearchCase):
    @pytest.mark.fact("catalog-288", "catalog-289")
    def test_there_are_as_many_as_asked_whatever_the_page(self, shelf):
        for id_ in range(1, 13):
            shelf.add(id_)
        assert len(shelf.suggested()) == 10
        assert len(shelf.suggested("add-on", number=3, size=1)) == 10
        assert len(shelf.suggested("add-on", limit=3)) == 3

    @pytest.mark.fact("catalog-290")
    def test_names_that_begin_with_what_was_typed(self, shelf):
        shelf.add_named("My A", "My B", "Nope")
        assert sorted(shelf.suggested("my")) == [1, 2]

    def test_without_a_text_the_order_that_was_asked_for_counts(self, shelf):
        for id_, users in enumerate((1, 3, 2), 1):
            shelf.add(id_, average_daily_users=users)
        assert shelf.suggested() == [2, 3, 1]

    def test_the_last_word_need_not_be_complete(self, shelf):
        shelf.add_named("Tab Center Redux", "Center", "Tab Mix Plus")
        assert shelf.suggested("tab cen")[0] == 1
        assert shelf.suggested("tab center re") == [1]

    def test_a_long_word_need_not_be_complete_either(self, shelf):
        shelf.add_named("Internationalization", "Internationalism")
        assert shelf.suggested("internationali") == [2, 1]
        assert shelf.suggested("internationaliz") == [1]
