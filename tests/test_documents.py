"""The documents of the repository, as they are read without the site that is made of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def links(path: Path) -> list[str]:
    return LINK.findall(CODE.sub("", BLOCK.sub("", path.read_text(encoding="utf-8"))))


def anchors(path: Path) -> set[str]:
    """What a link may name in a page: its headings, in lower case, with dashes for blanks."""
    headings = HEADING.findall(BLOCK.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def test_there_are_documents():
    assert {"README.md", "docs/index.md"} <= {name(path) for path in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_to_what_is_there(document: Path) -> None:
    broken = []
    for link in links(document):
        place, _, anchor = link.partition("#")
        if "://" in place:
            continue
        target = (document.parent / place).resolve() if place else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_index_names_every_page_in_its_table_and_in_its_navigation() -> None:
    docs = ROOT / "docs"
    index = docs / "index.md"
    pages = {path.resolve() for path in [*docs.glob("*.md"), *docs.glob("*/index.md")]} - {index}
    assert pages - {(docs / link).resolve() for link in links(index)} == set()
    blocks = BLOCK.findall(index.read_text(encoding="utf-8"))
    entries = {line for block in blocks if "{toctree}" in block for line in block.splitlines()}
    assert {name(page) for page in pages} - {f"docs/{entry}.md" for entry in entries} == set()
