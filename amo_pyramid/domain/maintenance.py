"""Read-only mode and the site's notice (platform.md §5, §15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """How the site is switched right now.

    ``message`` replaces the usual text of refused writes; ``until`` is when writes are expected
    to work again. ``notice`` is shown by clients and does not depend on read-only mode.
    """

    is_read_only: bool = False
    message: str | None = None
    until: datetime | None = None
    notice: str | None = None


NORMAL = Maintenance()
