"""What searches cost in large catalogues against small ones: the index alone, without HTTP."""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import transaction

from amo_pyramid.backends.base.catalogue import Record
from amo_pyramid.backends.base.search import SearchSession
from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.backends.sql.search import SqlSearch
from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.search import AddonQuery, SortKey
from bench.corpus import COMMON, Corpus
from bench.measure import Goal, Result
from bench.run import Job, Run

SIZES = (20_000, 60_000, 200_000)
BATCH = 500
#: Different searches of each kind, and how often each is measured.
SEARCHES, REPEATED = 12, 5
RELEVANCE = (SortKey.RELEVANCE,)
#: What the website sends with every search.
VISITOR = {"application": Application.FIREFOX, "bounds": compatibility_bounds("138.0")}

#: Asks a session once.
Question = Callable[[SearchSession], object]


def stored(run: Run, size: int) -> str:
    """The URL of a generated catalogue with its index, made once in a run."""
    if size not in run.corpora:
        url = f"sqlite:///{run.folder / f'corpus-{size}.db'}"
        fill(url, Corpus(size))
        run.corpora[size] = url
    return run.corpora[size]


def fill(url: str, corpus: Corpus) -> None:
    """Store a corpus, then its index at once: nobody searches meanwhile."""
    catalogue = SqlCatalogue(url)
    catalogue.upgrade()
    manager = transaction.TransactionManager(explicit=True)
    for batch in _batches(corpus.records()):
        with manager:
            catalogue.join(manager).put(batch)
    SqlSearch(catalogue).rebuild()
    catalogue.close()


def questions(corpus: Corpus) -> Mapping[str, Sequence[Question]]:
    """The kinds of search, with different searches of each kind."""
    source = random.Random(7)
    names = [corpus.name(source.randrange(1, corpus.count)) for _ in range(SEARCHES * 20)]
    names = [name for name in names if len(name.split()) > 1 and len(name.split()[0]) > 5]
    names = names[:SEARCHES]
    starts = [name.split()[0] for name in names]
    extension = {**VISITOR, "types": frozenset({AddonType.EXTENSION})}
    return {
        "common word": [find(COMMON, **VISITOR), find(COMMON, **extension), find(COMMON)],
        "two common words": [find(f"{COMMON} {word}") for word in corpus.frequent[:SEARCHES]],
        "rare word": [find(word) for word in starts],
        "full name": [find(name) for name in names],
        "typing error": [find(misspelled(word)) for word in starts],
        "list of a type": [find("", **extension, sort=(SortKey.RECOMMENDED, SortKey.USERS))],
        "top rated of a type": [find("", **extension, sort=(SortKey.RATING,))],
        "list of a category": [
            find("", **extension, categories=frozenset({category}), sort=(SortKey.USERS,))
            for category in (1, 4, 5, 12, 93)
        ],
        "suggest, two letters": [suggest(word[:2], **VISITOR) for word in starts],
        "suggest, four letters": [suggest(word[:4], **VISITOR) for word in starts],
        "suggest, common word": [suggest(COMMON, **VISITOR)],
        "suggest, typing error": [suggest(misspelled(word), **VISITOR) for word in starts],
    }


def find(text: str, **fields: Any) -> Question:
    query = AddonQuery(text=text, **{"sort": RELEVANCE, **fields})
    return lambda session: session.find(query)


def suggest(text: str, **fields: Any) -> Question:
    query = AddonQuery(text=text, **{"sort": RELEVANCE, **fields})
    return lambda session: session.suggest(query)


def misspelled(word: str) -> str:
    """The word with a letter too many."""
    return f"{word[:4]}x{word[4:]}"


@contextmanager
def session_on(url: str) -> Iterator[SearchSession]:
    """A session that remembers nothing."""
    catalogue = SqlCatalogue(url)
    yield SqlSearch(catalogue, remembered=0).read()
    catalogue.close()


def measured(url: str, corpus: Corpus) -> dict[str, float]:
    """The median processor time of each kind of search, in milliseconds."""
    times = {}
    with session_on(url) as session:
        for name, asked in questions(corpus).items():
            samples = [_timed(each, session) for each in asked for _ in range(REPEATED)]
            times[name] = statistics.median(samples) * 1000
    return times


def growth(run: Run) -> Result:
    """The largest ratio of the times in the largest and in the smallest catalogue."""
    by_size = {size: measured(stored(run, size), Corpus(size)) for size in SIZES}
    smallest, largest = by_size[SIZES[0]], by_size[SIZES[-1]]
    ratios = {name: largest[name] / smallest[name] for name in smallest}
    worst = max(ratios, key=ratios.__getitem__)
    return Result(
        ratios[worst],
        {f"{name}, {size:,}": times[name] for size, times in by_size.items() for name in times},
        notes=[f"worst: {worst}", *table(by_size)],
    )


def table(by_size: Mapping[int, Mapping[str, float]]) -> list[str]:
    """One line per kind: what it costs in each catalogue as a multiple of the smallest one, and
    of a rare word there."""
    first = by_size[SIZES[0]]
    head = "".join(f"{size:>10,}" for size in by_size)
    lines = [f"{'':<24}{head}  against a rare word at {SIZES[0]:,}"]
    for name in first:
        grown = "".join(f"{times[name] / first[name]:>10.2f}" for times in by_size.values())
        lines.append(f"{name:<24}{grown}  {first[name] / first['rare word']:>8.1f}")
    return lines


def _timed(question: Question, session: SearchSession) -> float:
    # The database works in this thread, so its processor time is what a quiet machine takes.
    started = time.thread_time()
    question(session)
    return time.thread_time() - started


def _batches(items: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(itertools.islice(items, BATCH)):
        yield batch


JOBS = [
    Job(
        "search-growth",
        "search, cost at 200,000 add-ons against 20,000",
        Goal(4, "× 20,000", at_most=True),
        growth,
    ),
]
