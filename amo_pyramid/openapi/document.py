"""The OpenAPI document of an API in one version, made of what was configured.

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
from amo_pyramid.answers import Answer, Api, Paged, Step, step_of
from amo_pyramid.openapi.parameters import COMMON, body_of, parameters_of, schema_of
from amo_pyramid.openapi.refusals import (
    ANY_VIEW,
    OF_BODIES,
    OF_NEGOTIATION,
    body_of_refusal,
    name_of,
    refusal,
)
from amo_pyramid.openapi.shapes import Shapes
from amo_pyramid.openapi.types import Schema, Types, any_of
from amo_pyramid.services import READ, AmoService

#: A part of a route's path: its name, and the expression that it must match.
PART = re.compile(r"\{(\w+)(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}")
#: Headers of every answer.
REQUEST_ID = {"description": "Tells this request from all others.", "schema": {"type": "string"}}
ETAG = {"description": "For If-None-Match.", "schema": {"type": "string"}}


def describe(registry: Any, api: Api, mounted_at: str) -> Schema:
    """The document of an API of a site at that address."""
    return Document(registry, api).describe(mounted_at)


class Document:
    """The parts of one document, while it is made."""

    def __init__(self, registry: Any, api: Api) -> None:
        self._registry = registry
        self._api = api
        types = Types(api.version, registry["amo.adapters.schemas"])
        self._shapes = Shapes(registry["amo.shapes"], types)
        authenticators = registry["amo.authenticators"].values()
        self._authenticators = [each for each in authenticators if each.scheme is not None]
        # Components, as far as they are used.
        self._responses: dict[str, Schema] = {}
        self._parameters: dict[str, Schema] = {}
        self._schemes: dict[str, Schema] = {}

    def describe(self, mounted_at: str) -> Schema:
        paths: dict[str, Schema] = {}
        for service in self._services():
            path = PART.sub(r"{\1}", service.declared_path)
            paths.setdefault(path, {}).update(self._path_item(service))
        return {
            "openapi": "3.1.1",
            "info": {
                "title": self._api.title,
                "version": __version__,
                "description": self._api.description,
            },
            "servers": [{"url": f"{mounted_at}{self._api.path}"}],
            "paths": paths,
            "components": {
                "schemas": self._shapes.components,
                "responses": self._responses,
                "parameters": self._parameters,
                "headers": {"X-AMO-Request-ID": REQUEST_ID, "ETag": ETAG},
                "securitySchemes": self._schemes,
            },
            "tags": [{"name": name} for name in sorted({_tag(path) for path in paths})],
        }

    def _services(self) -> Iterator[AmoService]:
        for facts in self._registry["amo.routes.facts"].values():
            service = facts.service  # pages have routes too
            if service.is_described and self._api.version.has(service.versions):
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
        schema, always = schema_of(args, self._registry, self._api.version)
        own = list(parameters_of(schema, always=always))
        refused = {*answer.refusals, *(status for step in steps for status in step.refusals)}
        refused |= {429} if args.get("throttle") else set()
        permission = args.get("permission", NO_PERMISSION_REQUIRED)
        refused.update(_refusals(service, method, permission, is_checked=schema is not None))
        refused.update(OF_NEGOTIATION if self._api.negotiates else ())
        body = body_of(schema)
        refused.update(OF_BODIES if body else ())
        return {
            "operationId": service.name if method == "GET" else f"{service.name}.{method.lower()}",
            "summary": service.description or service.name,
            "tags": [_tag(service.declared_path)],
            "parameters": [*own, *self._common(answer, {each["name"] for each in own})],
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
            name, told = self._refusal(status, service.error_style, reads_body=reads_body)
            own = answer.refusals.get(status)
            if own is not None:
                body = told["content"]["application/json"]
                body["schema"] = any_of([self._shapes.content(own), body["schema"]])
                found[str(status)] = told
                continue
            self._responses.setdefault(name, told)
            found[str(status)] = {"$ref": f"#/components/responses/{name}"}
        return found

    def _refusal(self, status: int, style: str, *, reads_body: bool) -> tuple[str, Schema]:
        """Its name among the components, and what it is."""
        body = body_of_refusal(status, style, reads_body=reads_body)
        if body is not None and self._api.refusal is not None:
            return name_of(status), refusal(status, self._shapes.content(self._api.refusal))
        return name_of(status, style, reads_body=reads_body), refusal(status, body)

    def _common(self, answer: Answer, taken: set[str]) -> Iterator[Schema]:
        if not self._api.negotiates:
            return
        names = ["lang", "language"]
        if isinstance(answer.content, Paged):
            names = ["page", "page_size", *names]
        if answer.content is not None:
            names.append("wrap")
        for name in names:
            if COMMON[name]["name"] not in taken:
                self._parameters[name] = COMMON[name]
                yield {"$ref": f"#/components/parameters/{name}"}

    def _security(self, service: AmoService, permission: str) -> list[Schema]:
        if not service.credentials:
            return []
        nobody: list[Schema] = [{}] if permission in (READ, NO_PERMISSION_REQUIRED) else []
        taken = {
            each.name: each.scheme
            for each in self._authenticators
            if service.accepts(each.name, everywhere=each.everywhere)
        }
        self._schemes.update(taken)
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


def _tag(path: str) -> str:
    return path.split("/")[1].partition(".")[0]
