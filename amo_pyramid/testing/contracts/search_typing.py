"""What is found although it is written otherwise (catalog.md §7): typing errors, languages."""

from __future__ import annotations

import pytest

from amo_pyramid.testing.contracts.search_base import SearchCase
from amo_pyramid.testing.contracts.search_ranking import stock


class TypingContract(SearchCase):
    """Typing errors (catalog.md §7.2): the first two letters are right."""

    @pytest.mark.parametrize(
        ("typed", "is_found"),
        [
            ("gresemonkey", True),
            ("greasemonky", True),
            ("graesemonkey", True),
            ("greezemonkee", False),
            ("graesemonky", True),
        ],
    )
    def test_up_to_two_letters_of_a_long_word_may_be_wrong(self, shelf, typed, is_found):
        stock(shelf, ("Greasemonkey", 10), ("Other", 5))
        assert shelf.ids(typed) == ([1] if is_found else [])

    @pytest.mark.parametrize(
        ("typed", "is_found"), [("tabz", True), ("tbas", False), ("tbsa", False), ("taabs", True)]
    )
    def test_one_letter_of_a_short_word_may_be_wrong(self, shelf, typed, is_found):
        stock(shelf, ("Tabs", 10))
        assert shelf.ids(typed) == ([1] if is_found else [])

    def test_the_first_two_letters_must_be_right(self, shelf):
        stock(shelf, ("Wizard", 10))
        assert shelf.ids("iwzard") == []

    def test_every_one_of_two_words_must_be_similar(self, shelf):
        stock(shelf, ("Quiet Garden", 10), ("Quiet House", 1000))
        assert shelf.ids("quied gardem") == [1]

    def test_two_of_three_words_must_be_similar(self, shelf):
        stock(shelf, ("Quiet Garden Gnome", 10), ("Quiet House", 1000))
        assert shelf.ids("quied gardem elf") == [1]

    def test_a_long_query_allows_no_errors(self, shelf):
        stock(shelf, ("Extraordinary Gardening Companion", 10))
        assert shelf.ids("Extraordinary Gardening Companoin") == []

    def test_parts_of_words_are_found(self, shelf):
        stock(shelf, ("Greasemonkey", 10))
        assert shelf.ids("semonkey") == [1]

    def test_words_written_together_or_apart_are_found(self, shelf):
        stock(shelf, ("Grease Monkey", 10), ("AdBlocker", 5))
        assert shelf.ids("greasemonkey") == [1]
        assert shelf.ids("ad blocker") == [2]

    def test_errors_are_not_looked_for_where_there_is_enough(self, shelf):
        shelf.add_named(*(f"Wizard {number}" for number in range(12)), "Wizzard")
        assert shelf.find("wizard").total == 12

    def test_results_that_are_only_similar_are_filtered_too(self, shelf):
        shelf.add(1, name="Wizard", categories=(93,))
        shelf.add(2, name="Wizard")
        assert shelf.ids("wizzard", categories=frozenset({93})) == [1]
        assert shelf.ids("wizzard", within=frozenset({2})) == [2]
        assert shelf.find("wizzard", within=frozenset({1, 2})).total == 2


class LanguagesContract(SearchCase):
    """Names in all languages (catalog.md §7.1)."""

    @pytest.mark.fact("catalog-281")
    @pytest.mark.parametrize("typed", ["addôn", "ADDÔN", "my addôn", "addon"])
    def test_case_and_accents_of_the_name_do_not_matter(self, shelf, typed):
        shelf.add(1, name="My Addôn")
        assert shelf.ids(typed) == [1]

    @pytest.mark.fact("catalog-282")
    @pytest.mark.parametrize("locale", ["en-US", "en-GB", "es", "uk"])
    def test_the_name_in_the_default_language_is_found_from_every_language(self, shelf, locale):
        names = {"en-GB": "Banana Bonkers", "es": "Plátano loco"}
        shelf.add(1, default_locale="en-GB", name=names)
        shelf.add(2, name="Other", summary="Banana")
        assert shelf.ids("Banana", locale=locale)[0] == 1

    @pytest.mark.fact("catalog-283")
    def test_typing_errors_are_forgiven_in_every_language(self, shelf):
        for id_, name in enumerate(("Mein Taschenmesser", "Mein Hufrinnenmesser"), 1):
            shelf.add(id_, default_locale="de", name={"de": name})
        assert shelf.ids("Taschenmssser", locale="de") == [1]

    @pytest.mark.parametrize(
        ("locale", "name", "typed"),
        [
            ("de", "Die schönen Übersetzungen", "Schöne Übersetzung"),
            ("fr", "Traductions instantanées", "traduction instantanée"),
            ("es", "Bloqueadores de anuncios", "bloqueador anuncio"),
            ("pt-BR", "Bloqueadores de anúncios", "bloqueador anúncio"),
            ("it", "Traduttori veloci", "traduttore veloce"),
            ("ru", "Переводчики страниц", "переводчик страница"),
            ("sv-SE", "Flikar och bokmärken", "flik bokmärke"),
            ("nl", "Vertalingen en bladwijzers", "vertaling bladwijzer"),
            ("cs", "Záložky a stránky", "záložka stránka"),
            ("en-GB", "Downloading pictures", "download picture"),
        ],
    )
    def test_words_are_found_in_other_forms(self, shelf, locale, name, typed):
        shelf.add(1, name={"en-US": "Zzz", locale: name})
        assert shelf.ids(typed, locale=locale) == [1]

    def test_languages_of_one_analyser_are_searched_together(self, shelf):
        shelf.add(1, default_locale="fr", name={"fr": "Jardin", "en-GB": "Quiet gardens"})
        assert shelf.ids("quiet garden", locale="en-US") == [1]
        assert shelf.ids("quiet garden", locale="de") == []

    def test_a_summary_in_the_language_of_the_request_is_found(self, shelf):
        shelf.add(1, summary={"en-US": "Garden", "de": "Gärten"})
        assert shelf.ids("Gärten", locale="de") == [1]
        assert shelf.ids("Gärten", locale="fr") == []
        assert shelf.ids("gardens", locale="de") == [1]

    @pytest.mark.parametrize(
        ("locale", "name", "typed"),
        [
            ("zh-CN", "谷歌翻译助手", "翻译"),
            ("zh-TW", "新同文堂", "同文"),
            ("ja", "日本語の辞書ツール", "辞書"),
            ("ja", "ブックマーク管理", "マーク"),
            ("ko", "한국어 맞춤법 검사기", "맞춤법"),
            ("th", "ตัวแปลภาษา", "แปล"),
        ],
    )
    def test_scripts_without_spaces_are_found_in_the_middle(self, shelf, locale, name, typed):
        shelf.add(1, default_locale=locale, name={locale: name})
        shelf.add(2)
        for asked in (locale, "en-US"):
            assert shelf.ids(typed, locale=asked) == [1]
            assert shelf.suggested(typed, locale=asked) == [1]

    def test_a_single_character_is_the_beginning_of_a_name(self, shelf):
        shelf.add(1, default_locale="zh-CN", name={"zh-CN": "谷歌翻译"})
        assert shelf.ids("谷", locale="zh-CN") == [1]

    def test_scripts_can_be_mixed(self, shelf):
        shelf.add(1, default_locale="zh-CN", name={"zh-CN": "Google翻译Pro"})
        for typed in ("google", "翻译", "google翻译", "翻译pro"):
            assert shelf.ids(typed, locale="zh-CN") == [1]

    @pytest.mark.parametrize(
        "name", ["हिन्दी शब्दकोश", "مترجم سريع", "עברית מילון", "Ελληνικό λεξικό"]
    )
    def test_every_word_of_another_script_is_found(self, shelf, name):
        shelf.add(1, name=name)
        for word in name.split():
            assert shelf.ids(word) == [1]
            assert shelf.suggested(word[:3]) == [1]
