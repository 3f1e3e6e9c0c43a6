"""The measured add-on: its texts and a ready answer of about 6 KB. Standard library only.

The plain servers encode :data:`ADDON`; :mod:`bench.catalogue` stores an add-on with the same
texts, so both sides say about the same.
"""

from __future__ import annotations

from typing import Any

#: How the measured add-ons are asked for.
SLUG = "tab-gardener"
VERSIONS_SLUG = "many-versions"
DETAIL = f"/api/v4/addons/addon/{SLUG}/"
VERSIONS = f"/api/v4/addons/addon/{VERSIONS_SLUG}/versions/"
SITE = "https://addons.example.com"
MEDIA = f"{SITE}/user-media"

NAME = {
    "en-US": "Tab Gardener",
    "fr": "Jardinier d’onglets",
    "de": "Tab-Gärtner",
}
SUMMARY = {
    "en-US": "Keeps long lists of tabs in order: sorts them, groups them by site, and puts those "
    "that were not looked at for a week to sleep.",
    "fr": "Garde de l’ordre dans les longues listes d’onglets : les trie, les regroupe par site et "
    "endort ceux que personne n’a regardés depuis une semaine.",
    "de": "Hält lange Listen von Tabs in Ordnung: sortiert sie, fasst sie nach Seiten zusammen und "
    "legt schlafen, was eine Woche lang niemand angesehen hat.",
}
DESCRIPTION = {
    "en-US": "Everyone who reads a lot ends up with more tabs than the window can show. "
    "<b>Tab Gardener</b> walks through them while the browser is idle and tidies up.\n\n<ul>"
    "<li>Sort by site, by age or by title, once or always.</li>"
    "<li>Give every group a color and a short name.</li>"
    "<li>Put quiet tabs to sleep and wake them with one click.</li></ul>\n"
    "Nothing leaves the computer: there is no account, no server and no statistics.",
    "fr": "Qui lit beaucoup finit avec plus d’onglets que la fenêtre ne peut en montrer. "
    "<b>Jardinier d’onglets</b> les parcourt quand le navigateur est au repos et range.\n\n<ul>"
    "<li>Trier par site, par âge ou par titre, une fois ou toujours.</li>"
    "<li>Donner à chaque groupe une couleur et un nom court.</li>"
    "<li>Endormir les onglets calmes et les réveiller d’un clic.</li></ul>\n"
    "Rien ne quitte l’ordinateur : ni compte, ni serveur, ni statistiques.",
    "de": "Wer viel liest, hat bald mehr Tabs, als das Fenster zeigen kann. "
    "<b>Tab-Gärtner</b> geht sie durch, wenn der Browser nichts zu tun hat, und räumt auf.\n\n<ul>"
    "<li>Sortieren nach Seite, Alter oder Titel, einmal oder immer.</li>"
    "<li>Jede Gruppe bekommt eine Farbe und einen kurzen Namen.</li>"
    "<li>Stille Tabs schlafen legen und mit einem Klick wecken.</li></ul>\n"
    "Nichts verlässt den Rechner: kein Konto, kein Server, keine Statistik.",
}
RELEASE_NOTES = {
    "en-US": "Groups keep their colors after a restart; sorting is twice as fast.",
    "fr": "Les groupes gardent leurs couleurs après un redémarrage.",
    "de": "Gruppen behalten ihre Farben nach einem Neustart.",
}
CAPTION = {
    "en-US": "Forty tabs before and after an hour of work.",
    "fr": "Quarante onglets avant et après une heure de travail.",
    "de": "Vierzig Tabs vor und nach einer Stunde Arbeit.",
}
LICENSE_NAME = {"en-US": "Mozilla Public License 2.0"}
PERMISSIONS = ("tabs", "tabGroups", "storage", "menus", "sessions", "<all_urls>")
TAGS = ("groups", "order", "productivity", "tabs")
HASH = "sha256:" + "0123456789abcdef" * 4

_FILE: dict[str, Any] = {
    "id": 100,
    "created": "2018-10-11T12:30:45Z",
    "hash": HASH,
    "is_restart_required": False,
    "is_webextension": True,
    "is_mozilla_signed_extension": False,
    "platform": "all",
    "size": 123456,
    "status": "public",
    "url": f"{SITE}/firefox/downloads/file/100/tab_gardener-2.4.xpi?src=",
    "permissions": list(PERMISSIONS),
}
_VERSION: dict[str, Any] = {
    "id": 10,
    "compatibility": {
        "firefox": {"min": "78.0", "max": "*"},
        "android": {"min": "113.0", "max": "*"},
    },
    "edit_url": f"{SITE}/en-US/developers/addon/tab-gardener/versions/10",
    "files": [_FILE],
    "is_strict_compatibility_enabled": False,
    "license": {
        "id": 5,
        "is_custom": False,
        "name": LICENSE_NAME,
        "url": "https://www.mozilla.org/MPL/2.0/",
    },
    "release_notes": RELEASE_NOTES,
    "reviewed": None,
    "url": f"{SITE}/en-US/firefox/addon/tab-gardener/versions/2.4",
    "version": "2.4",
}
_PREVIEWS = [
    {
        "id": number,
        "caption": CAPTION,
        "image_size": [1280, 800],
        "image_url": f"{MEDIA}/previews/full/0/{number}.png?modified=1539261045",
        "thumbnail_size": [640, 400],
        "thumbnail_url": f"{MEDIA}/previews/thumbs/0/{number}.png?modified=1539261045",
    }
    for number in (1, 2)
]
_AUTHOR: dict[str, Any] = {
    "id": 1,
    "name": "user1",
    "url": f"{SITE}/en-US/firefox/user/1/",
    "username": "user1",
    "picture_url": None,
}

#: What R encodes for every request.
ADDON: dict[str, Any] = {
    "id": 1,
    "authors": [_AUTHOR],
    "average_daily_users": 45678,
    "categories": {"firefox": ["tabs", "other"], "android": ["other"]},
    "contributions_url": "",
    "created": "2018-10-11T12:30:45Z",
    "current_version": _VERSION,
    "default_locale": "en-US",
    "description": DESCRIPTION,
    "developer_comments": None,
    "edit_url": f"{SITE}/en-US/developers/addon/tab-gardener/edit",
    "guid": "tab-gardener@example.com",
    "has_eula": False,
    "has_privacy_policy": False,
    "homepage": {"en-US": "https://gardener.example.com/"},
    "icon_url": f"{SITE}/static/img/addon-icons/default-64.png",
    "icons": {
        "32": f"{SITE}/static/img/addon-icons/default-32.png",
        "64": f"{SITE}/static/img/addon-icons/default-64.png",
        "128": f"{SITE}/static/img/addon-icons/default-128.png",
    },
    "is_disabled": False,
    "is_experimental": False,
    "last_updated": "2018-10-11T12:30:45Z",
    "name": NAME,
    "previews": _PREVIEWS,
    "promoted": None,
    "public_stats": False,
    "ratings": {"average": 4.4, "bayesian_average": 4.375, "count": 321, "text_count": 123},
    "ratings_url": f"{SITE}/en-US/firefox/addon/tab-gardener/reviews/",
    "requires_payment": False,
    "review_url": f"{SITE}/en-US/reviewers/review/1",
    "slug": "tab-gardener",
    "status": "public",
    "summary": SUMMARY,
    "support_email": {"en-US": "help@gardener.example.com"},
    "support_url": {"en-US": "https://gardener.example.com/help"},
    "tags": list(TAGS),
    "type": "extension",
    "url": f"{SITE}/en-US/firefox/addon/tab-gardener/",
    "weekly_downloads": 1234,
}
