"""Replacements, compatibility overrides and browser mappings (catalog.md §5.8, §5.9)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import Paged
from amo_pyramid.domain.query import Page
from amo_pyramid.schemas import lists
from amo_pyramid.schemas.nodes import page_of
from amo_pyramid.services import AmoService
from amo_pyramid.validation import Sometimes

replacements = AmoService(
    "replacement-addon",
    "/addons/replacement-addon/",
    description="What takes the place of add-ons that are gone.",
    credentials=False,
)
overrides = AmoService(
    "compat-override",
    "/addons/compat-override/",
    versions=("v3",),
    description="Corrections of what add-ons say of their compatibility.",
    error_style="detail",
)
mappings = AmoService(
    "browser-mappings",
    "/addons/browser-mappings/",
    versions=("v5",),
    description="Add-ons that correspond to extensions of other browsers.",
    error_style="detail",
    credentials=False,
)


@replacements.get(answers=Paged("replacement"))
def list_replacements(request: Any) -> Any:
    page = request.work.catalogue.editorial.replacements(page_of(request.query))
    return request.project_page("replacement", page)


def _has_overrides(request: Any) -> bool:
    """A site without overrides answers every question with an empty list."""
    return bool(request.work.catalogue.editorial.has_overrides())


@overrides.get(
    schema=Sometimes(lists.guids_schema(), _has_overrides), answers=Paged("compat-override")
)
def list_overrides(request: Any) -> Any:
    wanted = page_of(request.query)
    guids = request.validated.get("querystring")
    if guids is None:
        return Page([], 0, 1, wanted.size)
    page = request.work.catalogue.editorial.overrides(guids, wanted)
    return request.project_page("compat-override", page)


@mappings.get(schema=lists.browser_schema(), answers=Paged("browser-mapping"))
def list_mappings(request: Any) -> Any:
    browser = request.validated["querystring"]
    page = request.work.catalogue.editorial.mappings(browser, page_of(request.query))
    return request.project_page("browser-mapping", page)
