"""From a view's colander schema to parameters and request bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import colander

from amo_pyramid.bodies import FORM, JSON, MULTIPART
from amo_pyramid.openapi.types import Schema, values_of
from amo_pyramid.schemas.filters import InOrder
from amo_pyramid.schemas.nodes import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, Forbidden, OneOf
from amo_pyramid.validation import BODY, PerVersion, Sometimes
from amo_pyramid.versions import ApiVersion

#: JSON Schemas of colander's own types.
TYPES: Mapping[type, Schema] = {
    colander.Boolean: {"type": "boolean"},
    colander.Date: {"type": "string", "format": "date"},
    colander.DateTime: {"type": "string", "format": "date-time"},
    colander.Float: {"type": "number"},
    colander.Integer: {"type": "integer"},
    colander.String: {"type": "string"},
}
#: Parameters that any request may have.
COMMON: Mapping[str, Schema] = {
    "lang": {
        "name": "lang",
        "in": "query",
        "description": "The language of the answer; of translated fields only this one is shown.",
        "schema": {"type": "string"},
        "example": "en-US",
    },
    "language": {
        "name": "Accept-Language",
        "in": "header",
        "description": "The languages that the caller reads, where lang does not say.",
        "schema": {"type": "string"},
        "example": "fr, en;q=0.5",
    },
    "page": {
        "name": "page",
        "in": "query",
        "description": "The number of the page, or last.",
        "schema": {"type": ["integer", "string"], "default": 1},
        "example": 1,
    },
    "page_size": {
        "name": "page_size",
        "in": "query",
        "description": "How many there are on a page.",
        "schema": {
            "type": "integer",
            "minimum": 1,
            "maximum": LARGEST_PAGE_SIZE,
            "default": DEFAULT_PAGE_SIZE,
        },
    },
    "wrap": {
        "name": "wrap_outgoing_links",
        "in": "query",
        "description": "Lead links away from the site through its redirect.",
        "schema": {"type": "string"},
        "allowEmptyValue": True,
    },
}


def schema_of(args: Mapping[str, Any], registry: Any, version: ApiVersion) -> tuple[Any, bool]:
    """The colander schema of a view in an API version, or None, and whether it counts always."""
    schema = args.get("schema")
    if isinstance(schema, PerVersion):
        return schema.build(registry, version), True
    if isinstance(schema, Sometimes):
        return schema.schema, False
    return (None if callable(schema) else schema), True


def parameters_of(schema: Any, *, always: bool) -> Iterator[Schema]:
    """The query parameters that a colander schema reads."""
    if schema is None:
        return
    for location in schema:
        if location.name != "querystring":
            continue
        for node in location:
            if not isinstance(node.typ, Forbidden):
                yield _parameter(node, always and _is_required(location, node))


def body_of(schema: Any) -> Schema | None:
    """The request body that a colander schema reads, or None."""
    if schema is None or BODY not in schema:
        return None
    content = {"schema": json_of(schema[BODY])}
    return {"content": dict.fromkeys((JSON, FORM, MULTIPART), content)}


def _is_required(location: Any, node: Any) -> bool:
    if isinstance(location.typ, InOrder):
        return False  # its nodes are asked only where they are present
    return bool(node.required or getattr(node.typ, "required", False))


def _parameter(node: Any, required: bool) -> Schema:
    schema = json_of(node)
    found: Schema = {"name": node.name, "in": "query", "schema": schema}
    if node.description:
        found["description"] = str(node.description)
    if required:
        found["required"] = True
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": False}
    return found


def json_of(node: Any) -> Schema:
    """The JSON Schema of a colander node: its own ``json``, or what its type says."""
    own = getattr(node, "json", None)
    if own:
        return dict(own)
    if isinstance(node.typ, OneOf):
        return values_of(node.typ.values)
    if isinstance(node.typ, colander.Mapping):
        needed = [child.name for child in node if child.required]
        keys = {child.name: json_of(child) for child in node}
        return {"type": "object", "properties": keys, "required": needed}
    if isinstance(node.typ, colander.Sequence):
        return {"type": "array", "items": json_of(node.children[0])}
    found: Schema = next(
        (dict(schema) for kind, schema in TYPES.items() if isinstance(node.typ, kind)), {}
    )
    if isinstance(node.validator, colander.OneOf):
        found["enum"] = list(node.validator.choices)
    return found
