"""Reading add-ons and versions: who may see what (catalog.md §5.3-§5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.channels import Channel
from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon, AddonAccess, AddonState
from amo_pyramid.domain.errors import NotAllowed, NotFound, RegionRestricted
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import AddonRef, VersionFilter
from amo_pyramid.domain.version import Version
from amo_pyramid.domain.viewer import Viewer

if TYPE_CHECKING:
    from amo_pyramid.work import Work

REVIEW = ("Addons:Review", "Addons:ContentReview", "Addons:PostReview")
#: Permissions that make somebody a reviewer of listed add-ons of a type; others need REVIEW.
REVIEW_OF_TYPE = {
    AddonType.STATICTHEME: ("Addons:ThemeReview",),
    AddonType.PERSONA: ("Personas:Review",),
}
REVIEW_UNLISTED = "Addons:ReviewUnlisted"
VIEW_ALL = "ReviewerTools:View"
VIEW_DELETED = "Addons:ViewDeleted"
#: Digits of the largest id that every database can be asked for.
LONGEST_ID = 18


def reviews_listed(viewer: Viewer, addon_type: AddonType) -> bool:
    """Whether the viewer is a listed reviewer of that type, or sees what one sees."""
    return viewer.may(*REVIEW_OF_TYPE.get(addon_type, REVIEW), VIEW_ALL)


def visible_addon(work: Work, ref: AddonRef, country: str = "") -> AddonState:
    """The add-on, if the viewer may see it in that country (two upper-case letters or empty).

    Raises ``NotFound``, ``RegionRestricted``, or ``NotAllowed`` with the two facts of
    catalog.md §1.3.
    """
    state = work.catalogue.addons.resolve(ref)
    if state is None or (state.is_deleted and not work.viewer.may(VIEW_DELETED)):
        raise NotFound
    if country and country in state.excluded_regions and not work.viewer.may("Addons:Edit"):
        raise RegionRestricted
    if not state.is_public:
        _require_insight(work, state)
    return state


def _require_insight(work: Work, state: AddonState) -> None:
    viewer = work.viewer
    if viewer.user is not None and _has_insight(
        viewer, state, work.catalogue.addons.access(state.id, viewer.user.id)
    ):
        return
    raise NotAllowed(
        is_disabled_by_developer=state.is_disabled_by_developer,
        is_disabled_by_mozilla=state.status is Status.DISABLED,
    )


def _has_insight(viewer: Viewer, state: AddonState, access: AddonAccess) -> bool:
    if access.is_author or viewer.may(VIEW_ALL):
        return True
    if access.has_listed_versions and reviews_listed(viewer, state.type):
        return True
    seen = access.has_unlisted_versions or not access.has_listed_versions
    return seen and viewer.may(REVIEW_UNLISTED)


def sees_unlisted(work: Work, addon_id: int) -> bool:
    """Whether the viewer is told of the add-on's unlisted versions: its authors are, and
    unlisted reviewers."""
    return work.viewer.may(REVIEW_UNLISTED) or is_author(work, addon_id)


def is_author(work: Work, addon_id: int) -> bool:
    """Whether the viewer is attached to the add-on, listed publicly or not."""
    user = work.viewer.user
    return user is not None and work.catalogue.addons.access(addon_id, user.id).is_author


def load_addon(work: Work, state: AddonState, needs: Needs) -> Addon:
    """The add-on with its relations. Raises ``NotFound`` when it went away meanwhile."""
    found = work.catalogue.addons.by_ids([state.id], needs)
    if not found:
        raise NotFound
    return found[0]


def compatible_version(
    work: Work, state: AddonState, application: Application, bounds: tuple[int, int]
) -> int | None:
    """Id of a language pack's newest approved version for ``bounds`` (low and high of
    catalog.md §3.2) in an application."""
    found = work.catalogue.versions.latest_compatible([state.id], application, *bounds)
    return found.get(state.id)


def require_filter(work: Work, state: AddonState, wanted: VersionFilter) -> None:
    """Raise ``NotAllowed`` unless the viewer may use the filter (catalog.md §5.4)."""
    viewer = work.viewer
    if wanted is VersionFilter.PUBLIC:
        return
    if wanted is VersionFilter.ALL_WITH_DELETED:
        allowed = viewer.may(VIEW_DELETED)
    elif wanted is VersionFilter.ALL_WITH_UNLISTED:
        allowed = sees_unlisted(work, state.id)
    else:
        allowed = reviews_listed(viewer, state.type) or is_author(work, state.id)
    if not allowed:
        raise NotAllowed


def visible_version(work: Work, state: AddonState, identifier: str, needs: Needs) -> Version:
    """The version with that id in digits (catalog.md §5.5). Raises ``NotFound``, ``NotAllowed``."""
    version_id = id_of(identifier)
    version = work.catalogue.versions.get(version_id, needs | {"files"})
    if version is None or version.addon_id != state.id:
        raise NotFound
    if version.is_deleted and not work.viewer.may(VIEW_DELETED):
        raise NotFound
    if not _is_public(version, state) and not _sees_version(work, version, state):
        raise NotAllowed
    return version


def id_of(text: str) -> int:
    """The id that a path names in digits. Raises ``NotFound`` for what no id can be."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
        return int(text)
    raise NotFound


def _is_public(version: Version, state: AddonState) -> bool:
    return (
        state.is_public
        and version.channel is Channel.LISTED
        and not version.is_deleted
        and all(file.status is Status.PUBLIC for file in version.files)
    )


def _sees_version(work: Work, version: Version, state: AddonState) -> bool:
    if work.viewer.is_anonymous:
        return False
    if version.channel is Channel.UNLISTED:
        return sees_unlisted(work, state.id)
    return reviews_listed(work.viewer, state.type) or is_author(work, state.id)
