"""Statistics as pages and as files (stats.md §3.6)."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from datetime import datetime, timezone

import pytest
from bs4 import BeautifulSoup

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.testing.contracts.statistics_base import downloads, themes, updates
from amo_pyramid.work import open_work
from tests.views.helpers import NOT_FOUND, NOT_PERMITTED, put_addon, put_person

PAGE = "/en-US/firefox/addon/my-addon/statistics/"
SITE = "/en-US/firefox/statistics/"
FIREFOX = "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}"
NEVER = "max-age=0, no-cache, no-store, must-revalidate"
MONDAY = parse_day("2020-12-28")


@pytest.fixture
def service(catalogue, monkeypatch):
    service = Service(catalogue, **{"amo.throttle.statistics": "0"})
    now = datetime(2021, 1, 12, 12, tzinfo=timezone.utc)
    monkeypatch.setitem(service.registry, "amo.clock", lambda: now)
    return service


@pytest.fixture
def put(service):
    """Stores the add-on, public with public statistics unless told otherwise, and points."""

    def put(*points, versions=(), **fields):
        values = {"slug": "my-addon", "has_public_stats": True, **fields}
        put_addon(service, *versions, **values)
        with open_work(service.registry) as work:
            work.catalogue.statistics.put(points)

    return put


@pytest.fixture
def archive(service):
    def archive(*points):
        with open_work(service.registry) as work:
            work.catalogue.statistics.put_archived(points)

    return archive


@pytest.fixture
def file(service):
    def file(series, group="day", start="20201201", end="20210131", ending="json", prefix=PAGE):
        return service.get_page(f"{prefix}{series}-{group}-{start}-{end}.{ending}")

    return file


@pytest.fixture
def page(service):
    """The page, parsed."""

    def page(path="", prefix=PAGE):
        response = service.get_page(prefix + path)
        assert response.status_int == 200, response.text
        return BeautifulSoup(response.text, "html.parser")

    return page


def test_a_series_is_a_list_of_days_newest_first(put, file):
    put(downloads(5, day=MONDAY), downloads(7, day=MONDAY + 2))
    assert file("downloads").json == [
        {"date": "2020-12-30", "end": "2020-12-30", "count": 7},
        {"date": "2020-12-28", "end": "2020-12-28", "count": 5},
    ]


def test_only_the_days_that_the_path_names_are_in_it(put, file):
    put(*(downloads(1, day=MONDAY + day) for day in range(5)))
    found = file("downloads", start="20201229", end="20201231").json
    assert [each["date"] for each in found] == ["2020-12-31", "2020-12-30", "2020-12-29"]


def test_weeks_and_months_are_whole(put, file):
    put(*(downloads(1, day=MONDAY + day) for day in range(14)))
    assert file("downloads", "week", "20201231", "20201231").json == [
        {"date": "2020-12-28", "end": "2021-01-03", "count": 7}
    ]
    assert file("downloads", "month", "20210131", "20210131").json == [
        {"date": "2021-01-01", "end": "2021-01-31", "count": 10}
    ]


def test_users_of_a_week_are_the_mean_of_its_days(put, file):
    put(updates(10, day=MONDAY), updates(15, day=MONDAY + 1))
    (week,) = file("usage", "week").json
    assert week["count"] == 12


def test_the_users_of_a_lightweight_theme_are_its_own_checks(put, file):
    put(updates(1, day=MONDAY), themes(9, day=MONDAY), type=AddonType.PERSONA)
    assert [each["count"] for each in file("usage").json] == [9]


def test_the_overview_has_downloads_and_users(put, file):
    put(downloads(5, day=MONDAY), updates(7, day=MONDAY))
    assert file("overview").json == [
        {
            "date": "2020-12-28",
            "end": "2020-12-28",
            "count": 7,
            "data": {"downloads": 5, "updates": 7},
        }
    ]
    assert file("overview", ending="csv").text.splitlines() == [
        "date,end,count,updates,downloads",
        "2020-12-28,2020-12-28,7,7,5",
    ]


BREAKDOWNS = {
    "sources": ("downloads", {"search": 5, "api": 2}, {"search": 5, "api": 2}),
    "os": ("oses", {"Linux": 3}, {"Linux": 3}),
    "locales": ("locales", {"de": 4}, {"de": 4}),
    "statuses": ("statuses", {"userDisabled": 1}, {"userDisabled": 1}),
    "versions": ("versions", {"1.0": 2}, {"1.0": 2}),
    "apps": ("applications", {FIREFOX: {"57.0": 6}}, {"Firefox 57.0": 6}),
}


@pytest.mark.parametrize("series", BREAKDOWNS)
def test_a_breakdown_has_a_number_for_each_value(put, file, series):
    dimension, values, columns = BREAKDOWNS[series]
    if series == "sources":
        put(downloads(7, day=MONDAY, **values))
    else:
        put(updates(7, day=MONDAY, **{dimension: values}))
    (row,) = file(series).json
    assert (row["count"], row["data"]) == (7, values)
    (line,) = csv.DictReader(io.StringIO(file(series, ending="csv").text))
    assert line == {
        "date": "2020-12-28",
        "end": "2020-12-28",
        "count": "7",
        **{name: str(number) for name, number in columns.items()},
    }


def test_a_value_cannot_be_a_formula_of_a_spreadsheet(put, file):
    hostile = {"=1+1": 3, "@x": 2, '"a",b': 1}
    put(updates(7, day=MONDAY, versions=hostile))
    (line,) = csv.DictReader(io.StringIO(file("versions", ending="csv").text))
    assert list(line)[3:] == ["'=1+1", "'@x", '"a",b']
    assert file("versions").json[0]["data"] == hostile


def test_media_types_tell_the_format(put, file):
    put()
    assert file("usage").headers["Content-Type"] == "application/json"
    assert file("usage", ending="csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_there_are_at_most_365_rows(put, file):
    put(*(downloads(1, day=MONDAY - day) for day in range(370)))
    rows = file("downloads", start="20180101").json
    assert (len(rows), rows[0]["date"]) == (365, "2020-12-28")


def test_archived_days_are_not_in_files(put, archive, file):
    put(downloads(5, day=MONDAY))
    archive(downloads(4, day=MONDAY - 400))
    assert len(file("downloads", start="20180101").json) == 1


def test_answers_with_rows_are_kept_for_a_week_and_empty_ones_never(put, file):
    put(downloads(5, day=MONDAY))
    assert file("downloads").headers.getall("Cache-Control") == ["max-age=604800"]
    for ending, body in (("json", "[]"), ("csv", "date,end,count\r\n")):
        response = file("usage", ending=ending)
        assert (response.text, response.headers.getall("Cache-Control")) == (body, [NEVER])


@pytest.mark.parametrize(
    "name",
    [
        "usage-year-20200101-20200102.json",
        "usage-day-20200101-20200102.xml",
        "usage-day-20201301-20210102.json",
        "usage-day-20200230-20210102.json",
        "usage-day-00000101-20210102.json",
        "usage-day-2020010-20210102.json",
        "users-day-20200101-20200102.json",
        "usage-20200101-20200102.json",
    ],
)
def test_what_no_series_is_called_is_not_found(put, service, name):
    put()
    response = service.get_page(PAGE + name)
    assert (response.status_int, response.json) == (404, NOT_FOUND)


@pytest.mark.parametrize("query", ["group=year", "start=2020", "end=20201301", "start=20200230"])
def test_a_page_with_bad_parameters_is_not_found(put, service, query):
    put()
    assert service.get_page(f"{PAGE}?{query}").status_int == 404


@pytest.mark.parametrize(
    "path",
    [
        "/xx/firefox/addon/my-addon/statistics/",
        "/en-US/netscape/addon/my-addon/statistics/",
        "/en-US/firefox/addon/MY-ADDON/statistics/",
        "/en-US/firefox/addon/1/statistics/",
        "/en-US/firefox/addon/addon1@example.com/statistics/",
        "/en-US/firefox/addon/nope/statistics/",
        "/en-US/firefox/addon/my-addon/statistics/users/",
        "/en-US/firefox/statistics/os/",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(put, service, path):
    put()
    response = service.get_page(path)
    assert response.status_int == 404
    assert response.content_type == "text/html"
    assert BeautifulSoup(response.text, "html.parser").h1.text == "Not found."


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


def test_a_page_shows_a_chart_and_the_same_numbers_as_a_table(put, page):
    put(*(updates(1000 + day, day=MONDAY + day) for day in range(10)), downloads(3, day=MONDAY))
    users, downloaded = page().find_all("figure")
    assert [each.h2.text for each in (users, downloaded)] == ["Daily users", "Downloads"]
    assert len(users.svg.find_all("circle")) == 10
    rows = [[cell.text for cell in row.find_all(["th", "td"])] for row in users.find_all("tr")]
    assert rows[:2] == [["Day", "Total"], ["Jan 6, 2021", "1,009"]]
    assert len(rows) == 11
    assert users.p.text == "Dec 28, 2020 to Jan 6, 2021: lowest 1,000, highest 1,009, latest 1,009."


def test_a_page_has_what_is_archived_too(put, archive, page):
    put(updates(5, day=MONDAY))
    archive(updates(4, day=MONDAY - 400))
    cells = [cell.text for cell in page("usage/").find_all("td")]
    assert cells == ["5", "4"]


def test_today_is_not_in_a_chart_because_it_is_not_over(put, page, service):
    put(updates(5, day=MONDAY))
    today = parse_day("2021-01-12")
    with open_work(service.registry) as work:
        assert work.catalogue.statistics.live(1, updates().model, today, today) == []
    assert len(page("usage/").find_all("td")) == 1


def test_many_values_are_few_lines_and_the_others_together(put, page):
    versions = {f"{number}.0": 100 - number for number in range(12)}
    put(*(updates(9, day=MONDAY + day, versions=versions) for day in range(2)))
    figure = page("versions/").figure
    assert [item.text for item in figure.find("ul", class_="legend").find_all("li")] == [
        *(f"{number}.0" for number in range(7)),
        "Others",
    ]
    first = [cell.text for cell in figure.find_all("tr")[1].find_all("td")]
    assert first == ["9", *(str(100 - n) for n in range(7)), str(93 + 92 + 91 + 90 + 89)]


def test_hostile_texts_stay_text(put, page):
    hostile = '</title></svg><script>alert("1")</script>'
    put(updates(1, day=MONDAY, versions={hostile: 1, "2.0": 1}), name={"en-US": hostile})
    found = page("versions/")
    assert found.find_all("script") == []
    assert hostile in found.h1.text
    assert hostile in [cell.text for cell in found.find_all("th")]


def test_a_browser_may_load_nothing_and_run_nothing(put, service):
    put(updates(1, day=MONDAY))
    response = service.get_page(PAGE)
    style = re.search("<style>(.*?)</style>", response.text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", f"style-src 'sha256-{digest}'"} <= set(policy)
    found = BeautifulSoup(response.text, "html.parser")
    assert not found.find_all(["script", "link", "img", "iframe", "object"])
    assert not found.find_all(attrs={"style": True})
    assert not [each for each in found.find_all(href=True) if ":" in each["href"]]


def test_a_page_speaks_the_language_of_its_path(put, page):
    put(updates(1234, day=MONDAY), name={"en-US": "Add-on", "de": "Erweiterung"})
    german = page(prefix=PAGE.replace("en-US", "de"))
    assert (german.html["lang"], german.html["dir"]) == ("de", "ltr")
    assert german.h1.text == "Statistiken für Erweiterung"
    assert german.td.text == "1.234"
    arabic = page(prefix=PAGE.replace("en-US", "ar"))
    assert (arabic.html["lang"], arabic.html["dir"]) == ("ar", "rtl")


def test_a_language_without_a_catalogue_is_not_claimed(put, page):
    put(updates(1, day=MONDAY))
    assert page(prefix=PAGE.replace("en-US", "fi")).html["lang"] == "en-US"


def test_everything_about_a_chart_has_a_name(put, page):
    put(*(updates(day, day=MONDAY + day) for day in range(5)))
    found = page("usage/")
    ids = {each["id"] for each in found.find_all(id=True)}
    for attribute in ("aria-labelledby", "aria-describedby"):
        named = [each[attribute] for each in found.find_all(attrs={attribute: True})]
        assert named
        assert set(named) <= ids
    assert found.svg["role"] == "img"
    assert all(nav["aria-label"] for nav in found.find_all("nav"))
    assert len(found.find_all("h1")) == 1
    assert {each["scope"] for each in found.find_all("th")} == {"col", "row"}


def links(page, label):
    return {
        each.text: each["href"] for each in page.find("nav", {"aria-label": label}).find_all("a")
    }


def test_links_keep_what_is_asked_for(put, page):
    put(updates(1, day=MONDAY))
    found = page("usage/?group=week&start=20201201&end=20210101")
    assert links(found, "Statistics")["Downloads"] == (
        "../downloads/?group=week&start=20201201&end=20210101"
    )
    assert links(found, "Period") == {
        "Everything": "?group=week",
        "Last 30 days": "?group=week&start=20201213&end=20210111",
        "Last 90 days": "?group=week&start=20201014&end=20210111",
        "Last 365 days": "?group=week&start=20200113&end=20210111",
    }
    assert links(found, "Grouped by")["Month"] == "?group=month&start=20201201&end=20210101"
    current = [each.text for each in found.find_all(attrs={"aria-current": True})]
    assert current == ["Daily users", "Week"]


def test_all_links_of_a_page_lead_somewhere(put, service):
    put(updates(1, day=MONDAY), downloads(1, day=MONDAY))
    for path in (PAGE, f"{PAGE}usage/?group=month", SITE):
        response = service._app.get(path)
        anchors = BeautifulSoup(response.text, "html.parser").find_all("a")
        assert len(anchors) >= 12 if path != SITE else 8
        for anchor in anchors:
            assert response.goto(anchor["href"]).status_int == 200


def test_a_page_about_named_days_is_kept_longer(put, service):
    put(updates(1, day=MONDAY))
    for query, expected in (
        ("", "max-age=3600"),
        ("?start=20201201&end=20210101", "max-age=604800"),
        ("?start=20190101&end=20190201", NEVER),
    ):
        response = service.get_page(f"{PAGE}usage/{query}")
        assert response.headers.getall("Cache-Control") == [expected]


def test_the_site_has_numbers_of_all_addons_together(service, page, file):
    with open_work(service.registry) as work:
        work.catalogue.statistics.note_site("addon_total_updatepings", {MONDAY: 500})
        work.catalogue.statistics.note_site("addon_downloads_new", {MONDAY: 70})
    found = page(prefix=SITE)
    assert found.h1.text == "Statistics of all add-ons"
    assert [cell.text for cell in found.find_all("td")] == ["500", "70"]
    assert file("overview", prefix=SITE).json[0]["data"] == {"downloads": 70, "updates": 500}
    assert file("os", prefix=SITE).status_int == 404


def test_a_missing_final_slash_is_added(put, service):
    put()
    response = service.get_page(PAGE.removesuffix("/"))
    assert response.status_int == 301
    assert response.headers["Location"].endswith(PAGE)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_only_show(put, service, method):
    put()
    assert service.request_page(method, PAGE).status_int in (404, 405)


def test_who_asks_too_often_has_to_wait(warm_sqlite):
    service = Service(warm_sqlite, **{"amo.throttle.statistics": "2/minute"})
    put_addon(service, slug="my-addon", has_public_stats=True)
    paths = (PAGE, f"{PAGE}usage-day-20200101-20200131.csv", PAGE)
    found = [service.get_page(path) for path in paths]
    assert [each.status_int for each in found] == [200, 200, 429]
    assert int(found[2].headers["Retry-After"]) > 0


def test_a_head_request_has_no_body(put, service):
    put(updates(1, day=MONDAY))
    response = service.request_page("HEAD", PAGE)
    assert (response.status_int, response.body) == (200, b"")
