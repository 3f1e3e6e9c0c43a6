"""The state of the site (platform.md §15)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.services import FROM_V4, AmoService
from amo_pyramid.shapes.accounts import site_status

site = AmoService(
    "site-status",
    "/site/",
    versions=FROM_V4,
    description="Whether the site is in read-only mode, and its notice.",
    credentials=False,
    cache=0,
)


@site.get(answers={"read_only": bool, "notice": str | None})
def get_site(request: Any) -> Any:
    return site_status(request.registry["amo.site_state"].current())
