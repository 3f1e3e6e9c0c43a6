"""Untrusted text as balanced markup of a few tags; everything else becomes text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import entities, escape, unescape

#: Elements open at a time; further tags become text. Parsers take quadratic time on deep trees.
MAX_DEPTH = 64

# What no HTML text may hold or what a parser swallows: controls, half characters, byte order marks.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")

_LIST_OWNERS = frozenset({"ul", "ol", "blockquote"})

# One attribute. The optional parts that follow a name never fail, so nothing is scanned twice.
_ATTRIBUTE = r"""[\s/]*[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_COMMENT = r"!--.*?(?:(?P<comment_end>-->)|\Z)"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def token_pattern(tags: Iterable[str]) -> re.Pattern[str]:
    """A pattern for comments and for the tags named in ``tags``.

    A match without ``end`` (a tag) or ``comment_end`` is broken markup: to be taken as text
    whole, so that a text is scanned once, however hostile.
    """
    names = "|".join(sorted(tags))
    tag = (
        rf"(?P<slash>/?)(?P<name>{names})(?=[\s/>])"
        rf"(?P<attributes>(?:{_ATTRIBUTE})*)[\s/]*(?P<end>>)?"
    )
    return re.compile(f"<(?:{tag}|{_COMMENT})", re.ASCII | re.IGNORECASE | re.DOTALL)


def visible(text: str) -> str:
    """``text`` with ``\\n`` for every line end and without characters HTML cannot hold."""
    if text.replace("\n", "").isprintable():
        return text
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(text: str) -> str:
    """``text`` with its complete entities (``&amp;``, not ``&amp``) resolved."""
    return visible(_ENTITY.sub(_character, text)) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    name = entity[0][1:]
    return unescape(entity[0]) if name.startswith("#") else entities.html5.get(name, entity[0])


class MarkupWriter:
    """Collects tags and text, and writes each element properly nested and closed.

    ``write_text(text)`` makes HTML of plain text outside links (inside, it is only escaped);
    ``attributed`` names the tags whose attributes are kept, as they were written. Each link has
    a ``rel``.
    """

    def __init__(self, write_text: Callable[[str], str], attributed: frozenset[str]) -> None:
        self._write_text = write_text
        self._attributed = attributed
        self._parts: list[str] = []
        self._open: list[str] = []
        self._pending: list[str] = []

    def write(self, source: str, tokens: re.Pattern[str]) -> str:
        """The balanced markup of ``source``, whose markup ``tokens`` finds."""
        done = 0
        for token in tokens.finditer(source):
            self._pending.append(source[done : token.start()])
            self._token(token)
            done = token.end()
        self._pending.append(source[done:])
        self._close(0)
        return "".join(self._parts)

    def _token(self, token: re.Match[str]) -> None:
        if token["comment_end"]:
            return
        if not token["end"]:
            self._pending.append(token[0])
            return
        name = token["name"].lower()
        if not token["slash"]:
            self._start(name, token)
        elif name in self._open:
            self._close(self._last(name))

    def _start(self, name: str, token: re.Match[str]) -> None:
        self._close_implied(name)
        if len(self._open) >= MAX_DEPTH:
            self._pending.append(token[0])
            return
        self._flush()
        attributes = token["attributes"] if name in self._attributed else ""
        # Parsers keep the first attribute of a name: this is a default.
        default = " rel" if name == "a" else ""
        self._parts.append(f"<{name}{attributes}{default}>")
        self._open.append(name)

    def _close_implied(self, name: str) -> None:
        """Close what the start of ``name`` ends: a link in a link, an item beside an item."""
        if name == "a" and name in self._open:
            self._close(self._last(name))
        elif name == "li" and name in self._open:
            item = self._last(name)
            if _LIST_OWNERS.isdisjoint(self._open[item:]):
                self._close(item)

    def _last(self, name: str) -> int:
        return len(self._open) - 1 - self._open[::-1].index(name)

    def _close(self, depth: int) -> None:
        self._flush()
        while len(self._open) > depth:
            self._parts.append(f"</{self._open.pop()}>")

    def _flush(self) -> None:
        text = "".join(self._pending)
        self._pending.clear()
        if not text:
            return
        plain = decoded(text)
        in_link = "a" in self._open
        self._parts.append(escape(plain, quote=False) if in_link else self._write_text(plain))
