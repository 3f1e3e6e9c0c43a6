"""Finding add-ons (catalog.md §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from amo_pyramid.domain.addon import Addon
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.search import AddonQuery, Explanation, Hit, Hits

if TYPE_CHECKING:
    from amo_pyramid.work import Work

SUGGESTIONS = 10
ADMINISTRATION = "*:*"


def find(work: Work, query: AddonQuery) -> Hits:
    """A page of results. Raises ``InvalidPage``."""
    return work.search.find(query)


def suggest(work: Work, query: AddonQuery) -> Sequence[Hit]:
    """The best results for what has been typed so far."""
    return work.search.suggest(query, SUGGESTIONS)


def explain(work: Work, query: AddonQuery, hits: Sequence[Hit]) -> Sequence[Explanation]:
    """Why these results stand where they do."""
    return work.search.explain(query, [hit.id for hit in hits])


def load(work: Work, hits: Sequence[Hit], needs: Needs) -> dict[int, Addon]:
    """The add-ons of the results by id; what went away meanwhile is missing."""
    found = work.catalogue.addons.by_ids([hit.id for hit in hits], needs)
    return {addon.id: addon for addon in found}
