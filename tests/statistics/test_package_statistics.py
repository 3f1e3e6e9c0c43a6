"""Package statistics over HTTP: parameters, bins, limits (stats.md part B)."""

from __future__ import annotations

from uuid import uuid4

import pytest

BAD_DATES = "invalid dates set, out of bounds of allowed values"
fact = pytest.mark.fact


def refusal(response):
    """Status and message, of an answer in the form of this API's errors."""
    reasons = {400: "Bad Request", 404: "Not Found", 429: "Too Many Requests"}
    body = response.json
    assert set(body) == {"statusCode", "error", "message"}
    assert body["statusCode"] == response.status_int
    assert body["error"] == reasons[response.status_int]
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_int, body["message"]


@fact("stats-61", "stats-62", "stats-65")
@pytest.mark.parametrize(
    ("query", "name"),
    [("", "packageId"), ("resolution=day", "packageId"), ("packageId=a.b", "resolution")],
)
def test_the_first_missing_parameter_is_named(service, query, name):
    message = f"querystring should have required property '{name}'"
    assert refusal(service.stats(query)) == (400, message)


@fact("stats-63", "stats-64")
@pytest.mark.parametrize("resolution", ["week", "Day", "", "isoweek"])
def test_a_resolution_is_one_of_three_words(service, resolution):
    message = "querystring.resolution should be equal to one of the allowed values"
    assert refusal(service.stats(f"packageId=a.b&resolution={resolution}")) == (400, message)


@fact("stats-86")
@pytest.mark.parametrize("name", ["packageId", "resolution", "after", "before"])
def test_a_parameter_comes_once(service, name):
    query = f"packageId=a.b&resolution=day&after=2020-01-01&before=2021-01-01&{name}=day"
    assert refusal(service.stats(query)) == (400, f"querystring.{name} should be string")


@fact("stats-66")
@pytest.mark.parametrize("path", ["/v2/stats", "/v2/stats/", "/api/v2/stats", "/api/v2/stats/"])
def test_statistics_are_found_with_and_without_slash_under_both_prefixes(viewed, path):
    query = "packageId=a.b&resolution=month&before=2099-01-01"
    answer = viewed.ask(f"{path}?{query}")
    assert answer.status_int == 200
    assert answer.json == viewed.stats(query).json


@fact("stats-67")
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_other_methods_have_no_route(service, prefix):
    path = f"{prefix}/v2/stats"
    answer = service.ask(f"{path}?packageId=a.b&resolution=day", method="POST")
    assert refusal(answer) == (404, f"Route POST:{path} not found")
    assert service.ask(f"{path}?packageId=a.b&resolution=day", method="HEAD").status_int == 404
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert refusal(service.ask(path, method=method))[0] == 404


@pytest.mark.parametrize("path", ["/v2/", "/v2/packages", "/v2/packages/a", "/v2/packages/a/b/c"])
def test_other_paths_have_no_route(service, path):
    assert refusal(service.ask(path)) == (404, f"Route GET:{path} not found")


@fact("stats-68", "stats-69", "stats-82")
def test_days_are_listed_in_order_without_empty_ones(viewed):
    response = viewed.stats("packageId=a.b&resolution=day&after=2020-12-20&before=2021-01-10")
    assert response.json["Data"] == [
        {"Period": f"{day}T00:00:00.000Z", "Value": value}
        for day, value in (
            ("2020-12-27", 1),
            ("2020-12-28", 2),
            ("2020-12-31", 4),
            ("2021-01-03", 8),
            ("2021-01-04", 16),
        )
    ]


@fact("stats-70", "stats-71", "stats-72", "stats-73", "stats-74", "stats-75", "stats-76")
@fact("stats-77", "stats-78")
@pytest.mark.parametrize(
    ("query", "values"),
    [
        (
            "resolution=isoWeek&after=2020-12-20&before=2021-01-10",
            {"2020-12-21": 1, "2020-12-28": 14, "2021-01-04": 16},
        ),
        (
            "resolution=month&after=2020-12-20&before=2021-02-10",
            {"2020-12-01": 7, "2021-01-01": 24, "2021-02-01": 32},
        ),
        ("resolution=month&after=2020-12-31&before=2020-12-31", {"2020-12-01": 7}),
        ("resolution=isoWeek&after=2021-01-01&before=2021-01-01", {"2020-12-28": 14}),
        (
            "resolution=isoWeek&before=2021-01-03T23:59:59Z",
            {"2020-12-21": 1, "2020-12-28": 14},
        ),
        (
            "resolution=isoWeek&before=2021-01-04T00:00:00Z",
            {"2020-12-21": 1, "2020-12-28": 14, "2021-01-04": 16},
        ),
        ("resolution=day&after=2020-12-28&before=2020-12-28", {"2020-12-28": 2}),
        (
            "resolution=day&after=2020-12-27T23:30:00-01:00&before=2020-12-31",
            {"2020-12-28": 2, "2020-12-31": 4},
        ),
        ("resolution=day&after=2020-12-28T23:59:59Z&before=2020-12-29", {"2020-12-28": 2}),
    ],
)
def test_both_bounds_mean_their_whole_bin(viewed, query, values):
    assert viewed.values(query) == values


@fact("stats-79")
@pytest.mark.parametrize("resolution", ["day", "isoWeek", "month"])
def test_a_range_that_ends_before_it_begins_is_empty(viewed, resolution):
    query = f"packageId=a.b&resolution={resolution}&after=2021-01-10&before=2021-01-01"
    assert viewed.stats(query).json["Data"] == []


@fact("stats-80")
def test_without_bounds_everything_up_to_now_is_told(viewed):
    assert list(viewed.values("resolution=day")) == [
        "2020-12-27",
        "2020-12-28",
        "2020-12-31",
        "2021-01-03",
        "2021-01-04",
    ]


@fact("stats-81")
def test_the_future_is_a_bound_like_any_other(viewed):
    assert len(viewed.values("resolution=month&before=2099-01-01")) == 3


@fact("stats-83")
@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize("value", ["abc", "", "2020-13-01", "1600000000000"])
def test_what_is_no_date_is_refused(service, name, value):
    answer = service.stats(f"packageId=a.b&resolution=day&{name}={value}")
    assert refusal(answer) == (400, BAD_DATES)


@fact("stats-84", "stats-85", "stats-89", "stats-96")
@pytest.mark.parametrize("package_id", ["no.such", "", "A.B", "a.b%00", "a.b%20"])
def test_an_unknown_package_has_no_views(viewed, package_id):
    query = f"packageId={package_id}&resolution=day&after=1970-01-01"
    body = viewed.stats(query).json
    assert body["Data"] == []
    assert body["Id"] == package_id.replace("%00", "\0").replace("%20", " ")


@fact("stats-87")
def test_other_parameters_are_ignored(viewed):
    query = "resolution=month&before=2021-01-01"
    assert viewed.values(f"{query}&page=2&page=3&x=") == viewed.values(query)


@fact("stats-88")
def test_the_answer_says_everything_twice(viewed):
    response = viewed.stats("packageId=a.b&resolution=day&after=2020-12-28&before=2020-12-28")
    content = {"Id": "a.b", "Data": [{"Period": "2020-12-28T00:00:00.000Z", "Value": 2}]}
    assert response.json == {**content, "Stats": content}
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"


@fact("stats-91", "stats-92", "stats-93", "stats-94")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("resolution=day&after=2021-01-01&before=2021-01-29", 200),
        ("resolution=day&after=2021-01-01&before=2021-01-30", 400),
        ("resolution=isoWeek&after=2021-01-04&before=2021-03-01", 200),
        ("resolution=isoWeek&after=2021-01-04&before=2021-03-08", 400),
        ("resolution=month&after=2021-06-15&before=2021-08-15", 200),
        ("resolution=month&after=2021-06-15&before=2021-09-15", 400),
        ("resolution=day", 400),
        ("resolution=month", 400),
    ],
)
def test_strict_windows_limit_what_is_asked_for(open_service, put_package, query, status):
    service = open_service(**{"amo.pkgstats.strict_windows": "true"})
    put_package(service)
    answer = service.stats(f"packageId=a.b&{query}")
    assert answer.status_int == status
    assert status == 200 or refusal(answer) == (400, BAD_DATES)


@fact("stats-95")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_long_history_is_not_told_by_the_day(service, is_flushed):
    service.count("2010-01-04", 1)
    service.count("2021-01-01", 2)
    if is_flushed:
        service.counters.flush()
    assert refusal(service.stats("packageId=a.b&resolution=day")) == (400, BAD_DATES)
    assert refusal(service.stats("packageId=a.b&resolution=isoWeek")) == (400, BAD_DATES)
    assert service.values("resolution=month") == {"2010-01-01": 1, "2021-01-01": 2}
    assert service.values("resolution=day&after=2020-01-01") == {"2021-01-01": 2}


def test_the_most_bins_are_a_setting(open_service, put_package):
    service = open_service(**{"amo.pkgstats.max_bins": "2 2 2"})
    put_package(service)
    service.count("2020-12-01", 1)
    assert service.stats("packageId=a.b&resolution=month").status_int == 200
    answer = service.stats("packageId=a.b&resolution=month&before=2021-02-01")
    assert refusal(answer) == (400, BAD_DATES)


@fact("stats-108")
@pytest.mark.parametrize("path", ["/v2/stats", "/v2/stats?packageId=a.b&resolution=day", "/v2/x"])
def test_every_site_may_ask(service, path):
    headers = service.ask(path, headers={"Origin": "https://other.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Origin" in headers["Vary"]


@fact("stats-109")
def test_an_address_may_ask_only_so_often(open_service):
    service = open_service(**{"amo.pkgstats.query_rate": "3/minute"})
    # Applications are kept for equal settings, so other tests may have asked from elsewhere.
    path, own = "/v2/stats?packageId=a.b&resolution=day", f"own {uuid4()}"
    answers = [service.ask(path, address=own) for _ in range(4)]
    assert [each.status_int for each in answers] == [200, 200, 200, 429]
    seconds = answers[3].headers["Retry-After"]
    assert 59 <= int(seconds) <= 60
    assert refusal(answers[3]) == (429, f"Rate limit exceeded, retry in {seconds} seconds")
    assert service.ask(path, address=f"other {own}").status_int == 200


def test_no_rate_is_no_limit(open_service):
    service = open_service(**{"amo.pkgstats.query_rate": "0"})
    answers = [service.stats("packageId=a.b&resolution=day") for _ in range(310)]
    assert {each.status_int for each in answers} == {200}


def test_credentials_are_not_looked_at(service):
    path, headers = "/v2/stats?packageId=a.b&resolution=day", {"Authorization": "Bearer wrong"}
    assert service.ask(path, headers=headers).status_int == 200
