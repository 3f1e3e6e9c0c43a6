"""What a site tells of itself and of its requests: what plugins add to, and plugins show.

Observers see each request when it is answered; checks tell whether something works; capabilities
are named in the root document.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from pyramid.exceptions import ConfigurationError
from pyramid.tweens import EXCVIEW, INGRESS

log = logging.getLogger(__name__)

Handler = Callable[[Any], Any]
#: Gets the request, the answer (None when there was none, but an exception) and the seconds that
#: it took.
Observer = Callable[[Any, Any, float], None]
#: Takes the registry; gives facts to show, or None. A check raises when something does not work.
Ask = Callable[[Any], "Mapping[str, Any] | None"]
#: Where a request's environ has the name of the key that its sender has proved to have: for
#: observers, so never the key itself, or a name that nobody has proved.
KEY_ID = "amo.key_id"
INNER = ("headers", "cors", "caching", "readonly")


@dataclass(frozen=True, slots=True)
class Check:
    """``ask`` may take its time and raise; ``tell`` gives what this process knows at once."""

    ask: Ask | None = None
    tell: Ask | None = None


def observing_tween_factory(handler: Handler, registry: Any) -> Handler:
    """The outermost tween, so that observers see what the client gets; there is none when nobody
    observes."""
    observers: tuple[Observer, ...] = tuple(registry["amo.observers"].values())
    if not observers:
        return handler

    def tell(request: Any, response: Any, started: float) -> None:
        seconds = perf_counter() - started
        for observe in observers:
            try:
                observe(request, response, seconds)
            except Exception:
                log.exception("an observer of requests failed")

    def observing_tween(request: Any) -> Any:
        started = perf_counter()
        try:
            response = handler(request)
        except BaseException:
            tell(request, None, started)
            raise
        tell(request, response, started)
        return response

    return observing_tween


def add_amo_observer(config: Any, name: str, observer: Observer) -> None:
    """Directive: call ``observer(request, response, seconds)`` when a request is answered.

    It must be fast and raise nothing. One name twice is a conflict.
    """
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
    plural = KINDS[kind]
    known: dict[str, Any] = config.registry[f"amo.{plural}"]
    introspectable = config.introspectable(f"amo {plural}", name, name, f"amo {kind}")
    introspectable[kind] = what
    config.action(
        (f"amo-{kind}", name),
        lambda: known.__setitem__(name, what),
        introspectables=(introspectable,),
    )


KINDS = {"observer": "observers", "check": "checks", "capability": "capabilities"}


def includeme(config: Any) -> None:
    for plural in KINDS.values():
        config.registry[f"amo.{plural}"] = {}
    config.add_directive("add_amo_observer", add_amo_observer)
    config.add_directive("add_amo_check", add_amo_check)
    config.add_directive("add_amo_capability", add_amo_capability)
    inner = (f"amo_pyramid.plugins.{name}.{name}_tween_factory" for name in INNER)
    config.add_tween(
        "amo_pyramid.observing.observing_tween_factory", under=INGRESS, over=(*inner, EXCVIEW)
    )
