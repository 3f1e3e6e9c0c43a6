"""People with API keys, and what they sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import jwt
import pytest
from webtest import TestResponse

from amo_pyramid.domain.user import SignIn, User
from amo_pyramid.operations.keys import issue_key
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_reading, open_work

NOW = datetime(2026, 3, 4, 5, 6, 7, 500_000, timezone.utc)
SECOND = int(NOW.timestamp())
AGREED = datetime(2020, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
PROFILE = "/accounts/profile/"
ADDRESS = "192.0.2.7"
UNDECODABLE = "Error decoding signature."


@dataclass
class Signer:
    """A person with an active API key."""

    service: Service
    user: User
    issuer: str
    secret: str

    @classmethod
    def put(cls, service: Service, number: int = 7, **fields: Any) -> Signer:
        """Store the person, who has accepted the agreement, and give them a key."""
        user = builders.user(number, **{"read_dev_agreement": AGREED, **fields})
        service.put(user)
        with open_work(service.registry) as work:
            seal = service.registry["amo.vault"].seal
            issued = issue_key(work.catalogue, str(number), seal=seal, now=NOW)
        return cls(service, user, issued.key.issuer, issued.secret)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token says; a change to ... leaves the claim out."""
        claims = {"iss": self.issuer, "iat": SECOND, "exp": SECOND + 60, **changes}
        return {name: value for name, value in claims.items() if value is not ...}

    def token(self, *, secret: str | None = None, algorithm: str = "HS256", **changes: Any) -> str:
        secret = self.secret if secret is None else secret
        # The library would check what is signed here: these tests sign what it refuses.
        return jwt.PyJWS().encode(
            _json(self.claims(**changes)), secret, algorithm=algorithm, headers={"typ": "JWT"}
        )

    def ask(self, token: str | None = None, path: str = PROFILE, **options: Any) -> TestResponse:
        """GET with the token, or with a good one."""
        sent = self.token() if token is None else token
        return ask(self.service, f"JWT {sent}", path, **options)


def ask(service: Service, authorization: str, path: str = PROFILE, **options: Any) -> TestResponse:
    """GET with that header, from :data:`ADDRESS`."""
    return service.get(
        path,
        headers={"Authorization": authorization},
        environ={"REMOTE_ADDR": ADDRESS},
        **options,
    )


def sign_in_of(service: Service, user: User) -> SignIn | None:
    with open_reading(service.registry) as work:
        return work.catalogue.users.last_sign_in(user.id)


def refused(response: TestResponse) -> str:
    """The text of a refusal, which is all that is in it."""
    assert response.status_int == 401, response.text
    assert response.headers["WWW-Authenticate"] == 'JWT realm="api"'
    assert list(response.json) == ["detail"]
    return response.json["detail"]


def fact(*numbers: int) -> pytest.MarkDecorator:
    """The mark of facts of the contract's ``community``."""
    return pytest.mark.fact(*(f"community-{number}" for number in numbers))


def _json(claims: dict[str, Any]) -> bytes:
    return json.dumps(claims).encode()
