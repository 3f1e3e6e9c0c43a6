"""What v5 writes differently (platform.md §1.3, §6)."""

from __future__ import annotations

from typing import Any

import pytest

from amo_pyramid.constants.licenses import SLUGS
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.domain.addon import Promotion
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import SITE, Service
from tests.views import helpers
from tests.views.helpers import put_addon
from tests.views.link_helpers import SOURCE, wrapped
from tests.views.version_helpers import get_version, get_versions

NAMES = {"en-US": "Games", "fr": "Jeux"}
HOMEPAGE = "http://e.test/"


def detail(service: Service, query: str = "") -> dict[str, Any]:
    return helpers.detail(service, "v5", 1, query)


def missing(locale: str, text: Any) -> dict[str, Any]:
    """What stands for a missing translation into a locale: the English one, and who it is."""
    return {"en-US": text, locale: None, "_default": "en-US"}


def test_all_translations_are_an_object(service):
    put_addon(service, name=NAMES)
    assert detail(service)["name"] == NAMES
    assert detail(service, "lang=")["name"] == NAMES


def test_a_single_translation_is_an_object(service):
    put_addon(service, name=NAMES)
    assert detail(service, "lang=fr")["name"] == {"fr": "Jeux"}


def test_a_missing_translation_is_null_beside_the_default_one(service):
    put_addon(service, name=NAMES)
    assert detail(service, "lang=de")["name"] == missing("de", "Games")


def test_what_has_no_translation_at_all_is_null(service):
    put_addon(service, description={"fr": "Texte"})
    assert detail(service, "lang=de")["description"] is None
    assert detail(service)["summary"] is None
    assert detail(service, "lang=de")["summary"] is None


def test_an_unknown_lang_asks_for_the_browsers_language(service):
    put_addon(service, name=NAMES)
    headers = {"Accept-Language": "de"}
    shown = helpers.detail(service, "v5", 1, "lang=xx", headers=headers)
    assert shown["name"] == missing("de", "Games")


def test_the_name_of_a_known_license_is_an_object(service):
    put_addon(service, builders.version(license=builders.license(builtin=18)))
    name = {"fr": "Tous droits réservés"}
    assert get_version(service, "v5", 10, "lang=fr").json["license"]["name"] == name


def test_html_is_cleaned_in_every_form(service):
    put_addon(service, summary={"en-US": "<b>x</b>"})
    clean = "&lt;b&gt;x&lt;/b&gt;"
    assert detail(service)["summary"] == {"en-US": clean}
    assert detail(service, "lang=en-US")["summary"] == {"en-US": clean}
    assert detail(service, "lang=de")["summary"] == missing("de", clean)


@pytest.mark.parametrize("query", ["", "wrap_outgoing_links"])
def test_a_translated_link_is_two_objects_whatever_the_reader_asks(service, query):
    put_addon(service, homepage={"en-US": HOMEPAGE, "fr": "http://e.test/fr"})
    assert detail(service, query)["homepage"] == {
        "url": {"en-US": HOMEPAGE, "fr": "http://e.test/fr"},
        "outgoing": {"en-US": wrapped(HOMEPAGE), "fr": wrapped("http://e.test/fr")},
    }


def test_a_single_translation_of_a_link_is_two_objects(service):
    put_addon(service, support_url={"en-US": HOMEPAGE})
    assert detail(service, "lang=en-US")["support_url"] == {
        "url": {"en-US": HOMEPAGE},
        "outgoing": {"en-US": wrapped(HOMEPAGE)},
    }
    assert detail(service, "lang=de")["support_url"] == {
        "url": missing("de", HOMEPAGE),
        "outgoing": missing("de", wrapped(HOMEPAGE)),
    }


@pytest.mark.parametrize("query", ["", "lang=en-US", "lang=de"])
def test_a_link_that_is_not_there_is_null(service, query):
    put_addon(service)
    shown = detail(service, query)
    assert shown["homepage"] is None
    assert shown["support_url"] is None


def test_a_translated_link_that_cannot_be_resolved_is_null(service):
    put_addon(service, homepage={"fr": HOMEPAGE})
    assert detail(service, "lang=de")["homepage"] is None


def test_the_contribution_link_has_both_forms(service):
    put_addon(service, contributions_url="https://paypal.me/somebody")
    url = f"https://paypal.me/somebody?{SOURCE}"
    assert detail(service)["contributions_url"] == {"url": url, "outgoing": wrapped(url)}


def test_links_in_html_are_wrapped(service):
    put_addon(service, summary={"en-US": HOMEPAGE})
    assert wrapped(HOMEPAGE) in detail(service)["summary"]["en-US"]


def test_a_version_has_one_file_with_the_fields_that_still_mean_something(service):
    stored = builders.file(
        9,
        filename="a.xpi",
        permissions=("tabs",),
        optional_permissions=("bookmarks",),
        host_permissions=("<all_urls>",),
    )
    put_addon(service, builders.version(files=(stored,)))
    expected = {
        "id": 9,
        "created": "2018-10-11T12:30:45Z",
        "hash": stored.hash,
        "is_mozilla_signed_extension": False,
        "size": 4321,
        "status": "public",
        "url": f"{SITE}/firefox/downloads/file/9/a.xpi?src=",
        "permissions": ["tabs"],
        "optional_permissions": ["bookmarks"],
        "host_permissions": ["<all_urls>"],
        "data_collection_permissions": [],
        "optional_data_collection_permissions": [],
    }
    for shown in (
        get_version(service, "v5").json,
        get_versions(service, "v5").json["results"][0],
        detail(service)["current_version"],
    ):
        assert shown["file"] == expected
        assert "files" not in shown


def test_of_several_files_the_first_is_shown_and_of_none_null(service):
    put_addon(service, builders.version(files=(builders.file(2), builders.file(1))))
    assert get_version(service, "v5").json["file"]["id"] == 1
    service.put(builders.version(files=()))
    assert get_version(service, "v5").json["file"] is None


LICENSE_KEYS = ["id", "is_custom", "name", "slug", "text", "url"]


def test_the_text_of_a_license_is_in_the_detail_of_a_version_only(service):
    put_addon(service, builders.version(license=builders.license()))
    simple = [key for key in LICENSE_KEYS if key != "text"]
    assert list(get_version(service, "v5").json["license"]) == LICENSE_KEYS
    assert list(get_versions(service, "v5").json["results"][0]["license"]) == simple
    assert list(detail(service)["current_version"]["license"]) == simple


@pytest.mark.parametrize(("builtin", "slug"), [*SLUGS.items(), (0, None)])
def test_a_license_has_a_slug_unless_it_is_a_developers_own(sqlite_catalogue, builtin, slug):
    service = Service(sqlite_catalogue)
    put_addon(service, builders.version(license=builders.license(builtin=builtin)))
    assert get_version(service, "v5").json["license"]["slug"] == slug


def test_a_preview_has_its_position(service):
    put_addon(service, previews=(builders.preview(1, position=7),))
    (shown,) = detail(service)["previews"]
    assert list(shown) == [
        "id",
        "caption",
        "image_size",
        "image_url",
        "position",
        "thumbnail_size",
        "thumbnail_url",
    ]
    assert shown["position"] == 7


def test_categories_are_not_grouped_by_application(service):
    # Alerts and tabs of Firefox, shopping of both applications.
    put_addon(service, categories=(72, 93, 141, 150))
    assert detail(service)["categories"] == ["alerts-updates", "shopping", "tabs"]


def test_an_addon_has_the_fields_of_v4_and_none_of_the_older_ones(service):
    put_addon(service, promotion=Promotion(group=PromotedGroup.STRATEGIC))
    shown = detail(service)
    assert shown["created"] == "2018-10-11T12:30:45Z"
    assert shown["promoted"] == {"apps": ["firefox", "android"], "category": "strategic"}
    assert list(shown["icons"]) == ["32", "64", "128"]
    assert not {"is_featured", "is_source_public", "is_recommended", "_score"} & set(shown)


def test_an_addon_of_v5_has_the_fields_of_v4_in_their_order(service):
    put_addon(service)
    assert list(detail(service)) == list(helpers.detail(service, "v4"))
    in_v4 = get_version(service, "v4").json
    expected = ["file" if key == "files" else key for key in in_v4]
    assert list(get_version(service, "v5").json) == expected
