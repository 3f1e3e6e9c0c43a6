"""The plain servers that the service is measured against.

Each factory has the signature of a PasteDeploy application. ``bench.document`` names a JSON file;
without it the document of :mod:`bench.documents` is served.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from bench.documents import ADDON

#: The place of a variable makes routing cost what it costs any application.
PATTERN = "/api/v4/addons/addon/{identifier}/"


def _document(settings: dict[str, str]) -> Any:
    path = settings.get("bench.document")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else ADDON


def plain(global_config: dict[str, str], **settings: str) -> Any:
    """R and R′: one Pyramid view that encodes a ready dictionary with the standard ``json``."""
    document = _document(settings)
    config = Configurator(settings=settings)
    config.add_route("document", PATTERN)
    config.add_view(lambda request: document, route_name="document", renderer="json")
    return config.make_wsgi_app()


def ready(global_config: dict[str, str], **settings: str) -> Any:
    """A Pyramid view that returns bytes encoded beforehand."""
    body = json.dumps(_document(settings)).encode()
    config = Configurator(settings=settings)
    config.add_route("document", PATTERN)
    config.add_view(
        lambda request: Response(body, content_type="application/json"), route_name="document"
    )
    return config.make_wsgi_app()


def bare(global_config: dict[str, str], **settings: str) -> Any:
    """A WSGI function that returns bytes encoded beforehand: the server's own limit."""
    body = json.dumps(_document(settings)).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return application
