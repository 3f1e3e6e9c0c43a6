"""How a translated field looks (catalog.md §1.6, platform.md §6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amo_pyramid.domain.text import Localized
from amo_pyramid.rendering import TEXT, Rendering
from amo_pyramid.values import ConstantText, Html, Link, Markup, OutgoingLink, Translated
from amo_pyramid.versions import ApiVersion

FLAT = "l10n_flat_input_output"
NAMES_MISSING = "l10n-names-missing-locale"
PLAIN_LINKS = "wrap-outgoing-parameter"

Wrap = Callable[[str], Any]


def _as_html(markup: Markup) -> Wrap:
    return lambda text: Html(text, markup)


#: What each text of a field is, by the field's markup.
WRAPS: dict[Markup, Wrap] = {
    Markup.PLAIN: str,
    Markup.URL: Link,
    Markup.RICH: _as_html(Markup.RICH),
    Markup.LINKS: _as_html(Markup.LINKS),
}


def adapt_translated(value: Translated, rendering: Rendering) -> Any:
    """One of the forms of a translated field; a link that is an object in this version holds two
    of them."""
    if value.markup is Markup.URL and not rendering.gate(PLAIN_LINKS):
        url = _form(value.text, str, rendering)
        if url is None:
            return None
        return {"url": url, "outgoing": _form(value.text, OutgoingLink, rendering)}
    return _form(value.text, WRAPS[value.markup], rendering)


def _form(text: Localized, wrap: Wrap, rendering: Rendering) -> Any:
    if rendering.lang is None:
        return {locale: wrap(each) for locale, each in text.texts.items()} or None
    found = text.best(rendering.lang)
    if found is None:
        return None
    locale, best = found
    if rendering.gate(FLAT):
        return wrap(best)
    if locale != rendering.lang and rendering.gate(NAMES_MISSING):
        return {locale: wrap(best), rendering.lang: None, "_default": locale}
    return {locale: wrap(best)}


def adapt_constant(value: ConstantText, rendering: Rendering) -> Any:
    """A text of the service: one key, the language of the request, or the text alone."""
    text = rendering.translate(value.message)
    if rendering.lang is not None and rendering.gate(FLAT):
        return text
    return {rendering.locale: text}


def describe_translated(version: ApiVersion, markup: Markup = Markup.PLAIN) -> dict[str, Any]:
    """The JSON Schema of all forms of a translated field."""
    forms = _describe_forms(version)
    if markup is Markup.URL and not version.gate(PLAIN_LINKS):
        # The two are absent together.
        keys = {"url": {"anyOf": forms}, "outgoing": {"anyOf": forms}}
        forms = [{"type": "object", "properties": keys, "required": list(keys)}]
    return {"anyOf": [*forms, {"type": "null"}]}


def _describe_forms(version: ApiVersion) -> list[dict[str, Any]]:
    texts: dict[str, Any] = {"type": "string"}
    if version.gate(NAMES_MISSING):
        texts = {"type": ["string", "null"]}
    all_of_them = {
        "type": "object",
        "description": "Language to text; with the parameter lang, that language alone.",
        "additionalProperties": texts,
        "minProperties": 1,
    }
    if not version.gate(FLAT):
        return [all_of_them]
    return [{**TEXT, "description": "With the parameter lang."}, all_of_them]


def describe_constant(version: ApiVersion) -> dict[str, Any]:
    """The JSON Schema of a text of the service."""
    return {"anyOf": _describe_forms(version)}


def includeme(config: Any) -> None:
    config.add_amo_capability(
        "translations", "Translated fields hold all languages, or the one that lang asks for."
    )
    config.add_json_adapter(Translated, adapt_translated, describe_translated)
    config.add_json_adapter(ConstantText, adapt_constant, describe_constant)
