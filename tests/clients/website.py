"""How the website asks, and the fields that its pages read."""

from __future__ import annotations

from typing import Any

from amo_pyramid.testing.app import Service
from tests.clients import fields as f
from tests.clients.asking import ask

#: What the website's own server sends with every request.
SERVER = {
    "Accept": "*/*",
    "Accept-Language": "*",
    "User-Agent": "node",
    "Accept-Encoding": "gzip, deflate",
    "Sec-Fetch-Mode": "cors",
}
#: What the browser of a visitor sends.
BROWSER = {
    "Accept": "*/*",
    "Accept-Language": "fr,en;q=0.5",
    "Origin": "https://site.example",
    "Referer": "https://site.example/en-US/firefox/",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:70.0) Gecko/20100101 Firefox/70.0",
}
COMMON = "lang=en-US&wrap_outgoing_links=true"
CLIENT = "app=firefox&appversion=70.0"
TYPES = f.one_of("extension", "statictheme", "dictionary", "language", "search")
FILE: f.Table = {
    "size": f.integer,
    "url": f.own_url,
    "platform": f.one_of("all", "windows", "mac", "linux", "android"),
    "created": f.date,
    "is_webextension": f.flag,
    "is_mozilla_signed_extension": f.flag,
    "is_restart_required": f.flag,
    "permissions": f.words,
    "hash": f.hash_,
}
VERSION: f.Table = {
    "id": f.integer,
    "files": f.array,
    **f.below("files[]", FILE),
    "compatibility": f.ranges,
    "is_strict_compatibility_enabled": f.flag,
    "version": f.word,
    "license": f.nullable(f.object_),
    "release_notes": f.nullable(f.text),
}
LICENSE: f.Table = {
    "name": f.nullable(f.text),
    "url": f.nullable(f.url),
    "is_custom": f.flag,
}
PREVIEW: f.Table = {
    "image_size": f.size,
    "thumbnail_size": f.size,
    "image_url": f.own_url,
    "thumbnail_url": f.own_url,
    "caption": f.nullable(f.text),
}
#: ``is_recommended`` is read as well; it gave way to ``promoted``, and is not sent any more.
ADDON: f.Table = {
    "id": f.integer,
    "slug": f.word,
    "guid": f.word,
    "type": TYPES,
    "name": f.word,
    "previews": f.array,
    "authors": f.array,
    "authors[].id": f.integer,
    "authors[].name": f.word,
    "authors[].url": f.nullable(f.own_url),
    "current_version": f.object_,
    "average_daily_users": f.integer,
    "ratings": f.object_,
    "ratings.average": f.stars,
    "ratings.count": f.integer,
    "ratings.text_count": f.integer,
    "ratings.bayesian_average": f.stars,
    "icon_url": f.bitmap,
    "summary": f.nullable(f.text),
    "description": f.nullable(f.text),
    "status": f.one_of("public"),
    "is_disabled": f.flag,
    "is_experimental": f.flag,
    "requires_payment": f.flag,
    "homepage": f.nullable(f.text),
    "support_url": f.nullable(f.text),
    "support_email": f.nullable(f.text),
    "contributions_url": f.nullable(f.text),
    "has_eula": f.flag,
    "has_privacy_policy": f.flag,
    "public_stats": f.flag,
    "created": f.date,
    "last_updated": f.date,
    "url": f.own_url,
}
IN_LIST: f.Table = {**ADDON, **f.below("current_version", VERSION)}
#: Recommendations say neither license nor notes.
IN_RECOMMENDATIONS: f.Table = {
    key: kind
    for key, kind in IN_LIST.items()
    if key not in ("current_version.license", "current_version.release_notes")
}
WITH_PREVIEWS = f.below("previews[]", PREVIEW)
DETAIL: f.Table = {
    **IN_LIST,
    **WITH_PREVIEWS,
    **f.below("current_version.license?", LICENSE),
    "authors[].picture_url": f.own_url,
}
#: ``is_recommended`` is left out as above.
SUGGESTION: f.Table = {
    "id": f.integer,
    "name": f.word,
    "url": f.own_url,
    "icon_url": f.bitmap,
    "type": TYPES,
}
CATEGORY: f.Table = {
    "application": f.word,
    "type": f.word,
    "slug": f.word,
    "name": f.word,
}
LANGUAGE_TOOL: f.Table = {
    "id": f.integer,
    "name": f.word,
    "slug": f.word,
    "type": f.one_of("dictionary", "language"),
    "target_locale": f.word,
}
POLICY: f.Table = {"eula": f.nullable(f.text), "privacy_policy": f.nullable(f.text)}
LIST: f.Table = {"count": f.integer, "page_size": f.integer, "results": f.array}


def from_server(service: Service, path: str, query: str = "", **options: Any) -> Any:
    """What the website's server is answered."""
    return ask(service, _url(path, query), headers=SERVER, **options)


def from_browser(service: Service, path: str, query: str = "", **options: Any) -> Any:
    """What a visitor's browser is answered; it may read the answer on another origin."""
    return ask(service, _url(path, query), headers=BROWSER, **options)


def searched(service: Service, query: str) -> list[dict[str, Any]]:
    """The results of a search from the website's server, its paging fields checked."""
    answer = from_server(service, "addons/search/", query)
    f.check([answer], LIST)
    return answer["results"]


def _url(path: str, query: str) -> str:
    return f"/api/v4/{path}?{query}&{COMMON}" if query else f"/api/v4/{path}?{COMMON}"
