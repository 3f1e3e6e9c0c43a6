"""Search by guid, also as a browser asks after its installation (catalog.md §5.1)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.testing.app import Service
from tests.views.search_helpers import entry, found, found_any_order, promoted, put, refused

GUID = "random@guid"
RETURN = "guid=rta:cmFuZG9tQGd1aWQ"
BRACED = "{AABBCCDD-1234-1234-1234-1234567890ab}"


@pytest.mark.fact("catalog-247", "catalog-250")
def test_an_addon_is_found_by_its_exact_guid(service, version):
    put(service, entry(1, guid=GUID), entry(2, guid="random2@guid"))
    for exact in ("random@guid", "random%40guid"):
        assert found(service, version, f"guid={exact}") == [1]
    assert found(service, version, "guid=RANDOM@GUID") == []


@pytest.mark.fact("catalog-248")
def test_guids_that_nobody_has_are_left_out(service, version):
    put(service, entry(1, guid=GUID), entry(2, guid="random2@guid"), entry(3))
    query = "guid=random@guid,invalid@guid,notevenaguid$,random2@guid"
    assert found_any_order(service, version, query) == [1, 2]


def test_braces_and_the_case_of_guids_are_kept(service, version):
    put(service, entry(1, guid=BRACED), entry(2, guid=BRACED.lower()))
    quoted = BRACED.replace("{", "%7B").replace("}", "%7D")
    assert found(service, version, f"guid={quoted}") == [1]
    assert found(service, version, f"guid={BRACED}") == [1]


@pytest.mark.fact("catalog-249")
def test_no_guid_is_nobodys(service, version):
    put(service, entry(1))
    assert found(service, version, "guid=") == []


@pytest.mark.fact("catalog-253")
@pytest.mark.parametrize("padding", ["", "=", "%3D", "%3d"])
def test_a_badged_addon_is_returned_to(service, version, padding):
    put(service, promoted(1, PromotedGroup.LINE, guid=GUID), promoted(2, PromotedGroup.LINE))
    assert found(service, version, RETURN + padding) == [1]


def test_an_addon_badged_for_android_only_is_returned_to(service, version):
    put(service, promoted(1, PromotedGroup.RECOMMENDED, Application.ANDROID, guid=GUID))
    assert found(service, version, RETURN) == [1]


@pytest.mark.fact("catalog-254")
def test_an_addon_without_a_badge_is_not_returned_to(service, version):
    put(service, entry(1, guid=GUID))
    assert found(service, version, RETURN) == []
    put(service, promoted(1, PromotedGroup.SPOTLIGHT, guid=GUID))
    assert found(service, version, RETURN) == []


@pytest.mark.fact("catalog-255")
@pytest.mark.parametrize(
    "encoded",
    ["garbage", "", "Zm9vQGJhc", "Zm9v", "cmFuZG9tQGd1aWQ,cmFuZG9tQGd1aWQ", "%C3%B4", "=="],
)
def test_what_is_returned_to_must_be_one_encoded_guid(unasked, version, encoded):
    message = "Invalid Return To AMO guid (not in base64url format?)"
    assert refused(unasked, version, f"guid=rta:{encoded}") == message


@pytest.mark.fact("catalog-256")
@pytest.mark.parametrize("query", [RETURN, "guid=rta:garbage"])
def test_returning_can_be_switched_off(catalogue, version, query):
    service = Service(catalogue, **{"amo.search.return_to_amo": "false"})
    put(service, promoted(1, PromotedGroup.LINE, guid=GUID))
    assert refused(service, version, query) == "Return To AMO is currently disabled"


@pytest.mark.fact("catalog-257")
def test_a_guid_may_begin_like_a_return(service, version):
    put(service, entry(1))
    assert found(service, version, "guid=rta:foo@bar") == []
