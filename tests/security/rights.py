"""A plugin with endpoints that ask for permissions, and a kind of credential of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from amo_pyramid.domain.errors import Conflict
from amo_pyramid.domain.user import User
from amo_pyramid.errors import AuthenticationFailed
from amo_pyramid.services import AUTHENTICATED, AmoService

RIGHTS = ("Addons:Edit", "Users:Edit", "Admin:")
services = []
for right in RIGHTS:
    area, _, action = right.partition(":")
    service = AmoService(f"rights-{area}", f"/rights/{area}{action}/", permission=right)

    @service.get()
    def show(request: Any) -> Any:
        return {"throttled": not request.viewer.bypasses_throttling}

    services.append(service)

failing = AmoService("failing", "/failing/", permission=AUTHENTICATED, also_accepts=("jwt",))


@failing.post()
def fail(request: Any) -> Any:
    """Writes, and refuses then."""
    viewer = request.viewer.user
    request.work.catalogue.put([replace(viewer, display_name="Changed")])
    raise Conflict("No.")


badge = AmoService("badge-only", "/badge-only/", accepts_only=("badge",))


@badge.get()
def show_badge(request: Any) -> Any:
    return {"user": request.viewer.id}


def read_badge(request: Any) -> User | None:
    """``X-Badge: NUMBER`` is the user of that number."""
    number = request.environ["HTTP_X_BADGE"]
    if not number.isdigit():
        raise AuthenticationFailed("The badge is not readable.")
    with request.registry["amo.reading"]() as work:
        return next(iter(work.catalogue.users.by_ids([int(number)])), None)


def includeme(config: Any) -> None:
    config.add_amo_authenticator("badge", read_badge, header="X-Badge")
    for each in (*services, failing, badge):
        config.add_amo_service(each)
