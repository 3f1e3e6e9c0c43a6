"""Search and autocomplete over HTTP, at 60,000 add-ons."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from bench.corpus import COMMON, Corpus
from bench.jobs.growth import misspelled, stored
from bench.load import Order
from bench.measure import Goal, Result, Target
from bench.processes import Failed, Server
from bench.run import Job, Run

SIZE = 60_000
SEARCH, AUTOCOMPLETE = "/api/v4/addons/search/", "/api/v4/addons/autocomplete/"
#: What the website sends with every search.
VISITOR = {"app": "firefox", "appversion": "138.0", "lang": "en-US"}
#: Different searches that are asked for in turn.
SEARCHES = 200

Kind = Sequence[Mapping[str, str]]


def typed(corpus: Corpus) -> list[str]:
    """Names that people look for."""
    source = random.Random(7)
    numbers = (source.randrange(1, corpus.count) for _ in range(SEARCHES))
    return [corpus.name(number).split()[0].lower() for number in numbers]


def pages(corpus: Corpus) -> Kind:
    """Full pages of 25: a common word, and lists without a text."""
    words = (COMMON, *corpus.frequent[:9])
    types = ({}, {"type": "extension"}, {"type": "statictheme"})
    return [{**VISITOR, "q": word, **type_} for word in words for type_ in types]


def beginnings(corpus: Corpus) -> Kind:
    return [{**VISITOR, "q": word[:4]} for word in typed(corpus)]


def mistakes(corpus: Corpus) -> Kind:
    return [{**VISITOR, "q": misspelled(word)} for word in typed(corpus) if len(word) > 5]


def asked(run: Run, *, path: str, kind: str, settings: Mapping[str, str] | None = None) -> Result:
    """All requests of a kind in turn, against R′: R with an answer of the same length."""
    queries = {"pages": pages, "beginnings": beginnings, "mistakes": mistakes}[kind](Corpus(SIZE))
    paths = [f"{path}?{urlencode(query)}" for query in queries]
    with run.serving(run.service(stored(run, SIZE), settings)) as ours:
        body = _typical(ours, paths)
        return run.compare_with_same(Target("service", Order([ours.port], paths)), body)


def _typical(server: Server, paths: Sequence[str]) -> bytes:
    """The answer of median length. Asks for all, so that fragments are there."""
    answers = [server.ask(path) for path in paths]
    if any(answer.status != 200 for answer in answers):
        raise Failed("a search is not answered")
    bodies = sorted((answer.body for answer in answers), key=len)
    body = bodies[len(bodies) // 2]
    json.loads(body)
    return body


#: Searches whose answers are not remembered: each is made from the index.
FORGETFUL = {"amo.search.remembered": "0"}
UNIT = "× R′"

JOBS = [
    Job(
        "search-page",
        "search pages of 25 at 60,000 add-ons",
        Goal(0.25, UNIT),
        partial(asked, path=SEARCH, kind="pages"),
    ),
    Job(
        "search-page-new",
        "the same, every page for the first time",
        Goal(0.1, UNIT),
        partial(asked, path=SEARCH, kind="pages", settings=FORGETFUL),
    ),
    Job(
        "autocomplete",
        "autocomplete at 60,000 add-ons",
        Goal(0.60, UNIT),
        partial(asked, path=AUTOCOMPLETE, kind="beginnings"),
    ),
    Job(
        "autocomplete-typo",
        "the same with a typing error",
        Goal(0.30, UNIT),
        partial(asked, path=AUTOCOMPLETE, kind="mistakes"),
    ),
    Job(
        "autocomplete-new",
        "autocomplete, everything for the first time",
        Goal(0.2, UNIT),
        partial(asked, path=AUTOCOMPLETE, kind="beginnings", settings=FORGETFUL),
    ),
]
