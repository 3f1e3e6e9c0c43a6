"""Plugins bring tables of their own, in branches that do not touch each other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.errors import Invalid, NotFound
from tests.protocol.packages import write_migration, write_plugin


@pytest.fixture
def open_catalogue(blank_database_url):
    """Opens the catalogue with the migrations of some plugins."""
    opened = []

    def open_catalogue(*packages):
        places = [f"{package}:migrations" for package in packages]
        opened.append(SqlCatalogue(blank_database_url, migrations=places))
        return opened[-1]

    yield open_catalogue
    for catalogue in opened:
        catalogue.close()


def tables(catalogue):
    return set(sa.inspect(catalogue.reading_engine).get_table_names())


def test_an_upgrade_runs_the_migrations_of_plugins(open_catalogue, place, word):
    write_plugin(place, word)
    catalogue = open_catalogue(word)
    assert not catalogue.schema_state().is_current
    catalogue.upgrade()
    state = catalogue.schema_state()
    assert state.is_current
    assert f"{word}_0001" in state.current
    assert {"addon", f"{word}_1"} <= tables(catalogue)


def test_a_plugin_that_comes_later_makes_the_database_older(open_catalogue, place, word):
    write_plugin(place, word)
    open_catalogue().upgrade()
    catalogue = open_catalogue(word)
    state = catalogue.schema_state()
    assert (state.is_current, state.is_newer) == (False, False)
    catalogue.upgrade()
    assert catalogue.schema_state().is_current


def test_a_plugin_can_be_switched_off_and_on_and_keeps_its_tables(open_catalogue, place, word):
    folder = write_plugin(place, word)
    open_catalogue(word).upgrade()
    without = open_catalogue()
    state = without.schema_state()
    assert (state.is_current, state.is_newer, state.left) == (True, False, (f"{word}_0001",))
    without.upgrade()
    write_migration(folder, word, 2)
    again = open_catalogue(word)
    assert not again.schema_state().is_current
    again.upgrade()
    assert again.schema_state().is_current
    assert {f"{word}_1", f"{word}_2"} <= tables(again)


def test_another_plugin_can_come_while_one_is_switched_off(open_catalogue, place, word):
    write_plugin(place, word)
    write_plugin(place, f"{word}b")
    open_catalogue(word).upgrade()
    other = open_catalogue(f"{word}b")
    assert not other.schema_state().is_current
    other.upgrade()
    assert other.schema_state().is_current
    assert other.schema_state().left == (f"{word}_0001",)
    assert open_catalogue(word, f"{word}b").schema_state().is_current


def test_a_database_of_a_newer_plugin_is_refused(open_catalogue, place, word):
    folder = write_plugin(place, word)
    write_migration(folder, word, 2)
    open_catalogue(word).upgrade()
    (folder / f"{word}_2.py").unlink()
    older = open_catalogue(word)
    assert older.schema_state().is_newer
    with pytest.raises(Invalid, match=f"newer than this program.*{word}_0002"):
        older.upgrade()


def test_a_removed_plugin_leaves_nothing_and_the_others_stay(open_catalogue, place, word):
    folder = write_plugin(place, word)
    write_migration(folder, word, 2)
    write_plugin(place, f"{word}b")
    catalogue = open_catalogue(word, f"{word}b")
    catalogue.upgrade()
    catalogue.remove_plugin(word)
    left = tables(catalogue)
    assert not left & {f"{word}_1", f"{word}_2"}
    assert {"addon", f"{word}b_1"} <= left
    assert open_catalogue(f"{word}b").schema_state().is_current
    assert open_catalogue(f"{word}b").schema_state().left == ()


def test_what_is_not_there_cannot_be_removed(open_catalogue, place, word):
    write_plugin(place, word)
    catalogue = open_catalogue(word)
    with pytest.raises(NotFound, match="has no tables of"):
        catalogue.remove_plugin(word)
    with pytest.raises(NotFound, match="No plugin in use"):
        catalogue.remove_plugin("other")
    catalogue.upgrade()
    with pytest.raises(NotFound, match=r"Put it into amo\.plugins"):
        open_catalogue().remove_plugin(word)
    with pytest.raises(NotFound, match="No plugin in use"):
        catalogue.remove_plugin("")


def test_a_plugin_without_the_way_back_stays_whole(open_catalogue, place, word):
    write_plugin(place, word, has_downgrade=False)
    catalogue = open_catalogue(word)
    catalogue.upgrade()
    with pytest.raises(Invalid, match="has no downgrade"):
        catalogue.remove_plugin(word)
    assert catalogue.schema_state().is_current


def refusal(catalogue):
    with pytest.raises(Invalid) as caught:
        catalogue.schema_state()
    with pytest.raises(Invalid):
        catalogue.upgrade()
    return str(caught.value)


def test_two_plugins_with_one_word_are_refused_with_both_places(open_catalogue, place, word):
    write_plugin(place, word)
    write_plugin(place, f"{word}b", word)
    told = refusal(open_catalogue(word, f"{word}b"))
    assert f"{word}:migrations" in told
    assert f"{word}b:migrations" in told


@pytest.mark.parametrize(
    ("revision", "reason"),
    [
        ("0001", "must look like NAME_0001"),
        ("Badges_0001", "must look like NAME_0001"),
        ("badges", "must look like NAME_0001"),
        (f"{'b' * 30}_0001", "at most 32 characters"),
    ],
)
def test_a_revision_of_a_plugin_bears_its_name(open_catalogue, place, word, revision, reason):
    folder = write_plugin(place, word)
    path = folder / f"{word}_1.py"
    path.write_text(path.read_text().replace(f"{word}_0001", revision))
    assert reason in refusal(open_catalogue(word))


def test_what_cannot_work_is_said_at_once(open_catalogue, place, word):
    folder = write_plugin(place, word, depends_on="0001")
    assert "leave it out" in refusal(open_catalogue(word))
    write_migration(folder, word)
    (folder / "other_1.py").write_text('revision = "other_0001"\ndown_revision = None\n')
    assert f"found: other_0001, {word}_0001" in refusal(open_catalogue(word))
    (folder / "other_1.py").write_text("revision = make()\n")
    assert "plainly" in refusal(open_catalogue(word))
    assert "is not a folder" in refusal(open_catalogue(f"{word}:nothing_else"))
    assert "There are no migrations in no_such_package" in refusal(
        open_catalogue("no_such_package")
    )
