"""The recommendation service: which add-ons go well with one, or with a person's others.

A small kind: ``none`` for sites without such a service, ``http`` for one that speaks as TAAR does
(catalog.md §5.11, §5.13).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence


class Recommender(ABC):
    """Gives guids, best first. Knows nothing of the catalogue: a guid may be of no add-on."""

    @abstractmethod
    def companions(self, guid: str) -> Sequence[str]:
        """Add-ons for somebody who has this one. Raises ``Unavailable`` when the service does
        not answer in time, or answers anything but a list."""

    @abstractmethod
    def personal(self, client_id: str, facts: Mapping[str, str]) -> Sequence[str]:
        """Add-ons for the person behind an opaque client id; ``facts`` are what else the caller
        told (``locale``). Raises ``Unavailable`` likewise."""
