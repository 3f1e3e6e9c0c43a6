"""What was typed, as questions to the index: one node per clause of catalog.md §7.2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from amo_pyramid.backends.sql.search import terms
from amo_pyramid.backends.sql.search.analysis.names import raw_name
from amo_pyramid.backends.sql.search.analysis.scripts import normal, segments, words
from amo_pyramid.backends.sql.search.analysis.stemming import (
    ENGLISH_ANALYSER,
    analyser_of,
    is_stop_word,
    stems,
)
from amo_pyramid.backends.sql.search.document import trigrams_of
from amo_pyramid.backends.sql.search.expression import NOTHING, Node, every, some
from amo_pyramid.backends.sql.search.questions import Questions

#: Shorter queries are also answered by names that are only similar.
SHORT_QUERY = 20
#: Words of a name that a long beginning stands for, at most.
MOST_CONTINUATIONS = 50
#: After the last character of any word.
PAST_EVERY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Wording:
    """A query.

    ``words`` are its words as they are, stop words left out; ``trigrams`` are empty for queries
    that only names that have their words may answer. The nodes say what an add-on must have for
    a clause to count; ``anywhere`` is any of them, ``in_name`` any that is about the name.
    """

    text: str
    words: tuple[str, ...]
    trigrams: tuple[str, ...]
    exact: Node
    name: Node
    stemmed: Node
    start: Node
    summary: Node
    description: Node
    anywhere: Node

    @property
    def in_name(self) -> Node:
        return some((self.exact, self.name, self.stemmed, self.start))

    @property
    def is_short(self) -> bool:
        return len(self.text) < SHORT_QUERY


def wording(text: str, locale: str, questions: Questions) -> Wording:
    """Understand a query in the language of a request."""
    raw = raw_name(text)
    typed = [each for word in words(normal(text).lower()) for each in segments(word)]
    kept = tuple(dict.fromkeys(word for word in typed if not is_stop_word(word)))
    analyser = analyser_of(locale)
    exact = _exact(raw, analyser)
    name = every(map(terms.name_word, kept))
    stemmed = _stemmed("n", text, analyser)
    start = _start(typed, kept, questions)
    summary, description = (_in_text(field, text, analyser) for field in ("s", "d"))
    if len(typed) == 1:
        # One word is anywhere when it is in any field, so the fields need not be told apart.
        anywhere = some((_in_text(terms.ANYWHERE, text, analyser), start))
    else:
        anywhere = some((exact, name, stemmed, start, summary, description))
    return Wording(
        text=raw,
        words=kept,
        trigrams=tuple(dict.fromkeys(trigrams_of(text))) if len(raw) < SHORT_QUERY else (),
        exact=exact,
        name=name,
        stemmed=stemmed,
        start=start,
        summary=summary,
        description=description,
        anywhere=anywhere,
    )


def _exact(raw: str, analyser: str | None) -> Node:
    if not raw:
        return NOTHING
    names = [terms.whole_name(raw)]
    return some(names if analyser is None else [*names, terms.whole_name(raw, analyser)])


def _stemmed(field: str, text: str, analyser: str | None) -> Node:
    if analyser is None:
        return NOTHING
    return every(terms.stem(field, word, analyser) for word in stems(text, analyser))


def _in_text(field: str, text: str, analyser: str | None) -> Node:
    """All terms in the text that everybody gets, or in that of the request's analyser."""
    analysers = dict.fromkeys((ENGLISH_ANALYSER, analyser))
    return some(_stemmed(field, text, each) for each in analysers)


def _start(typed: list[str], kept: Iterable[str], questions: Questions) -> Node:
    """A word of the name begins with the last word typed, and the words before are in it too."""
    if not typed:
        return NOTHING
    last = typed[-1]
    before = [terms.name_word(word) for word in kept if word != last]
    return every((*before, _beginning(last, questions)))


def _beginning(last: str, questions: Questions) -> Node:
    if len(last) <= terms.LONGEST_EDGE:
        return some((terms.name_word(last), terms.edge(last)))
    found = questions.words(last, last + PAST_EVERY_LETTER)
    return some(map(terms.name_word, found[:MOST_CONTINUATIONS]))
