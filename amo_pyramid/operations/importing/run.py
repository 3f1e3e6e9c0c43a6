"""The import: documents in, records stored, problems told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from amo_pyramid.backends.base.catalogue import CatalogueSession, Outcome
from amo_pyramid.domain.errors import DomainError, Invalid, Unavailable
from amo_pyramid.operations.importing.draft import AddonDraft, Item
from amo_pyramid.operations.importing.formats import Format, recognised
from amo_pyramid.operations.importing.merging import merge
from amo_pyramid.operations.importing.shelf import Shelf
from amo_pyramid.operations.importing.sources import Document
from amo_pyramid.operations.reporting import Report
from amo_pyramid.operations.storing import OpenUnit, batches, store_batch

#: Add-ons per unit of work.
BATCH = 100


@dataclass(frozen=True, slots=True)
class _Record:
    """A draft and where it came from."""

    position: str
    draft: AddonDraft


def import_documents(documents: Iterable[Document], open_unit: OpenUnit, report: Report) -> None:
    """Store every add-on and version that the documents tell.

    Only what a document contains is overwritten. A record that cannot be used is reported with
    its document, position and name, and left out; nothing else is lost. A document that is no
    known input is reported as skipped. The stored state is the same after a second run.
    """
    for batch in batches(_Reading(report).records(documents), BATCH):
        store_batch(batch, _store, _position, open_unit, report)
        report.has_read(len(batch))


def _store(session: CatalogueSession, records: Sequence[_Record]) -> Outcome:
    shelf = Shelf(session, [record.draft for record in records])
    for record in records:
        merge(record.draft, shelf)
    return session.put(shelf.changed)


def _position(record: _Record) -> str:
    return record.position


@dataclass(slots=True)
class _Reading:
    """Turns documents into drafts; those of a higher rank wait for all others."""

    report: Report
    _waiting: list[tuple[Format, Document]] = field(default_factory=list)

    def records(self, documents: Iterable[Document]) -> Iterator[_Record]:
        for document in self._documents(documents):
            form, items = self._recognise(document)
            if form is not None and form.rank:
                self._waiting.append((form, document))
            else:
                yield from self._drafts(document, items)
        for _, document in sorted(self._waiting, key=lambda pair: pair[0].rank):
            yield from self._drafts(document, self._recognise(document)[1])

    def _documents(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents until there are no more, or none can be had: what came is kept."""
        try:
            yield from documents
        except (Invalid, Unavailable) as failure:
            self.report.problem("input", failure.message)

    def _recognise(self, document: Document) -> tuple[Format | None, list[Item]]:
        try:
            found = recognised(document.content())
        except DomainError as refusal:
            self.report.problem(document.name, refusal.message)
            return None, []
        if found is None:
            self.report.skip(document.name, "not an AMO answer, not imported")
            return None, []
        return found

    def _drafts(self, document: Document, items: Iterable[Item]) -> Iterator[_Record]:
        for item in items:
            position = f"{document.name}: {item}"
            try:
                draft = item.read()
            except Invalid as refusal:
                self.report.problem(position, refusal.message)
                self.report.has_read(1)
            else:
                yield _Record(position, draft)
