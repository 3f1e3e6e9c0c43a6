"""The site as a whole: its addresses and how its language is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.interfaces import IRoutesMapper

from amo_pyramid.domain.text import SITE_LOCALE
from amo_pyramid.settings import Setting

Negotiate = Callable[[str, str], str]
Translate = Callable[[str, str], str]


def site_address(value: str) -> str:
    """An absolute URL without its final slash, or nothing. Raises ``ValueError``."""
    value = value.strip().rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return value


def tags(value: str) -> frozenset[str]:
    """Tags, one per line; they may contain spaces."""
    return frozenset(line.strip() for line in value.splitlines() if line.strip())


def set_amo_localisation(config: Any, negotiate: Negotiate, translate: Translate) -> None:
    """Directive: choose the language with ``negotiate(lang, accept_language)`` and translate
    messages with ``translate(message, locale)``."""

    def register() -> None:
        config.registry["amo.negotiator"] = negotiate
        config.registry["amo.translate"] = translate

    config.action("amo-localisation", register)


def includeme(config: Any) -> None:
    registry = config.registry
    registry["amo.negotiator"] = lambda lang, accept_language: SITE_LOCALE
    registry["amo.translate"] = lambda message, locale: message
    config.add_directive("set_amo_localisation", set_amo_localisation)
    for name, help_text in (
        ("site", "The site's own address; empty: whatever host a request names."),
        ("media", "Where uploaded icons and pictures are; empty: /user-media of the site."),
        ("static", "Where the site's own pictures are; empty: /static of the site."),
    ):
        config.add_amo_setting(Setting(f"amo.{name}_url", site_address, "", help_text))

    config.add_amo_setting(
        Setting("amo.denied_tags", tags, frozenset(), "Tags that are not shown, one per line.")
    )

    def find_routes() -> None:
        registry["amo.routes"] = registry.getUtility(IRoutesMapper)

    config.action("amo-routes", find_routes, order=1000)
