"""The site as a whole: its addresses and how its language is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyramid.exceptions import ConfigurationError
from pyramid.interfaces import IRoutesMapper
from pyramid.path import AssetResolver
from translationstring import TranslationString

from amo_pyramid.declaring import declare
from amo_pyramid.domain.text import SITE_LOCALE
from amo_pyramid.messages import Filled
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


def add_amo_translations(config: Any, place: str, domain: str = "") -> None:
    """Directive: translate messages of a plugin by the catalogues ``CODE.po`` in
    ``package:folder``.

    They are for messages of that domain (default: the package), which the plugin makes with
    ``TranslationStringFactory(domain)``. Two catalogues for one domain are a configuration
    conflict; a folder without any raises ``ConfigurationError``.
    """
    catalogues: dict[str, Path] = config.registry["amo.catalogues"]
    domain = domain or place.partition(":")[0]
    try:
        folder = Path(AssetResolver(None).resolve(place).abspath())
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"add_amo_translations: {place} is not there: {error}") from error
    if not any(folder.glob("*.po")):
        raise ConfigurationError(f"add_amo_translations: {folder} has no catalogues CODE.po")
    declare(
        config, "translations", (domain,), folder, lambda: catalogues.__setitem__(domain, folder)
    )


def filled(message: str, translation: str) -> str:
    """A translation with its placeholders filled in, where the message brings values for them: a
    :class:`Filled`, or the ``TranslationString`` of a plugin or of colander."""
    if isinstance(message, Filled):
        return translation.format(**message.values)
    if not isinstance(message, TranslationString):
        return translation
    return str(message.interpolate(None if translation is message else translation))


def includeme(config: Any) -> None:
    registry = config.registry
    registry["amo.catalogues"] = {}
    config.add_directive("add_amo_translations", add_amo_translations)
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
