"""Tokens and permissions."""

from __future__ import annotations

import time

import jwt
import pytest

from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.security.tokens import TokenCodec
from amo_pyramid.testing import builders

KEY, OTHER = "k" * 64, "o" * 64
USER = builders.user(id=7)


def claims(**changes):
    now = int(time.time())
    return {"sub": "7", "ver": 1, "iat": now, "exp": now + 86_400, **changes}


def test_a_token_names_its_user_and_session():
    codec = TokenCodec([KEY], 60)
    assert codec.read(codec.issue(USER)) == (7, 1)


def test_a_token_of_a_former_key_is_good_while_the_key_is_listed():
    token = TokenCodec([OTHER], 60).issue(USER)
    assert TokenCodec([KEY, OTHER], 60).read(token) == (7, 1)
    with pytest.raises(AuthenticationFailed) as caught:
        TokenCodec([KEY], 60).read(token)
    assert caught.value.code == "ERROR_DECODING_SIGNATURE"


def test_an_expired_token_says_so_whichever_key_signed_it():
    token = TokenCodec([OTHER], 60).issue(USER, lifetime=-10)
    with pytest.raises(AuthenticationFailed) as caught:
        TokenCodec([KEY, OTHER], 60).read(token)
    assert caught.value.code == "ERROR_SIGNATURE_EXPIRED"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "garbage",
        jwt.encode(claims(), KEY, algorithm="HS512"),
        jwt.encode(claims(), None, algorithm="none"),
        jwt.encode(claims(sub=7), KEY, algorithm="HS256"),
        jwt.encode({"sub": "7"}, KEY, algorithm="HS256"),
    ],
)
def test_anything_else_is_refused(token):
    with pytest.raises(AuthenticationFailed) as caught:
        TokenCodec([KEY], 60).read(token)
    assert caught.value.code == "ERROR_DECODING_SIGNATURE"


@pytest.mark.parametrize(
    ("rules", "permission", "granted"),
    [
        (["Addons:Review"], "Addons:Review", True),
        (["Addons:*"], "Addons:Review", True),
        (["*:*"], "Addons:Review", True),
        (["Addons:Review"], "Addons:ReviewUnlisted", False),
        (["Ratings:*"], "Addons:Review", False),
        ([], "Addons:Review", False),
    ],
)
def test_rules_grant_what_they_name(rules, permission, granted):
    assert Viewer(USER, frozenset(rules)).may(permission) is granted


def test_nobody_may_nothing():
    assert ANONYMOUS.is_anonymous
    assert not ANONYMOUS.may("Addons:Review")
