"""What is stored is announced within its transaction, and can be refused there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from amo_pyramid.domain.errors import Conflict, Invalid
from amo_pyramid.operations.dumping import dump, load
from amo_pyramid.operations.reporting import Report
from amo_pyramid.testing import builders

EVENTS = "from amo_pyramid.events import AddonsChanged, AddonsCreated"
COLLECT = """
seen = []


def see(event):
    slugs = sorted(a.slug for a in event.work.catalogue.addons.by_ids(sorted(event.addon_ids), ()))
    seen.append((type(event).__name__, slugs))
"""
REFUSE = """
from amo_pyramid.domain.errors import {error}


def refuse(event):
    addons = event.work.catalogue.addons.by_ids(sorted(event.addon_ids), frozenset())
    for addon in addons:
        if addon.guid == "addon2@example.com":
            raise {error}("This guid is not welcome here.")
"""


@pytest.fixture
def told(serve, write_plugin):
    """A service, and the list of what its plugin was told."""
    name = write_plugin(
        "config.add_amo_subscriber(AddonsCreated, see)",
        "config.add_amo_subscriber(AddonsChanged, see)",
        before=EVENTS + COLLECT,
    )
    service = serve(name)
    return service, __import__(name).seen


@pytest.fixture
def refusing(serve, write_plugin):
    """Opens a service whose plugin refuses the second add-on with an error of that name."""

    def refusing(error="Invalid"):
        return serve(
            write_plugin(
                "config.add_amo_subscriber(AddonsCreated, refuse)",
                before=EVENTS + REFUSE.format(error=error),
            )
        )

    return refusing


def test_new_and_changed_addons_are_announced_once_for_each_call(told):
    service, seen = told
    service.put(*builders.listed(builders.addon(1)), *builders.listed(builders.addon(2)))
    assert seen == [("AddonsCreated", ["addon-1", "addon-2"])]
    seen.clear()
    service.put(builders.addon(2, slug="other"), builders.addon(3))
    assert seen == [("AddonsCreated", ["addon-3"]), ("AddonsChanged", ["other"])]


def test_what_changes_nothing_is_not_announced(told):
    service, seen = told
    service.put(builders.addon(1))
    seen.clear()
    service.put(builders.addon(1))
    service.put(builders.user(5))
    assert seen == []


def test_a_new_version_and_an_author_s_name_change_an_addon(told):
    service, seen = told
    author = builders.user(5)
    addon = builders.addon(1, authors=(builders.author(author),))
    service.put(author, addon)
    seen.clear()
    service.put(builders.version(10, 1))
    service.put(replace(author, display_name="Another"))
    assert seen == [("AddonsChanged", ["addon-1"])] * 2


@pytest.mark.parametrize(("name", "error"), [("Invalid", Invalid), ("Conflict", Conflict)])
def test_a_subscriber_refuses_a_write_and_nothing_of_it_is_stored(refusing, name, error):
    service = refusing(name)
    with pytest.raises(error, match="not welcome"):
        service.put(*builders.listed(builders.addon(1)), *builders.listed(builders.addon(2)))
    with service.work() as work:
        assert work.catalogue.addons.by_ids([1, 2], frozenset()) == []
    assert service.get("/addons/search/").json["count"] == 0
    service.put(*builders.listed(builders.addon(1)))
    assert service.get("/addons/search/").json["count"] == 1


def test_a_refused_call_leaves_the_rest_of_the_transaction_alone(refusing):
    service = refusing()
    with service.work() as work:
        work.catalogue.put([builders.addon(1)])
        with pytest.raises(Invalid):
            work.catalogue.put([builders.addon(2)])
    assert service.get("/addons/addon/1/").status_int == 200
    assert service.get("/addons/addon/2/").status_int == 404


def test_of_a_dump_only_what_is_refused_is_left_out_and_told(refusing, serve, tmp_path):
    source = serve()
    source.put(*(record for n in (1, 2, 3) for record in builders.listed(builders.addon(n))))
    with (tmp_path / "dump").open("wb") as stream:
        dump(lambda: catalogue_of(source), stream)
    source.close()
    (tmp_path / "amo.db").unlink()
    service = refusing()
    report = Report()
    with (tmp_path / "dump").open("rb") as stream:
        load(stream, lambda: catalogue_of(service), report)
    with service.work() as work:
        assert [each.id for each in work.catalogue.addons.by_ids([1, 2, 3], frozenset())] == [1, 3]
    # The add-on, and the version that now has none.
    assert report.refused == 2


@contextmanager
def catalogue_of(service):
    """The catalogue in a unit of work."""
    with service.work() as work:
        yield work.catalogue


def test_a_plugin_announces_events_of_its_own(serve, write_plugin):
    name = write_plugin(
        "config.add_amo_subscriber(Awarded, seen.append)",
        before="class Awarded:\n    pass\n\n\nseen = []",
    )
    module = __import__(name)
    with serve(name).work() as work:
        work.notify(module.Awarded())
    assert len(module.seen) == 1
