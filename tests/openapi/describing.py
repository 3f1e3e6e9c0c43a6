"""A document of the API, and whether answers are as it says."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

from amo_pyramid.testing.app import Service


def closed(schema: Any) -> Any:
    """The same, but objects whose keys are known have no others. (The document itself admits more,
    so that a client survives a new field.)"""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(each) for key, each in schema.items()}
    if "properties" in found and "object" in found.get("type", ()):
        found.setdefault("additionalProperties", False)
    return found


class Description:
    """The document of an API version as the service answers it."""

    def __init__(self, service: Service, version: str) -> None:
        self.version = version
        self.document = service.get("/openapi.json", version=version).json
        self.components = closed(self.document["components"])

    @property
    def paths(self) -> dict[str, Any]:
        return self.document["paths"]

    def operation(self, path: str, method: str = "get") -> Any:
        return self.paths[path][method]

    def response(self, path: str, status: int, method: str = "get") -> Any:
        """What an operation says of a status. Fails for a status that it does not know."""
        known = self.operation(path, method)["responses"]
        assert str(status) in known, f"{path} does not tell of {status}"
        return self.resolved(known[str(status)])

    def resolved(self, value: Any) -> Any:
        if "$ref" not in value:
            return value
        _, _, kind, name = value["$ref"].split("/")
        return self.document["components"][kind][name]

    def parameters(self, path: str, method: str = "get") -> dict[str, Any]:
        operation = self.operation(path, method)
        own = [*self.paths[path].get("parameters", ()), *operation["parameters"]]
        return {each["name"]: each for each in map(self.resolved, own)}

    def problems(self, path: str, response: Any, method: str = "get") -> list[str]:
        """Where an answer is not what the document says."""
        told = self.response(path, response.status_int, method)
        if "content" not in told:
            return [] if not response.body else ["it has a body"]
        if response.content_type not in told["content"]:
            return [f"it is {response.content_type}"]
        schema = closed(told["content"][response.content_type]["schema"])
        validator = Draft202012Validator(
            {**schema, "components": self.components}, format_checker=FormatChecker()
        )
        return [
            f"{each.json_path}: {each.message[:300]}"
            for each in validator.iter_errors(json.loads(response.body))
        ]

    def template(self, url: str) -> str:
        """The path of the document that a path of the service belongs to."""
        parts = urlsplit(url).path.split("/")
        for path in sorted(self.paths, key=lambda each: each.count("{")):
            wanted = path.split("/")
            if len(wanted) == len(parts) and all(
                there.startswith("{") or there == here
                for there, here in zip(wanted, parts, strict=True)
            ):
                return path
        raise AssertionError(f"nothing is told of {url}")
