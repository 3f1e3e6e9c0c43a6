"""People and groups as an operator manages them."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.errors import Conflict, Invalid, NotFound
from amo_pyramid.operations import accounts
from amo_pyramid.testing import builders

from .helpers import put, reading, unit


def add(catalogue, name, **fields):
    with unit(catalogue) as session:
        return accounts.add_user(session, name, now=builders.CREATED, **fields)


def test_an_account_gets_a_free_id(catalogue):
    put(catalogue, builders.user(7))
    user = add(catalogue, "ann", display_name="Ann", email="a@example.com")
    assert user == builders.user(8, "ann", display_name="Ann", email="a@example.com")
    with reading(catalogue) as session:
        assert list(accounts.all_users(session)) == [builders.user(7), user]


@pytest.mark.parametrize("name", ["", " ", " ann", "a/b", "<b>", 'a"', "a'", "a\x00"])
def test_a_name_that_would_break_addresses_is_refused(sqlite_catalogue, name):
    with pytest.raises(Invalid, match="cannot be a username"):
        add(sqlite_catalogue, name)


def test_a_name_is_given_once(catalogue):
    add(catalogue, "ann")
    with pytest.raises(Conflict, match="There is a user ann already"):
        add(catalogue, "ann")


def test_a_person_is_found_by_name_before_id(sqlite_catalogue):
    put(sqlite_catalogue, builders.user(1, "2"), builders.user(2, "ann"), builders.user(3))
    with reading(sqlite_catalogue) as session:
        assert accounts.get_user(session, "2").id == 1
        assert accounts.get_user(session, "3").id == 3
        for name in ("4", "bob", "²"):
            with pytest.raises(NotFound, match=f"There is no user {name}"):
                accounts.get_user(session, name)


def test_a_group_gives_its_members_their_rules(catalogue):
    user = add(catalogue, "ann")
    with unit(catalogue) as session:
        group = accounts.add_group(session, "Reviewers", ["Addons:Review", "*:*", "*:*"])
        assert group.rules == ("Addons:Review", "*:*")
    with unit(catalogue) as session:
        assert accounts.join_group(session, "Reviewers", "ann")
        assert not accounts.join_group(session, "Reviewers", "ann")
    with reading(catalogue) as session:
        assert session.users.rules_of(user.id) == {"Addons:Review", "*:*"}
    with unit(catalogue) as session:
        assert accounts.leave_group(session, "Reviewers", "ann")
        assert not accounts.leave_group(session, "Reviewers", "ann")
    with reading(catalogue) as session:
        assert session.users.rules_of(user.id) == frozenset()


def test_a_group_is_made_once(sqlite_catalogue):
    put(sqlite_catalogue, builders.group(1, "Reviewers"))
    with (
        unit(sqlite_catalogue) as session,
        pytest.raises(Conflict, match="There is a group Reviewers already"),
    ):
        accounts.add_group(session, "Reviewers", ["*:*"])


@pytest.mark.parametrize("rule", ["", "Addons", "Addons:", ":Review", "Addons:Re view", "a:b:c"])
def test_a_rule_is_two_words(sqlite_catalogue, rule):
    with unit(sqlite_catalogue) as session, pytest.raises(Invalid, match="is not a rule"):
        accounts.add_group(session, "G", [rule])


def test_a_group_or_person_that_is_not_there_is_told(sqlite_catalogue):
    put(sqlite_catalogue, builders.group(1, "Reviewers"))
    with unit(sqlite_catalogue) as session:
        with pytest.raises(NotFound, match="There is no group None"):
            accounts.join_group(session, "None", "ann")
        with pytest.raises(NotFound, match="There is no user ann"):
            accounts.leave_group(session, "Reviewers", "ann")
