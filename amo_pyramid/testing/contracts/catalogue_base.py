"""What the parts of the catalogue's suite share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import transaction

from amo_pyramid.backends.base.catalogue import (
    ADDON_NEEDS,
    VERSION_NEEDS,
    Catalogue,
    CatalogueSession,
    Outcome,
)
from amo_pyramid.domain.loading import Needs
from amo_pyramid.domain.query import AddonRef
from amo_pyramid.domain.text import Localized
from amo_pyramid.domain.version import Version
from amo_pyramid.testing import builders

#: All that can be loaded of an add-on, its versions included.
EVERYTHING: Needs = ADDON_NEEDS.union(
    f"{name}.{need}"
    for name in ("current_version", "latest_unlisted_version")
    for need in VERSION_NEEDS
)
NOTHING: Needs = frozenset()


class CatalogueCase:
    """Short words for the suite's tests. ``catalogue`` is an empty, upgraded catalogue."""

    @contextmanager
    def writing(self, catalogue: Catalogue) -> Iterator[CatalogueSession]:
        """A session whose transaction is committed at the end, or aborted by an error."""
        manager = transaction.TransactionManager(explicit=True)
        with manager:
            yield catalogue.join(manager)

    @contextmanager
    def reading(self, catalogue: Catalogue) -> Iterator[CatalogueSession]:
        session = catalogue.read()
        try:
            yield session
        finally:
            session.close()

    def put(self, catalogue: Catalogue, *records: Any) -> Outcome:
        with self.writing(catalogue) as session:
            return session.put(records)

    def addon(self, catalogue: Catalogue, id_: int = 1, needs: Needs = EVERYTHING) -> Any:
        with self.reading(catalogue) as session:
            return session.addons.by_ids([id_], needs)[0]

    def version(self, catalogue: Catalogue, id_: int, needs: Needs = VERSION_NEEDS) -> Any:
        with self.reading(catalogue) as session:
            return session.versions.get(id_, needs)

    def resolve(self, catalogue: Catalogue, identifier: str) -> Any:
        with self.reading(catalogue) as session:
            return session.addons.resolve(AddonRef.parse(identifier))

    def revision(self, catalogue: Catalogue, id_: int = 1) -> int:
        return self.resolve(catalogue, str(id_)).revision


def versions(addon_id: int, count: int, **fields: Any) -> list[Version]:
    """Versions 1.0, 2.0…, each a day younger than the one before, with ids from ten up."""
    return [
        builders.version(
            addon_id * 10 + number,
            addon_id,
            version=f"{number + 1}.0",
            **{"created": builders.CREATED + timedelta(days=number), **fields},
        )
        for number in range(count)
    ]


def ids(records: Sequence[Any]) -> list[int]:
    return [record.id for record in records]


def texts(default_locale: str = "en-US", **values: str) -> Localized:
    """A text by locale, with ``_`` for the dash of a locale."""
    fallbacks = tuple(dict.fromkeys((default_locale, "en-US")))
    return Localized.of({key.replace("_", "-"): each for key, each in values.items()}, fallbacks)
