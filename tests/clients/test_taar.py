"""What the data jobs of a recommender ask, and what is asked of it in turn."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from amo_pyramid.testing import builders
from tests.clients import fields as f
from tests.clients.asking import all_results, ask
from tests.clients.catalogue import BRACED, NAMED, PLAIN
from tests.views.engine import COMPANIONS, PERSONAL

LIST = "/api/v3/addons/search/?app=firefox&sort=created&type=extension"
#: ``promoted`` is read too, but v3 does not have it.
RECORD: f.Table = {
    "guid": f.word,
    "name": f.translations,
    "summary": f.nullable(f.translations),
    "description": f.nullable(f.translations),
    "categories": f.application_words,
    "default_locale": f.word,
    "tags": f.words,
    "weekly_downloads": f.integer,
    "ratings": f.object_,
    "ratings.average": f.number,
    "ratings.bayesian_average": f.number,
    "ratings.count": f.number,
    "ratings.text_count": f.number,
    "current_version": f.object_,
    "current_version.files": f.array,
    "current_version.files[].id": f.integer,
    "current_version.files[].platform": f.word,
    "current_version.files[].status": f.word,
    "current_version.files[].is_webextension": f.flag,
}
VERSIONS: f.Table = {
    "page_count": f.integer,
    "results": f.array,
    "results[].files": f.array,
    "results[].files[].created": f.date,
}


def put_more(service, count: int) -> None:
    records = (builders.listed(builders.addon(number)) for number in range(100, 100 + count))
    service.put(*(each for one in records for each in one))


def test_every_extension_is_on_exactly_one_page(service):
    put_more(service, 60)
    first = ask(service, LIST)
    assert first["page_count"] == 3
    found = [
        each
        for number in range(1, first["page_count"] + 1)
        for each in ask(service, f"{LIST}&page={number}")["results"]
    ]
    assert len(found) == first["count"] == 66
    assert len({each["guid"] for each in found}) == 66
    f.check(found, RECORD)


@pytest.mark.parametrize("guid", [BRACED, NAMED, PLAIN])
def test_the_first_version_is_the_last_of_the_last_page(service, guid):
    url = f"/api/v3/addons/addon/{guid}/versions/"
    answer = ask(service, url)
    f.check([answer], VERSIONS)
    last = ask(service, f"{url}?page={answer['page_count']}")
    oldest = last["results"][-1]["files"][0]["created"]
    assert oldest == min(each["files"][0]["created"] for each in last["results"])


def test_recommended_addons_of_the_editors(service):
    answer = ask(service, "/api/v4/discovery/editorial/?recommended=true")
    f.check(answer["results"], {"addon": f.object_, "addon.guid": f.word})
    assert "next" not in answer
    listed = {each["addon"]["guid"] for each in answer["results"]}
    assert {BRACED, NAMED} < listed
    assert "addon14@example.com" not in listed


def test_one_extension_is_asked_for_by_its_guid(service):
    for guid in (BRACED, quote(BRACED), "unknown@example.org"):
        found = all_results(service, f"{LIST}&guid={guid}")
        assert [each["guid"] for each in found] == ([] if "unknown" in guid else [BRACED])


def test_the_recommender_is_asked_in_its_own_words(service, engine):
    client = "0123456789abcdef" * 4
    ask(service, f"/api/v4/discovery/?lang=de&telemetry-client-id={client}")
    ask(service, f"/api/v4/addons/recommendations/?guid={NAMED}&recommended=true")
    assert engine.requests == [
        f"GET {PERSONAL}{client}/?locale=de",
        f"GET {COMPANIONS}{NAMED}/",
    ]
