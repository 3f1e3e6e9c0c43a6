"""How rates are written, and what each throttle is."""

from __future__ import annotations

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from amo_pyramid.rates import Rate, Throttle, named, rate, rates


def configurator(**settings: str) -> Configurator:
    config = Configurator(settings=settings)
    for module in ("settings", "rates"):
        config.include(f"amo_pyramid.{module}")
    return config


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300/minute", Rate(300, 60)),
        ("1/second", Rate(1, 1)),
        ("5 / day", Rate(5, 86400)),
        ("1/5second", Rate(1, 5)),
        ("20/h", Rate(20, 3600)),
        ("6/2 Minutes", Rate(6, 120)),
    ],
)
def test_a_rate_is_written_as_times_per_unit(text: str, expected: Rate) -> None:
    assert rate(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "many", "300", "300/", "300/fortnight", "5/month", "-1/minute", "x/minute", "0/m", "1/0s"],
)
def test_anything_else_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        rate(text)


def test_several_rates_count_together() -> None:
    assert rates("5/minute, 60/day") == (Rate(5, 60), Rate(60, 86400))


def test_nought_is_no_limit() -> None:
    assert rates(" 0 ") == ()


def test_a_throttle_has_the_rates_of_its_setting() -> None:
    config = configurator(**{"amo.throttle.upload": "1/day", "amo.other": "2/day"})
    config.add_amo_throttle("upload", "5/minute", "How often one may upload.")
    config.add_amo_throttle("ask", "3/minute", "How often one may ask.", by="address")
    config.add_amo_throttle("look", "3/minute", "How often one may look.", key="amo.other")
    throttles = config.registry["amo.throttles"]
    assert throttles["upload"] == Throttle("upload", (Rate(1, 86400),), "user")
    assert throttles["ask"] == Throttle("ask", (Rate(3, 60),), "address")
    assert throttles["look"].rates == (Rate(2, 86400),)
    assert named(throttles, ("ask", "look")) == (throttles["ask"], throttles["look"])


def test_a_throttle_that_nobody_declared_is_named() -> None:
    with pytest.raises(ConfigurationError, match="there is no throttle upload"):
        named({}, "upload")


def test_nothing_else_than_users_and_addresses_is_throttled() -> None:
    with pytest.raises(ConfigurationError, match="colour"):
        configurator().add_amo_throttle("x", "1/day", "", by="colour")


def test_two_throttles_of_one_name_stop_the_start() -> None:
    def one(config: Configurator) -> None:
        config.add_amo_throttle("x", "1/day", "")

    def other(config: Configurator) -> None:
        config.add_amo_throttle("x", "2/day", "")

    config = configurator()
    config.include(one)
    config.include(other)
    with pytest.raises(ConfigurationConflictError):
        config.commit()
