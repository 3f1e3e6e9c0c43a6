"""HTML in texts is cleaned on its way out; what is stored is never trusted (catalog.md §1.8).

The same text is cleaned for many answers: each API version, language and shape writes it anew. So
cleaned texts are kept, up to a size; a text is its own key, there is nothing to invalidate.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from cachetools import LRUCache, cached

from amo_pyramid.rendering import TEXT, Rendering
from amo_pyramid.settings import Setting
from amo_pyramid.text.html import Cleaner
from amo_pyramid.text.outgoing import Outgoing
from amo_pyramid.values import Html, Markup

MEBIBYTE = 1024 * 1024
#: What Python needs for a kept text beside its characters.
OVERHEAD = 256


def kept(clean: Callable[[str], str], size: int) -> Callable[[str], str]:
    """``clean`` with its results kept, up to about ``size`` bytes; safe for threads."""
    cache: LRUCache[Any, str] = LRUCache(size, getsizeof=lambda text: 4 * len(text) + OVERHEAD)
    result: Callable[[str], str] = cached(cache, lock=threading.Lock())(clean)
    return result


def includeme(config: Any) -> None:
    config.add_amo_capability("sanitize", "HTML in texts is harmless: it is cleaned.")
    # Without the plugin for outgoing links there is no address to wrap them with.
    outgoing = config.registry.get("amo.outgoing") or Outgoing("", "", frozenset())
    megabytes = config.add_amo_setting(
        Setting("amo.sanitize.size", float, 8.0, "MiB of cleaned texts kept per process.")
    )
    cleaner = Cleaner(outgoing)
    share = max(int(megabytes * MEBIBYTE) // 2, 1)
    clean = {Markup.RICH: kept(cleaner.rich, share), Markup.LINKS: kept(cleaner.links_only, share)}

    def adapt_html(value: Html, _: Rendering) -> str:
        return clean[value.markup](value.text)

    config.add_json_adapter(Html, adapt_html, lambda *_: dict(TEXT))
