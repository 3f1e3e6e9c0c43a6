"""Brings the message catalogues up to date with the texts that the code marks.

It writes the template and then each language: new texts come in untranslated, texts that are gone
go. Translations stay, and nothing is guessed. The heads have no dates, so that two changes of the
catalogues meet only where they differ. What is left to translate is printed.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "amo_pyramid"
HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


def extract(package: Path, mapping: Path) -> Catalog:
    """The marked texts below a package, with the files that they are in."""
    with mapping.open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    template = Catalog(fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(package, methods, options):
        place = (package.relative_to(package.parent) / name).as_posix()
        template.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    return template


def read(path: Path) -> Catalog:
    """The catalogue of a language, as its file has it."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.stem)


def written(catalogue: Catalog, head: str = "") -> str:
    """The text of a catalogue's file, after a head."""
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=0,
        sort_by_file=True,
        ignore_obsolete=True,
        omit_header=True,
        include_lineno=False,
    )
    return head + body.getvalue().decode("utf-8")


def head(catalogue: Catalog) -> str:
    """What comes before the texts of a language: its comment and the lines that programs read."""
    values = dict(catalogue.mime_headers)
    lines = (f'"{name}: {values[name]}\\n"\n' for name in HEADERS)
    return f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n{"".join(lines)}\n'


def missing(catalogue: Catalog) -> list[str]:
    """The texts that a language has no translation for, a plural form at least."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main(package: Path = PACKAGE, mapping: Path = ROOT / "babel.cfg") -> int:
    """Writes the catalogues of a package; 1 when translations are missing."""
    template = extract(package, mapping)
    folder = package / "locale"
    (folder / "messages.pot").write_text(written(template), encoding="utf-8")
    left = 0
    for path in sorted(folder.glob("*.po")):
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        path.write_text(written(catalogue, head(catalogue)), encoding="utf-8")
        for text in missing(catalogue):
            left += 1
            print(f"{path.name}: no translation of {text!r}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
