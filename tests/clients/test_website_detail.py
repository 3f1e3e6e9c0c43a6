"""What the website's pages of one add-on ask, from its server and from the browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients import fields as f
from tests.clients.asking import send
from tests.clients.catalogue import AUTHOR, BRACED
from tests.clients.website import (
    BROWSER,
    CLIENT,
    COMMON,
    DETAIL,
    IN_LIST,
    IN_RECOMMENDATIONS,
    LICENSE,
    POLICY,
    VERSION,
    from_browser,
    from_server,
)

RECOMMENDED: f.Table = {
    "results": f.array,
    "outcome": f.word,
    "fallback_reason": f.nullable(f.word),
}
QUOTED = "%7B7b1bf0b6-A1B9-42b0-b75d-252036438bdc%7D"


def ids(found: list[dict[str, Any]]) -> set[int]:
    return {each["id"] for each in found}


@pytest.mark.parametrize("client", [CLIENT, "app=firefox&appversion=156.0.0.0", "app=android"])
def test_the_detail_page_of_an_extension(service, client):
    for identifier in ("sidebar-tabs", "1", QUOTED):
        addon = from_server(service, f"addons/addon/{identifier}/", client)
        f.check([addon], DETAIL)
        assert (addon["slug"], addon["guid"]) == ("sidebar-tabs", BRACED)


def test_detail_pages_of_everything_else(service):
    for slug in ("seitenleiste", "plain", "theme-4", "german-dictionary", "pack-de", "engine"):
        addon = from_server(service, f"addons/addon/{slug}/", CLIENT)
        f.check([addon], IN_LIST)
        # The page is only shown when the slug is the one of the address.
        assert addon["slug"] == slug


def test_more_by_the_authors(service):
    query = "author=5,6&exclude_addons=sidebar-tabs&type=extension&sort=hotness&page=1&page_size=6"
    found = from_browser(service, "addons/search/", query)["results"]
    f.check(found, IN_LIST)
    assert ids(found) == {2, 3, 14, 15, 16}


def recommended(service, **options: Any) -> dict[str, Any]:
    query = f"guid={QUOTED}&recommended=true"
    answer = from_browser(service, "addons/recommendations/", query, **options)
    f.check([answer], RECOMMENDED)
    return answer


def test_other_people_also_installed(service, engine):
    engine.recommends(
        *(f"addon{number}@example.com" for number in (16, 14, 15)), "plain@example.org"
    )
    answer = recommended(service)
    assert answer["outcome"] == "recommended"
    f.check(answer["results"], IN_RECOMMENDATIONS)
    assert [each["id"] for each in answer["results"]] == [16, 14, 15, 3]


def test_recommendations_never_fail(service, engine):
    engine.answers(b"", status=500)
    answer = recommended(service)
    assert answer["outcome"] == "recommended_fallback"
    assert ids(answer["results"]) == {3, 14}
    # Not even for somebody whose session has ended: the page would be lost.
    headers = {**BROWSER, "Authorization": f"Bearer {service.token(AUTHOR, lifetime=-10)}"}
    url = f"/api/v4/addons/recommendations/?guid={QUOTED}&recommended=true&{COMMON}"
    assert send(service, url, headers=headers).status_int == 200


def test_the_page_of_versions(service):
    answer = from_server(service, "addons/addon/sidebar-tabs/versions/", "page=1")
    f.check(answer["results"], {**VERSION, **f.below("license?", LICENSE)})
    current = from_server(service, "addons/addon/sidebar-tabs/", CLIENT)["current_version"]["id"]
    assert [each["id"] for each in answer["results"]] == [current, 10]


def test_the_pages_of_the_policies(service):
    addon = from_server(service, "addons/addon/sidebar-tabs/", CLIENT)
    assert (addon["has_eula"], addon["has_privacy_policy"]) == (True, True)
    policies = from_server(service, "addons/addon/sidebar-tabs/eula_policy/")
    f.check([policies], POLICY)
    assert all(policies.values())
    assert from_server(service, "addons/addon/plain/eula_policy/") == dict.fromkeys(POLICY)


def test_the_page_of_the_license(service):
    addon = from_server(service, "addons/addon/sidebar-tabs/", CLIENT)
    version = addon["current_version"]
    assert "text" not in version["license"]
    path = f"addons/addon/sidebar-tabs/versions/{version['id']}/"
    full = from_browser(service, path)
    f.check([full], {**VERSION, **f.below("license", {**LICENSE, "text": f.text})})


@pytest.mark.parametrize(("slug", "status"), [("unknown", 404), ("hidden", 401)])
def test_an_addon_that_is_not_shown_is_not_found(service, slug, status):
    url = f"/api/v4/addons/addon/{slug}/?{CLIENT}&{COMMON}"
    response = send(service, url, headers=BROWSER)
    assert response.status_int == status
    assert isinstance(response.json["detail"], str)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status == 401:
        flags = {"is_disabled_by_developer": True, "is_disabled_by_mozilla": False}
        assert {name: response.json[name] for name in flags} == flags


BROWSER_PATHS = [
    "addons/search/?q=x",
    "addons/autocomplete/?q=x",
    "addons/recommendations/?guid=x",
    "addons/categories/?x=y",
    "addons/language-tools/?app=firefox",
    "addons/addon/sidebar-tabs/?x=y",
    "addons/addon/sidebar-tabs/versions/?page=1",
    "addons/addon/sidebar-tabs/eula_policy/?x=y",
    "discovery/?x=y",
]


@pytest.mark.parametrize("path", BROWSER_PATHS)
def test_browsers_may_ask_from_the_websites_own_origin(service, path):
    url = f"/api/v4/{path}&{COMMON}"
    asked = {
        "Origin": "https://site.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    preflight = service.request("OPTIONS", url, headers=asked)
    assert 200 <= preflight.status_int < 300
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    assert "authorization" in allowed
    assert "content-type" in allowed
    assert send(service, url, headers=BROWSER).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [path for path in BROWSER_PATHS if "addon/" in path])
def test_a_session_that_ended_is_told_by_its_code(service, path):
    headers = {**BROWSER, "Authorization": f"Bearer {service.token(AUTHOR, lifetime=-10)}"}
    response = send(service, f"/api/v4/{path}&{COMMON}", headers=headers)
    assert (response.status_int, response.json["code"]) == (401, "ERROR_SIGNATURE_EXPIRED")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
