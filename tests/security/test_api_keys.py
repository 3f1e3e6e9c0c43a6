"""Tokens that are signed with API keys: every check with its text (community.md §2.2)."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from amo_pyramid.domain.user import SignIn
from amo_pyramid.operations.keys import issue_key, revoke_key
from amo_pyramid.work import open_work
from tests.security.signing import ADDRESS, NOW, SECOND, UNDECODABLE, ask, fact, refused, sign_in_of

IAT = (
    "JWT iat (issued at time) is invalid. Make sure your system clock is synchronized with "
    "something like TLSdate."
)
REFRESHABLE = "API key based tokens are not refreshable, don't include `orig_iat` in their payload."
UNKNOWN = "Unknown JWT iss (issuer)."


@pytest.mark.fact("community-1", "community-29")
def test_a_good_token_signs_in_and_is_noted(signer, version):
    response = signer.ask(version=version)
    assert response.status_int == 200
    assert response.json["id"] == signer.user.id
    assert sign_in_of(signer.service, signer.user) == SignIn(at=NOW, address=ADDRESS)


@fact(2)
def test_a_token_is_good_more_than_once(signer):
    token = signer.token(jti="once")
    assert [signer.ask(token).status_int for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": SECOND + 300}, marks=pytest.mark.fact("community-3", "platform-36")),
        pytest.param({"exp": SECOND - 3}, marks=fact(5)),
        pytest.param({"exp": SECOND - 5}),
        pytest.param({"iat": SECOND + 4}, marks=fact(7)),
        pytest.param({"iat": SECOND + 5}),
        pytest.param({"iat": SECOND - 200}),
        pytest.param({"nbf": SECOND + 1000, "aud": ["somebody"], "sub": 7, "jti": {}}),
    ],
    ids=str,
)
def test_what_is_good_enough(signer, changes):
    assert signer.ask(signer.token(**changes)).status_int == 200


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        pytest.param(
            {"exp": SECOND + 301},
            "JWT exp (expiration) is too long.",
            marks=pytest.mark.fact("community-4", "platform-35"),
        ),
        pytest.param({"exp": SECOND - 10}, "Signature has expired.", marks=fact(6)),
        pytest.param({"exp": SECOND - 6}, "Signature has expired."),
        pytest.param({"iat": SECOND + 15}, IAT, marks=fact(8)),
        pytest.param({"iat": SECOND + 60}, IAT, marks=pytest.mark.fact("platform-39")),
        pytest.param({"iat": SECOND + 6}, IAT),
        pytest.param({"iat": "thisisnotanumber"}, IAT, marks=fact(9)),
        pytest.param({"iat": [SECOND]}, IAT),
        pytest.param({"iat": float("inf")}, IAT),
        pytest.param({"iat": float("nan")}, IAT),
        pytest.param({"exp": "soon"}, UNDECODABLE),
        pytest.param({"exp": {}}, UNDECODABLE),
        pytest.param(
            {"iat": str(SECOND), "exp": str(SECOND + 60)},
            "Wrong type for one or more keys in payload",
            marks=fact(10),
        ),
        pytest.param({"iat": SECOND + 0.5}, "Wrong type for one or more keys in payload"),
        pytest.param({"iat": True}, "Wrong type for one or more keys in payload"),
        pytest.param(
            {"iss": ...},
            "JWT iss (issuer) claim is missing.",
            marks=pytest.mark.fact("community-11", "platform-38"),
        ),
        pytest.param(
            {"iss": "user:1:1"},
            UNKNOWN,
            marks=pytest.mark.fact("community-12", "platform-37"),
        ),
        pytest.param({"iss": None}, UNKNOWN),
        pytest.param({"iss": ["user:1:1"]}, UNKNOWN),
        pytest.param({"iss": "user:7:\x00"}, UNKNOWN),
        pytest.param({"iss": "\ud800"}, UNKNOWN),
        pytest.param(
            {"iat": ...}, 'Invalid JWT: Token is missing the "iat" claim.', marks=fact(14)
        ),
        pytest.param({"iat": None}, 'Invalid JWT: Token is missing the "iat" claim.'),
        pytest.param(
            {"exp": ...}, 'Invalid JWT: Token is missing the "exp" claim.', marks=fact(15)
        ),
        pytest.param(
            {"exp": ..., "iat": ...},
            'Invalid JWT: Token is missing the "exp" claim.',
            marks=fact(15),
        ),
        pytest.param({"secret": "s" * 64}, UNDECODABLE, marks=fact(16)),
        pytest.param({"secret": "s" * 64, "exp": ...}, UNDECODABLE),
        pytest.param({"algorithm": "HS512"}, "Invalid JWT Token.", marks=fact(18)),
        pytest.param({"algorithm": "none", "secret": ""}, "Invalid JWT Token.", marks=fact(18)),
        pytest.param({"orig_iat": SECOND}, REFRESHABLE, marks=fact(19)),
        pytest.param({"orig_iat": None}, REFRESHABLE),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_leaves_no_trace(signer, changes, text):
    assert refused(signer.ask(signer.token(**changes))) == text
    assert sign_in_of(signer.service, signer.user) is None


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        # Of two faults the first in the contract's order is told.
        ({"iss": "user:1:1", "algorithm": "HS512"}, UNKNOWN),
        ({"algorithm": "HS512", "secret": "s" * 64}, "Invalid JWT Token."),
        ({"iat": "x", "exp": "x"}, IAT),
        ({"exp": SECOND - 60, "iat": SECOND + 60}, "Signature has expired."),
        ({"exp": str(SECOND - 60)}, "Signature has expired."),
        ({"iat": str(SECOND + 60)}, IAT),
        ({"exp": str(SECOND + 900)}, "Wrong type for one or more keys in payload"),
        ({"exp": SECOND + 301, "orig_iat": 1}, "JWT exp (expiration) is too long."),
    ],
    ids=str,
)
def test_the_first_fault_is_told(signer, changes, text):
    assert refused(signer.ask(signer.token(**changes))) == text


def raw(*segments):
    def encoded(segment):
        data = segment if isinstance(segment, bytes) else json.dumps(segment).encode()
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    return ".".join(map(encoded, segments))


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("}}garbage{{", marks=fact(17)),
        "a.b",
        "a.b.c",
        "...",
        ".",
        raw({"alg": "HS256"}, {"iss": "user:7:1"}),
        raw({"alg": "HS256"}, {"iss": "user:7:1"}, b"x", b"y"),
        raw([], {}, b"x"),
        raw({"alg": "HS256"}, [1], b"x"),
        raw(b"\xff", b"\xfe", b"x"),
        raw({"alg": "HS256"}, b"[" * 50_000, b"x"),
        raw({"alg": "HS256", "kid": 1}, b"{", b"x"),
        "\u00e9.\u00e9.\u00e9",
    ],
)
def test_what_is_no_token_cannot_be_decoded(signer, token):
    assert refused(signer.ask(token)) == UNDECODABLE


def test_an_algorithm_that_is_no_word_is_none_that_is_taken(signer):
    for algorithm in (None, [], {}, 5, ""):
        token = raw({"alg": algorithm}, signer.claims(), b"x")
        assert refused(signer.ask(token)) == "Invalid JWT Token."


@fact(13, 25)
def test_there_is_one_active_key_and_a_revoked_one_is_unknown(signer):
    registry, name = signer.service.registry, str(signer.user.id)
    seal = registry["amo.vault"].seal
    with pytest.raises(Exception, match="has an active key"), open_work(registry) as work:
        issue_key(work.catalogue, name, seal=seal, now=NOW)
    with open_work(registry) as work:
        assert revoke_key(work.catalogue, name, now=NOW) == signer.issuer
        issued = issue_key(work.catalogue, name, seal=seal, now=NOW)
    assert refused(signer.ask()) == UNKNOWN
    newer = replace(signer, issuer=issued.key.issuer, secret=issued.secret)
    assert newer.ask().status_int == 200


def test_a_key_that_is_revoked_while_its_token_is_checked_is_invalid(signer):
    vault = signer.service.registry["amo.vault"]
    opened = vault.open

    def open_late(sealed):
        with open_work(signer.service.registry) as work:
            work.catalogue.keys.revoke(signer.issuer, NOW)
        return opened(sealed)

    vault.open = open_late
    try:
        assert refused(signer.ask()) == "Invalid API Key."
    finally:
        del vault.open


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        pytest.param({"is_deleted": True}, "User account is disabled.", marks=fact(20)),
        pytest.param({"is_banned": True}, "User account is disabled."),
        pytest.param(
            {"read_dev_agreement": None},
            "User has not read developer agreement.",
            marks=pytest.mark.fact("community-21", "platform-40"),
        ),
        pytest.param({"read_dev_agreement": None, "is_banned": True}, "User account is disabled."),
    ],
)
def test_a_key_is_as_good_as_its_user(signer, fields, text):
    signer.ask()
    before = sign_in_of(signer.service, signer.user)
    signer.service.put(replace(signer.user, **fields))
    signer.service.registry["amo.clock"] = lambda: NOW.replace(microsecond=600_000)
    assert refused(signer.ask()) == text
    assert sign_in_of(signer.service, signer.user) == before


@fact(22, 23)
@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("JWT", "Invalid Authorization header. No credentials provided."),
        ("JWT ", "Invalid Authorization header. No credentials provided."),
        (
            "JWT a b",
            "Invalid Authorization header. Credentials string should not contain spaces.",
        ),
    ],
)
def test_a_header_is_a_scheme_and_one_word(service, header, text):
    assert refused(ask(service, header)) == text


@fact(24)
@pytest.mark.parametrize("scheme", ["jwt", "JWT", "jWt"])
def test_the_scheme_is_written_in_any_case(signer, scheme):
    assert ask(signer.service, f"{scheme} {signer.token()}").status_int == 200


def test_a_secret_that_no_key_opens_is_that_of_an_unknown_key(signer, caplog):
    with open_work(signer.service.registry) as work:
        work.catalogue.keys.reseal(signer.issuer, "gAAAAA-not-sealed-by-us")
    assert refused(signer.ask()) == UNKNOWN
    assert signer.issuer in caplog.text
    assert "gAAAAA" not in caplog.text


def test_nothing_of_a_refused_token_is_logged(signer, caplog):
    caplog.set_level(0)
    token = signer.token(secret="s" * 64)
    signer.ask(token)
    signer.ask()
    for secret in (token, signer.secret, ADDRESS):
        assert secret not in caplog.text
