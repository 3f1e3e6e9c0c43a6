"""Commands about people, groups and tokens."""

from __future__ import annotations

import jwt
import pytest

KEY = "only-for-tests-only-for-tests-only-for-tests"


def claims(token):
    return jwt.decode(token.strip(), KEY, algorithms=["HS256"])


def test_people_are_added_and_listed(ready):
    added = ready("users", "add", "ann", "--display-name", "Ann", "--email", "a@example.com")
    assert added.stdout == "User 1 was made: ann\n"
    ready("users", "add", "bob")
    assert ready("users", "list").stdout == "1\tann\tAnn\n2\tbob\t\n"


def test_a_username_is_taken_once(ready):
    ready("users", "add", "ann")
    assert "There is a user ann already." in ready("users", "add", "ann", code=1).stderr


def test_groups_are_made_joined_and_left(ready):
    ready("users", "add", "ann")
    ready("groups", "add", "Reviewers", "Addons:Review", "Addons:*")
    assert "now a member" in ready("groups", "join", "Reviewers", "ann").stdout
    assert "already a member" in ready("groups", "join", "Reviewers", "ann").stdout
    assert ready("groups", "list").stdout == "1\tReviewers\tAddons:Review Addons:*\t1\n"
    assert "no longer a member" in ready("groups", "leave", "Reviewers", "ann").stdout
    assert "not a member" in ready("groups", "leave", "Reviewers", "ann").stdout
    assert ready("groups", "list").stdout == "1\tReviewers\tAddons:Review Addons:*\t0\n"


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["groups", "add", "G"], 2, "Missing argument 'RULE...'"),
        (["groups", "add", "G", "review"], 1, "'review' is not a rule"),
        (["groups", "join", "G", "ann"], 1, "There is no group G."),
        (["users", "add", "a/b"], 1, "'a/b' cannot be a username"),
        (["token", "nobody"], 1, "There is no user nobody."),
    ],
)
def test_what_cannot_be_done_is_told(ready, arguments, code, reason):
    assert reason in ready(*arguments, code=code).stderr


def test_a_token_is_for_a_person_and_some_days(ready):
    ready("users", "add", "ann")
    default = claims(ready("token", "ann").stdout)
    assert (default["sub"], default["ver"]) == ("1", 1)
    assert default["exp"] - default["iat"] == 30 * 24 * 60 * 60
    named = claims(ready("token", "1", "--days", "2").stdout)
    assert named["exp"] - named["iat"] == 2 * 24 * 60 * 60


def test_without_a_key_a_token_would_be_of_no_use(ready, place):
    ready("users", "add", "ann")
    ini = place / "development.ini"
    ini.write_text(ini.read_text(encoding="utf-8").replace("amo.secret_keys", "#"), "utf-8")
    assert "Set amo.secret_keys first" in ready("token", "ann", code=1).stderr
