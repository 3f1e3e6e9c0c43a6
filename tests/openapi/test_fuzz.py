"""schemathesis sends what the document allows, and what it does not, to a real server.

No answer may be 5xx, have a status or a type that the document does not know, or a body that is
not as it says. The examples follow from a fixed seed; ``make fuzz`` tries many more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("schemathesis", reason="schemathesis needs Python 3.11")

import hypothesis
import requests
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.openapi.conftest import APIS
from tests.openapi.describing import closed
from tests.openapi.serving import PATIENCE, ServerProcess, server_process

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Tries of each operation, kind of examples and set of path parameters.
EXAMPLES = int(os.environ.get("AMO_TEST_FUZZ_EXAMPLES", "8"))
#: Parts of paths that lead to something.
THERE = {
    "addon": "1",
    "version": "10",
    "user": "5",
    "slug": "sidebar-tabs",
    "year": "2020",
    "month": "01",
    "day": "02",
    "model_name": "DownloadCount",
    "publisher": "marie",
    "packageName": "sidebar-tabs",
}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture(scope="module")
def server(filled_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    log = tmp_path_factory.mktemp("fuzzed") / "log"
    with server_process(filled_path, log) as server:
        yield server


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with requests.Session() as session:
        yield session


def strategies(operation: Any) -> Iterator[Any]:
    """Examples with invented parts of the path, and with such as lead to something."""
    named = {each.name: THERE[each.name] for each in operation.path_parameters}
    for mode in MODES:
        yield operation.as_strategy(generation_mode=mode)
        if named:
            yield operation.as_strategy(generation_mode=mode, path_parameters=named)


@pytest.mark.parametrize("api", APIS)
def test_answers_to_invented_requests_are_as_the_document_says(server, session, api):
    document = server.get(f"/api/{api}/openapi.json")
    schema = schemathesis.openapi.from_dict(closed(document))
    sent = 0
    for found in schema.get_all_operations():
        for strategy in strategies(found.ok()):

            @SETTINGS
            @hypothesis.given(case=strategy)
            def ask(case: Any) -> None:
                nonlocal sent
                sent += 1
                base = f"{server.base}/api/{api}"
                response = case.call(base_url=base, session=session, timeout=PATIENCE)
                case.validate_response(response, checks=CHECKS)

            try:
                ask()
            except hypothesis.errors.Unsatisfiable:
                continue  # nothing of this kind can be wrong with it
    assert sent > len(document["paths"]) * EXAMPLES
    assert "Traceback" not in server.log
