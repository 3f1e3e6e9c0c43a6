"""Commands about the search index."""

from __future__ import annotations

import io
import sys

import pytest
from transaction import TransactionManager

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.cli.search import shown
from amo_pyramid.testing import builders


@pytest.fixture
def unindexed(ready, place):
    """The command on a catalogue of which no add-on is in the index."""
    catalogue = SqlCatalogue(f"sqlite:///{place / 'amo.db'}")
    manager = TransactionManager(explicit=True)
    with manager:
        session = catalogue.join(manager)
        for id_ in (1, 2, 3):
            session.put(builders.listed(builders.addon(id_)))
    catalogue.close()
    return ready


@pytest.mark.parametrize("command", [("setup",), ("db", "upgrade")])
def test_an_index_is_made_where_there_is_none_yet(unindexed, command):
    assert "The search index was made: 3 add-ons." in unindexed(*command).stdout
    assert "search index" not in unindexed(*command).stdout


def test_a_rebuild_tells_how_far_it_is_and_what_was_made(unindexed):
    result = unindexed("search", "rebuild")
    assert result.stderr == "Indexing: 3 of 3\n"
    assert result.stdout == "The search index was made: 3 add-ons.\n"


def test_check_says_what_to_do(unindexed):
    hint = "run amo-pyramid search rebuild"
    assert hint in unindexed("search", "check", code=1).stdout
    unindexed("search", "index", 1, 2, 2)
    assert unindexed("search", "check", code=1).stdout.startswith("1 add-ons are not up to date")
    unindexed("search", "index", 3)
    assert unindexed("search", "check").stdout == "The index is up to date.\n"


def test_index_counts_add_ons_once(unindexed):
    output = unindexed("search", "index", 1, 2, 2).stdout
    assert output == "2 add-ons are up to date in the index.\n"


def test_a_terminal_gets_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown() as progress:
        for done in (0, 5, 10):
            progress(done, 10)
    assert "Indexing" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
