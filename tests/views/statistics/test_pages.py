"""Statistics as pages (stats.md §3.6)."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup

from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.testing.contracts.statistics_base import downloads, updates
from amo_pyramid.work import open_work
from tests.views.statistics.conftest import MONDAY, NEVER, PAGE, SITE


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
    # Without one, browsers would ask for /favicon.ico.
    icon = found.find("link", rel="icon").extract()
    assert icon["href"].startswith("data:image/png;base64,")
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


def test_a_head_request_has_no_body(put, service):
    put(updates(1, day=MONDAY))
    response = service.request_page("HEAD", PAGE)
    assert (response.status_int, response.body) == (200, b"")
