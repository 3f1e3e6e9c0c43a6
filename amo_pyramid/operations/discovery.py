"""The editors' list of add-ons to discover (catalog.md §5.13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.editorial import DiscoveryEntry, DiscoveryItem, Edition
from amo_pyramid.domain.errors import Unavailable

if TYPE_CHECKING:
    from amo_pyramid.work import Work


@dataclass(frozen=True, slots=True)
class Chosen:
    """An add-on to show: an editors' item, or a recommendation that took its place."""

    addon: AddonState
    item: DiscoveryItem
    is_recommendation: bool = False


def discover(
    work: Work, edition: Edition, application: Application | None = None
) -> Sequence[Chosen]:
    """The edition's list, of one application if one is named; items whose add-on is not public
    are left out."""
    entries = work.catalogue.editorial.discovery(edition, application)
    return [_chosen(entry) for entry in entries]


def discover_for(
    work: Work,
    client_id: str,
    facts: Mapping[str, str],
    application: Application | None = None,
) -> Sequence[Chosen]:
    """The default list, its extensions replaced in order by what is recommended to the person.

    The curated list stands when nothing is recommended or the service is silent.
    """
    entries = work.catalogue.editorial.discovery(Edition.DEFAULT, application)
    recommended = iter(_recommended(work, client_id, facts))
    return [_replaced(entry, recommended) for entry in entries]


def _recommended(work: Work, client_id: str, facts: Mapping[str, str]) -> Sequence[AddonState]:
    try:
        guids = work.recommender.personal(client_id, facts)
    except Unavailable:
        return ()
    return work.catalogue.addons.public_by_guids(guids) if guids else ()


def _replaced(entry: DiscoveryEntry, recommended: Iterator[AddonState]) -> Chosen:
    if entry.addon.type is AddonType.EXTENSION:
        found = next(recommended, None)
        if found is not None:
            return Chosen(found, DiscoveryItem(id=0, addon_id=found.id), is_recommendation=True)
    return _chosen(entry)


def _chosen(entry: DiscoveryEntry) -> Chosen:
    return Chosen(entry.addon, entry.item)
