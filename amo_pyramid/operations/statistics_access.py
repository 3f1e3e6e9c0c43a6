"""Who may see the statistics of an add-on (stats.md §1.1, §3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amo_pyramid.constants.statuses import Status
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from amo_pyramid.work import Work

VIEW = "Stats:View"
#: An id that no account has.
NOBODY = 0


def measured_addon(work: Work, slug: str) -> Addon:
    """The add-on of exactly that slug, if its statistics are public, or the viewer's own, or the
    viewer has the permission. Without relations.

    Raises ``NotFound`` where there is none or it has no listed version, whoever asks;
    ``NotAllowed``.
    """
    addon, is_listed, is_author = _looked_up(work, slug)
    if not is_listed:
        raise NotFound
    if not (addon.has_public_stats or is_author or work.viewer.may(VIEW)):
        raise NotAllowed
    return addon


def charted_addon(work: Work, slug: str) -> Addon:
    """The same for pages, which are for everybody: who has not the permission does not find
    add-ons that are disabled either; who has it also finds unlisted ones."""
    if not work.viewer.may(VIEW):
        addon = measured_addon(work, slug)
        if addon.is_disabled:
            raise NotFound
        return addon
    return _looked_up(work, slug)[0]


def _looked_up(work: Work, slug: str) -> tuple[Addon, bool, bool]:
    """The add-on, whether it has a listed version, and whether it is the viewer's."""
    addons = work.catalogue.addons
    found = addons.by_ids(list(addons.ids_of(slugs=[slug]).values()), frozenset())
    if not found or found[0].status is Status.DELETED:
        raise NotFound
    viewer_id = work.viewer.id
    access = addons.access(found[0].id, NOBODY if viewer_id is None else viewer_id)
    return found[0], access.has_listed_versions, access.is_author
