"""Tokens that are signed with API keys: every check with its text (community.md §2.2)."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from amo_pyramid.domain.user import SignIn
from amo_pyramid.operations.keys import issue_key, revoke_key
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_work
from tests.security.conftest import stopped
from tests.security.signing import ADDRESS, NOW, PROFILE, SECOND, Signer, ask, sign_in_of
from tests.views.helpers import answer, get_detail
from tests.views.platform_helpers import put_public

IAT = (
    "JWT iat (issued at time) is invalid. Make sure your system clock is synchronized with "
    "something like TLSdate."
)
REFRESHABLE = "API key based tokens are not refreshable, don't include `orig_iat` in their payload."
UNDECODABLE = "Error decoding signature."
UNKNOWN = "Unknown JWT iss (issuer)."


def refused(response):
    """The text of a refusal, which is all that is in it."""
    assert response.status_int == 401, response.text
    assert response.headers["WWW-Authenticate"] == 'JWT realm="api"'
    assert list(response.json) == ["detail"]
    return response.json["detail"]


def fact(*numbers, **options):
    return pytest.mark.fact(*(f"community-{number}" for number in numbers), **options)


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


class TestWhereKeysAreTaken:
    @fact(28)
    def test_accounts_take_them_so_a_bad_one_is_refused_there(self, service):
        service.put(builders.user(9))
        response = ask(service, "JWT garbage", "/accounts/account/9/")
        assert answer(response) == (401, {"detail": UNDECODABLE})
        assert response.headers["WWW-Authenticate"] == 'bearer realm="api"'

    def test_add_ons_do_not_so_it_is_not_looked_at(self, signer, version):
        put_public(signer.service)
        for token in ("garbage", "a b", "", signer.token()):
            headers = {"Authorization": f"JWT {token}"}
            response = get_detail(signer.service, version, 3615, headers=headers)
            assert response.status_int == 200
        assert sign_in_of(signer.service, signer.user) is None

    def test_a_setting_opens_them_everywhere(self, catalogue):
        service = Service(catalogue, **{"amo.auth.jwt_everywhere": "true"})
        put_public(service)
        headers = {"Authorization": "JWT garbage"}
        assert get_detail(service, "v4", 3615, headers=headers).status_int == 401
        # But where no credential counts.
        assert service.get("/addons/search/", headers=headers).status_int == 200


class TestReplay:
    @pytest.fixture
    def service(self, catalogue):
        yield from stopped(Service(catalogue, **{"amo.auth.jwt_replay_check": "true"}))

    @pytest.mark.parametrize("jti", ["nonce", 5, "\ud800", "x" * 5000, ""])
    def test_a_nonce_is_used_once(self, signer, jti):
        token = signer.token(jti=jti)
        assert signer.ask(token).status_int == 200
        assert refused(signer.ask(token)) == "JWT jti (JWT ID) has already been used."
        assert refused(signer.ask(signer.token(jti=jti, exp=SECOND + 61))).endswith("used.")
        assert signer.ask(signer.token(jti="another")).status_int == 200

    def test_a_nonce_belongs_to_its_key_and_type(self, signer):
        other = Signer.put(signer.service, 8)
        assert signer.ask(signer.token(jti="5")).status_int == 200
        assert signer.ask(signer.token(jti=5)).status_int == 200
        assert other.ask(other.token(jti="5")).status_int == 200

    def test_tokens_without_a_nonce_are_not_told_apart(self, signer):
        for token in (signer.token(), signer.token(jti=None)):
            assert [signer.ask(token).status_int for _ in range(2)] == [200, 200]

    def test_a_nonce_that_is_no_text_or_number_is_of_the_wrong_type(self, signer):
        for jti in ([], {}, 0.5):
            text = "Wrong type for one or more keys in payload"
            assert refused(signer.ask(signer.token(jti=jti))) == text

    def test_a_refused_token_uses_no_nonce_up(self, signer):
        signer.service.put(replace(signer.user, read_dev_agreement=None))
        refused(signer.ask(signer.token(jti="n")))
        signer.service.put(signer.user)
        assert signer.ask(signer.token(jti="n")).status_int == 200

    def test_old_nonces_are_forgotten(self, signer):
        signer.ask(signer.token(jti="n"))
        later = NOW + timedelta(seconds=400)
        signer.service.registry["amo.clock"] = lambda: later
        times = {"iat": SECOND + 400, "exp": SECOND + 460}
        assert signer.ask(signer.token(jti="n", **times)).status_int == 200


class TestReadOnly:
    @pytest.fixture
    def service(self, catalogue):
        settings = {"amo.read_only": "true", "amo.auth.jwt_replay_check": "true"}
        yield from stopped(Service(catalogue, **settings))

    def test_a_token_signs_in_and_nothing_is_written(self, signer):
        token = signer.token(jti="n")
        assert [signer.ask(token).status_int for _ in range(2)] == [200, 200]
        assert sign_in_of(signer.service, signer.user) is None


def test_a_sign_in_that_cannot_be_noted_does_not_fail_the_request(signer, caplog):
    table = "ALTER TABLE sign_in RENAME TO sign_in_away"
    back = "ALTER TABLE sign_in_away RENAME TO sign_in"
    engine = signer.service.catalogue.writing_engine
    with engine.begin() as connection:
        connection.exec_driver_sql(table)
    try:
        # The account itself cannot be shown without; the one of another person can.
        owner = builders.user(9)
        stored = builders.addon(authors=(builders.author(owner),))
        signer.service.put(*builders.listed(stored))
        response = signer.ask(path="/accounts/account/9/")
        assert response.status_int == 200, response.text
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(back)
    assert "the sign-in of user 7 was not noted" in caplog.text


def test_the_page_of_somebody_signed_in_by_a_key_may_not_be_changed(signer):
    headers = {"Authorization": f"JWT {signer.token()}"}
    response = signer.service.request("POST", PROFILE, headers=headers)
    assert response.status_int == 405
    # A sign-in is noted although the request was refused.
    assert sign_in_of(signer.service, signer.user) is not None


class TestTransactions:
    @pytest.fixture
    def service(self, catalogue):
        yield from stopped(Service(catalogue, **{"amo.plugins": "tests.security.rights"}))

    def test_a_sign_in_stays_when_the_request_s_own_changes_do_not(self, signer):
        headers = {"Authorization": f"JWT {signer.token()}"}
        response = signer.service.request("POST", "/failing/", headers=headers)
        assert answer(response) == (409, {"non_field_errors": ["No."]})
        assert sign_in_of(signer.service, signer.user).at == NOW
        assert signer.ask().json["display_name"] is None

    def test_many_requests_of_one_key_do_not_get_into_each_other_s_way(self, signer):
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: signer.ask().status_int, range(40)))
        assert statuses == [200] * 40
        assert sign_in_of(signer.service, signer.user).at == NOW
