"""HTML in texts is cleaned on its way out; what is stored is never trusted (catalog.md §1.8)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.rendering import Rendering
from amo_pyramid.text.html import Cleaner
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Html, Markup


def includeme(config: Any) -> None:
    # Without the plugin for outgoing links there is no address to wrap them with.
    outgoing = config.registry.get("amo.outgoing") or Outgoing("", "", frozenset())
    cleaner = Cleaner(outgoing)
    clean = {Markup.RICH: cleaner.rich, Markup.LINKS: cleaner.links_only}

    def adapt_html(value: Html, _: Rendering) -> str:
        return clean[value.markup](value.text)

    config.add_json_adapter(Html, adapt_html)
