"""Authors as they are shown with their add-ons (catalog.md §6.2)."""

from __future__ import annotations

import re

from amo_pyramid.domain.user import User
from amo_pyramid.rendering import Rendering
from amo_pyramid.shapes.fields import Field, Shape

GENERATED = re.compile(r"^anonymous-([0-9a-f]{6})[0-9a-f]{26}$")


def public_name(user: User) -> str:
    """What the person is called: display name, a name made from a generated username, or the
    username."""
    if user.display_name:
        return user.display_name
    generated = GENERATED.match(user.username)
    return f"Firefox user {generated.group(1)}" if generated else user.username


def profile_url(user: User, rendering: Rendering) -> str | None:
    """The profile, where its reader may see it."""
    viewer = rendering.viewer
    if user.is_public or viewer.id == user.id or viewer.may("Users:Edit"):
        return rendering.urls.user(user)
    return None


def _name(user: User, _: Rendering) -> str:
    return public_name(user)


def _picture(user: User, rendering: Rendering) -> str:
    return rendering.urls.picture(user)


AUTHOR = Shape(
    "author",
    (
        Field("id"),
        Field("name", get=_name),
        Field("url", get=profile_url),
        Field("username"),
        Field("picture_url", get=_picture),
    ),
    of=User,
)
SHAPES = (AUTHOR,)
