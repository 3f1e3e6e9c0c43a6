"""Translated fields, and the language of an answer (catalog.md §1.5, §1.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views.helpers import detail, in_v3_and_v4, put_addon
from tests.views.version_helpers import get_version

GAMES = {"en-US": "Games", "fr": "Jeux"}

in_flat_versions = pytest.mark.parametrize("version", ["v3", "v4"])
in_v4dev = pytest.mark.parametrize("version", ["v4dev"])


def shown(
    service: Service, version: str, field: str, lang: str | None = None, **headers: str
) -> Any:
    """A field of add-on 1 for a reader who asks for ``lang`` and sends these headers."""
    query = "" if lang is None else urlencode({"lang": lang})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return detail(service, version, 1, query, headers=named)[field]


def one(version: str, locale: str, text: str) -> Any:
    """A single translation as the API version writes it."""
    return {locale: text} if version == "v4dev" else text


@pytest.mark.fact("catalog-136")
def test_without_lang_every_translation_is_shown(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name") == GAMES


@pytest.mark.fact("catalog-137")
@in_flat_versions
def test_with_lang_the_translation_is_a_string(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", "fr") == "Jeux"


@pytest.mark.fact("catalog-138")
@in_v4dev
def test_with_lang_the_translation_is_an_object_in_v4dev(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", "fr") == {"fr": "Jeux"}


@pytest.mark.fact("catalog-139")
@in_flat_versions
def test_a_missing_translation_is_replaced_by_the_default_one(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", "de") == "Games"


@pytest.mark.fact("catalog-140")
@in_v4dev
def test_the_replacement_bears_its_own_language_in_v4dev(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", "de") == {"en-US": "Games"}


@in_v3_and_v4
def test_the_default_language_is_that_of_the_addon(service, version):
    put_addon(service, default_locale="pt-BR", name={"pt-BR": "Nome", "en-US": "Name"})
    assert shown(service, version, "name", "fr") == one(version, "pt-BR", "Nome")


@pytest.mark.fact("catalog-143")
def test_what_is_not_stored_is_null(service, version):
    put_addon(service, description={})
    for lang in (None, "en-US", "fr"):
        assert shown(service, version, "description", lang) is None


@pytest.mark.fact("catalog-144")
@pytest.mark.parametrize("blank", ["", " \n\t "], ids=["empty", "white space"])
def test_white_space_is_no_text(service, version, blank):
    put_addon(service, description={"en-US": blank, "fr": blank})
    for lang in (None, "en-US", "fr"):
        assert shown(service, version, "description", lang) is None


@in_v3_and_v4
def test_white_space_in_the_asked_language_does_not_hide_the_default(service, version):
    put_addon(service, description={"en-US": "Text", "fr": " "})
    assert shown(service, version, "description", "fr") == one(version, "en-US", "Text")
    assert shown(service, version, "description") == {"en-US": "Text"}


@pytest.mark.fact("catalog-145")
@in_v3_and_v4
def test_there_is_no_third_choice(service, version):
    put_addon(service, description={"fr": "Texte"})
    assert shown(service, version, "description", "de") is None


@pytest.mark.fact("catalog-146")
@in_v3_and_v4
def test_without_lang_a_text_without_its_default_language_is_shown(service, version):
    put_addon(service, description={"fr": "Texte"})
    assert shown(service, version, "description") == {"fr": "Texte"}


@pytest.mark.fact("catalog-147")
def test_languages_are_written_canonically_however_they_are_stored(service, version):
    put_addon(service, name={"pt-br": "Nome"}, default_locale="pt-BR")
    assert shown(service, version, "name") == {"pt-BR": "Nome"}
    assert shown(service, version, "name", "pt-BR") in ({"pt-BR": "Nome"}, "Nome")


@pytest.mark.fact("catalog-148")
@in_v3_and_v4
@pytest.mark.parametrize("lang", ["fr", "FR", "fr-FR", "fr-fr", "fr-CA"])
def test_the_case_and_an_unknown_region_of_a_language_do_not_matter(service, version, lang):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", lang) == one(version, "fr", "Jeux")


@pytest.mark.fact("catalog-149")
@in_v3_and_v4
def test_an_unknown_lang_leaves_the_choice_to_the_browser(service, version):
    put_addon(service, name={"en-US": "Games", "de": "Spiele"})
    found = shown(service, version, "name", "xx", Accept_Language="de")
    assert found == one(version, "de", "Spiele")
    assert shown(service, version, "name", "xx") == one(version, "en-US", "Games")


@in_v3_and_v4
@pytest.mark.parametrize(
    ("lang", "locale"), [("en", "en-US"), ("pt", "pt-PT"), ("sv", "sv-SE"), ("zh", "zh-CN")]
)
def test_a_language_alone_means_its_most_common_region(service, version, lang, locale):
    put_addon(service, default_locale="fr", name={"fr": "Jeux", locale: "Found"})
    assert shown(service, version, "name", lang) == one(version, locale, "Found")
    found = shown(service, version, "name", "xx", Accept_Language=lang)
    assert found == one(version, locale, "Found")


@in_v3_and_v4
@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("de;q=0.5, fr;q=0.9", "fr"),
        ("xx, de", "de"),
        ("de-AT", "de"),
        ("fr;q=0, de;q=0.1", "de"),
        ("*", "en-US"),
        ("de;q=nonsense", "en-US"),
    ],
)
def test_the_browsers_languages_are_tried_from_the_best(service, version, header, locale):
    put_addon(service, name={"en-US": "Games", "de": "Spiele", "fr": "Jeux"})
    found = shown(service, version, "url", Accept_Language=header)
    assert found == f"{SITE}/{locale}/firefox/addon/addon-1/"


@pytest.mark.fact("catalog-150")
@in_v3_and_v4
def test_an_empty_lang_is_as_good_as_none(service, version):
    put_addon(service, name=GAMES)
    assert shown(service, version, "name", "") == GAMES


@pytest.mark.fact("catalog-151")
def test_a_name_is_neither_cleaned_nor_escaped(service, version):
    name = "<b>Ad & Co</b>"
    put_addon(service, name={"en-US": name})
    assert shown(service, version, "name") == {"en-US": name}
    assert shown(service, version, "name", "en-US") in ({"en-US": name}, name)


@pytest.mark.fact("catalog-152")
def test_the_browsers_language_decides_links_but_not_the_form_of_texts(service, version):
    put_addon(service, name=GAMES)
    for field, expected in {
        "name": GAMES,
        "url": f"{SITE}/de/firefox/addon/addon-1/",
        "review_url": f"{SITE}/de/reviewers/review/1",
    }.items():
        assert shown(service, version, field, Accept_Language="de") == expected


NOTES = {"en-US": "Faster", "fr": "Plus rapide"}


@pytest.mark.fact("catalog-153")
@in_v3_and_v4
def test_release_notes_are_translated(service, version):
    put_addon(service, builders.version(release_notes=NOTES))
    assert get_version(service, version).json["release_notes"] == NOTES
    found = get_version(service, version, 10, "lang=fr").json["release_notes"]
    assert found == one(version, "fr", "Plus rapide")


@in_v3_and_v4
def test_what_belongs_to_an_addon_falls_back_to_its_language_and_then_to_english(service, version):
    license_ = builders.license(name={"en-US": "License", "fr": "Licence"}, default_locale="pt-BR")
    notes = {"pt-BR": "Novo", "en-US": "New", "fr": "Neuf"}
    put_addon(
        service,
        builders.version(release_notes=notes, license=license_, default_locale="pt-BR"),
        default_locale="pt-BR",
    )
    found = get_version(service, version, 10, "lang=de").json
    assert found["release_notes"] == one(version, "pt-BR", "Novo")
    assert found["license"]["name"] == one(version, "en-US", "License")


@in_v3_and_v4
@pytest.mark.parametrize(
    ("locale", "reserved"), [("de", "Alle Rechte vorbehalten"), ("fr", "Tous droits réservés")]
)
def test_the_names_of_known_licenses_are_translated_by_the_service(
    service, version, locale, reserved
):
    put_addon(service, builders.version(license=builders.license(builtin=18)))

    def name(query: str, **headers: str) -> Any:
        return get_version(service, version, 10, query, headers=headers).json["license"]["name"]

    assert name("") == {"en-US": "All Rights Reserved"}
    assert name("", **{"Accept-Language": locale}) == {locale: reserved}
    assert name(f"lang={locale}") == one(version, locale, reserved)


@pytest.mark.parametrize(
    ("locale", "message"), [("de", "Nicht gefunden."), ("fr", "Introuvable."), ("it", "Not found.")]
)
def test_errors_speak_the_language_of_the_reader_where_there_is_a_translation(
    service, version, locale, message
):
    for query, headers in ((f"?lang={locale}", {}), ("", {"Accept-Language": locale})):
        response = service.get(f"/addons/addon/1/{query}", version=version, headers=headers)
        assert response.json == {"detail": message}
