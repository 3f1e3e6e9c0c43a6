"""The public add-on of the contract's table, and requests that tests share (platform.md §21)."""

from __future__ import annotations

from amo_pyramid.testing.app import Service
from tests.views.helpers import put_addon

GUID = "{2fa4ed95-0317-4c6a-a74c-5f3e3912c1f9}"
#: What can be asked of it, and what can be asked without it.
PATHS = (
    "/addons/addon/3615/",
    "/addons/addon/3615/versions/",
    "/addons/addon/3615/versions/36150/",
    "/addons/addon/3615/eula_policy/",
    "/addons/categories/",
)
FRENCH = {"X-Country-Code": "FR"}
PREFLIGHT = {"Origin": "https://x.test", "Access-Control-Request-Method": "PUT"}


def put_public(service: Service) -> None:
    """Store the public add-on 3615 with a version."""
    put_addon(service, id=3615, slug="a3615", guid=GUID, name={"en-US": "Public"})
