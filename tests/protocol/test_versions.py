"""Versions and gates of plugins."""

from __future__ import annotations

from amo_pyramid.testing import builders


def test_a_version_has_all_endpoints_of_the_one_it_is_based_on(serve, write_plugin):
    plugin = write_plugin(
        'config.add_api_version("v6", based_on="v5", without=("addons-search-_score-field",))',
        'config.add_gate("badge-shim", ("v6",), "add-ons have a badge")',
        'config.add_serializer_field("addon", Field("badge", get="id", when="badge-shim"))',
        before="from amo_pyramid.shapes.fields import Field",
    )
    service = serve(plugin)
    service.put(*builders.listed(builders.addon(7)))
    new, old = (service.get("/addons/addon/7/", version=name).json for name in ("v6", "v5"))
    assert new.pop("badge") == 7
    assert new == old
    (found,) = service.get("/addons/search/", version="v6").json["results"]
    assert "_score" not in found
    assert service.get("/addons/browser-mappings/?browser=chrome", version="v6").status_int == 200
    assert service.get("/addons/featured/?app=firefox", version="v6").status_int == 404


def test_a_version_may_be_based_on_one_that_is_not_served(serve, write_plugin):
    plugin = write_plugin('config.add_api_version("v3-frozen", based_on="v3")')
    service = serve(plugin, **{"amo.api.versions": "v4", "amo.api.v4dev": "false"})
    service.put(*builders.listed(builders.addon(7)))
    assert service.get("/addons/addon/7/", version="v3").status_int == 404
    # v3 has no such field.
    assert "created" not in service.get("/addons/addon/7/", version="v3-frozen").json
