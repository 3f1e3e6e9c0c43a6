"""Many at once, and whatever is typed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from amo_pyramid.domain.search import SortKey
from amo_pyramid.testing.contracts.search_base import SearchCase, query


class ManyAtOnceContract(SearchCase):
    def test_a_burst_of_writes_beside_searches_disturbs_neither(self, shelf):
        for id_ in range(1, 21):
            shelf.add(id_)

        def write(number):
            for round_ in range(5):
                shelf.add(number, name=f"Apple {round_}", average_daily_users=round_)

        def search(_):
            for _ in range(20):
                assert shelf.find("add-on").total + shelf.find("apple").total >= 19
                assert shelf.find(sort=(SortKey.HOTNESS,)).total == 20

        with ThreadPoolExecutor(6) as pool:
            work = [pool.submit(write, number) for number in (1, 2, 3)]
            work += [pool.submit(search, number) for number in range(3)]
            for each in work:
                each.result()
        assert sorted(shelf.ids("apple 4")) == [1, 2, 3]
        assert shelf.search.stale() == 0

    def test_writes_during_a_rebuild_are_neither_refused_nor_lost(self, shelf):
        for id_ in range(1, 41):
            shelf.add(id_)

        def write(number):
            for round_ in range(5):
                shelf.add(number, name=f"Apple {number}", average_daily_users=round_)

        with ThreadPoolExecutor(4) as pool:
            work = [pool.submit(write, number) for number in (1, 2, 3)]
            work.append(pool.submit(shelf.search.rebuild))
            for each in work:
                each.result()
        assert shelf.search.stale() == 0
        assert sorted(shelf.ids("apple")) == [1, 2, 3]


class HostileContract(SearchCase):
    """Whatever is typed, there is an answer (catalog.md §12 284)."""

    @pytest.mark.fact("catalog-284")
    @pytest.mark.parametrize(
        "typed",
        [
            '"', "'", "\\", "*", "a*", "a OR b", "AND", "NOT a", "NEAR(a b)", 'n:"a"', "a & b",
            "a | !b", "(((", ")", "a:b", "^a", "{a b}:c", "--", "; DROP TABLE addon", "%", "_",
            "\0", "a\0b", "\ud800", "\ufffe", "é" * 100, "!@#$%^&*()" * 10, "🦊" * 100, "日本" * 50,
            "ab " * 33, "a" * 100, "1" * 100, "\u200b\u200d", "ﷺ", "ẞß", "İi", "a\u0301" * 50,
            " ", "\t\n", "to be or not to be", "的", "x y z " * 16, "ab cd ef gh ij kl",
        ],
    )  # fmt: skip
    def test_any_text_is_answered(self, shelf, typed):
        shelf.add(1, name="Quiet Garden", summary="Something else", description="And more")
        shelf.add(2, name="谷歌翻译")
        for locale in ("en-US", "de", "zh-CN", "uk", "nonsense"):
            assert shelf.find(typed, locale=locale).total >= 0
            assert len(shelf.suggested(typed, locale=locale)) <= 10
            assert len(shelf.explained(typed, 1, locale=locale)) == 1
        with shelf.writing() as (_, search):
            assert search.find(query(typed)).total >= 0

    @pytest.mark.parametrize("name", ['"; --', "\\'", "!!!", "💩 poo", "x" * 5000, "\u200b"])
    def test_any_name_can_be_indexed(self, shelf, name):
        shelf.add(1, name=name, summary=name, description=name, tags=(name,))
        assert shelf.ids() == [1]
        assert shelf.ids(tags=frozenset({name})) == [1]

    def test_an_addon_without_any_text_can_be_indexed(self, shelf):
        shelf.add(1, name={}, summary={}, description={})
        assert shelf.ids() == [1]

    def test_ids_and_users_of_any_size_can_be_indexed(self, shelf):
        shelf.add(1, average_daily_users=10**12)
        shelf.add(2, average_daily_users=-5)
        shelf.add(2**40, average_daily_users=3)
        assert shelf.ids() == [1, 2**40, 2]
        assert shelf.ids("add-on")[0] == 1
