"""What a view answers and refuses, in words that the description of the API is made of.

Nothing here runs when a request is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from amo_pyramid.shapes.fields import Field
    from amo_pyramid.versions import ApiVersion

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class One:
    """An object in a shape. ``extra`` are fields that the view adds to it."""

    shape: str
    extra: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Many(One):
    """A list of them."""


@dataclass(frozen=True, slots=True)
class Paged(One):
    """A page of them, chosen by the parameters ``page`` and ``page_size``."""


#: One of the above, an annotation (:mod:`amo_pyramid.openapi.types`), key to any of these, or
#: alternatives in a tuple.
Content = Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method answers: the status when all is well, its JSON (None: no word about it), its
    media type, and its own refusals beside those that any view has: status to JSON (None: as all
    refusals of that status)."""

    content: Content = None
    status: int = 200
    refusals: Mapping[int, Content] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Api:
    """The services of one version, which have a description of their own, and what is common to
    them: ``path`` is where they are below the site's address; ``refusal`` is the JSON of all
    refusals, where they look alike (None: as each service's style says). What ``negotiates`` looks
    at the languages and the types that the caller reads."""

    version: ApiVersion
    path: str
    title: str
    description: str
    refusal: Content = None
    negotiates: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """What a function of a service's ``before`` reads of path and headers, in words by name, and
    the statuses of its refusals."""

    path: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[int, ...] = ()


class _Described(Protocol):
    step: Step


def step(**facts: Any) -> Callable[[F], F]:
    """Decorator: describe a ``before`` step; the keywords are those of :class:`Step`."""

    def attach(function: F) -> F:
        cast(_Described, function).step = Step(**facts)
        return function

    return attach


def step_of(function: Any) -> Step:
    """What a ``before`` step says of itself."""
    return getattr(function, "step", Step())
