"""What tests of the cleaning of HTML share: cleaners, and another parser that judges them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from amo_pyramid.text.html import Cleaner
from amo_pyramid.text.outgoing import Outgoing

OUTGOING = Outgoing("https://out.test/v1/", "secret", frozenset({"addons.mozilla.org"}))
WRAPPING = Cleaner(OUTGOING)
PLAIN = Cleaner(Outgoing("", "secret", frozenset()))
RICH_TAGS: dict[str, set[str]] = {
    "a": {"href", "title", "rel"},
    "abbr": {"title"},
    "acronym": {"title"},
    **{name: set() for name in ("b", "blockquote", "code", "em", "i", "li", "ol", "strong", "ul")},
}
LINK_TAGS = {"a": {"href", "title", "rel"}}
AFTER_BLOCK = re.compile(r"</(?:ul|ol|li|blockquote)>\n")


class Reader(HTMLParser):
    """What another parser sees: start tags, what is open at the end, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.strange: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute is given twice"
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "elements overlap"

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_safe(html: str, allowed: dict[str, set[str]]) -> Reader:
    reader = Reader(html)
    assert reader.open == []
    assert reader.strange == []
    for tag, attributes in reader.tags:
        assert attributes.keys() <= allowed[tag], (tag, attributes)
        if tag == "a":
            assert (attributes["rel"] or "").split().count("nofollow") == 1
        href = (attributes.get("href") or "").strip().lower()
        assert ":" not in href or re.match(r"https?:|mailto:|[^:]*[/?#]", href), href
        assert "script:" not in href
    # What the reader did not take for a tag has no "<" at all.
    assert html.count("<") == 2 * len(reader.tags)
    return reader
