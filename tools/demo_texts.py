"""Summaries of the demonstration catalogue, made by rule from facts, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.domain.addon import Addon

#: English name of a category to its French and German one.
_CATEGORIES: Mapping[str, tuple[str, str]] = {
    "Feeds, News & Blogging": ("flux, actualités et blogs", "Feeds, Nachrichten und Blogs"),
    "Web Development": ("développement web", "Webentwicklung"),
    "Download Management": ("gestion des téléchargements", "Download-Verwaltung"),
    "Privacy & Security": ("vie privée et sécurité", "Datenschutz und Sicherheit"),
    "Search Tools": ("outils de recherche", "Suchwerkzeuge"),
    "Appearance": ("apparence", "Aussehen"),
    "Bookmarks": ("marque-pages", "Lesezeichen"),
    "Language Support": ("langues", "Sprachen"),
    "Photos, Music & Videos": ("photos, musique et vidéos", "Fotos, Musik und Videos"),
    "Social & Communication": ("réseaux sociaux et communication", "Soziales und Kommunikation"),
    "Alerts & Updates": ("alertes et mises à jour", "Hinweise und Aktualisierungen"),
    "Other": ("divers", "Sonstiges"),
    "Tabs": ("onglets", "Tabs"),
    "Shopping": ("achats en ligne", "Einkaufen"),
    "Games & Entertainment": ("jeux et divertissement", "Spiele und Unterhaltung"),
    "Abstract": ("abstrait", "Abstrakt"),
    "Firefox": ("Firefox", "Firefox"),
    "Solid": ("uni", "Einfarbig"),
}
_KINDS: Mapping[AddonType, tuple[str, str, str]] = {
    AddonType.EXTENSION: ("Extension", "Extension", "Erweiterung"),
    AddonType.STATICTHEME: ("Theme", "Thème", "Theme"),
    AddonType.DICTIONARY: ("Spelling dictionary", "Dictionnaire", "Wörterbuch"),
    AddonType.LANGUAGE: ("Language pack", "Paquet de langue", "Sprachpaket"),
}


def summary(addon: Addon, permissions: tuple[str, ...] | None) -> dict[str, str]:
    """What kind of add-on it is, what for, and what it asks for or how many use it; by locale.

    ``permissions`` are None where they are not known.
    """
    english, french, german = _KINDS[addon.type]
    names = sorted(CATEGORIES[each].name for each in addon.categories)
    translated = [_CATEGORIES[name] for name in names]
    is_extension = addon.type is AddonType.EXTENSION
    sentences = {
        "en-US": english + _for(" for " if is_extension else ": ", names),
        "fr": french + _for(" : ", [fr for fr, _ in translated]),
        "de": german + _for(" für " if is_extension else ": ", [de for _, de in translated]),
    }
    is_asking = is_extension and permissions is not None
    more = _permissions(len(permissions or ())) if is_asking else _users(addon.average_daily_users)
    return {locale: f"{text}. {more[locale]}" for locale, text in sentences.items()}


def _for(word: str, names: list[str]) -> str:
    return word + ", ".join(names) if names else ""


def _permissions(number: int) -> dict[str, str]:
    return {
        "en-US": f"Asks for {number} permission{'' if number == 1 else 's'}.",
        "fr": f"Demande {number} autorisation{'s' if number > 1 else ''}.",
        "de": f"Verlangt {number} Berechtigung{'' if number == 1 else 'en'}.",
    }


def _users(number: int) -> dict[str, str]:
    return {
        "en-US": f"Used by {number:,} {'person' if number == 1 else 'people'}.",
        "fr": f"Utilisé par {number:,} personne{'s' if number > 1 else ''}.".replace(",", " "),
        "de": f"Von {number:,} {'Person' if number == 1 else 'Personen'} benutzt.".replace(
            ",", "."
        ),
    }
