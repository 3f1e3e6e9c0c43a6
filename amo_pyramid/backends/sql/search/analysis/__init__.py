"""From texts to words: the same in every database (catalog.md §7.1).

Whoever changes what comes out of here raises :data:`VERSION`: stored words are made anew by
``amo-pyramid search rebuild`` only.
"""

from __future__ import annotations

#: What the words of an index were made by.
VERSION = 1
