"""Translated texts (catalog.md §1.6)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amo_pyramid.constants.locales import LOCALES
from amo_pyramid.domain.text import EMPTY, SITE_LOCALE, Localized

locales = st.sampled_from(LOCALES)
blanks = st.sampled_from([None, "", " ", "\n\t "])
readable = st.text(min_size=1).filter(lambda text: bool(text.strip()))
stored = st.dictionaries(locales, st.one_of(blanks, readable), max_size=6)


def test_the_asked_language_comes_first() -> None:
    text = Localized.of({"en-US": "Tabs", "fr": "Onglets"})
    assert text.best("fr") == ("fr", "Onglets")


def test_a_missing_language_falls_back_in_the_order_of_the_fallbacks() -> None:
    text = Localized.of({"en-US": "Tabs", "de": "Reiter"}, ("de", "en-US"))
    assert text.best("fr") == ("de", "Reiter")
    assert Localized.of({"en-US": "Tabs"}, ("de", "en-US")).best("fr") == ("en-US", "Tabs")


def test_there_is_no_fallback_to_just_any_language() -> None:
    assert Localized.of({"fr": "Onglets"}, ("de",)).best("it") is None


def test_no_text_at_all_is_false_and_has_no_best() -> None:
    assert not EMPTY
    assert EMPTY.best("en-US") is None
    assert not Localized.of(None)


def test_the_default_locale_is_the_first_fallback() -> None:
    assert EMPTY.default_locale == SITE_LOCALE
    assert Localized.of({}, ["de", "en-US"]).default_locale == "de"


@given(stored)
def test_blank_and_null_texts_are_never_kept(texts: dict[str, str | None]) -> None:
    kept = Localized.of(texts).texts
    assert dict(kept) == {key: text for key, text in texts.items() if text and text.strip()}


@given(stored, locales, locales)
def test_the_best_text_is_a_stored_one_in_the_asked_or_a_fallback_language(
    texts: dict[str, str | None], asked: str, default: str
) -> None:
    text = Localized.of(texts, (default,))
    best = text.best(asked)
    if best is None:
        assert asked not in text.texts
        assert default not in text.texts
    else:
        assert best[0] in (asked, default)
        assert text.texts[best[0]] == best[1]


@given(stored, locales, readable)
def test_setting_one_translation_leaves_the_others_and_the_original(
    texts: dict[str, str | None], locale: str, new: str
) -> None:
    before = Localized.of(texts, ("de",))
    after = before.with_text(locale, new)
    assert dict(after.texts) == {**before.texts, locale: new}
    assert after.fallbacks == ("de",)
    assert before == Localized.of(texts, ("de",))


@given(stored, locales, blanks)
def test_setting_a_blank_removes_the_translation(
    texts: dict[str, str | None], locale: str, blank: str | None
) -> None:
    before = Localized.of(texts)
    rest = {key: text for key, text in before.texts.items() if key != locale}
    assert dict(before.with_text(locale, blank).texts) == rest
