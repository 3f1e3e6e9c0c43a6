"""The demonstration catalogue that comes with the package."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

import plaster
import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.backends.base.ledger import LedgerKind
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.operations.records import decode_line
from amo_pyramid.testing.app import Service

from .helpers import dumped, loaded, reading, stored

ROOT = Path(__file__).resolve().parents[2]
DEMO = files("amo_pyramid.demo") / "demo.jsonl.gz"
MADE_UP = 1_000_000_000


@pytest.fixture(scope="module")
def content():
    return gzip.decompress(DEMO.read_bytes())


@pytest.fixture(scope="module")
def addons(content):
    records = [json.loads(line) for line in content.splitlines()]
    return [record for record in records if record.get("kind") == "addon"]


def test_it_is_small_enough_for_a_package():
    assert len(DEMO.read_bytes()) < 1_000_000


def records(dump):
    """The records of a dump, which may be older than a field that has a default, without the
    package ids that add-ons get when they are stored."""
    lines = [json.loads(line) for line in dump.splitlines()[1:]]
    return [decode_line(line) for line in lines if line["kind"] != LedgerKind.PACKAGE.value]


def test_it_loads_completely(catalogue, content):
    report, problems = loaded(catalogue, content)
    assert problems == []
    # Package ids are given when an add-on is stored, so those in the file are there already.
    assert (report.refused, report.outcome.changed) == (0, 0)
    assert report.outcome.added + report.outcome.unchanged == report.read
    assert records(dumped(catalogue)) == records(content)


def test_it_holds_every_kind_of_addon_that_people_look_for(addons):
    assert len(addons) > 300
    kinds = {AddonType.named(addon["type"]) for addon in addons}
    assert kinds >= {
        AddonType.EXTENSION,
        AddonType.STATICTHEME,
        AddonType.LANGUAGE,
        AddonType.DICTIONARY,
    }


def test_it_holds_no_texts_of_the_authors_of_addons(addons):
    theirs = (
        "description",
        "homepage",
        "support_email",
        "support_url",
        "developer_comments",
        "eula",
        "privacy_policy",
    )
    for addon in addons:
        assert not any(addon[name] for name in theirs)
        assert set(addon["summary"]) == {"en-US", "fr", "de"}


def test_it_names_no_person(sqlite_catalogue, content):
    loaded(sqlite_catalogue, content)
    assert [user.username for user in stored(sqlite_catalogue, RecordKind.USER)] == [
        "demonstration"
    ]


def test_all_its_addons_are_shown(sqlite_catalogue, content, addons):
    loaded(sqlite_catalogue, content)
    with reading(sqlite_catalogue) as session:
        needs = frozenset({"current_version"})
        shown = session.addons.by_ids([addon["id"] for addon in addons], needs)
        assert all(addon.is_public and addon.current_version for addon in shown)
        state = session.addons.resolve(AddonRef.parse("uBlock0@raymondhill.net"))
        assert state.id == 607454


@pytest.mark.parametrize("version", ["v3", "v4", "v4dev", "v5"])
def test_a_well_known_addon_is_answered_in_every_version(sqlite_catalogue, content, version):
    loaded(sqlite_catalogue, content)
    service = Service(sqlite_catalogue)
    for query in ("", "?lang=fr"):
        response = service.get(f"/addons/addon/ublock-origin/{query}", version=version)
        assert response.status_int == 200
        assert response.json["id"] == 607454
    assert "Extension : vie privée et sécurité" in str(response.json["summary"])


def test_well_known_addons_have_a_history_that_everybody_may_see(sqlite_catalogue, content):
    loaded(sqlite_catalogue, content)
    service = Service(sqlite_catalogue, **{"amo.throttle.statistics": "0"})
    for path in ("addon/ublock-origin/statistics/usage", "statistics/usage"):
        rows = service.get_page(f"/en-US/firefox/{path}-month-20231001-20250731.json").json
        assert len(rows) == 22
        assert min(row["count"] for row in rows) > 6_000_000
    assert service.get_page("/de/firefox/addon/ublock-origin/statistics/").status_int == 200


def discovered(service, query):
    items = service.get(f"/discovery/{query}").json["results"]
    return [item["addon"]["slug"] for item in items]


def test_its_editors_chose_for_firefox_and_for_thunderbird(sqlite_catalogue, content):
    loaded(sqlite_catalogue, content)
    service = Service(sqlite_catalogue)
    firefox, mail = (discovered(service, f"?app={app}") for app in ("firefox", "thunderbird"))
    assert firefox[:3] == ["ublock-origin", "bitwarden-password-manager", "darkreader"]
    assert len(mail) == 3
    assert discovered(service, "") == [*firefox, *mail]
    assert discovered(service, "?edition=china")[0] == "ublock-origin"
    texts = {item["description_text"] for item in service.get("/discovery/").json["results"]}
    assert len(texts) == len([*firefox, *mail])


def test_some_of_its_addons_are_promoted(sqlite_catalogue, content):
    loaded(sqlite_catalogue, content)
    service = Service(sqlite_catalogue)
    service.registry["amo.backends"]["search"].rebuild()
    for kind, count in (("extension", 13), ("statictheme", 3)):
        found = service.get(f"/addons/search/?app=firefox&promoted=recommended&type={kind}")
        assert found.json["count"] == count
    assert service.get("/addons/search/?app=firefox&promoted=line").json["count"] == 4


def test_its_replacements_and_mappings_lead_to_addons_that_it_has(
    sqlite_catalogue, content, addons
):
    loaded(sqlite_catalogue, content)
    service = Service(sqlite_catalogue)
    replaced = service.get("/addons/replacement-addon/").json["results"]
    assert all(len(each["replacement"]) == 1 for each in replaced)
    mapped = service.get("/addons/browser-mappings/?browser=chrome", version="v5").json["results"]
    guids = {addon["guid"] for addon in addons}
    assert {each["addon_guid"] for each in mapped} <= guids
    assert (len(replaced), len(mapped), len(guids)) == (6, 10, len(addons))


def test_it_has_the_four_addons_that_the_development_ini_recommends(addons):
    ini = plaster.get_settings(str(ROOT / "development.ini"), "app:main")
    recommended = ini["amo.recommendations.fallback"].split()
    assert len(recommended) == 4
    assert {addon["guid"] for addon in addons}.issuperset(recommended)
