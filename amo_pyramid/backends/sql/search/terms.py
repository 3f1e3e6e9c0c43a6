"""The terms of the index: short texts that say what is known of an add-on.

Words of the texts are terms with a letter in front that says where they are, filters are terms
too. Letters, digits, ``:``, ``.`` and ``=`` only: a term needs no escaping in any query language.
"""

from __future__ import annotations

from hashlib import blake2b

from amo_pyramid.constants.applications import Application
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.constants.promoted import PromotedGroup

#: Edges of words (their first letters) are terms up to this length.
LONGEST_EDGE = 10
#: Longer words are cut: nobody looks for them letter by letter.
LONGEST_WORD = 40
#: The field that stands for all of them: one list of documents where three would be merged.
ANYWHERE = "x"
_STEMS = ("n.", "s.", "d.")
#: Some of the add-on's files are for certain platforms only.
NOT_ON_ALL_PLATFORMS = "p:some"


def name_word(word: str) -> str:
    return f"n:{word[:LONGEST_WORD]}"


def edge(start: str) -> str:
    """A word of the name begins like this and goes on."""
    return f"e:{start[:LONGEST_EDGE]}"


def trigram(three: str) -> str:
    return f"3:{three}"


def stem(field: str, word: str, analyser: str) -> str:
    """A stem of an analyser's languages in ``n``, ``s`` or ``d`` (name, summary, description), or
    in any of them."""
    return f"{field}.{analyser}:{word[:LONGEST_WORD]}"


def searched(stored: str) -> str:
    """The terms that a document is found by: those that are stored, and for each stem of a field
    the same one anywhere."""
    own = stored.split()
    anywhere = {ANYWHERE + term[1:] for term in own if term.startswith(_STEMS)}
    return " ".join([*own, *sorted(anywhere)])


def whole_name(raw: str, analyser: str | None = None) -> str:
    return f"={'.' + analyser if analyser else ''}:{digest(raw)}"


def category(id_: int) -> str:
    return f"c:{id_}"


def tag(text: str) -> str:
    return f"t:{digest(text)}"


def author(user_id: int) -> str:
    return f"a:{user_id}"


def promoted(group: PromotedGroup, application: Application | None = None) -> str:
    return f"g:{int(group)}" if application is None else f"g:{int(group)}.{int(application)}"


def platform(which: Platform) -> str:
    return f"p:{int(which)}"


def lowest(application: Application, version: int) -> str:
    """The lowest version of the application that the add-on runs in (its number, §3.1)."""
    return f"l.{int(application)}:{version:020}"


def highest(application: Application, version: int) -> str:
    """The same for the highest one, where it counts."""
    return f"h.{int(application)}:{version:020}"


def digest(text: str) -> str:
    """A short stand-in for any text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=10).hexdigest()
