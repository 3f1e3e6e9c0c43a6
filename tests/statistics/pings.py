"""A plugin with one route: POST records a download, an update check and a theme check, as the
routes for these do; GET tells what has been counted of them today."""

from __future__ import annotations

from amo_pyramid.domain.pings import Exchange
from amo_pyramid.domain.series import StatModel
from amo_pyramid.domain.statistics import day_of
from amo_pyramid.operations.counting import (
    record_download,
    record_theme_check,
    record_update_check,
)
from amo_pyramid.operations.statistics import live_series

#: File and theme that tests store.
FILE, THEME, ADDON = 100, 2, 1
CHECK = {"id": "addon1@example.com", "status": "userEnabled", "appOS": "Linux"}


def record(request):
    work = request.work
    record_download(work, Exchange("GET", 200, {"src": "search"}), FILE)
    record_update_check(work, Exchange("GET", 200, CHECK))
    record_theme_check(work, Exchange("GET", 200), THEME)
    return {}


def counted(request):
    today = day_of(request.work.now())
    found = {
        model.value: live_series(request.work, addon_id, model, today - 1, today)
        for model, addon_id in (
            (StatModel.DOWNLOADS, ADDON),
            (StatModel.UPDATES, ADDON),
            (StatModel.THEME_UPDATES, THEME),
        )
    }
    return {model: sum(point.count for point in points) for model, points in found.items()}


def includeme(config):
    config.add_route("pings", "/pings")
    for view, method in ((record, "POST"), (counted, "GET")):
        config.add_view(view, route_name="pings", request_method=method, renderer="json")
