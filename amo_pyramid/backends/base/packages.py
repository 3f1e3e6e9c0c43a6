"""The names under which add-ons are known in package statistics (stats.md §8)."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Packages(ABC):
    """Package ids: ``{username of the first author}.{slug}``, with dashes for the username's dots.

    An add-on gets its id when it first has both an author and a slug, and keeps it.
    """

    @abstractmethod
    def addon_of(self, package_id: str) -> int | None:
        """The add-on of that id or alias, in exactly these letters; None when there is none."""

    @abstractmethod
    def id_of(self, addon_id: int) -> str | None:
        """The add-on's own package id; None while it has none."""
