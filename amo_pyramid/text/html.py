"""Cleaning of the texts that may hold HTML (catalog.md §1.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import nh3

from amo_pyramid.text.links import has_links, linked
from amo_pyramid.text.markup import MarkupWriter, token_pattern, visible
from amo_pyramid.text.outgoing import Outgoing

_LINK = {"a": {"href", "title", "rel"}}
_TITLED = {"abbr": {"title"}, "acronym": {"title"}}
_PLAIN_TAGS = ("b", "blockquote", "code", "em", "i", "li", "ol", "strong", "ul")
_SCHEMES = {"http", "https", "mailto"}

# An allowed scheme, or no scheme at all.
_ADDRESS = re.compile(rf"(?:{'|'.join(sorted(_SCHEMES))}):|[^:/?#]*(?:[/?#]|\Z)", re.IGNORECASE)

_BLOCK = "(?:ul|ol|li|blockquote)"
# The newlines at a block's start and end, and after it: one, or all before a further item. The
# look-behind keeps long runs of newlines linear.
_BLOCK_START = re.compile(rf"(<{_BLOCK}>)\n+")
_BLOCK_END = re.compile(rf"\n(?<!\n\n)\n*(?=</{_BLOCK}>)")
_AFTER_BLOCK = re.compile(rf"(</{_BLOCK}>)\n(?:\n*(?=<li>))?")


class Cleaner:
    """Makes untrusted HTML safe and sends every link in it through ``outgoing``.

    The methods accept any text and never raise. Disallowed tags come back as visible text,
    comments and disallowed attributes not at all. Cleaning a cleaned text changes nothing but
    a further newline after a list or quotation, of which each cleaning takes one.
    """

    def __init__(self, outgoing: Outgoing) -> None:
        plain: Mapping[str, set[str]] = {name: set() for name in _PLAIN_TAGS}
        self._rich = _Profile(outgoing, {**_LINK, **_TITLED, **plain})
        self._links_only = _Profile(outgoing, _LINK)

    def rich(self, text: str) -> str:
        """``text`` with links and simple formatting: descriptions, notes, policies, EULAs."""
        return self._rich.clean(text)

    def links_only(self, text: str) -> str:
        """``text`` with links as its only markup: summaries and license texts."""
        return self._links_only.clean(text)


class _Profile:
    """One class of fields: its tags, each with its attributes."""

    def __init__(self, outgoing: Outgoing, tags: Mapping[str, set[str]]) -> None:
        self._outgoing = outgoing
        self._tokens = token_pattern(tags)
        self._attributed = frozenset(name for name, attributes in tags.items() if attributes)
        self._sanitizer = nh3.Cleaner(
            tags=set(tags),
            clean_content_tags=set(),
            attributes={name: set(attributes) for name, attributes in tags.items()},
            attribute_filter=self._attribute,
            link_rel=None,
            url_schemes=_SCHEMES,
        )

    def clean(self, text: str) -> str:
        """The safe form of ``text``. The sanitizer has the last word on tags and attributes."""
        text = visible(text)
        if not has_links(text) and not any(character in text for character in "<>&"):
            return text.strip()
        writer = MarkupWriter(linked, self._attributed)
        markup = writer.write(text, self._tokens)
        if "<" not in markup:  # escaped text alone
            return markup.strip()
        clean = self._sanitizer.clean(_without_block_newlines(markup))
        # No-break spaces are written as they are, like all other characters.
        return clean.replace("&nbsp;", "\xa0").strip()

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        value = visible(value).strip()
        if name == "href":
            # The scheme was judged before the strip: now it might be another.
            return self._outgoing.wrap(value) if _ADDRESS.match(value) else None
        if name == "rel":
            kept = [word for word in value.split() if word.lower() != "nofollow"]
            return " ".join([*kept, "nofollow"])
        return value


def _without_block_newlines(markup: str) -> str:
    markup = _BLOCK_START.sub(r"\1", _BLOCK_END.sub("", markup))
    return _AFTER_BLOCK.sub(r"\1", markup)
