"""Language packs and dictionaries (catalog.md §5.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.version import Version

if TYPE_CHECKING:
    from amo_pyramid.work import Work

PACKS_ONLY = frozenset({AddonType.LANGUAGE})
NOTHING: Needs = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageQuery:
    """Which tools are wanted. ``bounds`` are low and high of an application version (§3.2); only
    when packs alone are wanted they narrow the list."""

    application: Application
    types: frozenset[AddonType]
    authors: frozenset[str] | None = None
    bounds: tuple[int, int] | None = None

    @property
    def is_narrowed(self) -> bool:
        return self.bounds is not None and self.types == PACKS_ONLY


def find(work: Work, query: LanguageQuery) -> Sequence[tuple[int, int]]:
    """Ids and revisions of the tools, before any narrowing by ``bounds``."""
    return work.catalogue.addons.language_tools(query.application, query.types, query.authors)


def load(
    work: Work, query: LanguageQuery, ids: Sequence[int], needs: Needs
) -> list[tuple[Addon, Version | None]]:
    """The tools, each with its newest compatible version, which is loaded with ``needs``."""
    if not query.is_narrowed or query.bounds is None:
        return [(addon, None) for addon in work.catalogue.addons.by_ids(ids, NOTHING)]
    found = work.catalogue.versions.latest_compatible(ids, query.application, *query.bounds)
    versions = _by_id(work.catalogue.versions.by_ids(list(found.values()), needs))
    kept = work.catalogue.addons.by_ids([id_ for id_ in ids if id_ in found], NOTHING)
    return [(addon, versions[found[addon.id]]) for addon in kept]


def _by_id(versions: Sequence[Version]) -> Mapping[int, Version]:
    return {version.id: version for version in versions}
