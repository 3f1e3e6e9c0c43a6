"""Commands about people, groups and tokens."""

from __future__ import annotations

import re

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


def test_rules_are_granted_and_withdrawn(ready):
    ready("groups", "add", "G", "Addons:Review, Addons:Edit", "*:*")
    assert ready("groups", "list").stdout == "1\tG\tAddons:Review Addons:Edit *:*\t0\n"
    granted = ready("groups", "grant", "G", "Stats:View", "Addons:Edit").stdout
    assert granted == "G has now: Addons:Review Addons:Edit *:* Stats:View\n"
    withdrawn = ready("groups", "withdraw", "G", "*:*", "Addons:Edit", "Stats:View").stdout
    assert withdrawn == "G has now: Addons:Review\n"
    assert "G has no rule *:*" in ready("groups", "withdraw", "G", "*:*", code=1).stderr
    assert "no rules" in ready("groups", "withdraw", "G", "Addons:Review").stdout
    assert "'a:b:c' is not a rule" in ready("groups", "grant", "G", "a:b:c", code=1).stderr


def test_a_key_is_made_shown_once_listed_and_revoked(ready):
    ready("users", "add", "ann")
    made = ready("keys", "create", "ann")
    issuer, secret = re.fullmatch(
        r"JWT issuer: (user:1:\d{1,3})\nJWT secret: ([0-9a-f]{64})\n", made.stdout
    ).groups()
    assert "amo-pyramid users agreement ann" in made.stderr
    assert (
        ready("users", "agreement", "ann").stdout == "ann has accepted the developer agreement.\n"
    )
    listed = ready("keys", "list").stdout
    assert listed.startswith(f"{issuer}\t1\t")
    assert listed.endswith("\tactive\n")
    assert secret not in listed
    assert "ann has an active key" in ready("keys", "create", "ann", code=1).stderr
    assert ready("keys", "revoke", issuer).stdout == f"{issuer} is no longer good.\n"
    again = ready("keys", "create", "1")
    assert "agreement" not in again.stderr
    assert issuer not in again.stdout
    assert ready("keys", "revoke", "ann").stdout.endswith(" is no longer good.\n")
    assert ready("keys", "list", "ann").stdout.count("\trevoked 20") == 2
    withdrawn = ready("users", "agreement", "ann", "--withdraw").stdout
    assert withdrawn == "ann has not accepted the developer agreement.\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["keys", "create", "nobody"], "There is no user nobody."),
        (["keys", "revoke", "nobody"], "There is no user nobody."),
        (["keys", "revoke", "ann"], "ann has no active key."),
        (["keys", "list", "nobody"], "There is no user nobody."),
        (["users", "agreement", "nobody"], "There is no user nobody."),
        (["users", "ban", "nobody"], "There is no user nobody."),
        (["users", "unban", "nobody"], "There is no user nobody."),
    ],
)
def test_what_is_not_there_is_told(ready, arguments, reason):
    ready("users", "add", "ann")
    assert reason in ready(*arguments, code=1).stderr


def test_secrets_survive_a_change_of_the_keys_that_encrypt_them(ready, place):
    ready("users", "add", "ann")
    ready("keys", "create", "ann")
    ini = place / "development.ini"
    before = ini.read_text("utf-8")

    def use(*keys):
        ini.write_text(before.replace(KEY, " ".join(keys)), "utf-8")

    newer = "n" * 64
    use(newer)
    assert "user:1:" in ready("keys", "reseal", code=1).stderr
    use(newer, KEY)
    assert ready("keys", "reseal").stdout == "Keys whose secret was encrypted again: 1\n"
    use(newer)
    assert ready("keys", "reseal").stdout == "Keys whose secret was encrypted again: 1\n"


def test_without_a_key_nothing_could_be_kept_secret(ready, place):
    ready("users", "add", "ann")
    ini = place / "development.ini"
    ini.write_text(ini.read_text(encoding="utf-8").replace("amo.secret_keys", "#"), "utf-8")
    for command in (["create", "ann"], ["reseal"]):
        assert "Set amo.secret_keys first" in ready("keys", *command, code=1).stderr


def test_people_are_banned_and_let_in_again(ready):
    ready("users", "add", "ann")
    assert ready("users", "ban", "ann").stdout == "ann is banned. Add-ons disabled: 0\n"
    assert ready("users", "unban", "ann").stdout == "ann is no longer banned.\n"
    assert ready("users", "unban", "ann").stdout == "ann was not banned.\n"
