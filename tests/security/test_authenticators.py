"""Bearer tokens, sessions, and credentials of plugins (community.md §2.1, §2.3)."""

from __future__ import annotations

import time
from dataclasses import replace

import jwt
import pytest
from pyramid.exceptions import ConfigurationConflictError

from amo_pyramid import main
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SETTINGS, Service
from tests.security.signing import PROFILE, Signer
from tests.security.test_accounts import ACCOUNT, put_developer
from tests.views.helpers import NOT_SIGNED_IN, answer, put_person

KEY = SETTINGS["amo.secret_keys"]
DAY = 24 * 60 * 60
GONE = {"detail": "Incorrect authentication credentials."}
BADGES = {"amo.plugins": "tests.security.rights"}


def ask(service, authorization, path=PROFILE, **options):
    return service.get(path, headers={"Authorization": authorization}, **options)


class TestBearer:
    @pytest.mark.fact("community-32", "community-33")
    @pytest.mark.parametrize(
        ("header", "text"),
        [
            ("Bearer", "Invalid Authorization header. No credentials provided."),
            (
                "Bearer foo bar",
                "Invalid Authorization header. Credentials string should not contain spaces.",
            ),
        ],
    )
    def test_a_header_is_a_scheme_and_one_word(self, service, version, header, text):
        response = ask(service, header, version=version)
        assert answer(response) == (401, {"detail": text, "code": "ERROR_INVALID_HEADER"})

    @pytest.mark.fact("community-34", "community-35")
    def test_a_token_is_good_for_thirty_days(self, service):
        person = put_person(service)

        def issued(ago):
            now = int(time.time())
            claims = {
                "sub": str(person.id),
                "ver": 1,
                "iat": now - ago,
                "exp": now - ago + 30 * DAY,
            }
            return jwt.encode(claims, KEY, algorithm="HS256")

        assert service.registry["amo.tokens"].lifetime == 30 * DAY
        assert ask(service, f"Bearer {issued(30 * DAY - 30)}").status_int == 200
        assert answer(ask(service, f"Bearer {issued(30 * DAY + 1)}")) == (
            401,
            {"detail": "Signature has expired.", "code": "ERROR_SIGNATURE_EXPIRED"},
        )

    @pytest.mark.fact("community-36")
    def test_garbage_cannot_be_decoded(self, service, version):
        assert answer(ask(service, "Bearer garbage", version=version)) == (
            401,
            {"detail": "Error decoding signature.", "code": "ERROR_DECODING_SIGNATURE"},
        )

    @pytest.mark.fact("community-37")
    @pytest.mark.parametrize(
        "claims",
        [
            {"sub": "12345", "ver": 1},
            {"ver": 1},
            {"sub": "900"},
            {"sub": "900", "ver": 77},
            {"sub": "nine", "ver": 1},
            {"sub": "9" * 400, "ver": 1},
            {"sub": "900", "ver": None},
        ],
        ids=str,
    )
    def test_a_signed_token_that_names_nobody_is_incorrect(self, service, claims):
        put_person(service, number=900)
        now = int(time.time())
        token = jwt.encode({**claims, "iat": now, "exp": now + 60}, KEY, algorithm="HS256")
        assert answer(ask(service, f"Bearer {token}")) == (401, GONE)

    @pytest.mark.fact("community-38", "community-39")
    @pytest.mark.parametrize(
        "change", [{"session_version": 2}, {"is_deleted": True}, {"is_banned": True}], ids=str
    )
    def test_a_token_ends_with_its_sessions_and_its_user(self, service, change):
        person = put_person(service)
        token = service.token(person)
        assert ask(service, f"Bearer {token}").status_int == 200
        service.put(replace(person, **change))
        assert answer(ask(service, f"Bearer {token}")) == (401, GONE)

    @pytest.mark.fact("community-40")
    def test_a_bad_token_is_refused_where_everybody_may_read(self, service, version):
        put_developer(service)
        path = ACCOUNT.format(42)
        assert service.get(path, version=version).status_int == 200
        assert ask(service, "Bearer garbage", path, version=version).status_int == 401

    @pytest.mark.fact("community-41")
    def test_an_unknown_scheme_is_ignored(self, service, version):
        put_developer(service)
        for header in ("Token x", "Basic eDp5", "Bearer-like x", "x"):
            response = ask(service, header, ACCOUNT.format(42), version=version)
            assert response.status_int == 200
            assert answer(ask(service, header, version=version)) == (401, NOT_SIGNED_IN)


class TestSessions:
    @pytest.mark.fact("community-46")
    def test_no_session_is_known(self, service, version):
        for path in (PROFILE, ACCOUNT.format(1)):
            assert answer(ask(service, "Session zzz", path, version=version)) == (
                401,
                {
                    "detail": "Valid user session not found matching the provided session key.",
                    "code": "ERROR_AUTHENTICATION_EXPIRED",
                },
            )

    def test_its_header_is_read_as_that_of_a_token(self, service):
        assert ask(service, "Session").json["code"] == "ERROR_INVALID_HEADER"

    @pytest.mark.fact("community-42")
    def test_signing_out_ends_all_tokens(self, service, version):
        person = put_person(service)
        first, second = service.token(person), service.token(person, 5000)
        response = self.sign_out(service, f"Bearer {first}", version=version)
        assert answer(response) == (200, {"ok": True})
        cookies = response.headers.getall("Set-Cookie")
        assert [cookie.split(";")[0] for cookie in cookies] == [
            "frontend_auth_token=",
            "sessionid=",
        ]
        assert all("Max-Age=0" in cookie for cookie in cookies)
        for token in (first, second):
            assert answer(ask(service, f"Bearer {token}")) == (401, GONE)

    @pytest.mark.fact("community-43")
    def test_nobody_cannot_sign_out(self, service, version):
        assert answer(self.sign_out(service, version=version)) == (401, NOT_SIGNED_IN)

    def test_a_key_does_not_sign_out_not_even_where_keys_are_taken_everywhere(self, catalogue):
        service = Service(catalogue, **{"amo.auth.jwt_everywhere": "true"})
        signer = Signer.put(service)
        assert answer(self.sign_out(service, f"JWT {signer.token()}")) == (401, NOT_SIGNED_IN)

    def test_it_can_only_be_ended(self, service):
        person = put_person(service)
        path = "/accounts/session/"
        for method in ("GET", "POST", "PUT"):
            assert service.request(method, path, user=person).status_int == 405
            assert service.request(method, path).status_int == 401

    @pytest.mark.fact("community-44", "community-45", "platform-51")
    def test_the_page_that_asks_may_send_cookies_here_and_nowhere_else(self, service, version):
        origin = {"Origin": "https://x.example"}
        token = f"Bearer {service.token(put_person(service))}"
        for authorization, status in ((None, 401), (token, 200)):
            response = self.sign_out(service, authorization, version=version, **origin)
            assert response.status_int == status
            assert response.headers["Access-Control-Allow-Origin"] == "https://x.example"
            assert response.headers["Access-Control-Allow-Credentials"] == "true"
            assert "Origin" in response.headers["Vary"]
        elsewhere = service.get(PROFILE, version=version, headers=origin)
        assert elsewhere.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in elsewhere.headers

    def test_it_may_ask_in_advance(self, service):
        headers = {"Origin": "https://x.example", "Access-Control-Request-Method": "DELETE"}
        response = service.request("OPTIONS", "/accounts/session/", headers=headers)
        assert (response.status_int, response.body) == (200, b"")
        assert response.headers["Access-Control-Allow-Origin"] == "https://x.example"
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
        assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
        assert response.headers["Content-Length"] == "0"

    def sign_out(self, service, authorization=None, version="v4", **headers):
        if authorization is not None:
            headers["Authorization"] = authorization
        return service.request("DELETE", "/accounts/session/", version=version, headers=headers)


class TestThirdParties:
    @pytest.fixture
    def service(self, catalogue):
        service = Service(catalogue, **BADGES)
        service.put(builders.user(7), builders.user(8))
        return service

    def test_a_plugin_brings_a_credential_in_a_header_of_its_own(self, service):
        response = service.get(PROFILE.replace("profile", "account/7"), headers={"X-Badge": "7"})
        assert response.json["id"] == 7
        assert service.get(ACCOUNT.format(7), headers={"X-Badge": "8"}).status_int == 404

    def test_what_is_said_to_somebody_is_stored_by_nobody(self, service):
        for headers in ({"X-Badge": "7"}, {"X-Badge": "x"}, {"Authorization": "Bearer x"}):
            response = service.get(ACCOUNT.format(7), headers=headers)
            assert response.headers["Cache-Control"] == "private, no-store"
            assert {"Authorization", "X-Badge"} <= set(response.headers["Vary"].split(", "))

    def test_one_that_is_there_and_wrong_is_refused(self, service):
        response = service.get(ACCOUNT.format(7), headers={"X-Badge": "x"})
        assert answer(response) == (401, {"detail": "The badge is not readable."})

    def test_an_endpoint_may_take_it_alone(self, service):
        assert service.get("/badge-only/", headers={"X-Badge": "7"}).json == {"user": 7}
        both = {"X-Badge": "7", "Authorization": "Bearer garbage"}
        assert service.get("/badge-only/", headers=both).json == {"user": 7}

    def test_the_first_that_recognises_its_own_decides(self, service):
        both = {"X-Badge": "7", "Authorization": f"Bearer {service.token(builders.user(8))}"}
        assert service.get(ACCOUNT.format(8), headers=both).status_int == 200
        assert service.get(ACCOUNT.format(7), headers=both).status_int == 404

    def test_two_of_one_name_stop_the_start_with_both_places_named(self):
        settings = {
            **SETTINGS,
            "amo.plugins": "tests.security.rights tests.security.rival_badges",
        }
        with pytest.raises(ConfigurationConflictError) as caught:
            main({}, **settings)
        assert "rights.py" in str(caught.value)
        assert "rival_badges.py" in str(caught.value)
