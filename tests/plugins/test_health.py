"""The plugin that tells whether the service works, alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError
from pyramid.response import Response
from webtest import TestApp

from amo_pyramid import __version__
from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.plugins.health import FRESH
from tests.plugins.alone import application
from tests.plugins.clock import Clock

HEARTBEAT = "/__heartbeat__"


def healthy(*checks: Callable[[Any], None], **settings: str) -> TestApp:
    """An application with these checks."""
    named = {f"amo.health.{name}": value for name, value in settings.items()}
    return application(
        "health", lambda request: Response(), "settings", "observing", *checks, settings=named
    )


def working(config: Any) -> None:
    config.add_amo_check("working", lambda registry: {"depth": 7})


def broken(config: Any) -> None:
    def ask(registry: Any) -> None:
        raise Unavailable("It cannot be used right now.")

    config.add_amo_check("broken", ask, lambda registry: {"lost": 3})


def unforeseen(config: Any) -> None:
    def ask(registry: Any) -> None:
        raise RuntimeError("redis://:hunter2@cache")

    config.add_amo_check("unforeseen", ask)


def test_a_site_without_checks_is_well():
    shown = healthy().get(HEARTBEAT)
    assert shown.json == {"status": "ok", "checks": {}}
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_check_that_passes_shows_its_facts():
    assert healthy(working).get(HEARTBEAT).json["checks"] == {"working": {"ok": True, "depth": 7}}


def test_one_failed_check_is_enough_and_says_what_this_process_knows_of_it():
    failed = healthy(working, broken).get(HEARTBEAT, status=500)
    assert failed.json["status"] == "error"
    assert failed.json["checks"] == {
        "working": {"ok": True, "depth": 7},
        "broken": {"ok": False, "error": "It cannot be used right now.", "lost": 3},
    }


def test_an_unforeseen_failure_gives_nothing_away(caplog):
    failed = healthy(unforeseen).get(HEARTBEAT, status=500)
    assert failed.json["checks"]["unforeseen"] == {"ok": False, "error": "RuntimeError"}
    assert "the check of unforeseen failed" in caplog.text


def test_facts_need_no_check():
    def told(config: Any) -> None:
        config.add_amo_check("told", tell=lambda registry: {"refused": 2})

    assert healthy(told).get(HEARTBEAT).json["checks"] == {"told": {"ok": True, "refused": 2}}


def test_a_check_that_hangs_fails_is_not_asked_twice_and_comes_back():
    go_on, asked = threading.Event(), []

    def hanging(config: Any) -> None:
        def ask(registry: Any) -> None:
            asked.append(1)
            go_on.wait()

        config.add_amo_check("hanging", ask)

    app = healthy(hanging, working, timeout="0.05")
    health = app.app.registry["amo.health"]
    for _ in range(2):
        health._known_at = float("-inf")
        failed = app.get(HEARTBEAT, status=500)
        assert failed.json["checks"]["hanging"]["error"] == "no answer within 0.05 seconds"
        assert failed.json["checks"]["working"]["ok"]
    assert asked == [1]
    go_on.set()
    health._asking["hanging"]._done.wait()
    health._known_at = float("-inf")
    assert app.get(HEARTBEAT).json["status"] == "ok"


def test_checks_are_asked_at_the_same_time():
    both = threading.Barrier(2)

    def two(config: Any) -> None:
        # The barrier lets the one pass when the other one has come as well.
        for name in ("one", "other"):
            config.add_amo_check(name, lambda registry: both.wait() and None)

    assert healthy(two).get(HEARTBEAT).json["status"] == "ok"


def test_a_storm_of_questions_reaches_what_is_checked_once_in_a_while():
    asked, clock = [], Clock()

    def counted(config: Any) -> None:
        config.add_amo_check("counted", lambda registry: asked.append(1))

    app = healthy(counted)
    app.app.registry["amo.health"]._clock = clock
    for moment in (0.0, FRESH / 2, FRESH, FRESH * 1.5):
        clock.now = 1000 + moment
        app.get(HEARTBEAT)
    assert len(asked) == 2


def test_the_heartbeat_for_load_balancers_touches_nothing():
    assert healthy(broken).get("/__lbheartbeat__").json == {"status": "ok"}


def test_the_version_is_told_with_what_the_build_knows(tmp_path):
    assert healthy().get("/__version__").json == {"name": "amo_pyramid", "version": __version__}
    path = tmp_path / "version.json"
    path.write_text(json.dumps({"commit": "abc"}), encoding="utf-8")
    assert healthy(version_file=str(path)).get("/__version__").json["commit"] == "abc"


@pytest.mark.parametrize("bad", [{"timeout": "0"}, {"version_file": "/nowhere"}])
def test_an_option_that_makes_no_sense_stops_the_start(bad):
    with pytest.raises(ConfigurationError, match="is not valid"):
        healthy(**bad)


def test_two_checks_of_one_name_stop_the_start():
    def rival(config: Any) -> None:
        config.add_amo_check("working", lambda registry: None)

    with pytest.raises(ConfigurationConflictError):
        healthy(working, rival)
