"""The answers that are no 2xx: their bodies and when a method can give them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from amo_pyramid.openapi.types import Schema, any_of

TEXT = {"type": "string"}
#: Facts that a refusal of an add-on adds (catalog.md §1.3).
FACTS = ("is_disabled_by_developer", "is_disabled_by_mozilla")
BY_STYLE: Mapping[str, Schema] = {
    "list": {"type": "array", "items": TEXT, "minItems": 1},
    "fields": {
        "type": "object",
        "description": "What is wrong, by parameter.",
        "additionalProperties": {"type": "array", "items": TEXT},
    },
    **{
        key: {"type": "object", "properties": {key: TEXT}, "required": [key]}
        for key in ("detail", "error")
    },
}
DETAIL = BY_STYLE["detail"]
WORDS: Mapping[int, str] = {
    304: "Nothing has changed since the entity tag of If-None-Match.",
    400: "A parameter is wrong.",
    401: "The credentials are wrong, or some are needed.",
    403: "The caller may not do or see this.",
    404: "There is nothing here, or no such page.",
    406: "The caller accepts no JSON.",
    409: "It collides with what is stored.",
    413: "The body is too large.",
    415: "The body is of a kind that cannot be read.",
    429: "Too many requests.",
    451: "Withheld in the caller's country for legal reasons.",
    500: "The service has failed.",
    503: "The service is unavailable for the moment.",
}
HEADERS: Mapping[int, tuple[str, str]] = {
    401: ("WWW-Authenticate", "How to sign in."),
    429: ("Retry-After", "Seconds to wait."),
    451: ("Link", "Why it is withheld."),
}
ANY_VIEW = (500, 503)
#: Of views that look at the types that the caller reads and at the parameter format.
OF_NEGOTIATION = (404, 406)
#: Of views that read a body, which is refused in a form of its own where it cannot be read.
OF_BODIES = (400, 413, 415)


def body_of_refusal(status: int, style: str, *, reads_body: bool) -> Schema | None:
    """The JSON Schema of a refusal; None for one without a body."""
    if status == 304:
        return None
    if status == 400 and reads_body:
        return any_of([dict(BY_STYLE[style]), dict(DETAIL)])
    if status in (400, 409):
        return dict(BY_STYLE[style])
    more: Mapping[str, Any] = {}
    if status in (401, 403):
        more = {fact: {"type": "boolean"} for fact in FACTS}
        more = {"code": TEXT, **more} if status == 401 else more
    if status == 500:
        more = {"traceback": TEXT}
    return {**DETAIL, "properties": {**DETAIL["properties"], **more}}


def refusal(status: int, body: Schema | None) -> Schema:
    """The response object of a refusal with such a body."""
    found: Schema = {"description": WORDS.get(status, HTTPStatus(status).phrase)}
    if body is not None:
        found["content"] = {"application/json": {"schema": body}}
    if status in HEADERS:
        name, text = HEADERS[status]
        found["headers"] = {name: {"description": text, "schema": TEXT}}
    return found


def name_of(status: int, style: str = "", *, reads_body: bool = False) -> str:
    """The name of a refusal among the components; ``style`` where that decides about it."""
    name = HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")
    if status not in (400, 409) or not style:
        return name
    return f"{name}.{style}.body" if reads_body and status == 400 else f"{name}.{style}"
