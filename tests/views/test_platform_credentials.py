"""Credentials that are not good (platform.md §3.4)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from tests.views.helpers import answer, get_detail, put_person
from tests.views.platform_helpers import put_public


@pytest.mark.fact("platform-30")
@pytest.mark.parametrize("scheme", ["Basic abc", "Token abc", "bearer-like abc"])
def test_another_kind_of_credential_is_no_credential(service, version, scheme):
    put_public(service)
    headers = {"Authorization": scheme}
    assert get_detail(service, version, 3615, headers=headers).status_int == 200


@pytest.mark.parametrize(
    ("token", "code", "message"),
    [
        pytest.param(
            "a b",
            "ERROR_INVALID_HEADER",
            "Invalid Authorization header. Credentials string should not contain spaces.",
            marks=pytest.mark.fact("platform-32"),
        ),
        pytest.param(
            "garbage",
            "ERROR_DECODING_SIGNATURE",
            "Error decoding signature.",
            marks=pytest.mark.fact("platform-33"),
        ),
        pytest.param(
            None,
            "ERROR_SIGNATURE_EXPIRED",
            "Signature has expired.",
            marks=pytest.mark.fact("platform-34"),
        ),
    ],
    ids=["two words", "garbage", "expired"],
)
def test_a_bad_token_is_told_what_is_wrong_with_it(service, version, token, code, message):
    put_public(service)
    sent = token or service.token(put_person(service), -60)
    response = get_detail(service, version, 3615, headers={"Authorization": f"Bearer {sent}"})
    assert answer(response) == (401, {"detail": message, "code": code})
    assert response.headers["WWW-Authenticate"] == 'bearer realm="api"'


def test_a_token_of_ended_sessions_is_refused(service, version):
    put_public(service)
    person = put_person(service)
    headers = {"Authorization": f"Bearer {service.token(person)}"}
    assert get_detail(service, version, 3615, headers=headers).status_int == 200
    service.put(builders.user(person.id, session_version=2))
    response = get_detail(service, version, 3615, headers=headers)
    assert answer(response) == (401, {"detail": "Incorrect authentication credentials."})
