"""Where API keys are taken, what is noted of a sign-in, and tokens that are good only once
(community.md §2.2).
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from amo_pyramid.logs import JsonFormatter
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.security.conftest import stopped
from tests.security.signing import (
    NOW,
    PROFILE,
    SECOND,
    UNDECODABLE,
    Signer,
    ask,
    fact,
    refused,
    sign_in_of,
)
from tests.views.helpers import answer, get_detail
from tests.views.platform_helpers import put_public


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


class TestTheLogOfRequests:
    @pytest.fixture
    def keys(self, caplog, signer):
        """User and key of each line so far."""
        caplog.set_level(logging.INFO, "amo_pyramid.requests")

        def so_far():
            signer.service.registry["amo.observations"].flush()
            return [(line.fields["user"], line.fields["key"]) for line in caplog.records]

        return so_far

    def test_it_names_the_key_and_never_what_is_secret_of_it(self, signer, keys, caplog):
        token = signer.token()
        assert signer.ask(token).status_int == 200
        assert keys() == [(7, signer.issuer)]
        lines = "".join(JsonFormatter().format(each) for each in caplog.records)
        assert signer.issuer in lines
        assert signer.secret not in lines
        assert not any(part in lines for part in token.split("."))

    def test_it_names_none_that_was_only_claimed(self, signer, keys):
        refused(signer.ask(signer.token(secret="of somebody else" * 4)))
        refused(signer.ask(signer.token(iss="user:7:unheard-of")))
        refused(signer.ask("garbage"))
        assert keys() == [(None, None)] * 3

    def test_it_names_the_key_of_who_was_refused_for_something_else(self, signer, keys):
        signer.service.put(replace(signer.user, read_dev_agreement=None))
        refused(signer.ask())
        assert keys() == [(None, signer.issuer)]

    def test_other_credentials_have_no_key(self, signer, keys):
        assert signer.service.get(PROFILE, user=signer.user).status_int == 200
        assert keys() == [(7, None)]


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
