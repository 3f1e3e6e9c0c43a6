"""Authors of an answer (catalog.md §6.2)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from amo_pyramid.operations.importing.draft import Draft
from amo_pyramid.operations.importing.fields import Fields
from amo_pyramid.operations.importing.media import modified_of

#: Names that the service makes of generated usernames: computed, never stored.
_GENERATED = re.compile(r"anonymous-([0-9a-f]{6})[0-9a-f]{26}")


def read_author(source: Fields, created: datetime) -> Draft:
    """What an answer says of an author.

    Answers do not tell when an account was made: one that is not stored yet gets ``created``,
    the first date known of its add-on.
    """
    identity = source.identity()
    username = source.optional_text("username") or f"user-{identity}"
    fields: dict[str, Any] = {"username": username} if source.value("username") else {}
    if source.has("name"):
        fields["display_name"] = _display_name(source.optional_text("name") or "", username)
    if source.has("picture_url"):
        fields["picture_modified"] = modified_of(source.optional_text("picture_url"))
    return Draft(id=identity, fields=fields, defaults={"created": created, "username": username})


def _display_name(shown: str, username: str) -> str:
    generated = _GENERATED.fullmatch(username)
    is_made_up = generated is not None and shown == f"Firefox user {generated[1]}"
    return "" if shown == username or is_made_up else shown
