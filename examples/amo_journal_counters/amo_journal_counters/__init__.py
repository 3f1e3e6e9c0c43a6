"""Counters whose totals are in a journal: a file to which lines are only appended.

They suit a site whose database is to be left alone by readers' visits, or is on a slow disk. Any
number of processes of one machine share the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from amo_journal_counters.journal import JournalTotals
from amo_pyramid.backends.base.counting import BatchedCounters
from amo_pyramid.backends.memory import MemoryStore
from amo_pyramid.settings import Setting


def journal_counters(config: Any) -> BatchedCounters:
    """The factory: counted in the memory of each process, kept in the journal."""
    settings = config.registry["amo.settings"]
    totals = JournalTotals(Path(settings["amo.journal_counters.path"]))
    return BatchedCounters(
        MemoryStore(), totals, interval=settings["amo.journal_counters.flush_seconds"]
    )


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting("amo.journal_counters.path", str, "var/counts.jsonl", "The file of the counts.")
    )
    config.add_amo_setting(
        Setting("amo.journal_counters.flush_seconds", float, 5.0, "Seconds between two writes.")
    )
    config.add_amo_backend("counters", "journal", journal_counters)
