"""Commands about what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from amo_pyramid.backends.base.counters import Count, CounterKind
from amo_pyramid.backends.redis import RedisStore
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.statistics import date_of, day_of
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import utc_now
from tests.cli.conftest import Run

TODAY = day_of(utc_now())


@pytest.fixture
def catalogue(place: Path, ready: Run):
    catalogue = SqlCatalogue(f"sqlite:///{place}/amo.db")
    author = builders.user(1, "a")
    addon = builders.addon(slug="b", authors=(builders.author(author),))
    Service(catalogue).put(author, *builders.listed(addon))
    yield catalogue
    catalogue.close()


@pytest.fixture
def counted(place: Path, catalogue: SqlCatalogue, redis_url: str, redis_prefix: str) -> None:
    """Views and downloads in Redis, which the site's settings name."""
    ini = place / "development.ini"
    ini.write_text(
        ini.read_text(encoding="utf-8")
        + f"amo.counters.backend = redis\namo.redis.url = {redis_url}\n"
        + f"amo.redis.prefix = {redis_prefix}\n",
        encoding="utf-8",
    )
    store = RedisStore(redis_url, prefix=redis_prefix)
    for day in (TODAY, TODAY - 1, TODAY - 5):
        store.increment(Count(CounterKind.VIEWS, day, 1), 3, None)
    store.increment(Count(CounterKind.UPDATES, TODAY, 1, "count"), 4, None)
    store.increment(Count(CounterKind.UPDATES, TODAY, 1, "oses|Linux"), 4, None)
    for source in ("search", "external-x", "search"):
        store.increment(Count(CounterKind.DOWNLOADS, TODAY, 1, source), 1, None)
    store.close()


@pytest.mark.usefixtures("counted")
def test_counts_are_moved_into_the_database_once(ready: Run) -> None:
    assert "3 different counts of views wait" in ready("counters", "show").output
    assert ready("counters", "flush").output == "20 increments were moved into the database.\n"
    assert ready("counters", "flush").output == "0 increments were moved into the database.\n"
    assert ready("counters", "show").output == (
        "0 different counts of views wait for the database.\n"
        "0 different counts of downloads wait for the database.\n"
        "0 different counts of update checks wait for the database.\n"
        "0 different counts of theme checks wait for the database.\n"
        "0 batches are on their way; 0 increments were lost.\n"
    )


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("addon", ["1", "b", "addon1@example.com", "a.b"])
def test_the_days_of_an_addon_are_shown(ready: Run, addon: str) -> None:
    assert ready("counters", "show", addon, "--days", 2).output == (
        "day\tviews\tusers\tdownloads\tsources\n"
        f"{date_of(TODAY - 1)}\t3\t0\t0\t\n"
        f"{date_of(TODAY)}\t3\t4\t3\texternal-x 1, search 2\n"
    )


@pytest.mark.usefixtures("catalogue")
def test_an_unknown_addon_is_told(ready: Run) -> None:
    assert "There is no add-on nothing." in ready("counters", "show", "nothing", code=1).output


@pytest.mark.usefixtures("catalogue")
def test_without_redis_a_command_has_nothing_to_move(ready: Run) -> None:
    assert ready("counters", "flush").output == "0 increments were moved into the database.\n"


@pytest.mark.usefixtures("counted")
def test_the_views_of_a_package_are_deleted(ready: Run) -> None:
    assert ready("views-reset", "a.b", "--yes").output == "9 views of a.b were deleted.\n"
    left = f"{date_of(TODAY)}\t0\t4\t3\texternal-x 1, search 2\n"
    assert ready("counters", "show", "a.b").output.endswith(f"sources\n{left}")
    assert ready("views-reset", "a.b", "--yes").output == "0 views of a.b were deleted.\n"


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("period", [TODAY - 1, date_of(TODAY - 1)])
def test_the_views_of_one_day_are_deleted(ready: Run, period: object) -> None:
    assert ready("views-reset", "a.b", "--period", period, "--yes").output == (
        f"3 views of a.b on {date_of(TODAY - 1)} were deleted.\n"
    )
    shown = ready("counters", "show", "a.b").output
    assert str(date_of(TODAY - 5)) in shown
    assert str(date_of(TODAY - 1)) not in shown


@pytest.mark.usefixtures("counted")
def test_views_are_not_deleted_before_somebody_says_yes(ready: Run) -> None:
    assert "for good?" in ready("views-reset", "a.b", stdin=b"n\n", code=1).output
    assert "3 different counts of views wait" in ready("counters", "show").output
    assert "9 views of a.b" in ready("views-reset", "a.b", stdin=b"y\n").output


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("name", ["b", "1", "a.B", "addon1@example.com"])
def test_what_is_no_package_id_is_told(ready: Run, name: str) -> None:
    assert f"There is no package {name}." in ready("views-reset", name, "--yes", code=1).output


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("period", ["soon", "2021-02-30", "-1", "1234567", "20210104", TODAY + 1])
def test_what_is_no_day_up_to_now_is_told(ready: Run, period: object) -> None:
    result = ready("views-reset", "a.b", f"--period={period}", "--yes", code=2)
    assert "--period" in result.output


@pytest.mark.usefixtures("counted")
def test_a_read_only_site_keeps_its_views(place: Path, ready: Run) -> None:
    with (place / "development.ini").open("a", encoding="utf-8") as ini:
        ini.write("amo.read_only = true\n")
    assert "read-only" in ready("views-reset", "a.b", "--yes", code=1).output
    assert "3 different counts of views wait" in ready("counters", "show").output


@pytest.mark.usefixtures("counted")
def test_a_read_only_site_is_left_alone(place: Path, ready: Run) -> None:
    with (place / "development.ini").open("a", encoding="utf-8") as ini:
        ini.write("amo.read_only = true\n")
    assert "read-only" in ready("counters", "flush").output
    assert "3 different counts of views wait" in ready("counters", "show").output


def test_a_redis_that_is_not_there_is_told(place: Path, ready: Run) -> None:
    with (place / "development.ini").open("a", encoding="utf-8") as ini:
        ini.write("amo.counters.backend = redis\namo.redis.url = redis://127.0.0.1:1/\n")
    assert "Redis cannot be used right now" in ready("counters", "flush", code=1).output
