"""Accounts (community.md §4)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import One
from amo_pyramid.domain.account import Account, OwnAccount
from amo_pyramid.operations import profiles
from amo_pyramid.services import AUTHENTICATED, AmoService

profile = AmoService(
    "account-profile",
    "/accounts/profile/",
    description="The account of who asks.",
    permission=AUTHENTICATED,
    write=AUTHENTICATED,
    also_accepts=("jwt",),
    challenge="JWT",
)
account = AmoService(
    "account",
    "/accounts/account/{user}/",
    description="A person, by id or username.",
    also_accepts=("jwt",),
    path_help={"user": "The person's id or username."},
)

session = AmoService(
    "account-session",
    "/accounts/session/",
    description="Signing out, everywhere.",
    permission=AUTHENTICATED,
    write=AUTHENTICATED,
    accepts_only=("bearer", "session"),
)
#: What browsers keep of being signed in.
COOKIES = ("frontend_auth_token", "sessionid")


def _site(request: Any) -> Any:
    return request.registry["amo.site_state"].current()


def _show(request: Any, found: Account) -> Any:
    shape = "account.own" if isinstance(found, OwnAccount) else "account"
    return request.shape(shape).project(found, request.rendering)


@profile.get(answers=One("account.own"))
def get_profile(request: Any) -> Any:
    return _show(request, profiles.own_account(request.work, _site(request)))


@account.get(answers=(One("account"), One("account.own")))
def get_account(request: Any) -> Any:
    name = request.matchdict["user"]
    return _show(request, profiles.find_account(request.work, name, _site(request)))


@session.delete(answers={"ok": bool})
def end_session(request: Any) -> Any:
    profiles.end_sessions(request.work)
    for name in COOKIES:
        request.response.delete_cookie(name)
    return {"ok": True}
