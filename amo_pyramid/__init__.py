"""An add-on catalogue service that speaks the API of addons.mozilla.org."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Pyramid and Cornice still import pkg_resources, which warns about itself.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)

__version__ = (Path(__file__).parent / "VERSION").read_text(encoding="utf-8").strip()

CORE = (
    "amo_pyramid.settings",
    "amo_pyramid.observing",
    "amo_pyramid.site",
    "amo_pyramid.addresses",
    "amo_pyramid.rates",
    "amo_pyramid.versions",
    "amo_pyramid.rendering",
    "amo_pyramid.fragments",
    "amo_pyramid.services",
    "amo_pyramid.bodies",
    "amo_pyramid.directives",
    "amo_pyramid.errors",
    "amo_pyramid.events",
    "amo_pyramid.work",
    "amo_pyramid.transactions",
    "amo_pyramid.security",
    "amo_pyramid.backends",
    "amo_pyramid.maintenance",
    "amo_pyramid.pages",
)
PLUGINS = ("amo_pyramid.plugins",)
THIRD_PARTY = ("amo_pyramid.thirdparty",)
ENDPOINTS = ("amo_pyramid.shapes", "amo_pyramid.views", "amo_pyramid.pictures")


def main(global_config: Any, **settings: Any) -> Any:
    """The WSGI application; ``settings`` are those of the ini's ``[app:main]``.

    Commands pass ``check_database`` in ``global_config``: some of them are there to mend it.
    """
    if "check_database" in global_config:
        settings["amo.check_database"] = global_config["check_database"]
    with _keeping_everything():
        # Imported late: after the filter above, and the request class needs most of the package.
        from pyramid.config import Configurator

        from amo_pyramid.request import AmoRequest

        config = Configurator(settings=settings, request_factory=AmoRequest)
        for module in (*CORE, *PLUGINS, *THIRD_PARTY, *ENDPOINTS):
            config.include(module)
        return config.make_wsgi_app()


@contextmanager
def _keeping_everything() -> Iterator[None]:
    """Almost all that a start makes stays: to look for garbage is a tenth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
