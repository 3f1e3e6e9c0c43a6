"""A plugin as a third party writes it: a field, a search parameter and an option of its own."""

from __future__ import annotations

from dataclasses import replace

import colander

from amo_pyramid.domain.search import AddonQuery
from amo_pyramid.settings import Setting, words
from amo_pyramid.shapes.fields import Field


def includeme(config):
    shown = frozenset(
        int(word)
        for word in config.add_amo_setting(
            Setting("amo.badges.addons", words, ("1",), "Ids of add-ons with a badge.")
        )
    )

    def only_badged(query: AddonQuery, wanted: int) -> AddonQuery:
        return replace(query, within=shown) if wanted else query

    config.add_serializer_field(
        "addon", Field("badge", get=lambda addon, _: "gold" if addon.id in shown else None)
    )
    config.add_search_filter("badged", colander.SchemaNode(colander.Integer()), only_badged)
