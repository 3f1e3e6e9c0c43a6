"""Versions of an add-on (catalog.md §5.4, §5.5)."""

from __future__ import annotations

from functools import partial
from typing import Any

from amo_pyramid.answers import One, Paged
from amo_pyramid.domain.addon import Addon, AddonState
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import Page, VersionQuery
from amo_pyramid.operations import addons
from amo_pyramid.schemas.addons import VersionDetail, VersionList
from amo_pyramid.schemas.nodes import page_of
from amo_pyramid.services import AUTHENTICATED, AmoService
from amo_pyramid.shapes.versions import VersionOf
from amo_pyramid.views.addon_path import COUNTRY, find_addon

#: What a version's presentation needs of its add-on: its own row.
NOTHING: Needs = frozenset()

version_list = AmoService(
    "version-list",
    "/addons/addon/{addon}/versions/",
    description="The versions of an add-on, newest first.",
    error_style="list",
    write=AUTHENTICATED,
    before=(find_addon,),
    vary=(COUNTRY,),
)
version_detail = AmoService(
    "version-detail",
    "/addons/addon/{addon}/versions/{version}/",
    description="A version of an add-on.",
    error_style="list",
    write=AUTHENTICATED,
    before=(find_addon,),
    vary=(COUNTRY,),
    path_help={"version": "The version's id."},
)


def _addon(request: Any, state: AddonState) -> Addon:
    return addons.load_addon(request.work, state, NOTHING)


def _of(addon: Addon) -> Any:
    return partial(VersionOf, addon_slug=addon.slug, addon_type=addon.type)


@version_list.get(schema=VersionList(), answers=Paged("version.list"))
def list_versions(request: Any) -> Any:
    state = request.validated["addon"]
    query = VersionQuery(
        state.id, request.validated["querystring"]["filter"], page_of(request.query)
    )
    addons.require_filter(request.work, state, query.filter)

    def load(needs: Needs) -> Page[VersionOf]:
        page = request.work.catalogue.versions.find(query, needs)
        return page.map(_of(_addon(request, state)))

    return request.show_page("version.list", (state.revision, query), load)


@version_detail.get(schema=VersionDetail(), answers=One("version"))
def get_version(request: Any) -> Any:
    state = request.validated["addon"]

    def load(needs: Needs) -> VersionOf:
        version = addons.visible_version(request.work, state, request.matchdict["version"], needs)
        return _of(_addon(request, state))(version)

    key = (state.id, state.revision, request.matchdict["version"])
    return request.show_one("version", key, load)
