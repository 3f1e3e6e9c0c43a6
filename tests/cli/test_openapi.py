"""The command ``amo-pyramid openapi``."""

from __future__ import annotations

import json


def test_it_writes_the_document_that_the_service_answers(run):
    document = json.loads(run("openapi", "v4").output)
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/api/v4"}]
    assert "/addons/search/" in document["paths"]


def test_it_writes_that_of_packages_too(run):
    document = json.loads(run("openapi", "v2").output)
    assert document["servers"] == [{"url": "/v2"}]
    assert "/stats" in document["paths"]


def test_a_version_that_is_not_served_is_refused_with_those_that_are(run):
    refused = run("openapi", "v1", code=2)
    assert "v1 is not served here; these are: v3, v4, v5, v2" in refused.output
