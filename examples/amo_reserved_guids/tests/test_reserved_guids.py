"""The plugin in the whole service, from the request to the refusal."""

import pytest
from amo_reserved_guids import table

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.testing import builders

PATH = "/reserved-guids/"
GUID = "addon2@example.com"


@pytest.fixture
def service(amo_service):
    return amo_service("reserved_guids", **{"amo.reserved_guids.limit": "2"})


@pytest.fixture
def keeper(service):
    """A user who may reserve guids."""
    keeper = builders.user(9)
    service.put(keeper, builders.group(1, rules=("Guids:Reserve",), members=(9,)))
    return keeper


def reserve(service, user, **body):
    return service.request("POST", PATH, user=user, json=body)


def test_a_guid_is_reserved_and_listed(service, keeper):
    answer = reserve(service, keeper, guid=GUID, reason="ours")
    assert (answer.status_int, answer.json) == (201, {"guid": GUID, "reason": "ours"})
    assert service.get(PATH).json == {"results": [{"guid": GUID, "reason": "ours"}]}


def test_an_addon_with_a_reserved_guid_is_refused_and_nothing_of_it_stored(service, keeper):
    reserve(service, keeper, guid=GUID)
    with pytest.raises(Invalid, match=f"reserved: {GUID}"):
        service.put(*builders.listed(builders.addon(1)), *builders.listed(builders.addon(2)))
    assert service.get("/addons/addon/1/").status_int == 404
    service.put(*builders.listed(builders.addon(1)))
    with pytest.raises(Invalid):
        service.put(builders.addon(1, guid=GUID))
    assert service.get("/addons/addon/1/").json["guid"] == "addon1@example.com"


def test_what_cannot_be_reserved_is_refused_with_the_reason(service, keeper):
    service.put(*builders.listed(builders.addon(1)))
    assert reserve(service, keeper).json == {"guid": ["This field is required."]}
    taken = reserve(service, keeper, guid="addon1@example.com")
    assert (taken.status_int, "already" in taken.text) == (409, True)
    assert reserve(service, keeper, guid="a@example.com").status_int == 201
    assert reserve(service, keeper, guid="a@example.com").status_int == 409
    assert reserve(service, keeper, guid="b@example.com").status_int == 201
    full = reserve(service, keeper, guid="c@example.com")
    assert full.status_int == 400
    assert full.json == {"non_field_errors": ["No more than 2 guids can be reserved."]}


def test_reserved_guids_are_a_part_of_dumps(service, keeper):
    reserve(service, keeper, guid=GUID, reason="ours")
    content = service.dump()
    with service.work() as work:
        work.catalogue.execute(table.reserved.delete())
    assert service.get(PATH).json == {"results": []}
    assert service.load(content) == []
    assert service.get(PATH).json == {"results": [{"guid": GUID, "reason": "ours"}]}


def test_only_those_who_may_reserve(service):
    service.put(builders.user(8))
    assert reserve(service, builders.user(8), guid=GUID).status_int == 403
    assert service.request("POST", PATH, json={"guid": GUID}).status_int == 401
