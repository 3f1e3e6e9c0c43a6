"""The reference of the REST API, made of the service's own OpenAPI documents, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from reference import registry

VERSIONS = ("v3", "v4", "v5")
METHODS = ("get", "post", "put", "patch", "delete")
SCHEMAS = "#/components/schemas/"
#: More words than these are told by their number.
MOST_WORDS = 12

Schema = Mapping[str, Any]


@dataclass
class Row:
    """A parameter or a field, with the versions in which it is of some kind."""

    text: str = ""
    kinds: dict[str, list[str]] = field(default_factory=dict)

    def add(self, version: str, schema: Schema) -> None:
        self.kinds.setdefault(kind(schema), []).append(version)

    @property
    def versions(self) -> list[str]:
        return sorted(version for versions in self.kinds.values() for version in versions)

    @property
    def kind(self) -> str:
        """Its kind, or its kinds with the versions of each."""
        if len(self.kinds) == 1:
            return next(iter(self.kinds))
        return "; ".join(f"{what} ({', '.join(where)})" for what, where in self.kinds.items())


@dataclass
class Endpoint:
    """A method of a path, in all versions that have it."""

    summary: str
    rows: dict[str, Row] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)


def documents() -> dict[str, Schema]:
    """The OpenAPI document of each version."""
    describe = registry()["amo.openapi"]
    return {name: orjson.loads(describe(name, "").body) for name in VERSIONS}


def endpoints_page() -> str:
    """Each endpoint with its versions and parameters."""
    found: dict[tuple[str, str], Endpoint] = {}
    for version, document in documents().items():
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    _add(found, (path, method), version, item[method])
    return "\n".join(line for name in sorted(found) for line in _endpoint(*name, found[name]))


def _add(found: dict[Any, Endpoint], name: tuple[str, str], version: str, said: Schema) -> None:
    endpoint = found.setdefault(name, Endpoint(said["summary"]))
    endpoint.versions.append(version)
    for parameter in said.get("parameters", ()):
        if "$ref" not in parameter:  # those of all endpoints, which the page explains once
            row = endpoint.rows.setdefault(parameter["name"], Row(parameter.get("description", "")))
            row.add(version, parameter["schema"])


def _endpoint(path: str, method: str, endpoint: Endpoint) -> Iterator[str]:
    yield from (f"### {method.upper()} `{path}`", "", endpoint.summary)
    yield from (f"In {_listed(endpoint.versions)}.", "")
    if endpoint.rows:
        yield from ("| Parameter | Value | Meaning |", "|---|---|---|")
    for name, row in endpoint.rows.items():
        yield f"| `{name}` | {row.kind} | {row.text}{_only(row.versions, endpoint.versions)} |"
    yield ""


def objects_page() -> str:
    """Each object of answers with its fields."""
    objects: dict[str, dict[str, Row]] = {}
    for version, document in documents().items():
        for name, schema in document["components"]["schemas"].items():
            rows = objects.setdefault(name, {})
            for key, value in schema.get("properties", {}).items():
                rows.setdefault(key, Row()).add(version, value)
    return "\n".join(line for name in sorted(objects) for line in _object(name, objects[name]))


def _object(name: str, rows: Mapping[str, Row]) -> Iterator[str]:
    if rows:
        yield from (f"### {name}", "", "| Field | Value | In |", "|---|---|---|")
        yield from (
            f"| `{key}` | {row.kind} | {' '.join(row.versions)} |" for key, row in rows.items()
        )
        yield ""


def kind(schema: Schema) -> str:
    """What a value is, in a few words; objects link to where they are listed."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        return f"[{name}](#{name.replace('.', '')})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(each) for each in schema["anyOf"]))
    if "enum" in schema:
        words = [f"`{word}`" for word in schema["enum"] if word is not None]
        return ", ".join(words) if len(words) <= MOST_WORDS else f"one of {len(words)} words"
    types = schema.get("type", "anything")
    names = [types] if isinstance(types, str) else types
    return " or ".join(_of_type(name, schema) for name in names)


def _of_type(name: str, schema: Schema) -> str:
    if name == "array":
        return f"list of {kind(schema.get('items', {}))}"
    if name == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {kind(schema['additionalProperties'])}"
    if name == "object" and "properties" in schema:
        return "object with " + ", ".join(f"`{key}`" for key in schema["properties"])
    return str(schema.get("format", name)) if name == "string" else name


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _only(versions: list[str], all_versions: list[str]) -> str:
    return "" if versions == all_versions else f" Only in {_listed(versions)}."
