"""What a site tells of itself and of its requests: what plugins add to, and plugins show.

Observers hear of requests that were answered; checks tell whether something works; capabilities
are named in the root document.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter, time
from typing import Any, NamedTuple
from weakref import WeakSet

import orjson
from pyramid.exceptions import ConfigurationError
from pyramid.tweens import EXCVIEW, INGRESS

from amo_pyramid.declaring import declare
from amo_pyramid.forks import here

log = logging.getLogger(__name__)

Handler = Callable[[Any], Any]
#: Takes the registry; gives facts to show, or None. A check raises when something does not work.
Ask = Callable[[Any], "Mapping[str, Any] | None"]
#: Where a request's environ has the name of the key that its sender has proved to have: for
#: observers, so never the key itself, or a name that nobody has proved.
KEY_ID = "amo.key_id"
#: Takes the request and gives what an observer wants to know of it beside the usual.
Note = Callable[[Any], Any]
INNER = ("headers", "cors", "caching", "readonly")
#: Seconds until observers are told of a request, and how many requests wait for that at most.
WAIT, MOST = 0.2, 20000
NO_NOTES: Mapping[str, Any] = {}


class Answered(NamedTuple):
    """A request that was answered, as observers see it.

    ``at`` is when, in seconds since 1970, and ``seconds`` what it took. ``status`` is that of the
    answer, with its words. ``route`` and ``matchdict`` are Pyramid's; ``viewer`` is None where
    nobody asked who it is. ``query`` is the query string. ``notes`` are by observer.
    """

    at: float
    seconds: float
    status: str
    method: str
    path: str
    query: str
    route: Any
    matchdict: Mapping[str, str] | None
    viewer: Any
    request_id: str | None
    key_id: str | None
    notes: Mapping[str, Any]


#: Is told of requests, in the order in which they were answered.
Observer = Callable[[Sequence[Answered]], None]
FAILED = "500 Internal Server Error"


@dataclass(frozen=True, slots=True)
class Check:
    """``ask`` may take its time and raise; ``tell`` gives what this process knows at once."""

    ask: Ask | None = None
    tell: Ask | None = None


class Observations:
    """Requests that were answered and of which observers are still to be told.

    They are told of many together, in a thread of their own: that takes a third of the time, and
    no request waits for it. What waits at the end of the process is told then; a process that is
    killed loses it.
    """

    def __init__(self, observers: Mapping[str, Observer], notes: Mapping[str, Note]) -> None:
        self._observers = observers
        self._notes = notes
        self._forget()
        EVERYWHERE.add(self)

    def _forget(self) -> None:
        """In a forked process: what waits is told by its parent."""
        self._process = here.process
        self._telling = threading.RLock()
        self._waiting: deque[Answered] = deque()
        self._is_timed = False

    def add(self, request: Any, status: str, seconds: float) -> None:
        """Note a request that was answered just now."""
        if self._process is not here.process:
            self._forget()
        environ = request.environ
        answered = Answered(
            time(),
            seconds,
            status,
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            request.matched_route,
            request.matchdict,
            request.__dict__.get("viewer"),  # nobody is authenticated for observers
            environ.get("amo.request_id"),
            environ.get(KEY_ID),
            self._noted(request) if self._notes else NO_NOTES,
        )
        self._waiting.append(answered)
        # In this order: whoever sees a timer that has not rung is heard by it.
        if not self._is_timed:
            self._start_timer()
        elif len(self._waiting) >= MOST:
            self.flush()

    def flush(self) -> None:
        """Tell of all that wait. Returns when every observer has been told."""
        if self._process is not here.process:
            self._forget()
        with self._telling:
            self._is_timed = False
            waiting = self._waiting
            seen = [waiting.popleft() for _ in range(len(waiting))]
            if not seen:
                return
            for name, observe in self._observers.items():
                try:
                    observe(seen)
                except Exception:
                    log.exception("%s, an observer of requests, failed", name)

    def _start_timer(self) -> None:
        self._is_timed = True  # two requests may come here together: two timers do no harm
        timer = threading.Timer(WAIT, self.flush)
        timer.daemon = True
        timer.start()

    def _noted(self, request: Any) -> Mapping[str, Any]:
        noted = {}
        for name, note in self._notes.items():
            try:
                noted[name] = note(request)
            except Exception:
                log.exception("%s, an observer of requests, failed", name)
        return noted


EVERYWHERE: WeakSet[Observations] = WeakSet()


def _flush_all() -> None:
    for each in tuple(EVERYWHERE):
        each.flush()


atexit.register(_flush_all)


def observing_tween_factory(handler: Handler, registry: Any) -> Handler:
    """The outermost tween, so that observers see what the client gets; there is none when nobody
    observes."""
    if not registry["amo.observers"]:
        return handler
    add = registry["amo.observations"].add

    def observing_tween(request: Any) -> Any:
        started = perf_counter()
        try:
            response = handler(request)
        except BaseException:
            add(request, FAILED, perf_counter() - started)
            raise
        add(request, response.status, perf_counter() - started)
        return response

    return observing_tween


def add_amo_observer(config: Any, name: str, observer: Observer, note: Note | None = None) -> None:
    """Directive: tell ``observer(seen)`` of requests that were answered, a sequence of
    :class:`Answered`, several times a second.

    ``note(request)`` is called at once, must be fast, and gives what else the observer wants to
    know; it comes in ``notes[name]``. One name twice is a conflict.
    """
    notes = config.registry["amo.observers.notes"]
    if note is not None:
        config.action(None, lambda: notes.__setitem__(name, note))
    _add(config, "observer", name, observer)


def add_amo_check(config: Any, name: str, ask: Ask | None = None, tell: Ask | None = None) -> None:
    """Directive: show something in ``/__heartbeat__``, which answers 500 when ``ask(registry)``
    raises. It is called in a thread of its own and has a time limit. What it gives is shown, and
    so is what ``tell(registry)`` gives, which must be known without asking anybody.
    """
    _add(config, "check", name, Check(ask, tell))


def add_amo_capability(config: Any, name: str, description: str = "", **facts: Any) -> None:
    """Directive: name something that this site can do in the root document, with a sentence for
    people and facts for programs, which are JSON. Raises ``ConfigurationError`` for others; one
    name twice is a conflict."""
    if description:
        facts = {"description": description, **facts}
    try:
        orjson.dumps(facts)
    except TypeError as error:
        raise ConfigurationError(f"capability {name}: {error}") from error
    _add(config, "capability", name, facts)


def _add(config: Any, kind: str, name: str, what: Any) -> None:
    known: dict[str, Any] = config.registry[f"amo.{KINDS[kind]}"]
    declare(config, kind, (name,), what, lambda: known.__setitem__(name, what))


KINDS = {"observer": "observers", "check": "checks", "capability": "capabilities"}


def includeme(config: Any) -> None:
    for plural in KINDS.values():
        config.registry[f"amo.{plural}"] = {}
    notes: dict[str, Note] = {}
    config.registry["amo.observers.notes"] = notes
    config.registry["amo.observations"] = Observations(config.registry["amo.observers"], notes)
    config.add_directive("add_amo_observer", add_amo_observer)
    config.add_directive("add_amo_check", add_amo_check)
    config.add_directive("add_amo_capability", add_amo_capability)
    inner = (f"amo_pyramid.plugins.{name}.{name}_tween_factory" for name in INNER)
    config.add_tween(
        "amo_pyramid.observing.observing_tween_factory", under=INGRESS, over=(*inner, EXCVIEW)
    )
