"""Two plugins that claim the same thing stop the start, and both places are named."""

from __future__ import annotations

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from amo_pyramid import main
from amo_pyramid.testing.app import SETTINGS

FIELD = "from amo_pyramid.shapes.fields import Field"
SERVICE = """
from amo_pyramid.services import AmoService

service = AmoService({name!r}, {path!r}, versions={versions!r})


@service.get()
def view(request):
    return {{}}
"""
#: What is claimed → lines of an includeme, and of its module.
CLAIMS = {
    "a field": ('config.add_serializer_field("addon", Field("badge", get="id"))', FIELD),
    "a search parameter": (
        'config.add_search_filter("badged", SchemaNode(Integer()), lambda query, value: query)',
        "from colander import Integer, SchemaNode",
    ),
    "a setting": (
        'config.add_amo_setting(Setting("amo.badges.colour", str, "gold", "The colour."))',
        "from amo_pyramid.settings import Setting",
    ),
    "a backend": ('config.add_amo_backend("recommender", "file", print)', ""),
    "an adapter": ("config.add_json_adapter(complex, repr)", ""),
    "a gate": ('config.add_gate("badges-shim", ("v3",), "badges are stars")', ""),
    "a version": ('config.add_api_version("v6")', ""),
    "a credential": ('config.add_amo_authenticator("cookie", print)', ""),
    "a shape": ('config.add_shape(Shape("badge"))', "from amo_pyramid.shapes.fields import Shape"),
}


def start(*plugins):
    main({}, **{**SETTINGS, "amo.plugins": " ".join(plugins)})


@pytest.mark.parametrize("claim", CLAIMS)
def test_rivals_stop_the_start(write_plugin, claim):
    line, before = CLAIMS[claim]
    rivals = [write_plugin(line, before=before) for _ in range(2)]
    start(rivals[0])
    start(rivals[1])
    with pytest.raises(ConfigurationConflictError) as caught:
        start(*rivals)
    for rival in rivals:
        assert f"{rival}.py" in str(caught.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("badges", "/badges/", ("v4",)), ("badges", "/stars/", ("v4",))),
        (("badges", "/badges/", ("v3", "v4")), ("stars", "/badges/", ("v4", "v5"))),
    ],
)
def test_services_of_one_name_or_path_stop_the_start(write_plugin, first, second):
    rivals = [
        write_plugin(
            "config.add_amo_service(service)",
            before=SERVICE.format(name=name, path=path, versions=versions),
        )
        for name, path, versions in (first, second)
    ]
    with pytest.raises(ConfigurationConflictError) as caught:
        start(*rivals)
    for rival in rivals:
        assert f"{rival}.py" in str(caught.value)


def test_one_path_may_belong_to_different_services_in_different_versions(write_plugin):
    start(
        *(
            write_plugin(
                "config.add_amo_service(service)",
                before=SERVICE.format(name=name, path="/badges/", versions=(version,)),
            )
            for name, version in (("badges-old", "v3"), ("badges-new", "v4"))
        )
    )


def refusal(plugin):
    with pytest.raises(ConfigurationError) as caught:
        start(plugin)
    return str(caught.value)


def test_a_field_of_the_service_is_not_replaced_in_silence(write_plugin):
    plugin = write_plugin(
        'config.add_serializer_field("addon", Field("slug", get="id"))', before=FIELD
    )
    told = refusal(plugin)
    assert "addon has a field slug already" in told
    assert f"{plugin}.py" in told


def test_rivals_under_different_gates_are_told_apart_by_version(write_plugin):
    old = write_plugin(
        'config.add_serializer_field("addon", Field("badge", "id", when="promoted-field"))',
        before=FIELD,
    )
    new = write_plugin(
        'config.add_serializer_field("addon", Field("badge", "id", unless="promoted-field"))',
        before=FIELD,
    )
    always = write_plugin(
        'config.add_serializer_field("addon", Field("badge", get="id"))', before=FIELD
    )
    start(old, new)
    with pytest.raises(ConfigurationError) as caught:
        start(old, always)
    assert f"{old}.py" in str(caught.value)
    assert f"{always}.py" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('config.add_serializer_field("adon", Field("badge"))', "there is no shape adon"),
        ('config.add_serializer_field("addon", Field("badge", shape="bagde"))', "no shape bagde"),
        ('config.add_serializer_field("addon", Field("badge", when="bagde"))', "Unknown gate: bag"),
        (
            'config.add_serializer_field("addon", Field("badge", get="id", needs="auhtors"))',
            "addon.badge needs auhtors, which no relation answers",
        ),
        ('Field("badge", get="id", batch=print)', "either get or batch"),
        ('config.add_search_filter("app", None, print)', "search has a parameter app already"),
        ('config.add_amo_backend("database", "file", print)', "no kind of backend database"),
        ('config.add_api_version("v6", based_on="v55")', "there is no version v55"),
        ('config.add_api_version("v6", based_on="v6")', "it is based on itself"),
        ('config.add_amo_migrations("badges")', "does not look like package:folder"),
        ('config.add_amo_translations("amo_pyramid:static")', "has no catalogues"),
        ('config.add_amo_translations("no_such_package:locale")', "is not there"),
    ],
)
def test_what_cannot_work_stops_the_start_and_says_why(write_plugin, line, reason):
    assert reason in refusal(write_plugin(line, before=FIELD))
