"""Where input comes from: files and folders, plain or compressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.operations.compression import plain
from amo_pyramid.operations.importing.formats import parse


class Document(Protocol):
    """One input, read when its turn comes."""

    @property
    def name(self) -> str:
        """What to call it in reports."""

    def content(self) -> Any:
        """Its parsed content, None when it is neither JSON nor a table.

        Raises ``Invalid`` when it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A file, plain or gzip."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def content(self) -> Any:
        try:
            with self.path.open("rb") as stream, plain(stream) as unpacked:
                data = unpacked.read()
        except OSError as error:
            raise Invalid(f"cannot be read: {error.strerror}") from error
        return parse(data)


def files_in(paths: Iterable[Path]) -> Iterator[FileDocument]:
    """The files at the paths, those of a folder with all its sub-folders in order of their names.

    Hidden files and folders inside a folder are passed over.
    """
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.is_file())
            yield from map(
                FileDocument, sorted(each for each in inside if not _is_hidden(each, path))
            )
        else:
            yield FileDocument(path)


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
