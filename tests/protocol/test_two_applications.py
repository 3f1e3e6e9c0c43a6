"""Two applications in one process do not touch each other."""

from __future__ import annotations

import pytest

from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service

FIELD = "from amo_pyramid.shapes.fields import Field"
THROTTLED = """
from amo_pyramid.services import AmoService

service = AmoService("pings", "/pings/")


@service.get(throttle="pings")
def ping(request):
    return {}
"""


@pytest.fixture
def two(tmp_path, postgresql_url, write_plugin):
    """One on SQLite with a plugin, French; one on PostgreSQL, German, read-only, throttled."""
    plugin = write_plugin(
        'config.add_serializer_field("addon", Field("badge", get="id"))',
        'config.add_api_version("v9", based_on="v5")',
        before=FIELD,
    )
    throttled = write_plugin(
        'config.add_amo_throttle("pings", "100/hour", "Pings.")',
        "config.add_amo_service(service)",
        before=THROTTLED,
    )
    first = Service.at(
        f"sqlite:///{tmp_path / 'first.db'}",
        **{
            "amo.plugins": f"{plugin} {throttled}",
            "amo.locales": "en-US fr",
            "amo.default_locale": "fr",
        },
    )
    second = Service.at(
        postgresql_url,
        **{
            "amo.plugins": throttled,
            "amo.throttle.pings": "1/hour",
            "amo.locales": "en-US de",
            "amo.default_locale": "de",
            "amo.read_only": "true",
            "amo.plugins.disabled": "cors",
            "amo.secret_keys": "another-another-another-another-another-another",
        },
    )
    yield first, second
    first.close()
    second.close()


def test_two_services_with_different_settings_do_not_touch_each_other(two):
    first, second = two
    first.put(*builders.listed(builders.addon(1, slug="only-here")))
    second.put(*builders.listed(builders.addon(1, slug="only-there")))
    for _ in range(2):
        here, there = (each.get("/addons/addon/1/").json for each in two)
        assert (here["slug"], here["badge"]) == ("only-here", 1)
        assert there["slug"] == "only-there"
        assert "badge" not in there
        statuses = [each.get("/addons/addon/1/", version="v9").status_int for each in two]
        assert statuses == [200, 404]
        missing = [each.get("/addons/addon/4711/").json["detail"] for each in two]
        assert missing == ["Introuvable.", "Nicht gefunden."]
        written = [each.request("POST", "/addons/addon/1/").status_int for each in two]
        assert written[1] == 503
        assert written[0] != 503
        origin = {"Origin": "https://elsewhere.example"}
        allowed = [
            "Access-Control-Allow-Origin" in each.get("/site/", headers=origin).headers
            for each in two
        ]
        assert allowed == [True, False]
    pings = [[each.get("/pings/").status_int for each in two] for _ in range(3)]
    assert pings == [[200, 200], [200, 429], [200, 429]]
    user = builders.user(5)
    for each in two:
        each.put(user)
    token = {"Authorization": f"Bearer {first.token(user)}"}
    statuses = [each.get("/accounts/profile/", headers=token).status_int for each in two]
    assert statuses == [200, 401]
