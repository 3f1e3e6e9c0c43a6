"""Telling that an add-on was shown."""

from __future__ import annotations

from typing import Any

from amo_pyramid.operations.counting import record_view


def note_view(request: Any, addon_id: int, *, is_package: bool = False) -> None:
    """To be called when the answer is there. Only GET shows something (stats.md §8)."""
    environ = request.environ
    if environ["REQUEST_METHOD"] == "GET":
        record_view(request.work, addon_id, environ, is_package=is_package)
