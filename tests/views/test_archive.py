"""The archive of statistics over HTTP (stats.md §1)."""

from __future__ import annotations

from contextlib import contextmanager
from urllib.parse import quote

import pytest

from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.maintenance import Maintenance
from amo_pyramid.domain.statistics import date_of, day_of, parse_day
from amo_pyramid.operations.archiving import Archiver, ArchiveReport, cut_off
from amo_pyramid.testing import builders
from amo_pyramid.testing.contracts.statistics_base import downloads, themes, updates
from amo_pyramid.work import open_work
from tests.security.conftest import stopped
from tests.security.signing import NOW, Signer
from tests.views.helpers import NOT_FOUND, NOT_PERMITTED, NOT_SIGNED_IN, answer

MONTH = "/statistics/archive/my-addon/2016/01/"
PUBLIC_MONTH = MONTH.replace("my-addon", "open-addon")
DAY = f"{MONTH}18/themeupdatecount/"
NO_DATA = {"error": 'No archived data for addon "my-addon" found.'}
OWN, OPEN = 3615, 3616


def fact(*numbers):
    return pytest.mark.fact(*(f"stats-{number}" for number in numbers))


@pytest.fixture
def service(service):
    yield from stopped(service)


@pytest.fixture
def author(service):
    """Stores the add-on that is not public, and the one that is, with their archive."""
    author = Signer.put(service, 7)
    put_addon(service, author)
    put_addon(service, author, id=OPEN, slug="open-addon", has_public_stats=True)
    with open_work(service.registry) as work:
        for addon_id in (OWN, OPEN):
            work.catalogue.statistics.put_archived(
                [
                    themes(123, addon_id, parse_day("2016-01-18")),
                    downloads(7, addon_id, parse_day("2016-01-18"), search=5, api=2),
                    updates(40, addon_id, parse_day("2016-01-05")),
                ]
            )
    return author


@pytest.fixture
def stranger(service, author):
    return Signer.put(service, 8)


@pytest.fixture
def viewer(service, author):
    """Somebody who may see all statistics."""
    viewer = Signer.put(service, 9)
    service.put(builders.group(1, rules=("Stats:View",), members=(9,)))
    return viewer


def put_addon(service, author, *versions, **fields):
    values = {"id": OWN, "slug": "my-addon", "authors": (builders.author(author.user),), **fields}
    service.put(*builders.listed(builders.addon(**values), *versions))


def get(signer, path=MONTH, **options):
    return signer.ask(path=path, **{"version": "v3", **options})


@pytest.mark.parametrize(
    "path",
    [pytest.param(MONTH, marks=fact(1)), pytest.param(PUBLIC_MONTH, marks=fact(2)), DAY],
)
def test_without_a_key_nobody_is_told_anything(service, author, path):
    response = service.get(path, version="v3")
    assert answer(response) == (401, NOT_SIGNED_IN)
    assert response.headers["WWW-Authenticate"] == 'JWT realm="api"'


@fact(3)
@pytest.mark.parametrize("path", [MONTH, PUBLIC_MONTH, DAY])
def test_a_bearer_token_does_not_count(service, author, path):
    assert service.get(path, version="v3", user=author.user).status_int == 401


@fact(4, 5)
def test_an_author_sees_what_is_archived_of_a_month_in_order(author):
    response = get(author)
    assert response.status_int == 200
    assert response.json == [
        {"date": "2016-01-05", "addon_id": OWN, "model_name": "updatecounts"},
        {"date": "2016-01-18", "addon_id": OWN, "model_name": "downloadcounts"},
        {"date": "2016-01-18", "addon_id": OWN, "model_name": "themeupdatecount"},
    ]


def test_an_unlisted_developer_is_an_author_too(service, author, stranger):
    people = (builders.author(author.user), builders.author(stranger.user, is_listed=False))
    put_addon(service, author, authors=people)
    assert get(stranger).status_int == 200


@fact(6)
@pytest.mark.parametrize("path", [MONTH, DAY])
def test_others_do_not_see_statistics_that_are_not_public(stranger, path):
    assert answer(get(stranger, path)) == (403, NOT_PERMITTED)


@fact(7)
def test_everybody_with_a_key_sees_public_statistics(stranger):
    assert get(stranger, PUBLIC_MONTH).status_int == 200


@fact(8)
@pytest.mark.parametrize("path", [MONTH, DAY])
def test_who_has_the_permission_sees_all_statistics(viewer, path):
    assert get(viewer, path).status_int == 200


@fact(9)
def test_who_may_not_see_does_not_learn_whether_there_are_data(stranger):
    assert answer(get(stranger, MONTH.replace("/01/", "/02/"))) == (403, NOT_PERMITTED)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("2016/02/", marks=fact(10)),
        pytest.param("2016/13/", marks=fact(13)),
        pytest.param("2016/00/", marks=fact(13)),
        "0000/01/",
        pytest.param("2016/01/18/updatecounts/", marks=fact(20)),
        pytest.param("2016/01/5/updatecounts/", marks=fact(22)),
        pytest.param("2016/02/31/updatecounts/", marks=fact(23)),
        pytest.param("2016/01/18/foo/", marks=fact(24)),
        pytest.param("2016/01/18/ThemeUpdateCount/", marks=fact(24)),
        "2016/01/00/themeupdatecount/",
    ],
)
def test_what_has_no_data_says_so(author, path):
    response = get(author, f"/statistics/archive/my-addon/{path}")
    assert answer(response) == (404, NO_DATA)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("my-addon/2016/1/", marks=fact(11)),
        pytest.param("my-addon/16/01/", marks=fact(12)),
        "my-addon/20166/01/",
        pytest.param("nope/2016/01/", marks=fact(14)),
        pytest.param("3615/2016/01/", marks=fact(15)),
        pytest.param("addon3615@example.com/2016/01/", marks=fact(15)),
        "MY-ADDON/2016/01/",
        pytest.param("my-addon/2016/01/18/the-me/", marks=fact(25)),
        "my-addon/2016/01/118/themeupdatecount/",
        f"my-addon/2016/{quote('٠١')}/",
    ],
)
def test_what_is_no_path_or_no_slug_is_not_found(author, path):
    assert answer(get(author, f"/statistics/archive/{path}")) == (404, NOT_FOUND)


@fact(16)
@pytest.mark.parametrize("path", [MONTH, DAY])
def test_a_missing_final_slash_is_added(author, path):
    response = get(author, path.removesuffix("/"))
    assert response.status_int == 301
    assert response.headers["Location"].endswith(path)


@fact(17)
def test_a_day_of_a_theme_is_one_object_in_a_list(author):
    assert get(author, DAY).json == [{"date": "2016-01-18", "count": 123, "addon": OWN}]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("downloadcounts", marks=fact(18)),
        pytest.param("downloadcount", marks=fact(19)),
    ],
)
def test_a_day_of_downloads_has_their_sources(author, name):
    assert get(author, f"{MONTH}18/{name}/").json == [
        {"date": "2016-01-18", "count": 7, "addon": OWN, "sources": {"search": 5, "api": 2}}
    ]


@fact(21)
@pytest.mark.parametrize("name", ["updatecounts", "updatecount"])
def test_a_day_of_users_has_all_breakdowns_empty_or_not(author, name):
    assert get(author, f"{MONTH}05/{name}/").json == [
        {
            "date": "2016-01-05",
            "count": 40,
            "addon": OWN,
            "versions": {},
            "statuses": {},
            "applications": {},
            "oses": {},
            "locales": {},
        }
    ]


def test_the_other_alias_of_themes_is_known(author):
    assert get(author, f"{MONTH}18/themeupdatecounts/").json[0]["count"] == 123


@fact(26)
def test_the_author_of_a_disabled_addon_sees_its_statistics(service, author):
    put_addon(service, author, status=Status.DISABLED)
    assert get(author).status_int == 200


@fact(27)
def test_an_addon_without_listed_versions_has_no_statistics(service, author, viewer):
    put_addon(service, author, builders.version(OWN * 10, OWN, channel=Channel.UNLISTED))
    assert answer(get(author)) == (404, NOT_FOUND)
    assert answer(get(viewer)) == (404, NOT_FOUND)


@fact(28)
def test_a_deleted_addon_has_no_statistics(service, author):
    put_addon(service, author, status=Status.DELETED, slug=None)
    assert answer(get(author)) == (404, NOT_FOUND)


@fact(29)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [MONTH, DAY])
def test_other_methods_are_not_allowed(service, author, method, path):
    headers = {"Authorization": f"JWT {author.token()}"}
    response = service.request(method, path, version="v3", headers=headers)
    assert response.status_int == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert service.request(method, path, version="v3").status_int == 401


@fact(30)
def test_parameters_are_ignored(author):
    assert len(get(author, f"{MONTH}?page=9&page_size=1").json) == 3


@fact(31)
@pytest.mark.fact("platform-43")
@pytest.mark.parametrize("version", ["v4", "v4dev", "v5"])
@pytest.mark.parametrize("path", [MONTH, DAY])
def test_only_v3_has_it(author, version, path):
    assert get(author, path).status_int == 200
    assert answer(get(author, path, version=version)) == (404, NOT_FOUND)


@fact(32)
def test_it_answers_in_read_only_mode(service, author):
    with open_work(service.registry) as work:
        work.catalogue.site.switch(Maintenance(is_read_only=True))
    service.registry["amo.site_state"]._read_at = None
    assert get(author).status_int == 200
    with open_work(service.registry) as work:
        work.catalogue.site.switch(Maintenance())
    service.registry["amo.site_state"]._read_at = None


@fact(33, 34)
def test_live_rows_are_in_it_when_the_job_has_run(service, author):
    day = day_of(NOW) - 366
    month = f"/statistics/archive/my-addon/{date_of(day):%Y/%m}/"
    live = [
        downloads(9, OWN, day, search=9),
        *(updates(50, OWN, day_of(NOW) - age) for age in range(1, 14)),
        downloads(5, OWN, day_of(NOW) - 1),
    ]
    with open_work(service.registry) as work:
        work.catalogue.statistics.put(live)
    assert answer(get(author, month)) == (404, NO_DATA)
    run_job(service)
    date = date_of(day).isoformat()
    assert get(author, month).json == [
        {"date": date, "addon_id": OWN, "model_name": "downloadcounts"}
    ]
    assert get(author, f"{month}{date[-2:]}/downloadcounts/").json == [
        {"date": date, "count": 9, "addon": OWN, "sources": {"search": 9}}
    ]
    with open_work(service.registry) as work:
        assert work.catalogue.statistics.live(OWN, downloads().model, day, day) == []


@fact(38)
def test_the_archive_follows_the_slug(service, author):
    put_addon(service, author, slug="new-name")
    assert answer(get(author)) == (404, NOT_FOUND)
    assert len(get(author, MONTH.replace("my-addon", "new-name")).json) == 3


def run_job(service):
    @contextmanager
    def unit():
        with open_work(service.registry) as work:
            yield work.catalogue

    Archiver(unit, ArchiveReport(), cut_off(NOW)).run(lambda: NOW)
