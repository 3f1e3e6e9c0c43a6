"""Who may do what (community.md §3), with endpoints of a plugin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amo_pyramid.domain.viewer import ANONYMOUS, Viewer, well_formed
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import NOT_PERMITTED, NOT_SIGNED_IN, answer, put_person

USER = builders.user(7)


@pytest.fixture
def service(catalogue):
    return Service(catalogue, **{"amo.plugins": "tests.security.rights"})


@pytest.mark.parametrize(
    ("rule", "act", "status"),
    [
        pytest.param("Addons:*", "AddonsEdit", 200, marks=pytest.mark.fact("community-140")),
        pytest.param("*:Edit", "UsersEdit", 200, marks=pytest.mark.fact("community-141")),
        pytest.param("Addons:Edit", "UsersEdit", 403, marks=pytest.mark.fact("community-142")),
        pytest.param("addons:edit", "AddonsEdit", 403, marks=pytest.mark.fact("community-143")),
        pytest.param("*:*", "UsersEdit", 200, marks=pytest.mark.fact("community-79")),
        ("Addons:Edit", "AddonsEdit", 200),
        (" Addons:Edit ", "AddonsEdit", 200),
        ("Addons:Ed*", "AddonsEdit", 403),
        ("Addons", "AddonsEdit", 403),
        ("Addons:", "AddonsEdit", 403),
        ("Admin:Tools", "Admin", 200),
        ("Admin:*", "Admin", 200),
        ("*:Edit", "Admin", 200),
        ("*:*", "Admin", 200),
        ("Addons:Admin", "Admin", 403),
        ("Administration:Tools", "Admin", 403),
    ],
)
def test_a_rule_grants_what_it_says(service, rule, act, status):
    person = put_person(service, rule)
    response = service.get(f"/rights/{act}/", user=person)
    assert response.status_int == status
    if status == 403:
        assert response.json == NOT_PERMITTED


def test_nobody_is_asked_to_sign_in(service):
    assert answer(service.get("/rights/AddonsEdit/")) == (401, NOT_SIGNED_IN)


@pytest.mark.fact("community-144")
def test_a_right_is_gone_with_the_membership(service):
    person = builders.user(900)
    group = builders.group(1, rules=("Addons:Edit",), members=(900,))
    service.put(person, group)
    assert service.get("/rights/AddonsEdit/", user=person).status_int == 200
    service.put(replace(group, members=()))
    assert service.get("/rights/AddonsEdit/", user=person).status_int == 403


def test_rules_that_say_nothing_grant_nothing():
    rules = ["", " ", ":", "Addons", "Addons:", ":Edit", "a:b:c", "Add ons:Edit", " A:B\n"]
    assert well_formed(rules) == {"A:B"}


@pytest.mark.parametrize(
    ("rules", "bypasses"),
    [
        ((), False),
        (("API:BypassThrottling",), True),
        (("API:*",), True),
        (("*:*",), True),
        (("Addons:Edit",), False),
    ],
)
def test_some_people_are_never_throttled(rules, bypasses):
    assert Viewer(USER, frozenset(rules)).bypasses_throttling is bypasses
    assert not ANONYMOUS.bypasses_throttling
    assert not ANONYMOUS.may("Admin:")
