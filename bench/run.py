"""One run of the bench: its options, its cores, and what its jobs share."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import databases, machine
from bench.documents import DETAIL
from bench.measure import Goal, Result, Target, in_turn, target
from bench.processes import Application, Generator, Server

#: The service's factory, and its server as the ini files have it.
SERVICE = "amo_pyramid:main"
SERVER = "amo_pyramid.server:create_server"


@dataclass(frozen=True)
class Job:
    """One line of the report. ``measure`` raises ``Skipped`` or ``Failed`` when it cannot."""

    name: str
    title: str
    goal: Goal
    measure: Callable[[Run], Result]


@dataclass
class Run:
    """What jobs need. A database is made when the first job asks for it and serves them all."""

    seconds: float
    rounds: int
    stack: ExitStack
    cores: Sequence[int] = field(default_factory=machine.cores)
    urls: dict[str, str] = field(default_factory=dict)
    #: Loaded databases by their number of add-ons: URL and peak of the command, in MiB.
    loaded: dict[int, tuple[str, float]] = field(default_factory=dict)
    #: Catalogues for searching by their number of add-ons.
    corpora: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        self.generator = self.stack.enter_context(Generator(self.cores[:1]))

    def url(self, kind: str) -> str:
        """The catalogue of a kind of database, filled. Raises ``Skipped``."""
        if kind not in self.urls:
            made = databases.MAKERS[kind](self.folder)
            self.urls[kind] = self.stack.enter_context(made)
        return self.urls[kind]

    def service(self, url: str, settings: Mapping[str, str] | None = None) -> Application:
        """This project's application on a catalogue."""
        settings = {"amo.catalogue.url": url, **(settings or {})}
        return Application(SERVICE, settings, server=SERVER)

    def serving(self, application: Application) -> Server:
        """A server on the measured core, for a ``with`` statement."""
        return Server(application, self.cores[-1:])

    def compare(self, first: Target, second: Target) -> Result:
        return in_turn(self.generator, first, second, seconds=self.seconds, rounds=self.rounds)

    def compare_with_same(self, first: Target, body: bytes) -> Result:
        """Against R′: R with the JSON of this answer as its document."""
        document = self.folder / "document.json"
        document.write_bytes(body)
        same = Application("bench.baselines:plain", {"bench.document": str(document)})
        with self.serving(same) as plain:
            return self.compare(first, target("R′", [plain], DETAIL))


@contextmanager
def opened(seconds: float, rounds: int) -> Iterator[Run]:
    """A run, whose processes, files and databases are gone afterwards."""
    with ExitStack() as stack:
        yield Run(seconds, rounds, stack)
