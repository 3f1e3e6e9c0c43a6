"""The journal keeps the contract of all counters, unchanged, and survives a crash."""

import pytest
from amo_journal_counters.journal import JournalTotals

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.counters import CountersContract
from amo_pyramid.testing.contracts.counters_base import opening, view, views


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "folder" / "counts.jsonl"


class TestJournal(CountersContract):
    """Every test of the shipped suite."""

    @pytest.fixture
    def open_counters(self, path):
        yield from opening(MemoryStore, lambda: JournalTotals(path))


def opened(path):
    return BatchedCounters(MemoryStore(), JournalTotals(path), interval=0)


def test_counts_survive_the_process(path):
    counters = opened(path)
    counters.increment(view(), 3)
    counters.close()
    assert views(opened(path)) == {18628: 3}


def test_half_a_line_of_a_crash_is_left_out_and_cut_off(path):
    counters = opened(path)
    counters.increment(view(), 3)
    counters.flush()
    with path.open("ab") as file:
        file.write(b'{"batch": "half of a li')
    assert views(opened(path)) == {18628: 3}
    counters.increment(view(), 4)
    assert counters.flush() == 4
    assert views(opened(path)) == {18628: 7}


def test_the_service_counts_into_the_journal(amo_service, path):
    service = amo_service(
        "journal_counters",
        **{"amo.counters.backend": "journal", "amo.journal_counters.path": str(path)},
    )
    service.put(*builders.listed(builders.addon(1)))
    for _ in range(2):
        assert service.get("/addons/addon/1/").status_int == 200
    service.registry["amo.backends"]["counters"].flush()
    series = JournalTotals(path).snapshot(CounterKind.VIEWS, 1, 0, 100_000).series
    assert [details[""] for details in series.values()] == [2]
