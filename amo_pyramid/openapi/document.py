"""The OpenAPI document of an API version, made of what was configured.

Services give the paths, their colander schemas the parameters, the shapes and the views'
``answers`` the bodies; gates decide all of it per version. Nothing is described by hand that the
service does not do, and plugins' parts are in it like the others. Imported when it is first asked
for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED

from amo_pyramid import __version__
from amo_pyramid.answers import Answer, Paged, Step, step_of
from amo_pyramid.openapi.parameters import COMMON, body_of, parameters_of, schema_of
from amo_pyramid.openapi.refusals import ANY_VIEW, OF_BODIES, name_of, refusal
from amo_pyramid.openapi.shapes import Shapes
from amo_pyramid.openapi.types import Schema, Types, any_of
from amo_pyramid.services import READ, AmoService
from amo_pyramid.versions import ApiVersion

#: A part of a route's path: its name, and the expression that it must match.
PART = re.compile(r"\{(\w+)(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}")
#: Headers of every answer.
REQUEST_ID = {"description": "Tells this request from all others.", "schema": {"type": "string"}}
ETAG = {"description": "For If-None-Match.", "schema": {"type": "string"}}


def describe(registry: Any, version: ApiVersion, server: str) -> Schema:
    """The document of an API version that is served at the address ``server``."""
    return Document(registry, version).describe(server)


class Document:
    """The parts of one document, while it is made."""

    def __init__(self, registry: Any, version: ApiVersion) -> None:
        self._registry = registry
        self._version = version
        types = Types(version, registry["amo.adapters.schemas"])
        self._shapes = Shapes(registry["amo.shapes"], types)
        authenticators = registry["amo.authenticators"].values()
        self._authenticators = [each for each in authenticators if each.scheme is not None]
        self._responses: dict[str, Schema] = {}

    def describe(self, server: str) -> Schema:
        paths: dict[str, Schema] = {}
        for service in self._services():
            path = PART.sub(r"{\1}", service.declared_path)
            paths.setdefault(path, {}).update(self._path_item(service))
        return {
            "openapi": "3.1.1",
            "info": self._info(),
            "servers": [{"url": server}],
            "paths": paths,
            "components": {
                "schemas": self._shapes.components,
                "responses": self._responses,
                "parameters": dict(COMMON),
                "headers": {"X-AMO-Request-ID": REQUEST_ID, "ETag": ETAG},
                "securitySchemes": {each.name: each.scheme for each in self._authenticators},
            },
            "tags": [{"name": name} for name in sorted({_tag(path) for path in paths})],
        }

    def _info(self) -> Schema:
        return {
            "title": f"Add-on catalogue, API {self._version.name}",
            "version": __version__,
            "description": "The API of addons.mozilla.org, as this catalogue speaks it.",
        }

    def _services(self) -> Iterator[AmoService]:
        for facts in self._registry["amo.routes.facts"].values():
            service = facts.service  # pages have routes too
            if service.is_described and self._version.has(service.versions):
                yield service

    def _path_item(self, service: AmoService) -> Schema:
        steps = [step_of(each) for each in service.before]
        item: Schema = {"parameters": list(_of_the_path(service, steps))}
        for method, _, args in service.definitions:
            if method != "HEAD":
                item[method.lower()] = self._operation(service, method, args, steps)
        return item

    def _operation(self, service: AmoService, method: str, args: Any, steps: list[Step]) -> Schema:
        answer = service.answers[method]
        schema, always = schema_of(args, self._registry, self._version)
        own = list(parameters_of(schema, always=always))
        refused = {*answer.refusals, *(status for step in steps for status in step.refusals)}
        refused |= {429} if args.get("throttle") else set()
        permission = args.get("permission", NO_PERMISSION_REQUIRED)
        refused.update(_refusals(service, method, permission, is_checked=schema is not None))
        body = body_of(schema)
        refused.update(OF_BODIES if body else ())
        return {
            "operationId": service.name if method == "GET" else f"{service.name}.{method.lower()}",
            "summary": service.description or service.name,
            "tags": [_tag(service.declared_path)],
            "parameters": [*own, *_common(answer, {each["name"] for each in own})],
            **({"requestBody": body} if body else {}),
            "responses": self._responses_of(service, answer, refused, reads_body=body is not None),
            "security": self._security(service, permission),
        }

    def _responses_of(
        self, service: AmoService, answer: Answer, refused: set[int], *, reads_body: bool
    ) -> Schema:
        headers = {"X-AMO-Request-ID": {"$ref": "#/components/headers/X-AMO-Request-ID"}}
        if answer.status == 200:
            headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        good: Schema = {"description": service.description or service.name, "headers": headers}
        if answer.status != 204:
            body = self._shapes.content(answer.content)
            good["content"] = {answer.media_type: {"schema": body}}
        found = {str(answer.status): good}
        for status in sorted(refused):
            told = refusal(status, service.error_style, reads_body=reads_body)
            own = answer.refusals.get(status)
            if own is not None:
                body = told["content"]["application/json"]
                body["schema"] = any_of([self._shapes.content(own), body["schema"]])
                found[str(status)] = told
                continue
            name = name_of(status, service.error_style, reads_body=reads_body)
            self._responses.setdefault(name, told)
            found[str(status)] = {"$ref": f"#/components/responses/{name}"}
        return found

    def _security(self, service: AmoService, permission: str) -> list[Schema]:
        if not service.credentials:
            return []
        nobody: list[Schema] = [{}] if permission in (READ, NO_PERMISSION_REQUIRED) else []
        taken = [
            each.name
            for each in self._authenticators
            if service.accepts(each.name, everywhere=each.everywhere)
        ]
        return [*nobody, *({name: []} for name in taken)]


def _of_the_path(service: AmoService, steps: list[Step]) -> Iterator[Schema]:
    help_ = {**service.path_help}
    for step in steps:
        help_.update(step.path)
    for name, pattern in PART.findall(service.declared_path):
        schema = {"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {})}
        found: Schema = {"name": name, "in": "path", "required": True, "schema": schema}
        if name in help_:
            found["description"] = help_[name]
        yield found
    for step in steps:
        for name, text in step.headers.items():
            yield {"name": name, "in": "header", "description": text, "schema": {"type": "string"}}


def _refusals(
    service: AmoService, method: str, permission: str, *, is_checked: bool
) -> Iterator[int]:
    yield from ANY_VIEW
    if method == "GET":
        yield 304
    if is_checked:
        yield 400
    if service.credentials:
        yield 401
        if permission not in (READ, NO_PERMISSION_REQUIRED):
            yield 403


def _common(answer: Answer, taken: set[str]) -> Iterator[Schema]:
    names = ["lang", "language"]
    if isinstance(answer.content, Paged):
        names = ["page", "page_size", *names]
    if answer.content is not None:
        names.append("wrap")
    for name in names:
        if COMMON[name]["name"] not in taken:
            yield {"$ref": f"#/components/parameters/{name}"}


def _tag(path: str) -> str:
    return path.split("/")[1].partition(".")[0]
