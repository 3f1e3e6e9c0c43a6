"""Two fields of add-ons and a parameter of search.

``is_approved`` says whether the add-on is on the list in the settings, ``host_access`` how much of
the web its current version reaches. ``?approved=true`` finds only what is on the list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import colander

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.search import AddonQuery
from amo_pyramid.rendering import Rendering
from amo_pyramid.settings import Setting, words
from amo_pyramid.shapes.fields import Field

EVERYWHERE = frozenset({"<all_urls>", "*://*/*", "http://*/*", "https://*/*"})


def host_access(addon: Addon, _: Rendering) -> str:
    """``all`` sites, ``some``, or ``none``."""
    version = addon.current_version
    files = version.files if version is not None else ()
    asked = {each for file in files for each in (*file.permissions, *file.host_permissions)}
    if asked & EVERYWHERE:
        return "all"
    return "some" if any("://" in each for each in asked) else "none"


def includeme(config: Any) -> None:
    guids = frozenset(
        config.add_amo_setting(
            Setting("amo.house_list.guids", words, (), "Guids of the add-ons that are approved.")
        )
    )

    def is_approved(addon: Addon, _: Rendering) -> bool:
        return addon.guid in guids

    def only_approved(query: AddonQuery, is_wanted: bool) -> AddonQuery:
        if not is_wanted:
            return query
        return replace(query, guids=guids if query.guids is None else query.guids & guids)

    config.add_serializer_field("addon", Field("is_approved", get=is_approved))
    config.add_serializer_field(
        "addon", Field("host_access", get=host_access, needs="current_version.files")
    )
    config.add_search_filter("approved", colander.SchemaNode(colander.Boolean()), only_approved)
