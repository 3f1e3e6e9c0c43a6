"""The document of an API version: made of what was configured, and made when it is asked for."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from webob import Request

from amo_pyramid.openapi.shapes import type_of
from amo_pyramid.openapi.types import Types
from amo_pyramid.testing.app import Service
from tests.openapi.conftest import VERSIONS
from tests.openapi.describing import Description
from tests.openapi.plugin import UNTYPED

DETAIL, SEARCH = "/addons/addon/{addon}/", "/addons/search/"


@pytest.fixture
def any_description(service, api):
    return Description(service, api)


def test_every_field_of_every_shape_has_a_type(service):
    """``type_of`` and ``schema`` raise for a field that does not say what it is."""
    table = service.registry["amo.shapes"]
    for version in service.registry["amo.versions"].by_name.values():
        types = Types(version, service.registry["amo.adapters.schemas"])
        for shape in table.shapes.values():
            for field in shape.own_fields(table.added):
                annotation = type_of(field, shape.source)
                if field.shape is None:
                    assert types.schema(annotation), (shape.name, field.name)


def test_every_method_says_what_it_answers(service):
    for facts in service.registry["amo.routes.facts"].values():
        if facts.service.is_described:
            for method, answer in facts.service.answers.items():
                assert answer.content is not None, (facts.service.name, method)


def test_every_parameter_is_explained(any_description):
    for path, item in any_description.paths.items():
        for method in item.keys() - {"parameters"}:
            for each in any_description.parameters(path, method).values():
                assert each.get("description"), (path, method, each["name"])


def test_its_schemas_are_json_schemas(any_description):
    for schema in any_description.document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_it_is_an_openapi_document(any_description):
    schemathesis = pytest.importorskip("schemathesis", reason="it needs Python 3.11")
    schemathesis.openapi.from_dict(any_description.document).validate()


def test_gates_decide_about_fields_parameters_and_paths(service):
    of = {version: Description(service, version) for version in VERSIONS}
    addon = {name: each.components["schemas"]["addon"]["properties"] for name, each in of.items()}
    assert "promoted" not in addon["v3"] and "promoted" in addon["v4"]
    assert addon["v4"]["categories"]["type"] == "object"
    assert addon["v5"]["categories"]["type"] == "array"
    assert "sort" in of["v3"].parameters("/addons/autocomplete/")
    assert "sort" not in of["v4"].parameters("/addons/autocomplete/")
    assert "thunderbird" in of["v3"].parameters(SEARCH)["app"]["schema"]["enum"]
    assert "thunderbird" not in of["v5"].parameters(SEARCH)["app"]["schema"]["enum"]
    assert "/addons/featured/" in of["v3"].paths
    assert "/addons/featured/" not in of["v4"].paths


def test_translated_texts_have_the_forms_of_their_version(service):
    forms = {}
    for version in VERSIONS:
        schemas = Description(service, version).components["schemas"]
        forms[version] = [each["type"] for each in schemas["addon"]["properties"]["name"]["anyOf"]]
    assert forms["v3"] == forms["v4"] == ["string", "object", "null"]
    assert forms["v4dev"] == forms["v5"] == ["object", "null"]


def test_a_credential_is_described_where_one_counts(description):
    assert {"bearer": []} in description.operation(DETAIL)["security"]
    assert {} in description.operation(DETAIL)["security"]
    assert {"jwt": []} not in description.operation(DETAIL)["security"]
    assert {"jwt": []} in description.operation("/accounts/account/{user}/")["security"]
    assert {} not in description.operation("/accounts/profile/")["security"]
    assert description.operation(SEARCH)["security"] == []
    assert "401" not in description.operation(SEARCH)["responses"]


def test_refusals_have_the_style_of_their_service(description):
    bodies = {}
    for path in (SEARCH, DETAIL):
        content = description.response(path, 400)["content"]["application/json"]
        bodies[path] = content["schema"]["type"]
    assert bodies == {SEARCH: "array", DETAIL: "object"}
    assert description.response(DETAIL, 451)["headers"].keys() == {"Link"}
    assert "451" not in description.operation(SEARCH)["responses"]


def test_what_a_plugin_adds_is_in_it(filled):
    described = Description(Service(filled, **{"amo.plugins": "tests.openapi.plugin"}), "v4")
    fields = described.components["schemas"]["addon"]["properties"]
    assert fields["badge"] == {"type": ["string", "null"]}
    assert described.parameters(SEARCH)["badged"]["schema"] == {"type": "integer"}
    shelf = described.operation("/shelf/{year}/")
    good = shelf["responses"]["200"]["content"]["application/json"]["schema"]
    assert good["properties"] == {"books": {"type": "array", "items": {"type": "string"}}}
    assert described.parameters("/shelf/{year}/")["year"]["schema"]["pattern"] == r"^\d{4}$"
    assert {"library-card": []} in shelf["security"]


def test_a_batched_field_is_what_its_function_maps_ids_to_or_null(filled):
    service = Service(filled, **{"amo.plugins": "tests.openapi.plugin"})
    described = Description(service, "v4")
    fields = described.components["schemas"]["addon"]["properties"]
    assert fields["stars"] == {"type": ["integer", "null"]}
    assert fields["named_stars"] == {"type": "integer"}
    suggestion = {"$ref": "#/components/schemas/addon.suggestion"}
    assert fields["friends"] == {"type": "array", "items": suggestion}
    for path in ("/addons/addon/1/", "/addons/addon/3/"):
        assert described.problems(DETAIL, service.get(path)) == []


@pytest.mark.parametrize("field", UNTYPED, ids=lambda field: field.name)
def test_a_field_that_says_nothing_of_its_type_may_be_anything(filled, field):
    service = Service(filled, **{"amo.plugins": "tests.openapi.plugin"})
    fields = Description(service, "v4").components["schemas"]["addon"]["properties"]
    assert fields[field.name] == {}


def test_a_body_and_its_refusals_are_described(filled):
    service = Service(filled, **{"amo.plugins": "tests.openapi.plugin"})
    described = Description(service, "v4")
    post = described.operation("/shelf/{year}/", "post")
    assert post["requestBody"]["content"]["application/json"]["schema"] == {
        "type": "object",
        "properties": {"title": {"type": "string"}, "pages": {"type": "integer"}},
        "required": ["title"],
    }
    assert {"201", "400", "409", "413", "415"} <= post["responses"].keys()
    assert "304" not in post["responses"]
    for body, kind in ((b'{"title": "x"}', "json"), (b"{}", "json"), (b"{", "json"), (b"x", "y")):
        answer = service.request(
            "POST", "/shelf/2026/", body=body, content_type=f"application/{kind}"
        )
        assert described.problems("/shelf/{year}/", answer, "post") == []


def test_it_has_an_entity_tag_and_is_made_once(service, api):
    first = service.get("/openapi.json", version=api)
    headers = {"If-None-Match": first.headers["ETag"]}
    again = service.get("/openapi.json", version=api, headers=headers)
    assert again.status_int == 304
    make = service.registry["amo.openapi"]
    assert make(api, "") is make(api, "")


def test_its_server_is_where_the_service_is_mounted(filled):
    service = Service(filled, **{"amo.site_url": ""})
    request = Request.blank("/api/v4/openapi.json")
    request.script_name = "/catalogue"
    document = request.get_response(service.application).json
    assert document["servers"] == [{"url": "/catalogue/api/v4"}]


def test_a_version_that_is_not_served_has_none(filled):
    service = Service(filled, **{"amo.api.versions": "v4", "amo.api.v4dev": "false"})
    assert service.get("/openapi.json", version="v5").status_int == 404
