"""The add-on in the path of an endpoint."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import step
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.operations import addons

#: Set by the proxy in front: the country of the caller.
COUNTRY = "X-Country-Code"


@step(
    path={"addon": "The add-on's id, slug or guid."},
    headers={COUNTRY: "Set by the proxy in front: the country of the caller, in two letters."},
    refusals=(403, 451),
)
def find_addon(request: Any, **options: Any) -> None:
    """Put the add-on of the path into ``request.validated["addon"]``, if the caller may see it.

    Raises what :func:`amo_pyramid.operations.addons.visible_addon` does.
    """
    country = request.environ.get("HTTP_X_COUNTRY_CODE", "").strip().upper()
    ref = AddonRef.parse(request.matchdict["addon"])
    request.validated["addon"] = addons.visible_addon(request.work, ref, country)
