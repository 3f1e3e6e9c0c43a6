"""Why a result stands where it does (docs/searching.md)."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import put_person

PATH = "/addons/search/?q=firebug"


@pytest.fixture
def firebug(service):
    service.put(*builders.listed(builders.addon(1, name={"en-US": "Firebug"})))
    return service


def explanation(service: Service, **options):
    (result,) = service.get(f"{PATH}&explain=1", **options).json["results"]
    return result.get("_explanation")


def test_an_administrator_is_told_the_parts_of_a_score(firebug):
    found = explanation(firebug, user=put_person(firebug, "*:*"))
    (result,) = firebug.get(PATH).json["results"]
    assert found["id"] == 1
    assert found["score"] == pytest.approx(result["_score"])
    assert found["clauses"]
    assert all(set(part) == {"weight", "value"} for part in found["clauses"].values())


def test_others_are_told_nothing(firebug):
    assert explanation(firebug) is None
    assert explanation(firebug, user=put_person(firebug, "Addons:Review")) is None


def test_nobody_is_told_unasked(firebug):
    (result,) = firebug.get(PATH, user=put_person(firebug, "*:*")).json["results"]
    assert "_explanation" not in result


def test_everybody_is_told_in_debug_mode(catalogue):
    service = Service(catalogue, **{"amo.debug": "true"})
    service.put(*builders.listed(builders.addon(1, name={"en-US": "Firebug"})))
    assert explanation(service)["id"] == 1
