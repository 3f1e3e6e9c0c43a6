"""From values to JSON bytes: the ``amo`` renderer and what adapters may see.

``orjson`` encodes plain data itself and asks :meth:`Rendering.adapt` for every value type; the
adapters are registered by plugins with ``add_json_adapter``.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from pyramid.exceptions import ConfigurationError

from amo_pyramid.declaring import declare
from amo_pyramid.domain.query import Page
from amo_pyramid.domain.viewer import Viewer
from amo_pyramid.urls import Urls
from amo_pyramid.values import ConstantText, Html, Link, OutgoingLink, Translated
from amo_pyramid.versions import ApiVersion

if TYPE_CHECKING:
    from amo_pyramid.work import Work

Adapter = Callable[[Any, "Rendering"], Any]
#: The JSON Schema of what an adapter makes, in an API version: ``schema(version, *facts)``.
Describe = Callable[..., "dict[str, Any]"]
OPTIONS = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What the links of a paged answer are made of: its own URL and query parameters."""

    path_url: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rendering:
    """One answer's point of view: version, language, viewer, links. Adapters and shapes see
    this and never the request.

    ``locale`` is the language of the request; ``lang`` is the same where the caller asked for
    a single translation, else None. ``translate`` gives a message in ``locale``. ``denied_tags``
    are not shown. ``work`` is for batched fields, which load what the object does not have.
    """

    version: ApiVersion
    locale: str
    lang: str | None
    viewer: Viewer
    urls: Urls
    wrap_outgoing: bool
    adapters: Mapping[type, Adapter]
    translate: Callable[[str], str]
    denied_tags: frozenset[str] = frozenset()
    links: PageLinks | None = None
    work: Work | None = None

    def gate(self, name: str) -> bool:
        return name in self.version.gates

    def adapt(self, value: Any) -> Any:
        """Turn a value type into plainer data. Raises ``TypeError`` for an unknown one."""
        adapter = self.adapters.get(type(value))
        if adapter is None:
            raise TypeError(f"no JSON adapter for {type(value).__name__}")
        return adapter(value, self)

    def encode(self, value: Any) -> bytes:
        """The JSON bytes of a value, adapters applied all the way down."""
        return orjson.dumps(value, default=self.adapt, option=OPTIONS)


def _datetime(value: datetime, _: Rendering) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def _translated(value: Translated, _: Rendering) -> Any:
    return dict(value.text.texts) or None


def _page(value: Page[Any], _: Rendering) -> Any:
    return {"count": value.total, "results": value.items}


#: What is used for a type when no plugin adapts it: safe, and as plain as can be.
CORE_ADAPTERS: Mapping[type, Adapter] = {
    datetime: _datetime,
    tuple: lambda value, _: list(value),
    Translated: _translated,
    ConstantText: lambda value, _: value.message,
    Html: lambda value, _: html.escape(value.text),
    Link: lambda value, _: value.url,
    OutgoingLink: lambda value, _: value.url,
    Page: _page,
}


TEXT: Mapping[str, Any] = {"type": "string"}
BY_LOCALE: Mapping[str, Any] = {"type": "object", "additionalProperties": TEXT}


def _describe_page(version: ApiVersion, items: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"count": {"type": "integer"}, "results": {"type": "array", "items": items}}
    return {"type": "object", "properties": keys, "required": list(keys)}


#: What the above make, as JSON Schema.
CORE_SCHEMAS: Mapping[type, Describe] = {
    datetime: lambda *_: {**TEXT, "format": "date-time"},
    Translated: lambda *_: {"anyOf": [BY_LOCALE, {"type": "null"}]},
    ConstantText: lambda *_: dict(TEXT),
    Html: lambda *_: dict(TEXT),
    Link: lambda *_: dict(TEXT),
    OutgoingLink: lambda *_: dict(TEXT),
    Page: _describe_page,
}


class AmoRenderer:
    """The ``amo`` renderer: data with value types in, JSON bytes out."""

    def __init__(self, info: Any) -> None:
        pass

    def __call__(self, value: Any, system: Mapping[str, Any]) -> bytes:
        request = system["request"]
        request.response.content_type = "application/json"
        request.response.charset = None
        return request.rendering.encode(value)


def add_json_adapter(
    config: Any, value_type: type, adapter: Adapter, schema: Describe | None = None
) -> None:
    """Directive: say how a value type becomes JSON: ``adapter(value, rendering)``.

    ``schema(version, *facts)`` gives the JSON Schema of that in an API version; facts are what an
    annotation adds (``Annotated[Translated, Markup.URL]``). Without it the API's description
    says "anything". Two adapters for one type are a configuration conflict.
    """
    adapters: dict[type, Adapter] = config.registry["amo.adapters"]
    schemas: dict[type, Describe] = config.registry["amo.adapters.schemas"]
    if not isinstance(value_type, type):
        raise ConfigurationError(f"{value_type!r} is not a type")

    def register() -> None:
        adapters[value_type] = adapter
        schemas[value_type] = schema or (lambda *_: {})

    declare(config, "json-adapter", (value_type,), adapter, register)


def includeme(config: Any) -> None:
    config.registry["amo.adapters"] = dict(CORE_ADAPTERS)
    config.registry["amo.adapters.schemas"] = dict(CORE_SCHEMAS)
    config.add_directive("add_json_adapter", add_json_adapter)
    config.add_renderer("amo", AmoRenderer)
