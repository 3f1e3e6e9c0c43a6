"""The site's own pictures, served from the package unless ``amo.static_url`` names a place."""

from __future__ import annotations

from typing import Any

#: Seconds that a picture may be kept: they only change with a release.
MAX_AGE = 24 * 60 * 60


def includeme(config: Any) -> None:
    if not config.registry["amo.settings"]["amo.static_url"]:
        config.add_static_view("static", "amo_pyramid:static", cache_max_age=MAX_AGE)
