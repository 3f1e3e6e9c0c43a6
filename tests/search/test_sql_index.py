"""What is particular to the index in the catalogue's database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from pyramid.exceptions import ConfigurationError

from amo_pyramid.backends import sql_search
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.search import SqlSearch
from amo_pyramid.backends.sql.search.key import key_of, newest_first, users_of
from amo_pyramid.backends.sql.search.writing import MOST_TOTALS
from amo_pyramid.backends.sql.tables.search import TABLES
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.testing.contracts.search_base import Shelf, query
from amo_pyramid.testing.queries import count_statements


@pytest.fixture
def shelf(catalogue):
    return Shelf(catalogue, SqlSearch(catalogue))


def test_keys_go_from_many_users_to_few_and_from_new_ids_to_old():
    keys = [key_of(users, id_, 17) for users, id_ in ((9, 1), (5, 8), (5, 7), (0, 3))]
    assert keys == sorted(keys)
    assert [users_of(key) for key in keys] == [9, 5, 5, 0]
    assert newest_first(keys[1]) < newest_first(keys[2])
    assert all(0 <= key < 2**63 for key in (key_of(10**9, 2**62, 255), key_of(0, 0, 0)))


def test_the_same_question_costs_one_statement_until_something_changes(sqlite_catalogue):
    shelf = Shelf(sqlite_catalogue, SqlSearch(sqlite_catalogue))
    shelf.add(1, name="Apple")
    with count_statements(sqlite_catalogue) as first:
        shelf.ids("apple")
    with count_statements(sqlite_catalogue) as again:
        shelf.ids("apple")
    assert (len(first) > 1, len(again)) == (True, 1)
    shelf.add(1, name="Apple pie")
    assert shelf.find("apple").items[0].score < 1000


def test_the_number_of_statements_does_not_grow_with_the_number_of_results(shelf):
    numbers = []
    for count in (1, 40):
        shelf.add_named(*(f"Apple {number}" for number in range(count)))
        for asked in (query("apple pie"), query(), query("apple", sort=("hotness",))):
            with count_statements(shelf.catalogue) as sent, shelf.searching() as session:
                session.find(asked)
            numbers.append(len(sent))
    assert max(numbers) <= 14


def test_answers_need_not_be_remembered(catalogue):
    shelf = Shelf(catalogue, SqlSearch(catalogue, remembered=0))
    shelf.add(1, name="Apple")
    for _ in range(2):
        with count_statements(catalogue) as sent:
            assert shelf.ids("apple") == [1]
        assert len(sent) > 1


def test_totals_are_added_up_now_and_then(shelf):
    shelf.add(1)
    total = TABLES["a"].total
    with shelf.catalogue.writing_engine.begin() as connection:
        rows = [{"kind": 17, "count": sign} for sign in (1, -1)] * MOST_TOTALS
        connection.execute(total.insert(), rows)
    shelf.add(2)
    with shelf.catalogue.writing_engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(total)).scalar() < 10
    assert shelf.find().total == 2


def test_other_compounds_want_another_index(catalogue):
    shelf = Shelf(catalogue, SqlSearch(catalogue))
    shelf.add(1, name="Sponsorwall")
    other = Shelf(catalogue, SqlSearch(catalogue, compounds=("wall",)))
    assert (shelf.search.needs_rebuild(), other.search.needs_rebuild()) == (False, True)
    other.search.rebuild()
    assert (shelf.search.needs_rebuild(), other.search.needs_rebuild()) == (True, False)
    assert other.ids("wall") == [1]


def test_without_its_tables_the_search_is_unavailable(blank_database_url):
    catalogue = SqlCatalogue(blank_database_url)
    search = SqlSearch(catalogue)
    with pytest.raises(Unavailable):
        search.check()
    with pytest.raises(Unavailable):
        search.read().find(query())
    catalogue.close()


def test_a_lost_connection_is_replaced(postgresql_catalogue):
    shelf = Shelf(postgresql_catalogue, SqlSearch(postgresql_catalogue))
    shelf.add(1)
    assert shelf.ids() == [1]
    with postgresql_catalogue.writing_engine.begin() as connection:
        connection.exec_driver_sql(
            # The searches' own: what they said last is the end of a snapshot.
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query = 'ROLLBACK'"
        )
    assert shelf.ids("add-on") == [1]


def test_the_sql_search_wants_the_sql_catalogue():
    class Config:
        registry = {"amo.backends": {"catalogue": object()}}

    with pytest.raises(ConfigurationError, match=r"amo\.search\.backend"):
        sql_search(Config())


def test_the_virtual_tables_are_sound_after_many_changes(sqlite_catalogue):
    shelf = Shelf(sqlite_catalogue, SqlSearch(sqlite_catalogue))
    for fruit in ("Apple", "Banana", "Cherry"):
        shelf.add_named(*(f"{fruit} {number}" for number in range(20)))
    shelf.search.rebuild()
    with sqlite_catalogue.writing_engine.begin() as connection:
        for name in TABLES:
            table = f"search_term_{name}"
            # Raises an error when it is broken.
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    assert shelf.find("cherry").total == 20
    assert shelf.ids("apple") == shelf.ids("banana") == []
