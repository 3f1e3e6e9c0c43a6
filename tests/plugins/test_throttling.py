"""The plugin that makes people wait, alone."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from pyramid.exceptions import ConfigurationError
from pyramid.request import Request
from pyramid.response import Response
from webtest import TestApp

from amo_pyramid.domain.viewer import ANONYMOUS, Viewer
from amo_pyramid.plugins.throttling import REST
from amo_pyramid.testing import builders
from amo_pyramid.windows import BoundedMemory, Windows
from tests.plugins.alone import PATH, application
from tests.plugins.clock import Clock

AWAY = "redis://:hunter2@127.0.0.1:1/"


class Asked(Request):
    """A request of somebody whom the test names."""

    @property
    def viewer(self) -> Viewer:
        number = int(self.headers.get("X-User", 0))
        rules = frozenset(self.headers.get("X-Rules", "").split())
        return Viewer(builders.user(number), rules) if number else ANONYMOUS

    def tr(self, message: str) -> str:
        return message


def declare(config: Any) -> None:
    config.add_amo_throttle("mine", "1/minute", "")
    config.add_amo_throttle("where", "1/minute", "", by="address")


def throttled(names: Any = "mine", view: Any = None, **settings: str) -> TestApp:
    """An application whose only view is throttled."""
    return application(
        "throttling",
        view or (lambda request: Response("done")),
        "settings",
        "observing",
        "addresses",
        "rates",
        "errors",
        declare,
        throttle=names,
        request_factory=Asked,
        settings={f"amo.{name.replace('__', '.')}": value for name, value in settings.items()},
    )


def ask(app: TestApp, user: int = 0, address: str = "1.1.1.1", **headers: str) -> int:
    named = {"X-User": str(user), **{name.replace("_", "-"): v for name, v in headers.items()}}
    environ = {"REMOTE_ADDR": address}
    return app.get(PATH, headers=named, extra_environ=environ, status="*").status_int


def test_who_asks_too_often_is_told_when_to_come_back():
    app = throttled()
    assert ask(app) == 200
    refused = app.get(PATH, extra_environ={"REMOTE_ADDR": "1.1.1.1"}, status=429)
    assert refused.headers["Retry-After"] == "60"
    assert refused.json == {"detail": "Request was throttled. Expected available in 60 seconds."}


def test_the_last_second_is_a_single_one():
    app, clock = throttled(), Clock()
    throttle = app.app.registry["amo.throttle"]
    throttle._windows = Windows(BoundedMemory(clock), clock)
    assert ask(app) == 200
    clock.now += 59.5
    refused = app.get(PATH, extra_environ={"REMOTE_ADDR": "1.1.1.1"}, status=429)
    assert refused.json == {"detail": "Request was throttled. Expected available in 1 second."}
    clock.now += 0.5
    assert ask(app) == 200


def test_a_user_is_known_everywhere_and_others_by_their_address():
    app = throttled()
    assert [ask(app, 1), ask(app, 1, "2.2.2.2"), ask(app, 2)] == [200, 429, 200]
    assert [ask(app), ask(app), ask(app, address="2.2.2.2")] == [200, 429, 200]


def test_a_throttle_by_address_does_not_look_at_users():
    app = throttled("where")
    assert [ask(app, 1), ask(app, 2), ask(app, 2, "2.2.2.2")] == [200, 429, 200]


def test_of_several_throttles_the_longest_wait_is_told():
    app = throttled(("mine", "where"), throttle__where="1/hour")
    assert ask(app, 1) == 200
    refused = app.get(
        PATH, headers={"X-User": "1"}, extra_environ={"REMOTE_ADDR": "1.1.1.1"}, status=429
    )
    assert int(refused.headers["Retry-After"]) == 3600


def test_a_failure_after_the_check_counts_and_a_refusal_does_not():
    app = throttled(view=lambda request: Response(status=400), throttle__mine="2/minute")
    assert [ask(app) for _ in range(4)] == [400, 400, 429, 429]
    assert app.app.registry["amo.throttle"].refused == 2


def test_some_users_and_networks_never_wait():
    app = throttled(throttle__exempt_networks="10.0.0.0/8")
    rules = {"X_Rules": "API:BypassThrottling"}
    assert {ask(app, 1, **rules) for _ in range(3)} == {200}
    assert {ask(app, address="10.1.2.3") for _ in range(3)} == {200}


def test_proxies_are_not_throttled_for_their_clients():
    app = throttled(trusted_proxies="10.0.0.1")
    asked = [ask(app, 0, "10.0.0.1", X_Forwarded_For=f"{n}.1.1.1") for n in (1, 2, 2)]
    assert asked == [200, 200, 429]


@pytest.mark.parametrize("off", [{"api__throttling": "false"}, {"throttle__mine": "0"}])
def test_it_can_be_switched_off(off):
    app = throttled(**off)
    assert {ask(app) for _ in range(3)} == {200}


def test_while_the_storage_is_away_nobody_waits_and_that_is_counted_and_logged(caplog):
    app, clock = throttled(throttle__url=AWAY, throttle__timeout="0.1"), Clock()
    throttle = app.app.registry["amo.throttle"]
    throttle._clock = clock
    with caplog.at_level(logging.ERROR):
        assert {ask(app) for _ in range(3)} == {200}
    assert throttle.failures == 3
    # It is asked again after a rest, not by each request.
    assert len(caplog.records) == 1
    assert "hunter2" not in caplog.text
    clock.now += REST
    throttle._windows = Windows(BoundedMemory(clock), clock)
    assert [ask(app), ask(app)] == [200, 429]


def test_a_throttle_that_nobody_declared_stops_the_start():
    with pytest.raises(ConfigurationError, match="there is no throttle yours"):
        throttled("yours")


@pytest.mark.parametrize(
    "bad",
    [
        {"throttle__mine": "often"},
        {"throttle__url": "mongodb://x"},
        {"throttle__exempt_networks": "everybody"},
    ],
)
def test_an_option_that_makes_no_sense_stops_the_start(bad):
    with pytest.raises(ConfigurationError, match="is not valid|its value"):
        throttled(**bad)
