"""The repository of what commands say of the whole site."""

from __future__ import annotations

from abc import ABC, abstractmethod

from amo_pyramid.domain.maintenance import Maintenance


class SiteSwitches(ABC):
    """Switches that every process of a site follows."""

    @abstractmethod
    def maintenance(self) -> Maintenance:
        """What is stored now; nothing stored is the normal state."""

    @abstractmethod
    def switch(self, state: Maintenance) -> None:
        """Store another state instead, as part of the unit of work."""
