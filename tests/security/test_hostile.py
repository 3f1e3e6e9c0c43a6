"""Whatever is sent to sign in or as a body, the service neither crashes nor lets anybody in."""

from __future__ import annotations

import json

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amo_pyramid.testing.app import Service
from tests.security.conftest import stopped
from tests.security.signing import SECOND, Signer, ask

#: The same cases each time: a test that fails must fail for everybody.
hostile = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
times = values | st.integers(SECOND - 400, SECOND + 400) | st.just(str(SECOND))


@pytest.fixture
def catalogue(warm_sqlite):
    return warm_sqlite


@pytest.fixture
def service(catalogue):
    plugins = {"amo.plugins": "tests.bodies.notes", "amo.auth.jwt_replay_check": "true"}
    yield from stopped(Service(catalogue, **plugins))


def is_good(claims: dict[str, object]) -> bool:
    """What the contract says of a token with the right issuer and signature."""
    iat, exp, jti = claims["iat"], claims["exp"], claims["jti"]
    return (
        type(iat) is int
        and type(exp) is int
        and exp >= SECOND - 5
        and iat <= SECOND + 5
        and exp - iat <= 300
        and jti is None
    )


@hostile
@given(claims=st.fixed_dictionaries({"iat": times, "exp": times, "jti": values}))
def test_claims_of_any_kind_are_good_or_refused(signer, claims):
    payload = json.dumps({"iss": signer.issuer, **claims}).encode()
    token = jwt.PyJWS().encode(payload, signer.secret, algorithm="HS256")
    status = signer.ask(token).status_int
    if is_good(claims):
        assert status == 200
    elif type(claims["jti"]) in (str, int, bool):
        # It may be good, and may have been used before.
        assert status in (200, 401)
    else:
        assert status == 401


@hostile
@given(credential=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80))
@pytest.mark.parametrize("scheme", ["JWT", "Bearer", "Session"])
def test_credentials_of_any_kind_are_refused(service, scheme, credential):
    assert ask(service, f"{scheme} {credential}").status_int == 401


@hostile
@given(segments=st.lists(st.binary(max_size=40), min_size=3, max_size=3))
def test_segments_of_any_kind_are_refused(service, segments):
    token = b".".join(jwt.utils.base64url_encode(each) for each in segments).decode()
    for scheme in ("JWT", "Bearer"):
        assert ask(service, f"{scheme} {token}").status_int == 401


BODIES = (
    st.binary(max_size=200)
    | values.map(lambda value: json.dumps(value).encode())
    | st.lists(st.sampled_from([b"--xx", b"\r\n", b"\r\n\r\n", b"--", b"a", b'name="a"', b"\xff"]))
    .map(b"".join)
    .map(lambda tail: b"--xx\r\nContent-Disposition: form-data; name=a\r\n" + tail)
)
TYPES = st.sampled_from(
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=xx",
        'multipart/form-data; boundary="',
        "multipart/form-data; boundary=\u00e9",
        "text/plain",
        ";",
        "",
    ]
)


@hostile
@given(body=BODIES, content_type=TYPES)
def test_bodies_of_any_kind_are_read_or_refused(service, body, content_type):
    headers = {"Content-Type": content_type}
    response = service.request("POST", "/notes/", body=body, headers=headers)
    assert response.status_int in (200, 400, 413, 415)
    assert response.headers["Content-Type"] == "application/json"


def test_an_empty_credential_of_a_key_signs_nobody_in(signer: Signer):
    for token in ("", " ", "..", "null", "undefined"):
        assert signer.ask(token).status_int == 401
