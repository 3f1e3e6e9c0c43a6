"""Accounts (community.md §4.1)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TypedDict

from amo_pyramid.domain.account import Account, OwnAccount
from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.domain.user import User
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape
from amo_pyramid.shapes.people import profile_url

GENERATED = re.compile(r"anonymous-[0-9a-f]{32}")
PICTURE_TYPE = "image/png"


class SiteStatus(TypedDict):
    """How the site is switched."""

    read_only: bool
    notice: str | None


def site_status(state: Maintenance) -> SiteStatus:
    """How the site is switched (platform.md §15)."""
    return {"read_only": state.is_read_only, "notice": state.notice}


def account_name(user: User) -> str:
    """What a profile calls the person. Add-ons name their authors by another rule."""
    return user.display_name or f"Firefox user {user.id}"


def _average(account: Account, _: Rendering) -> float | None:
    mean = account.works.average_rating
    return None if mean is None else round(mean, 2)


def _picture_url(account: Account, rendering: Rendering) -> str | None:
    has_picture = account.user.picture_modified is not None
    return rendering.urls.picture(account.user) if has_picture else None


def _picture_type(account: Account, _: Rendering) -> str | None:
    return None if account.user.picture_modified is None else PICTURE_TYPE


def _name(account: Account, _: Rendering) -> str:
    return account_name(account.user)


def _url(account: Account, rendering: Rendering) -> str | None:
    return profile_url(account.user, rendering)


def _display_name(account: OwnAccount, _: Rendering) -> str | None:
    return account.user.display_name or None


def _last_login(account: OwnAccount, _: Rendering) -> datetime | None:
    return None if account.sign_in is None else account.sign_in.at


def _site_status(account: OwnAccount, _: Rendering) -> SiteStatus:
    return site_status(account.site)


ACCOUNT = Shape(
    "account",
    (
        Field("id", get="user.id"),
        Field("name", get=_name),
        Field("url", get=_url),
        Field("username", get="user.username"),
        Field("average_addon_rating", get=_average),
        Field("biography", get="user.biography"),
        Field("created", get="user.created"),
        Field(
            "has_anonymous_display_name",
            get=lambda account, _: not account.user.display_name,
            type=bool,
        ),
        Field(
            "has_anonymous_username",
            get=lambda account, _: GENERATED.fullmatch(account.user.username) is not None,
            type=bool,
        ),
        Field("homepage", get="user.homepage"),
        Field("is_addon_developer", get="works.has_addons"),
        Field("is_artist", get="works.has_themes"),
        Field("location", get="user.location"),
        Field("num_addons_listed", get="works.public_listed"),
        Field("occupation", get="user.occupation"),
        Field("picture_type", get=_picture_type),
        Field("picture_url", get=_picture_url),
    ),
    of=Account,
)
#: What only the person sees, and who may edit people. No identity provider is linked to any
#: account yet, so nobody is verified and there is no page to edit an address.
OWN_ACCOUNT = ACCOUNT.plus(
    Field("deleted", get="user.is_deleted"),
    Field("display_name", get=_display_name),
    Field("email", get=lambda account, _: account.user.email or "", type=str),
    Field(
        "fxa_edit_email_url",
        get=lambda *_: None,
        unless="del-accounts-fxa-edit-email-url",
        type=type(None),
    ),
    Field("is_verified", get=lambda *_: False, type=bool),
    Field("last_login", get=_last_login),
    Field(
        "last_login_ip",
        get=lambda account, _: account.sign_in.address if account.sign_in else "",
        type=str,
    ),
    Field("permissions"),
    Field("read_dev_agreement", get="user.read_dev_agreement"),
    Field("site_status", get=_site_status),
    name="account.own",
    of=OwnAccount,
)
SHAPES = (ACCOUNT, OWN_ACCOUNT)
