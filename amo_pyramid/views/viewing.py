"""Telling that an add-on was shown."""

from __future__ import annotations

from typing import Any

from amo_pyramid.events import Caller
from amo_pyramid.operations.statistics import record_view


def note_view(request: Any, addon_id: int, *, is_package: bool = False) -> None:
    """To be called when the answer is there. Only GET shows something (stats.md §8)."""
    if request.method == "GET":
        environ = request.environ
        caller = Caller(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_USER_AGENT", ""))
        record_view(request.work, addon_id, caller, is_package=is_package)
