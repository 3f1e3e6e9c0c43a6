"""The plugin for translated fields, alone."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.domain.text import EMPTY, Localized
from amo_pyramid.plugins.translations import FLAT, NAMES_MISSING, PLAIN_LINKS
from amo_pyramid.values import ConstantText, Markup, Translated
from tests.plugins.alone import shown

GAMES = Localized.of({"en-US": "Games", "fr": "Jeux"})
URL = "http://e.test/"


def look(value: Any, *gates: str, lang: str | None = None, **point_of_view: Any) -> Any:
    return shown("translations", value, *gates, lang=lang, locale=lang or "en-US", **point_of_view)


@pytest.mark.parametrize("gates", [(), (FLAT,), (NAMES_MISSING,)])
def test_without_lang_every_version_shows_all_languages(gates):
    assert look(Translated(GAMES), *gates) == {"en-US": "Games", "fr": "Jeux"}


@pytest.mark.parametrize(
    ("gates", "found", "missing"),
    [
        ((), {"fr": "Jeux"}, {"en-US": "Games"}),
        ((FLAT,), "Jeux", "Games"),
        (
            (NAMES_MISSING,),
            {"fr": "Jeux"},
            {"en-US": "Games", "de": None, "_default": "en-US"},
        ),
    ],
    ids=["object", "string", "object that names what is missing"],
)
def test_with_lang_a_version_has_one_of_three_forms(gates, found, missing):
    assert look(Translated(GAMES), *gates, lang="fr") == found
    assert look(Translated(GAMES), *gates, lang="de") == missing


@pytest.mark.parametrize("gates", [(), (FLAT,), (NAMES_MISSING,)])
@pytest.mark.parametrize("lang", [None, "de"])
def test_nothing_is_null_in_every_form(gates, lang):
    assert look(Translated(EMPTY), *gates, lang=lang) is None
    only_french = Localized.of({"fr": "Jeux"})
    if lang is not None:
        assert look(Translated(only_french), *gates, lang=lang) is None


def test_the_text_is_wrapped_in_its_kind_for_other_plugins():
    # Without those plugins HTML is escaped as a whole and a link is the URL.
    text = Localized.of({"en-US": "<b>"})
    assert look(Translated(text, Markup.RICH)) == {"en-US": "&lt;b&gt;"}
    assert look(Translated(text, Markup.PLAIN)) == {"en-US": "<b>"}
    assert look(Translated(Localized.of({"fr": URL}), Markup.URL), PLAIN_LINKS) == {"fr": URL}


def test_a_link_that_is_an_object_holds_two_translations():
    link = Translated(Localized.of({"en-US": URL}), Markup.URL)
    assert look(link) == {"url": {"en-US": URL}, "outgoing": {"en-US": URL}}
    assert look(link, NAMES_MISSING, lang="fr")["url"] == {
        "en-US": URL,
        "fr": None,
        "_default": "en-US",
    }
    assert look(Translated(EMPTY, Markup.URL)) is None
    assert look(Translated(Localized.of({"fr": URL}), Markup.URL), lang="de") is None


def test_a_text_of_the_service_is_in_the_language_of_the_request():
    def look_at_greeting(*gates: str, lang: str | None) -> Any:
        value = ConstantText("hello")
        return look(value, *gates, lang=lang, translate=lambda message: message.upper())

    assert look_at_greeting(FLAT, lang="fr") == "HELLO"
    assert look_at_greeting(FLAT, lang=None) == {"en-US": "HELLO"}
    assert look_at_greeting(lang="fr") == {"fr": "HELLO"}
