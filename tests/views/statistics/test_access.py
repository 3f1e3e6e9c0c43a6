"""Who may see which statistics, and how often (stats.md §3.6)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import NOT_PERMITTED, put_addon, put_person
from tests.views.statistics.conftest import PAGE

ANYBODY, AUTHOR, VIEWER, STRANGER = "anybody", "author", "viewer", "stranger"
PUBLIC = {ANYBODY: 200, AUTHOR: 200, VIEWER: 200, STRANGER: 200}
PRIVATE = {ANYBODY: 403, AUTHOR: 200, VIEWER: 200, STRANGER: 403}
HIDDEN = {ANYBODY: 404, AUTHOR: 404, VIEWER: 200, STRANGER: 404}
NOWHERE = {ANYBODY: 404, AUTHOR: 404, VIEWER: 404, STRANGER: 404}
UNLISTED = (builders.version(10, channel=Channel.UNLISTED),)
STATES = {
    "public": ({}, PUBLIC),
    "private": ({"has_public_stats": False}, PRIVATE),
    "incomplete": ({"status": Status.INCOMPLETE, "has_public_stats": False}, PRIVATE),
    "disabled by Mozilla": ({"status": Status.DISABLED}, HIDDEN),
    "disabled by its author": ({"is_disabled_by_developer": True}, HIDDEN),
    "unlisted": ({"versions": UNLISTED}, HIDDEN),
    "deleted": ({"status": Status.DELETED, "slug": None}, NOWHERE),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("path", ["", "usage-day-20200101-20210131.json"])
def test_who_sees_which_statistics(service, put, state, path):
    fields, expected = STATES[state]
    author, stranger = builders.user(7), builders.user(8)
    service.put(author, stranger)
    put(authors=(builders.author(author, is_listed=False),), **fields)
    people = {AUTHOR: author, STRANGER: stranger, VIEWER: put_person(service, "Stats:View")}
    found = {}
    for name in expected:
        headers = {}
        if name in people:
            headers["Authorization"] = f"Bearer {service.token(people[name])}"
        response = service._app.get(PAGE + path, headers=headers, status="*")
        found[name] = response.status_int
        is_kept = "no-store" not in ",".join(response.headers.getall("Cache-Control"))
        assert not (headers and is_kept)
    assert found == expected


def test_a_file_says_in_json_that_it_may_not_be_seen(put, file):
    put(has_public_stats=False)
    response = file("usage")
    assert (response.status_int, response.json) == (403, NOT_PERMITTED)


def test_who_asks_too_often_has_to_wait(warm_sqlite):
    service = Service(warm_sqlite, **{"amo.throttle.statistics": "2/minute"})
    put_addon(service, slug="my-addon", has_public_stats=True)
    paths = (PAGE, f"{PAGE}usage-day-20200101-20200131.csv", PAGE)
    found = [service.get_page(path) for path in paths]
    assert [each.status_int for each in found] == [200, 200, 429]
    assert int(found[2].headers["Retry-After"]) > 0
