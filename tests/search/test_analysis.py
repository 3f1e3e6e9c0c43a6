"""From texts to words."""

from __future__ import annotations

import pytest

from amo_pyramid.backends.sql.search.analysis.names import name_words, raw_name
from amo_pyramid.backends.sql.search.analysis.scripts import is_unspaced, normal, pairs, words
from amo_pyramid.backends.sql.search.analysis.stemming import analyser_of, is_stop_word, stems
from amo_pyramid.backends.sql.search.document import trigrams_of
from amo_pyramid.constants.locales import LOCALES


@pytest.mark.parametrize(
    ("name", "in_order", "parts"),
    [
        ("GrApple Yummy", ["grapple", "yummy"], {"gr", "apple"}),
        ("uBlock Origin", ["ublock", "origin"], {"u", "block"}),
        ("MP3Tube", ["mp3tube"], {"mp", "3", "tube"}),
        ("Firebug", ["firebug"], {"fire", "bug"}),
        ("NoScript", ["noscript"], {"script"}),
        ("1-Click Lock", ["1", "click", "lock"], set()),
        ("The Camelizer", ["camelizer"], set()),
        ("AdBlocker", ["adblocker"], {"ad", "blocker"}),
        ("MegaUpload DownloadHelper", ["megaupload", "downloadhelper"],
         {"mega", "upload", "down", "download", "helper"}),
        ("Portable table", ["portable", "table"], set()),
        ("Addôn", ["addôn"], {"addon"}),
        ("谷歌翻译 Pro", ["谷歌", "歌翻", "翻译", "pro"], set()),
        ("Google翻译", ["google", "翻译"], set()),
        ("translate_page", ["translate", "page"], set()),
        ("!!!", [], set()),
    ],
)  # fmt: skip
def test_a_name_becomes_words_and_parts(name, in_order, parts):
    found = name_words(name)
    assert list(found.words) == in_order
    assert found.parts == parts


def test_compounds_can_be_chosen():
    assert name_words("Sponsorwall", {"wall"}).parts == {"wall"}
    assert name_words("Firebug", ()).parts == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don't stop, 3.5!", ["Don", "t", "stop", "3", "5"]),
        ("हिन्दी शब्दकोश", ["हिन्दी", "शब्दकोश"]),
        ("ﬁre ①", ["fire", "1"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text, found):
    assert words(normal(text)) == found


def test_scripts_without_spaces_give_pairs():
    assert list(pairs("翻译助手")) == ["翻译", "译助", "助手"]
    assert list(pairs("字")) == ["字"]
    assert all(map(is_unspaced, ("翻译", "ひらがな", "カタカナ", "한국어", "ภาษา", "ພາສາ")))
    assert not any(map(is_unspaced, ("latin", "кириллица", "ελληνικά", "עברית", "हिन्दी")))


@pytest.mark.parametrize(
    ("locale", "analyser"),
    [
        ("en-GB", "en"), ("en-US", "en"), ("de", "de"), ("pt-BR", "br"), ("pt-PT", "pt"),
        ("ja", "cjk"), ("ko", "cjk"), ("zh-TW", "zh"), ("sv-SE", "sv"), ("uk", None),
        ("fy-NL", None), ("nonsense", None),
    ],
)  # fmt: skip
def test_languages_have_the_analysers_of_the_contract(locale, analyser):
    assert analyser_of(locale) == analyser


def test_every_language_of_the_site_can_be_analysed():
    for locale in LOCALES:
        analyser = analyser_of(locale)
        if analyser is not None:
            assert list(stems("Firefox 翻译", analyser))


def test_stems_leave_stop_words_out_and_come_in_order():
    assert list(stems("The quick foxes and the dogs", "en")) == ["quick", "fox", "dog"]
    assert list(stems("Die Übersetzungen für das Web", "de")) == ["ubersetz", "web"]
    assert is_stop_word("the")
    assert not is_stop_word("the", "de")


def test_a_whole_name_is_compared_without_case_and_surplus_space():
    assert raw_name("  My   ADDÔN ") == "my addôn"


def test_trigrams_stay_within_words():
    assert list(trigrams_of("No Flash!")) == ["fla", "las", "ash"]
