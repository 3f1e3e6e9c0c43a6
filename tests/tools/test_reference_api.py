"""The reference of the REST API."""

from __future__ import annotations

import pytest
import reference_api


@pytest.fixture(scope="module")
def endpoints() -> list[str]:
    return reference_api.endpoints_page().splitlines()


@pytest.fixture(scope="module")
def objects() -> list[str]:
    return reference_api.objects_page().splitlines()


def section(lines: list[str], heading: str) -> list[str]:
    """The lines below a heading, to the next one."""
    below = lines[lines.index(heading) + 1 :]
    end = next((at for at, line in enumerate(below) if line.startswith("#")), len(below))
    return below[:end]


def test_an_endpoint_names_its_versions_and_parameters(endpoints):
    lines = section(endpoints, "### GET `/addons/compat-override/`")
    assert "In v3." in lines
    assert any(line.startswith("| `guid` | ") for line in lines)


def test_a_parameter_of_some_versions_says_so(endpoints):
    lines = section(endpoints, "### GET `/addons/autocomplete/`")
    assert "In v3, v4 and v5." in lines
    assert [line for line in lines if line.startswith("| `sort` |")][0].endswith(" Only in v3. |")


def test_parameters_of_all_endpoints_are_not_repeated(endpoints):
    assert [line for line in endpoints if line.startswith("| `lang` |")] == []


def test_a_field_tells_its_kind_in_each_version(objects):
    lines = section(objects, "### addon")
    assert "| `id` | integer | v3 v4 v5 |" in lines
    assert any("[author](#author)" in line for line in lines)
    homepage = next(line for line in lines if line.startswith("| `homepage` |"))
    assert "(v3, v4); " in homepage
    assert "(v5)" in homepage


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({"type": ["integer", "null"]}, "integer or null"),
        ({"enum": ["a", "b", None]}, "`a`, `b`"),
        ({"enum": [str(number) for number in range(20)]}, "one of 20 words"),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/version.list"}},
            "list of [version.list](#versionlist)",
        ),
        ({"anyOf": [{"type": "string"}, {"type": "string"}, {"type": "null"}]}, "string or null"),
        ({"type": "object", "properties": {"x": {}, "y": {}}}, "object with `x`, `y`"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object of number"),
        ({}, "anything"),
    ],
)
def test_a_kind_is_told_in_a_few_words(schema, kind):
    assert reference_api.kind(schema) == kind
