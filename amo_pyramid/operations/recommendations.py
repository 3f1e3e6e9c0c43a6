"""Add-ons that go well with another (catalog.md §5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amo_pyramid.domain.addon import AddonState
from amo_pyramid.domain.errors import Unavailable

if TYPE_CHECKING:
    from amo_pyramid.work import Work

#: A recommendation counts only when it is this many add-ons.
WANTED = 4

CURATED = "curated"
RECOMMENDED = "recommended"
FALLBACK = "recommended_fallback"


@dataclass(frozen=True, slots=True)
class Recommendations:
    """What to show, and how it came about (``outcome`` and ``fallback_reason`` of §5.11)."""

    addons: Sequence[AddonState]
    outcome: str
    reason: str | None = None


def companions(work: Work, guid: str, fallback: Sequence[str], *, ask: bool) -> Recommendations:
    """Add-ons for somebody who has ``guid``: the service's when ``ask`` and it gives exactly
    :data:`WANTED` that can be shown, else those of the site's own list."""
    if not ask:
        return Recommendations(_shown(work, fallback), CURATED)
    found, reason = _recommended(work, guid)
    if reason is None:
        return Recommendations(found, RECOMMENDED)
    return Recommendations(_shown(work, fallback), FALLBACK, reason)


def _recommended(work: Work, guid: str) -> tuple[Sequence[AddonState], str | None]:
    try:
        guids = work.recommender.companions(guid)
    except Unavailable:
        return (), "timeout"
    if not guids:
        return (), "no_results"
    found = _shown(work, guids)
    return found, None if len(found) == WANTED else "invalid_results"


def _shown(work: Work, guids: Sequence[str]) -> Sequence[AddonState]:
    return work.catalogue.addons.public_by_guids(guids)[:WANTED]
