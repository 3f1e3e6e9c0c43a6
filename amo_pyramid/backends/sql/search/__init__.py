"""Search in the catalogue's own database: ``docs/searching.md``, ``docs/decisions/0004``…

One analysis of texts and one score, in Python, for both databases; they find candidates and count.
"""

from __future__ import annotations

from amo_pyramid.backends.sql.search.backend import SqlSearch

__all__ = ["SqlSearch"]
