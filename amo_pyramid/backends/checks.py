"""What the backends tell of their health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def _catalogue(registry: Any) -> None:
    registry["amo.backends"]["catalogue"].check()


def _search(registry: Any) -> None:
    registry["amo.backends"]["search"].check()


def _counters(registry: Any) -> Mapping[str, Any]:
    counters = registry["amo.backends"]["counters"]
    counters.check()
    state = counters.state()
    waiting = {kind.name.lower(): number for kind, number in state.waiting.items()}
    return {"waiting": waiting, "batches": state.batches, "dropped": state.dropped}


def _lost(registry: Any) -> Mapping[str, int]:
    return {"lost": registry["amo.backends"]["counters"].lost}


def includeme(config: Any) -> None:
    """A recommender has none: whoever asks one can do without."""
    config.add_amo_check("catalogue", _catalogue)
    config.add_amo_check("search", _search)
    config.add_amo_check("counters", _counters, _lost)
