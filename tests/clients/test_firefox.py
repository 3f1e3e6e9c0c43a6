"""What Firefox on the desktop asks, as it asks it, and the fields that it reads."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.clients import fields as f
from tests.clients.asking import all_results, ask, pages
from tests.clients.catalogue import BRACED, DICTIONARY, NAMED, PACK, PLAIN, THEME

#: What this service calls the types that Firefox knows.
TYPES = f.one_of("extension", "statictheme", "dictionary", "language")
PLATFORMS = f.one_of("all", "linux", "mac", "windows", "android")
VERSION: f.Table = {
    "version": f.word,
    "files": f.array,
    "files[].platform": PLATFORMS,
    "files[].url": f.own_url,
}
PREVIEW: f.Table = {
    "image_url": f.own_url,
    "image_size": f.size,
    "thumbnail_url": f.own_url,
    "thumbnail_size": f.size,
    "caption": f.nullable(f.text),
}
ADDON: f.Table = {
    "guid": f.word,
    "name": f.word,
    "type": TYPES,
    "current_version": f.object_,
    **f.below("current_version", VERSION),
    "summary": f.nullable(f.text),
    "description": f.nullable(f.text),
    "icons": f.icons,
    "authors": f.array,
    "authors[].name": f.word,
    "authors[].url": f.nullable(f.own_url),
    "ratings": f.object_,
    "ratings.average": f.stars,
    "ratings.text_count": f.integer,
    "ratings_url": f.own_url,
    "url": f.own_url,
    "weekly_downloads": f.integer,
    "previews": f.array,
    **f.below("previews[]", PREVIEW),
    "homepage": f.nullable(f.text),
    "support_url": f.nullable(f.text),
    "contributions_url": f.text,
    "last_updated": f.date,
}
CARD: f.Table = {
    "description_text": f.nullable(f.text),
    "is_recommendation": f.flag,
    "addon.guid": f.word,
    "addon.name": f.word,
    "addon.type": TYPES,
    "addon.icon_url": f.bitmap,
    "addon.average_daily_users": f.integer,
    "addon.url": f.own_url,
    "addon.authors": f.array,
    "addon.authors[].name": f.word,
    "addon.authors[].url": f.nullable(f.own_url),
    "addon.ratings": f.object_,
    "addon.ratings.average": f.stars,
    "addon.current_version": f.object_,
    "addon.current_version.files": f.array,
    "addon.current_version.files[].platform": PLATFORMS,
    "addon.current_version.files[].url": f.own_url,
    "addon.previews": f.array,
    **f.below("addon.previews[]", PREVIEW),
}
LANGUAGE_PACK: f.Table = {
    "target_locale": f.word,
    "current_compatible_version": f.nullable(f.object_),
    "current_compatible_version?.files": f.array,
    "current_compatible_version?.files[].platform": PLATFORMS,
    "current_compatible_version?.files[].url": f.own_url,
    "current_compatible_version?.files[].hash": f.nullable(f.hash_),
}
MAPPING: f.Table = {"extension_id": f.word, "addon_guid": f.word}
#: Firefox always asks for these too.
BUILT_IN = "default-theme@mozilla.org"


def by_ids(ids: Sequence[str], locale: str = "en-US") -> str:
    """The address of a search by ids: everything encoded, commas too."""
    return f"/api/v4/addons/search/?guid={quote(','.join(ids), safe='')}&lang={locale}"


def guids(found: Sequence[dict[str, Any]]) -> list[str]:
    return sorted(each["guid"] for each in found)


def test_installed_addons_are_asked_for_by_their_ids(service):
    installed = [BUILT_IN, BRACED, NAMED, PLAIN, THEME, DICTIONARY, PACK]
    url = by_ids(installed)
    assert "guid=default-theme%40mozilla.org%2C%7B7b1bf0b6-A1B9" in url
    found = all_results(service, url)
    # The case of an id is kept, and those that nobody knows are left out.
    assert guids(found) == sorted(set(installed) - {BUILT_IN})
    f.check(found, ADDON)


def test_texts_fall_back_to_plain_texts_of_the_default_language(service):
    for locale in ("en-US", "fr", "pt-BR", "de", "en", "zh", "xx"):
        (german,) = ask(service, by_ids([NAMED], locale))["results"]
        assert (german["name"], german["summary"]) == ("Seitenleiste", "Kurz.")
    (french,) = ask(service, by_ids([BRACED], "fr"))["results"]
    assert french["name"] == "Onglets latéraux"


def put_many(service: Service) -> list[str]:
    """Store 120 add-ons, every other one with a braced id, and give their ids."""
    ids = [
        f"{{00000000-0000-4000-8000-{n:012x}}}"
        if n % 2
        else f"Add-on.number-{n}@people.example.org"
        for n in range(1000, 1120)
    ]
    records = []
    for number, guid in enumerate(ids, 1000):
        author = builders.author(builders.user(5, "marie"))
        preview = builders.preview(
            number, image_size=(640, 480), thumbnail_size=(200, 150), caption={"en-US": "Open"}
        )
        addon = builders.addon(number, guid=guid, authors=(author,), previews=(preview,))
        records.extend(builders.listed(addon, builders.version(number * 10, number)))
    service.put(*records)
    return ids


@pytest.mark.parametrize("page_size", ["", "&page_size=50"])
def test_a_hundred_and_twenty_ids_are_answered_page_by_page(service, page_size):
    ids = put_many(service)
    url = by_ids([BUILT_IN, *ids]) + page_size
    assert len(url) > 5_000
    answers = list(pages(service, url))
    assert len(answers) == (3 if page_size else 5)
    found = [each for answer in answers for each in answer["results"]]
    assert guids(found) == sorted(ids)
    f.check(found, ADDON)


def test_more_than_eight_thousand_characters_are_no_error(service):
    unknown = [f"{{ffffffff-0000-4000-8000-{number:012x}}}" for number in range(200)]
    url = by_ids([*unknown, NAMED])
    assert len(url) > 8_192
    assert guids(all_results(service, url)) == [NAMED]


@pytest.mark.parametrize("ids", [[BUILT_IN], ["notanid"], ["a b", "ü", "{}"], ["x" * 300]])
def test_ids_that_nobody_knows_are_no_error(service, ids):
    assert all_results(service, by_ids(ids)) == []


def test_the_addon_that_brought_a_person_here_is_found(service):
    encoded = base64.urlsafe_b64encode(BRACED.encode()).decode().rstrip("=")
    url = f"/api/v4/addons/search/?guid=rta%3A{encoded}&lang=en-US"
    found = all_results(service, url)
    assert guids(found) == [BRACED]
    f.check(found, ADDON)


@pytest.mark.parametrize("edition", ["default", "", "esr-distribution"])
def test_the_recommendations_pane(service, edition):
    items = ask(service, f"/api/v4/discovery/?lang=en-US&edition={edition}")["results"]
    f.check(items, CARD)
    assert [item["addon"]["guid"] for item in items] == [NAMED, THEME, BRACED]
    theme = items[1]["addon"]
    assert [680, 92] in [each["image_size"] for each in theme["previews"]]
    # Cards show plain texts.
    assert [item["description_text"] for item in items][:2] == ["Kurz.", None]


def test_a_client_id_beside_an_edition_changes_nothing(service, engine):
    url = "/api/v4/discovery/?lang=en-US&edition=default"
    engine.recommends(PLAIN)
    personal = f"{url}&telemetry-client-id={'0123456789abcdef' * 4}"
    assert ask(service, personal) == ask(service, url)
    assert engine.requests == []


def test_language_packs_for_a_version(service):
    url = "/api/v4/addons/language-tools/?app=firefox&type=language&appversion=153.7.0"
    packs = ask(service, url)["results"]
    f.check(packs, LANGUAGE_PACK)
    compatible = {
        pack["target_locale"]: (pack["current_compatible_version"] or {}).get("version")
        for pack in packs
    }
    # The newest version is for 154.
    assert compatible == {"de": "153.7.20261103.151912"}


def test_extensions_of_another_browser_are_mapped_and_then_asked_for(service):
    url = "/api/v5/addons/browser-mappings/?browser=chrome"
    mappings = all_results(service, url)
    f.check(mappings, MAPPING)
    assert [each["addon_guid"] for each in mappings] == [BRACED, NAMED, "unknown@example.org"]
    found = all_results(service, by_ids([each["addon_guid"] for each in mappings]))
    assert guids(found) == sorted([BRACED, NAMED])


def test_mappings_are_paged_like_searches(service):
    url = "/api/v5/addons/browser-mappings/?browser=chrome&page_size=1"
    assert [len(page["results"]) for page in pages(service, url)] == [1, 1, 1]


def test_an_unknown_browser_has_no_mappings(service):
    url = "/api/v5/addons/browser-mappings/?browser=chromium-based%20thing"
    assert all_results(service, url) == []


@pytest.mark.parametrize("guid", [BRACED, quote(BRACED), NAMED, quote(NAMED, safe="")])
def test_one_addon_is_asked_for_by_its_id(service, guid):
    addon = ask(service, f"/api/v4/addons/addon/{guid}/")
    assert addon["guid"] in (BRACED, NAMED)
    assert f.own_url(addon["current_version"]["files"][0]["url"])
    assert f.icons(addon["icons"])


def test_nothing_of_v5_leaks_into_v4(service):
    (addon,) = ask(service, by_ids([BRACED]))["results"]
    assert addon["homepage"] == "https://example.org/"
    assert addon["support_url"] == "https://example.org/help"
    assert addon["contributions_url"].startswith("https://donate.example.org/?x=1&utm_")
    assert isinstance(addon["current_version"]["files"], list)
