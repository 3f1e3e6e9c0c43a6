"""Translated texts of answers with and without ``lang``."""

from __future__ import annotations

import pytest

from amo_pyramid.domain.text import Localized
from amo_pyramid.operations.importing.texts import (
    AllTexts,
    ShownText,
    SomeTexts,
    source_of,
    unwrap,
)
from amo_pyramid.operations.importing.voice import shows_every_language

from .helpers import answer, imported, search, stored_addon, stored_version, version_answer

HASH = "0123456789abcdef" * 4


@pytest.fixture
def catalogue(sqlite_catalogue):
    """One kind of database is enough for what happens before anything is stored."""
    return sqlite_catalogue


def localized(*fallbacks: str, **texts: str) -> Localized:
    return Localized({key.replace("_", "-"): text for key, text in texts.items()}, fallbacks)


def test_every_language_replaces_all():
    change = AllTexts({"fr": "neuf", "de": "", "it": None})
    assert change.apply(localized("en-US", en_US="old", es="x")) == localized("en-US", fr="neuf")


def test_some_languages_leave_the_others():
    change = SomeTexts({"fr": "neuf", "de": None})
    stored = localized("en-US", en_US="old", de="alt")
    assert change.apply(stored) == localized("en-US", en_US="old", fr="neuf")


@pytest.mark.parametrize(
    ("stored", "shown", "after"),
    [
        # The default language's own text.
        ({"en_US": "old"}, ("en-US", "new"), {"en_US": "new"}),
        # No text to fall back to yet: the shown one becomes it.
        ({}, ("fr", "texte"), {"en_US": "texte"}),
        ({"de": "Text"}, ("fr", "texte"), {"de": "Text", "en_US": "texte"}),
        # What the fallback explains is not stored.
        ({"en_US": "text"}, ("fr", "text"), {"en_US": "text"}),
        ({"en_US": "text", "fr": "texte"}, ("fr", "text"), {"en_US": "text"}),
        ({"en_US": "text", "fr": "text"}, ("fr", "text"), {"en_US": "text", "fr": "text"}),
        # A translation.
        ({"en_US": "text"}, ("fr", "texte"), {"en_US": "text", "fr": "texte"}),
        ({"en_US": "text", "fr": "vieux"}, ("fr", "texte"), {"en_US": "text", "fr": "texte"}),
        # Nothing is shown: neither the language nor its fallback has a text.
        ({"en_US": "a", "fr": "b", "de": "c"}, ("fr", None), {"de": "c"}),
        ({"en_US": "a"}, ("en-US", " "), {}),
    ],
)
def test_a_shown_text_belongs_to_its_language_unless_a_fallback_explains_it(stored, shown, after):
    change = ShownText(*shown)
    result = change.apply(localized("en-US", **stored))
    assert result == localized("en-US", **after)
    assert change.apply(result) == result


def test_a_shown_text_of_a_child_may_come_from_its_second_fallback():
    stored = localized("de", "en-US", en_US="text")
    assert ShownText("fr", "text").apply(stored) == stored


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        ([{"name": {"en-US": "a", "fr": "b"}}], True),
        ([{"name": {"en-US": "a"}}, {"deep": [{"name": {"de": None, "fr": "b"}}]}], True),
        ([{"name": {"en-US": "a"}}], False),
        ([{"name": "a"}], False),
        ([{"compatibility": {"firefox": {"min": "1", "max": "2"}}}], False),
        ([{"name": {"en-US": "a", "fr": None, "_default": "en-US"}}], False),
        ([{"name": {"en-US": "a", "fr": "b"}}, {"name": {"_default": "de", "de": "c"}}], False),
        (5, False),
    ],
)
def test_an_answer_shows_every_language_when_one_text_has_several(document, verdict):
    assert shows_every_language(document) is verdict


def test_a_deep_document_is_read():
    document = {"name": {"en-US": "a", "fr": "b"}}
    for _ in range(5000):
        document = {"in": document}
    assert shows_every_language(document)


def test_redirect_links_lead_to_their_targets():
    assert unwrap(f"https://out.example/v1/{HASH}/http%3A//a.example/%3Fq=1%26v=2") == (
        "http://a.example/?q=1&v=2"
    )
    assert unwrap("https://a.example/") == "https://a.example/"


def test_links_in_html_lead_to_their_targets_and_stay_escaped():
    wrapped = f'<a href="https://out.example/v1/{HASH}/http%3A//a.example/%3Fa=1&amp;b=%22" x>y</a>'
    assert source_of(wrapped) == '<a href="http://a.example/?a=1&amp;b=&quot;" x>y</a>'
    assert source_of("no <b>link</b>") == "no <b>link</b>"


def test_line_breaks_that_cleaning_dropped_are_given_back():
    assert source_of("<ul><li>a</li></ul>\nb\nc</blockquote>\n\n") == (
        "<ul><li>a</li></ul>\n\nb\nc</blockquote>\n\n\n"
    )


def test_an_answer_without_lang_replaces_all_languages(catalogue):
    imported(catalogue, answer(name={"en-US": "a", "fr": "b"}))
    imported(catalogue, answer(name={"en-US": "a", "de": "c"}, summary=None))
    addon = stored_addon(catalogue)
    assert addon.name.texts == {"en-US": "a", "de": "c"}
    assert addon.summary.texts == {}


def test_an_answer_with_one_language_overwrites_that_one(catalogue):
    imported(catalogue, answer())
    one = answer(name={"fr": "Module"}, summary=None, current_version=...)
    imported(catalogue, one)
    addon = stored_addon(catalogue)
    assert addon.name.texts == {"en-US": "My Addon", "fr": "Module"}
    assert addon.summary.texts == {"fr": "Court"}


def test_a_plain_string_is_of_the_language_in_the_addresses(catalogue):
    imported(catalogue, answer())
    flat = answer(
        name="Mein Add-on",
        summary="Short",
        url="https://addons.example/de/firefox/addon/addon-1/",
        current_version=...,
    )
    imported(catalogue, flat)
    addon = stored_addon(catalogue)
    assert addon.name.texts == {"en-US": "My Addon", "fr": "Mon module", "de": "Mein Add-on"}
    assert addon.summary.texts == {"en-US": "Short", "fr": "Court"}


def test_a_plain_string_of_a_new_addon_is_in_its_default_language(catalogue):
    imported(
        catalogue,
        answer(
            name="Nom",
            default_locale="fr",
            summary="Zusammenfassung",
            url="https://addons.example/de/firefox/addon/addon-1/",
            current_version=version_answer(release_notes="Neues", license=None),
        ),
    )
    addon = stored_addon(catalogue)
    assert addon.name.texts == {"fr": "Nom"}
    assert addon.summary.texts == {"fr": "Zusammenfassung"}
    assert stored_version(catalogue).release_notes.texts == {"fr": "Neues"}


def test_the_language_of_addresses_is_written_as_the_catalogue_writes_it(catalogue):
    imported(catalogue, answer())
    imported(catalogue, answer(name="Nome", url="https://a.example/pt-br/firefox/addon/addon-1/"))
    assert stored_addon(catalogue).name.texts["pt-BR"] == "Nome"


def test_v5_tells_what_it_fell_back_to(catalogue):
    imported(catalogue, answer())
    v5 = answer(name={"en-US": "My Addon", "fr": None, "_default": "en-US"}, summary={"fr": "Bref"})
    imported(catalogue, v5)
    addon = stored_addon(catalogue)
    assert addon.name.texts == {"en-US": "My Addon"}
    assert addon.summary.texts == {"en-US": "Short", "fr": "Bref"}


def test_v5_links_are_read_by_their_url(catalogue):
    imported(
        catalogue,
        answer(
            homepage={
                "url": {"en-US": "https://a.example/", "fr": "https://a.example/fr"},
                "outgoing": {"en-US": "https://out.example/", "fr": "https://out.example/"},
            },
            support_url={"url": "https://s.example/", "outgoing": "https://out.example/"},
            contributions_url={"url": "https://c.example/", "outgoing": "https://out.example/"},
        ),
    )
    addon = stored_addon(catalogue)
    assert addon.homepage.texts == {"en-US": "https://a.example/", "fr": "https://a.example/fr"}
    assert addon.support_url.texts == {"en-US": "https://s.example/"}
    assert addon.contributions_url == "https://c.example/"


def test_wrapped_addresses_are_stored_as_their_targets(catalogue):
    wrapped = f"https://out.example/v1/{HASH}/https%3A//a.example/"
    imported(
        catalogue,
        answer(homepage=wrapped, description={"en-US": f'<a href="{wrapped}">x</a>', "fr": "y"}),
    )
    addon = stored_addon(catalogue)
    assert addon.homepage.texts == {"en-US": "https://a.example/"}
    assert addon.description.texts["en-US"] == '<a href="https://a.example/">x</a>'


@pytest.mark.parametrize("value", [5, [], {"en-US": 5}, {"en-US": "a\x00"}, "a\x00"])
def test_a_text_that_is_none_is_a_bad_record(catalogue, value):
    result = imported(catalogue, search(answer(name=value)))
    assert result.report.refused == 1
    assert "name" in result.problems[0]
