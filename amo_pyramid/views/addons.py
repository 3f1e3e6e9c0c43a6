"""Add-on detail and policies (catalog.md §5.3, §5.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from amo_pyramid.answers import One
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.loading import Needs, needs_below
from amo_pyramid.operations import addons
from amo_pyramid.schemas.addons import CompatibleAddon
from amo_pyramid.services import AUTHENTICATED, AmoService
from amo_pyramid.validation import Sometimes
from amo_pyramid.views.addon_path import COUNTRY, find_addon
from amo_pyramid.views.viewing import note_view

detail = AmoService(
    "addon-detail",
    "/addons/addon/{addon}/",
    description="An add-on, by id, slug or guid.",
    error_style="detail",
    write=AUTHENTICATED,
    before=(find_addon,),
    vary=(COUNTRY,),
)
policies = AmoService(
    "addon-eula-policy",
    "/addons/addon/{addon}/eula_policy/",
    description="The end-user license agreement and the privacy policy of an add-on.",
    write=AUTHENTICATED,
    before=(find_addon,),
    vary=(COUNTRY,),
)


def _asks_for_compatible(request: Any) -> bool:
    """Only language packs look at ``app`` and ``appversion``, and only when the latter says
    something."""
    is_language_pack = request.validated["addon"].type is AddonType.LANGUAGE
    return is_language_pack and bool(request.query.get("appversion"))


@detail.get(
    schema=Sometimes(CompatibleAddon(), _asks_for_compatible),
    answers=(One("addon"), One("addon.unlisted")),
)
def get_addon(request: Any) -> Any:
    work, state = request.work, request.validated["addon"]
    compatible = None
    if "querystring" in request.validated:
        wanted = request.validated["querystring"]
        compatible = addons.compatible_version(work, state, wanted["app"], wanted["appversion"])
    shape = "addon.unlisted" if addons.sees_unlisted(work, state.id) else "addon"

    def load(needs: Needs) -> Addon:
        addon = addons.load_addon(work, state, needs)
        if compatible is None:
            return addon
        inner = needs_below(needs, "current_version")
        return replace(addon, current_version=work.catalogue.versions.get(compatible, inner))

    response = request.show_one(shape, (state.id, state.revision, compatible), load)
    note_view(request, state.id)
    return response


@policies.get(answers=One("addon.policies"))
def get_policies(request: Any) -> Any:
    state = request.validated["addon"]
    return request.show_one(
        "addon.policies",
        (state.id, state.revision),
        lambda needs: addons.load_addon(request.work, state, needs),
    )
