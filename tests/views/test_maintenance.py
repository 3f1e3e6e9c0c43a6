"""Read-only mode, and what the site says of itself (platform.md §5, §15)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from amo_pyramid.domain.errors import Unavailable
from amo_pyramid.domain.maintenance import NORMAL, Maintenance
from amo_pyramid.maintenance import FRESH, SiteState
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from amo_pyramid.work import open_work
from tests.views.helpers import answer, from_v4, put_person

SENTENCE = (
    "Some features are temporarily disabled while we perform website maintenance. "
    "We'll be back to full capacity shortly."
)
REFUSAL = (503, {"error": SENTENCE})
READS = (
    "/addons/addon/1/",
    "/addons/addon/1/versions/",
    "/addons/addon/1/versions/10/",
    "/addons/addon/1/eula_policy/",
    "/addons/categories/",
    "/addons/language-tools/?app=firefox",
    "/addons/replacement-addon/",
    "/addons/recommendations/",
    "/addons/search/",
    "/addons/autocomplete/",
    "/discovery/",
    "/discovery/editorial/",
)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def read_only(catalogue):
    """A service whose settings say read-only."""
    service = Service(catalogue, **{"amo.read_only": "true"})
    service.put(*builders.listed(builders.addon(1)))
    return service


def switch(service: Service, state: Maintenance) -> None:
    """What the command does, seen by the service when its knowledge has aged."""
    with open_work(service.registry) as work:
        work.catalogue.site.switch(state)
    service.registry["amo.site_state"]._read_at = None


@pytest.fixture(autouse=True)
def nothing_known(service):
    """Applications are shared between tests: each forgets what an earlier one stored."""
    service.registry["amo.site_state"]._read_at = None


@pytest.mark.fact("catalog-7")
@pytest.mark.parametrize("path", READS)
def test_reading_works_as_usual_in_read_only_mode(read_only, version, path):
    assert read_only.get(path, version=version).status_int == 200


@pytest.mark.fact("platform-52", "platform-53", "community-328")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v4/abuse/report/user/", "/api/v3/anything/"])
def test_writes_are_refused_before_anything_is_known_of_path_and_caller(read_only, method, path):
    refused = read_only.request(method, path, headers={"Authorization": "Bearer garbage"})
    assert answer(refused) == REFUSAL


@pytest.mark.fact("platform-54", "community-329")
@from_v4
def test_the_site_says_that_it_is_read_only(read_only, version):
    shown = read_only.get("/site/", version=version)
    assert answer(shown) == (200, {"read_only": True, "notice": None})


@pytest.mark.fact("platform-55", "platform-56")
def test_refusals_and_preflights_can_be_read_by_other_origins(read_only):
    origin = {"Origin": "https://x.test"}
    refused = read_only.request("POST", "/api/v4/anything/", headers=origin)
    assert refused.status_int == 503
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    preflight = {**origin, "Access-Control-Request-Method": "POST"}
    assert read_only.request("OPTIONS", "/api/v4/x/", headers=preflight).status_int == 200


@pytest.mark.fact("platform-57")
def test_a_switch_is_followed_without_a_restart(service):
    clock = Clock()
    with open_work(service.registry) as work:
        read = work.catalogue.site.maintenance
        state = SiteState(read, clock=clock)
        assert not state.current().is_read_only
        work.catalogue.site.switch(Maintenance(is_read_only=True))
        clock.now += FRESH
        assert state.current().is_read_only
        work.catalogue.site.switch(NORMAL)
        clock.now += FRESH
        assert not state.current().is_read_only
    assert FRESH <= 5


def test_between_two_looks_nothing_is_read():
    looks, clock = [], Clock()

    def read() -> Maintenance:
        looks.append(clock.now)
        return NORMAL

    state = SiteState(read, clock=clock)
    for moment in (0.0, FRESH / 2, FRESH, FRESH * 1.5):
        clock.now = moment
        state.current()
    assert looks == [0.0, FRESH]


def test_the_last_state_stands_while_the_database_is_away():
    answers = [Maintenance(is_read_only=True)]
    clock = Clock()

    def read() -> Maintenance:
        if not answers:
            raise Unavailable("away")
        return answers.pop()

    state = SiteState(read, clock=clock)
    assert state.current().is_read_only
    clock.now += FRESH
    assert state.current().is_read_only


@pytest.mark.fact("platform-163")
def test_the_site_usually_works_and_has_nothing_to_say(service):
    assert answer(service.get("/site/")) == (200, {"read_only": False, "notice": None})


@pytest.mark.fact("platform-164")
def test_a_notice_is_shown_from_v4_on(service):
    switch(service, Maintenance(notice="ET Sighted."))
    for version in ("v4", "v5"):
        assert service.get("/site/", version=version).json["notice"] == "ET Sighted."
    assert service.get("/site/", version="v3").status_int == 404


def test_a_stored_switch_says_its_own_message_and_when_to_come_back(service):
    until = datetime.now(timezone.utc) + timedelta(minutes=10)
    switch(service, Maintenance(is_read_only=True, message="Moving house.", until=until))
    refused = service.request("POST", "/api/v4/addons/search/")
    assert answer(refused) == (503, {"error": "Moving house."})
    assert 500 < int(refused.headers["Retry-After"]) <= 600


def test_the_refusal_is_in_the_language_of_the_request(read_only):
    refused = read_only.request("POST", "/api/v4/x/?lang=de")
    assert refused.json["error"] != SENTENCE
    assert "Wartung" in refused.json["error"]


def test_outside_the_api_the_refusal_is_a_page(read_only):
    refused = read_only.request_page("POST", "/elsewhere")
    assert (refused.status_int, refused.content_type) == (503, "text/html")
    assert "temporarily disabled" in refused.text
    assert read_only.get_page("/elsewhere").status_int == 404


@pytest.fixture
def uploading(catalogue):
    """A service with a writing endpoint, not read-only."""
    service = Service(catalogue, **{"amo.plugins": "tests.plugins.uploads"})
    service.registry["amo.site_state"]._read_at = None
    return service


def test_a_write_that_was_at_work_when_the_site_became_read_only_is_doomed(uploading):
    def store(request):
        """What the endpoint does while a command switches."""
        request.work.catalogue.put([builders.user(77)])
        request.registry["amo.site_state"]._stored = Maintenance(is_read_only=True)

    uploading.registry["test.upload"] = store
    user = put_person(uploading, "API:BypassThrottling")
    refused = uploading.request("PUT", "/test/uploads/@a/", user=user)
    assert answer(refused) == REFUSAL
    with open_work(uploading.registry) as work:
        assert list(work.catalogue.users.by_ids([77])) == []


def test_without_a_switch_it_is_stored(uploading):
    uploading.registry["test.upload"] = lambda request: request.work.catalogue.put(
        [builders.user(77)]
    )
    user = put_person(uploading, "API:BypassThrottling")
    assert uploading.request("PUT", "/test/uploads/@a/", user=user).status_int == 200
    with open_work(uploading.registry) as work:
        assert [each.id for each in work.catalogue.users.by_ids([77])] == [77]


def test_two_processes_follow_the_same_switch(catalogue):
    first = Service(catalogue)
    other = Service(catalogue, **{"amo.plugins": "tests.plugins.uploads"})
    switch(first, Maintenance(is_read_only=True))
    other.registry["amo.site_state"]._read_at = None
    for service in (first, other):
        assert service.request("POST", "/api/v4/x/").status_int == 503
    switch(other, NORMAL)
    first.registry["amo.site_state"]._read_at = None
    for service in (first, other):
        assert service.request("POST", "/api/v4/x/").status_int == 404
