"""From request to validated values: what Cornice calls before a view.

Runs after read-only mode, negotiation, permission and throttles, and after the service's own
``before`` steps; only the body is read before those (platform.md §2.2). A schema has a node per
location: ``path``, ``querystring``, ``body``. A view's schema may also be a function of the
request that gives one, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import colander

from amo_pyramid.errors import ApiError, in_style
from amo_pyramid.versions import ApiVersion

BODY = "body"


class PerVersion:
    """A schema that differs between API versions: ``build(registry, version)`` makes it once for
    each of an application's."""

    def __init__(self, name: str, build: Callable[[Any, ApiVersion], Any]) -> None:
        self._name = name
        self.build = build

    def __call__(self, request: Any) -> Any:
        schemas: dict[tuple[str, str], Any] = request.registry["amo.schemas"]
        version = request.api_version
        key = (self._name, version.name)
        if key not in schemas:
            schemas[key] = self.build(request.registry, version)
        return schemas[key]


class Sometimes:
    """A schema that counts only in the requests for which ``when(request)`` is true."""

    def __init__(self, schema: Any, when: Callable[[Any], bool]) -> None:
        self.schema = schema
        self._when = when

    def __call__(self, request: Any) -> Any:
        return self.schema if self._when(request) else None


def read_body_first(request: Any, **options: Any) -> None:
    """Refuse a body that cannot be read, if the view's schema has a node for it."""
    schema = options.get("schema")
    if isinstance(schema, PerVersion):
        schema = schema(request)
    if schema is not None and not callable(schema) and BODY in schema:
        _source(request, BODY)


def validate_request(request: Any, **options: Any) -> None:
    """Fill ``request.validated`` from the schema of the view, if it has one.

    Raises :class:`ApiError` 400 in the service's style. Only the first error is reported where
    the style has room for one (catalog.md §1.3).
    """
    schema = options.get("schema")
    if callable(schema):
        schema = schema(request)
    if schema is None:
        return
    for node in schema:
        try:
            request.validated[node.name] = node.deserialize(_source(request, node.name))
        except colander.Invalid as error:
            raise ApiError(400, _body(request, error)) from None


def _source(request: Any, location: str) -> Any:
    if location == BODY:
        return request.data
    return dict(request.query if location == "querystring" else request.matchdict)


def _body(request: Any, error: Any) -> Any:
    style = request.service.error_style
    if style == "fields":
        return _messages(request, error)
    return in_style(style, _first(request, error))


def _messages(request: Any, error: Any) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if error.msg:
        body["non_field_errors"] = [request.tr(message) for message in error.messages()]
    for child in error.children:
        name = child.node.name
        body[name] = (
            _messages(request, child)
            if child.children
            else [request.tr(message) for message in child.messages()]
        )
    return body


def _first(request: Any, error: Any) -> str:
    while error.children:
        error = error.children[0]
    return request.tr(error.messages()[0])
