"""Real answers are what the document of their version says, key by key."""

from __future__ import annotations

import re

import pytest

from amo_pyramid.domain.series import DataPoint, StatModel
from tests.clients.catalogue import AUTHOR
from tests.openapi.describing import Description

QUERIES = ("", "?lang=fr", "?lang=de&wrap_outgoing_links", "?lang=xx")
#: Paths below the version, of every service and kind of answer.
PATHS = (
    "/addons/search/",
    "/addons/search/?page=3&page_size=50",
    "/addons/search/?q=tab&explain=1",
    "/addons/search/?app=nothing",
    "/addons/search/?page=99999",
    "/addons/autocomplete/?q=tab",
    "/addons/categories/",
    "/addons/language-tools/?app=firefox",
    "/addons/language-tools/?app=firefox&appversion=153.0&type=language",
    "/addons/language-tools/",
    "/addons/replacement-addon/",
    "/addons/replacement-addon/?page=last",
    "/addons/recommendations/?guid=plain@example.org",
    "/addons/addon/1/",
    "/addons/addon/pack-de/?app=firefox&appversion=nonsense",
    "/addons/addon/pack-de/?app=firefox&appversion=153.0",
    "/addons/addon/1/versions/",
    "/addons/addon/1/versions/?filter=nothing",
    "/addons/addon/1/versions/?filter=all_with_deleted",
    "/addons/addon/1/versions/10/",
    "/addons/addon/1/versions/11111/",
    "/addons/addon/1/versions/10/?filter=all_with_deleted",
    "/addons/addon/1/eula_policy/",
    "/addons/addon/3/eula_policy/",
    "/addons/addon/17/",
    "/addons/addon/18/",
    "/addons/addon/no-such-thing/",
    "/discovery/",
    "/discovery/editorial/",
    "/openapi.json",
    "/accounts/profile/",
    "/accounts/account/5/",
    "/accounts/account/nobody/",
)
OF_V3 = (
    "/statistics/archive/sidebar-tabs/2020/01/",
    "/statistics/archive/sidebar-tabs/2020/01/02/DownloadCount/",
    "/addons/featured/?app=firefox",
    "/addons/featured/?app=firefox&type=statictheme&page_size=3",
    "/addons/featured/",
    "/addons/compat-override/?guid=" + "%7B7b1bf0b6-A1B9-42b0-b75d-252036438bdc%7D",
    "/addons/compat-override/?guid=guid-1@example.com,@one",
    "/addons/compat-override/",
)
OF_V5 = ("/addons/browser-mappings/?browser=chrome",)
FROM_V4 = ("/site/",)


def problems(service, description, path, **options):
    response = service.get(path, version=description.version, **options)
    template = description.template(path)
    return [f"{path}: {each}" for each in description.problems(template, response)]


def paths_of(version: str) -> list[str]:
    more = {"v3": OF_V3, "v4": FROM_V4, "v4dev": FROM_V4, "v5": (*FROM_V4, *OF_V5)}[version]
    return [*PATHS, *more]


@pytest.mark.parametrize("query", QUERIES)
def test_answers_have_the_keys_and_types_of_the_document(service, description, query):
    found = []
    for path in paths_of(description.version):
        mark = "&" if "?" in path else "?"
        found += problems(service, description, path + query.replace("?", mark))
    assert found == []


def test_every_path_of_the_document_is_asked_here(description):
    asked = {description.template(path) for path in paths_of(description.version)}
    assert asked == {path for path, item in description.paths.items() if "get" in item}


def test_every_change_is_refused_to_nobody_in_the_words_of_the_document(service, description):
    found = []
    for path, item in description.paths.items():
        for method in item.keys() & {"post", "put", "patch", "delete"}:
            url = re.sub(r"\{\w+\}", "1", path)
            response = service.request(method.upper(), url, version=description.version)
            assert response.status_int == 401
            found += description.problems(path, response, method)
    assert found == []


def test_answers_to_who_sees_everything_have_them_too(service, description):
    found = []
    for path in (
        "/addons/addon/1/",
        "/addons/addon/17/",
        "/addons/addon/1/versions/?filter=all_with_unlisted",
        "/addons/search/?q=tab&explain=1",
        "/accounts/profile/",
        "/accounts/account/6/",
    ):
        found += problems(service, description, path, user=AUTHOR)
    assert found == []


def test_refusals_have_the_bodies_of_the_document(service, description):
    found = []
    for path, headers in (
        ("/addons/addon/19/", {"X-Country-Code": "DE"}),
        ("/addons/addon/1/", {"Authorization": "Bearer x y"}),
        ("/addons/addon/1/", {"Authorization": "Bearer nonsense"}),
        ("/addons/search/", {"Accept": "text/html"}),
    ):
        found += problems(service, description, path, headers=headers)
    assert found == []


def test_the_real_addons_of_the_demonstration_are_as_described(service, description):
    pages = service.get("/addons/search/?page_size=50").json["page_count"]
    assert pages > 5
    found = []
    for page in range(1, pages + 1):
        path = f"/addons/search/?page={page}&page_size=50"
        found += problems(service, description, path)
        for each in service.get(path).json["results"][::5]:
            found += problems(service, description, f"/addons/addon/{each['id']}/")
    assert found == []


def test_archived_numbers_are_as_described(service):
    description = Description(service, "v3")
    version = service.registry["amo.versions"]["v3"]
    path = "/statistics/archive/{slug}/{year}/{month}/{day}/{model_name}/"
    for model, breakdowns in (
        (StatModel.DOWNLOADS, {"sources": {"search": 3}}),
        (StatModel.THEME_UPDATES, {}),
        (StatModel.UPDATES, {"applications": {"{guid}": {"1.0": 2}}, "locales": {"de": 1}}),
    ):
        point = DataPoint(addon_id=1, model=model, day=1, count=5, breakdowns=breakdowns)
        compiled = service.registry["amo.shapes"].get("archived-statistics", version)
        response = service.get("/addons/categories/", version="v3")
        response.json_body = [compiled.project(point, None)]
        response.charset = None
        assert description.problems(path, response) == []


def test_the_check_of_these_tests_finds_what_is_wrong(service, description):
    response = service.get("/addons/addon/1/", version=description.version)
    for key, value in (("id", "1"), ("unheard_of", 1), ("ratings", {}), ("authors", [{}])):
        response.json_body = {**response.json, key: value}
        response.charset = None
        assert description.problems("/addons/addon/{addon}/", response)
        response = service.get("/addons/addon/1/", version=description.version)
