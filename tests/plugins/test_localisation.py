"""The plugin that chooses languages and translates messages, alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from amo_pyramid.plugins.localisation import LONGEST_HEADER, Messages, Negotiator, preferences
from tests.plugins.alone import PATH, application

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Yes"
msgstr "Ja"

#, fuzzy
msgid "Maybe"
msgstr "Vielleicht"

msgid "No"
msgstr ""
"""


def greet(request):
    locale = request.registry["amo.negotiator"](
        request.params.get("lang", ""), request.headers.get("Accept-Language", "")
    )
    return {"locale": locale, "text": request.registry["amo.translate"]("Not found.", locale)}


def ask(query: str = "", header: str = "", **settings: str) -> dict[str, str]:
    """What the plugin makes of a request."""
    app = application("localisation", greet, "settings", "site", renderer="json", settings=settings)
    return app.get(PATH + query, headers={"Accept-Language": header}).json


def test_the_parameter_wins_over_the_browser():
    assert ask("?lang=de", "fr") == {"locale": "de", "text": "Nicht gefunden."}
    assert ask("", "fr") == {"locale": "fr", "text": "Introuvable."}
    assert ask() == {"locale": "en-US", "text": "Not found."}


def test_the_site_says_which_languages_it_speaks():
    assert ask("?lang=fr", **{"amo.locales": "en-US\nde"})["locale"] == "en-US"
    assert ask("?lang=tlh", **{"amo.locales": "en-US tlh"})["locale"] == "tlh"
    assert ask("", **{"amo.default_locale": "de"})["locale"] == "de"


@pytest.mark.parametrize(
    ("lang", "header", "locale"),
    [
        ("PT-br", "", "pt-BR"),
        ("pt_BR", "", "pt-BR"),
        ("pt", "", "pt-PT"),
        ("pt-AO", "", "pt-PT"),
        ("fr-CA", "", "fr"),
        ("zh", "", "zh-CN"),
        ("en", "", "en-US"),
        ("xx", "fr", "fr"),
        ("xx", "", "en-US"),
        ("", "sv;q=0.1, xx, ga;q=0.2", "ga-IE"),
        ("", "en-GB,en;q=0.9", "en-GB"),
        ("-", "-", "en-US"),
    ],
)
def test_a_language_is_matched_to_one_that_is_spoken(lang, header, locale):
    codes = ("en-US", "en-GB", "fr", "ga-IE", "pt-BR", "pt-PT", "sv-SE", "zh-CN")
    assert Negotiator(codes, "en-US")(lang, header) == locale


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("a, b;q=0.5, c;q=0.9", ["a", "c", "b"]),
        ("a;q=0.5, b;q=0.5", ["a", "b"]),
        ("a;q=0, b", ["b"]),
        ("*, a", ["a"]),
        ("a;q=7, b", ["a", "b"]),
        ("a;q=x, b", ["b"]),
        ("a;v=1", []),
        (",,;,a", ["a"]),
        ("a;q=nan, b;q=inf", ["b"]),
    ],
)
def test_the_browsers_languages_are_sorted_by_weight(header, tags):
    assert list(preferences(header)) == tags


def test_a_very_long_header_is_not_read_to_its_end():
    header = "x" * LONGEST_HEADER + ", fr"
    assert Negotiator(("en-US", "fr"), "en-US")("", header) == "en-US"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "de.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_only_finished_translations_count(folder):
    messages = Messages([folder], ("de",))
    assert messages("Yes", "de") == "Ja"
    for unfinished in ("Maybe", "No", "Never heard of"):
        assert messages(unfinished, "de") == unfinished


def test_a_language_without_texts_speaks_english(folder):
    messages = Messages([folder], ("de", "fr"))
    assert messages("Yes", "fr") == messages("Yes", "../de") == "Yes"


def test_a_later_folder_may_say_it_better(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "de.po").write_text('msgid "Yes"\nmsgstr "Jawohl"\n', encoding="utf-8")
    assert Messages([folder, other], ("de",))("Yes", "de") == "Jawohl"
    assert Messages([other, folder], ("de",))("Yes", "de") == "Ja"
