"""Update checks, through the operations and the live statistics (stats.md §3.3, §3.4)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Persona
from amo_pyramid.domain.pings import Exchange
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import parse_day
from amo_pyramid.operations.counting import record_theme_check, record_update_check
from amo_pyramid.operations.statistics import live_series
from amo_pyramid.testing import builders

DAY = parse_day("2021-01-04")
FIREFOX = Application.FIREFOX.guid
GUID = "addon1@example.com"
CHECK = {
    "reqVersion": "2",
    "id": GUID,
    "version": "1.0",
    "status": "userEnabled",
    "appID": FIREFOX,
    "appVersion": "57.0.1",
    "appOS": "WINNT",
    "locale": "en-US",
}
fact = pytest.mark.fact


@pytest.fixture
def work(service):
    with service.registry["amo.reading"]() as work:
        yield work


def check(work, **changes):
    query = {**CHECK, **changes}
    given = {name: value for name, value in query.items() if value is not None}
    record_update_check(work, Exchange("GET", 200, given))


def point(count, **breakdowns):
    return DataPoint(
        addon_id=1, model=StatModel.UPDATES, day=DAY, count=count, breakdowns=breakdowns
    )


def counted(work, model=StatModel.UPDATES, addon_id=1):
    """The point of today; None without one."""
    return next(iter(live_series(work, addon_id, model, DAY, DAY)), None)


@fact("stats-46")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_check_of_an_enabled_copy_is_a_user(service, work, is_flushed):
    for _ in range(2):
        check(work)
    check(work, version="2.0", appVersion="57.0", locale="fr")
    if is_flushed:
        service.counters.flush()
    assert counted(work) == point(
        3,
        versions={"1.0": 2, "2.0": 1},
        statuses={"userEnabled": 3},
        applications={FIREFOX: {"57.0.1": 2, "57.0": 1}},
        oses={"WINNT": 3},
        locales={"en-US": 2, "fr": 1},
    )


@fact("stats-47")
def test_a_disabled_copy_is_no_user(work):
    states = ("userDisabled", "userEnabled,incompatible", "userDisabled,incompatible", "Unknown")
    for status in (*states, "userdisabled", "", None):
        check(work, status=status)
    found = counted(work)
    assert found.count == 0
    assert found.breakdowns["statuses"] == dict.fromkeys(states, 1)
    assert found.breakdowns["versions"] == {"1.0": 7}


@fact("stats-48", "stats-49")
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("112", 1),
        ("16", 1),
        ("+48", 1),
        *((kind, 1) for kind in ("", "0", "NULL", "None", r"\N", "%UPDATE_TYPE%", None)),
        ("97", 0),
        ("32", 0),
        ("none", 0),
        ("1_6", 0),
        ("16.0", 0),
        ("٤٨", 0),
        ("9" * 5000, 0),
    ],
)
def test_only_regular_checks_count(work, kind, count):
    check(work, updateType=kind)
    assert (0 if counted(work) is None else counted(work).count) == count


def breakdown(work, name):
    """A breakdown, of a ping that counts whatever is in it."""
    assert counted(work).count == 1
    return counted(work).breakdowns[name]


@fact("stats-50")
@pytest.mark.parametrize(
    ("locale", "stored"),
    [
        ("en_US", "en-US"),
        ("ast", "ast"),
        ("ja-JP-mac", "ja-JP-mac"),
        ("ca-valencia", "ca-valencia"),
        ("english!", None),
        ("EN-us", None),
        ("e", None),
        ("en-US\n", None),
        ("", None),
    ],
)
def test_a_locale_is_stored_when_it_looks_like_one(work, locale, stored):
    check(work, locale=locale)
    assert breakdown(work, "locales") == ({stored: 1} if stored else {})


@fact("stats-51")
@pytest.mark.parametrize(
    ("guid", "version", "is_stored"),
    [
        (FIREFOX, "57.0", True),
        (FIREFOX, "3.6b3.14", True),
        (FIREFOX, "120.0a1", True),
        (FIREFOX, "abc", False),
        (FIREFOX, "57", False),
        (FIREFOX, "57.0.1.2", False),
        (FIREFOX, "1000.0", False),
        (FIREFOX, "57.0b12", False),
        (FIREFOX, "", False),
        ("{unknown}", "57.0", False),
    ],
)
def test_an_application_is_stored_when_it_is_known(work, guid, version, is_stored):
    check(work, appID=guid, appVersion=version)
    assert breakdown(work, "applications") == ({guid: {version: 1}} if is_stored else {})


@fact("stats-52")
@pytest.mark.parametrize(
    ("version", "stored"), [("x" * 50, "x" * 32), ("1|a b", "1|a b"), ("", None), ("1\0", None)]
)
def test_a_version_is_cut(work, version, stored):
    check(work, version=version)
    assert breakdown(work, "versions") == ({stored: 1} if stored else {})


@pytest.mark.parametrize(
    ("system", "is_stored"), [("WINNT", True), ("Darwin", True), ("BeOS", False), ("", False)]
)
def test_a_system_is_stored_as_it_was_sent(work, system, is_stored):
    check(work, appOS=system)
    assert breakdown(work, "oses") == ({system: 1} if is_stored else {})


@fact("stats-53")
def test_checks_of_unknown_addons_are_nobody_s(service, work):
    for guid in ("unknown@example.com", "", None, "b", "1"):
        check(work, id=guid)
    assert set(service.counters.state().waiting.values()) == {0}


@pytest.mark.parametrize(
    ("fields", "is_counted"),
    [
        ({"status": Status.INCOMPLETE}, False),
        ({"status": Status.DISABLED}, True),
        ({"type": AddonType.PERSONA, "persona": Persona(persona_id=9)}, False),
        ({"type": AddonType.STATICTHEME}, True),
        ({"is_disabled_by_developer": True}, True),
    ],
    ids=str,
)
def test_every_complete_addon_is_counted_but_lightweight_themes(
    service, put_package, work, fields, is_counted
):
    put_package(service, **fields)
    check(work)
    assert (counted(work) is not None) == is_counted


@pytest.mark.parametrize(
    ("method", "status", "is_counted"),
    [("GET", 200, True), ("GET", 304, True), ("HEAD", 200, False), ("GET", 503, False)],
)
def test_only_answered_checks_count(work, method, status, is_counted):
    record_update_check(work, Exchange(method, status, CHECK))
    assert (counted(work) is not None) == is_counted


@pytest.fixture
def theme(service, put_package):
    """Stores the lightweight theme of persona 9, which has become a static theme or not."""

    def theme(**fields):
        persona = Persona(persona_id=9, static_theme_id=fields.pop("static_theme_id", None))
        put_package(service, type=AddonType.PERSONA, persona=persona, **fields)
        service.put(*builders.listed(builders.addon(9, type=AddonType.STATICTHEME)))

    return theme


def check_theme(work, number, source="", method="GET", status=200):
    record_theme_check(work, Exchange(method, status, {"src": source} if source else {}), number)


@fact("stats-54")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_check_of_a_theme_counts_by_either_number(service, theme, work, is_flushed):
    theme()
    for number, source in ((1, ""), (9, "gp"), (9, ""), (1, "gp"), (2**64, "")):
        check_theme(work, number, source)
    for method, status in (("HEAD", 200), ("GET", 304), ("GET", 404)):
        check_theme(work, 1, method=method, status=status)
    if is_flushed:
        service.counters.flush()
    expected = DataPoint(addon_id=1, model=StatModel.THEME_UPDATES, day=DAY, count=2)
    assert counted(work, StatModel.THEME_UPDATES) == expected
    assert counted(work, StatModel.UPDATES) is None
    assert counted(work, StatModel.THEME_UPDATES, 9) is None


def test_a_theme_that_has_become_another_counts_for_both(theme, work):
    theme(static_theme_id=9)
    check_theme(work, 1)
    assert counted(work, StatModel.THEME_UPDATES).count == 1
    assert counted(work, StatModel.UPDATES, 9).count == 1


@pytest.mark.parametrize(
    "fields", [{"status": Status.DISABLED}, {"is_disabled_by_developer": True}], ids=str
)
def test_a_hidden_theme_does_not_count(theme, work, fields):
    theme(**fields)
    check_theme(work, 1)
    assert counted(work, StatModel.THEME_UPDATES) is None
