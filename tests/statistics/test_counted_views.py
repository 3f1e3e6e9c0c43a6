"""Which requests are views, and that each counts once (stats.md §8, §12.1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from amo_pyramid.backends.base.counters import CounterKind
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.testing import builders

fact = pytest.mark.fact
TODAY = "2021-01-04"
PACKAGE = "/v2/packages/a/b"
DETAIL = "/api/v4/addons/addon/b/"


@fact("stats-56")
def test_each_request_for_the_package_is_a_view(service):
    for _ in range(3):
        assert service.ask(PACKAGE).status_int == 200
    assert service.values("resolution=day") == {TODAY: 3}
    assert service.ask("/api/v2/packages/a/b").status_int == 200
    assert service.values("resolution=day") == {TODAY: 4}


def test_a_package_is_described(service, put_package):
    version = builders.version(10, 1, version="2.5")
    author = builders.user(1, "a", display_name="A & B")
    addon = builders.addon(
        slug="b",
        authors=(builders.author(author),),
        summary={"en-US": "<b>does</b>"},
        tags=("z", "y"),
    )
    service.put(author, *builders.listed(addon, version))
    response = service.ask(PACKAGE)
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json["Package"] == {
        "Id": "a.b",
        "AddonId": 1,
        "Guid": "addon1@example.com",
        "Latest": {
            "Name": "Add-on 1",
            "Publisher": "A &amp; B",
            "Version": "2.5",
            "Description": "&lt;b&gt;does&lt;/b&gt;",
            "Homepage": "",
            "Tags": ["y", "z"],
        },
        "CreatedAt": "2018-10-11T12:30:45Z",
        "UpdatedAt": "2018-10-11T12:30:45Z",
    }


def test_a_confirmed_copy_is_a_view(service):
    etag = service.ask(PACKAGE).headers["ETag"]
    assert service.ask(PACKAGE, headers={"If-None-Match": etag}).status_int == 304
    assert service.values("resolution=day") == {TODAY: 2}


@fact("stats-57")
def test_an_unknown_package_is_not_found(service):
    answer = service.ask("/v2/packages/a/zzz")
    assert (answer.status_int, answer.json) == (
        404,
        {"statusCode": 404, "error": "Not Found", "message": "package not found"},
    )
    assert service.stats("packageId=a.zzz&resolution=day").json["Data"] == []


def test_a_hidden_addon_is_no_package(service, put_package):
    put_package(service, is_disabled_by_developer=True)
    assert service.ask(PACKAGE).status_int == 404
    assert service.values("resolution=day") == {}


@fact("stats-58", "stats-59")
def test_other_requests_are_no_views(service):
    for path in (
        "/api/v4/addons/search/",
        "/api/v4/addons/addon/b/versions/",
        "/api/v4/addons/addon/b/eula_policy/",
        "/api/v4/addons/autocomplete/?q=add",
        "/v2/packages",
        "/v2/packages/a",
        "/v2/stats?packageId=a.b&resolution=day",
    ):
        service.ask(path)
    for path in (PACKAGE, DETAIL):
        for method in ("HEAD", "OPTIONS", "POST"):
            service.ask(path, method=method)
    assert service.ask("/api/v4/addons/addon/b").status_int == 301
    assert service.values("resolution=day") == {}


@fact("stats-60")
def test_parallel_requests_all_count(service):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: service.ask(PACKAGE).status_int, range(100)))
    assert answers == [200] * 100
    assert service.values("resolution=day") == {TODAY: 100}


@fact("stats-90")
def test_midnight_in_utc_divides_the_days(service):
    midnight = datetime(2021, 1, 4, tzinfo=timezone.utc)
    for milliseconds in (-100, 100):
        service.now = midnight + timedelta(milliseconds=milliseconds)
        service.ask(PACKAGE)
    assert service.values("resolution=day") == {"2021-01-03": 1, "2021-01-04": 1}


@fact("stats-97", "stats-98")
@pytest.mark.parametrize(("seconds", "views"), [(0, 4), (1800, 2)])
def test_a_client_counts_once_in_the_window(open_service, put_package, seconds, views):
    service = open_service(**{"amo.pkgstats.dedupe_seconds": str(seconds)})
    put_package(service)
    for address, agent in (("1.1.1.1", "x"), ("1.1.1.1", "x"), ("1.1.1.1", "y"), ("1.1.1.1", "x")):
        answer = service.ask(PACKAGE, headers={"User-Agent": agent}, address=address)
        assert answer.status_int == 200
    assert service.values("resolution=day") == {TODAY: views}


def test_a_client_counts_only_so_often_in_a_day(open_service, put_package):
    service = open_service(**{"amo.pkgstats.client_daily_cap": "2"})
    put_package(service)
    for address in ("1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2"):
        service.ask(PACKAGE, address=address)
    assert service.values("resolution=day") == {TODAY: 3}


def test_clients_behind_a_trusted_proxy_are_told_apart(open_service, put_package):
    settings = {"amo.pkgstats.dedupe_seconds": "1800", "amo.trusted_proxies": "10.0.0.0/8"}
    service = open_service(**settings)
    put_package(service)
    for address in ("1.1.1.1", "2.2.2.2", "1.1.1.1"):
        service.ask(PACKAGE, headers={"X-Forwarded-For": address}, address="10.0.0.1")
    assert service.values("resolution=day") == {TODAY: 2}


def test_some_agents_never_count(open_service, put_package):
    service = open_service(**{"amo.pkgstats.ignore_user_agents": "bot/\n^curl"})
    put_package(service)
    for agent in ("Nice bot/1.0", "curl/8", "not curl/8"):
        service.ask(PACKAGE, headers={"User-Agent": agent})
    assert service.values("resolution=day") == {TODAY: 1}


@pytest.mark.parametrize(("setting", "views"), [("false", 2), ("true", 1)])
def test_authors_do_not_count_where_the_site_says_so(open_service, put_package, setting, views):
    service = open_service(**{"amo.pkgstats.ignore_authors": setting})
    put_package(service)
    other = builders.user(2, "other")
    service.put(other)
    for user in (builders.user(1, "a"), other):
        assert service.get("/addons/addon/b/", user=user).status_int == 200
    assert service.values("resolution=day") == {TODAY: views}


@fact("stats-106")
@pytest.mark.parametrize(("setting", "views"), [("true", 5), ("false", 0)])
@pytest.mark.parametrize("version", ["v3", "v4", "v5"])
def test_the_detail_of_an_addon_is_a_view_of_its_package(
    open_service, put_package, setting, views, version
):
    service = open_service(**{"amo.pkgstats.count_addon_detail": setting})
    put_package(service)
    first = service.get("/addons/addon/b/", version=version)
    for identifier in ("1", "addon1@example.com", "B"):
        assert service.get(f"/addons/addon/{identifier}/", version=version).status_int == 200
    tag = {"If-None-Match": first.headers["ETag"]}
    assert service.get("/addons/addon/b/", version=version, headers=tag).status_int == 304
    assert service.get("/addons/addon/no-such/", version=version).status_int == 404
    assert sum(service.values("resolution=day").values()) == views


@fact("stats-107")
def test_a_renamed_addon_keeps_its_package_id_and_its_views(service, put_package):
    service.ask(PACKAGE)
    put_package(service, slug="renamed")
    assert service.ask(PACKAGE).json["Package"]["Id"] == "a.b"
    assert service.ask("/v2/packages/a/renamed").status_int == 404
    assert service.values("resolution=day") == {TODAY: 2}


def test_who_takes_a_former_name_gets_another_package_id(service, put_package):
    put_package(service, slug="renamed")
    put_package(service, 2, slug="b")
    assert service.ask(PACKAGE).json["Package"]["AddonId"] == 1
    assert service.ask("/v2/packages/a/b-2").json["Package"]["AddonId"] == 2


def test_dots_in_a_username_become_dashes_and_those_in_a_slug_stay(service):
    author = builders.user(7, "x.y")
    addon = builders.addon(7, slug="p.q", authors=(builders.author(author),))
    service.put(author, *builders.listed(addon))
    assert service.ask("/v2/packages/x-y/p.q").json["Package"]["Id"] == "x-y.p.q"


def test_an_addon_gets_its_package_id_when_it_has_an_author(service):
    service.put(*builders.listed(builders.addon(8)))
    with service.registry["amo.reading"]() as work:
        assert work.catalogue.packages.id_of(8) is None
    author = builders.user(1, "a")
    service.put(author, builders.addon(8, authors=(builders.author(author),)))
    assert service.ask("/v2/packages/a/addon-8").status_int == 200


@fact("stats-110")
def test_periods_are_stored_as_days_since_1970_and_never_shown(service):
    for number, year in ((0, 1970), (18628, 2021)):
        service.now = datetime(year, 1, 1, tzinfo=timezone.utc)
        assert day_of(service.now) == number
        service.ask(PACKAGE)
    service.counters.flush()
    stored = service.counters.series(CounterKind.VIEWS, 1, 0, 20_000)
    assert {day: details[""] for day, details in stored.items()} == {0: 1, 18628: 1}
    text = service.stats("packageId=a.b&resolution=month").text
    assert "1970-01-01T00:00:00.000Z" in text
    assert "18628" not in text
