"""Pages for people: templates, their style, and headers that let a browser do nothing else.

The API has none of this. The template engine is imported for the first page that somebody asks
for, so a service that only answers programs never pays for it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from pyramid.response import Response

from amo_pyramid.domain.errors import NotAllowed, NotFound
from amo_pyramid.errors import NO_PERMISSION, NOT_FOUND, json_error
from amo_pyramid.pages.language import Language
from amo_pyramid.services import SERVICE_PHASE, AmoService, facts_of

View = Callable[[Any], Response]

FOLDER = Path(__file__).parent / "templates"
STYLE = FOLDER / "style.css"
ICON = FOLDER.parents[1] / "static" / "img" / "addon-icons" / "default-32.png"


class Pages:
    """Makes pages of the templates in :data:`FOLDER`. Safe for threads."""

    def page(self, request: Any, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page in the language of the request; the template gets ``values``, ``language``
        (:class:`Language`) and ``_``, which translates."""
        language = language_of(request)
        text = self._environment.get_template(template).render(
            language=language, _=request.tr, icon=self._icon, style=self._style, **values
        )
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", language.tag),
            ("Content-Security-Policy", self._policy),
            ("Referrer-Policy", "same-origin"),
        ]
        return Response(status=status, body=text.encode("utf-8"), headerlist=headers)

    @cached_property
    def _environment(self) -> Any:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        return Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    @cached_property
    def _style(self) -> Any:
        from markupsafe import Markup

        return Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 - a file of the package

    @cached_property
    def _icon(self) -> str:
        """Within the page, so that browsers need not ask for one."""
        return f"data:image/png;base64,{base64.b64encode(ICON.read_bytes()).decode()}"

    @cached_property
    def _policy(self) -> str:
        """Nothing but the page's own style, told by its digest, and icon: no script, no other
        host."""
        digest = base64.b64encode(hashlib.sha256(str(self._style).encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        )


def language_of(request: Any) -> Language:
    """The language in which a request is answered."""
    return Language(request.negotiated[0], request.tr)


def add_amo_page(config: Any, name: str, pattern: str, view: View, *, html: bool = True) -> None:
    """Directive: serve a page, or a file that belongs to one, at a path outside the API.

    Credentials are those of the API, API keys included. What an operation refuses is refused by a
    page too, or in JSON where the answer is not ``html``; nobody is asked to sign in, which
    browsers could not.
    """
    service = AmoService(
        name, pattern, versions=(), also_accepts=("jwt",), description="A page of the site."
    )
    refuse = _refuse_with_page if html else _refuse_with_json

    def answer(request: Any) -> Response:
        try:
            return view(request)
        except NotFound:
            return refuse(request, 404, request.tr(NOT_FOUND))
        except NotAllowed:
            return refuse(request, 403, request.tr(NO_PERMISSION))

    def register() -> None:
        facts = facts_of(config.registry, service, allow="GET, HEAD")
        config.registry["amo.routes.facts"][name] = facts
        config.add_route(name, pattern)
        config.add_view(answer, route_name=name, request_method=("GET", "HEAD"))

    # After the routes of the services, which are asked for more often.
    config.action(("amo-page", name), register, order=SERVICE_PHASE + 1)


def _refuse_with_page(request: Any, status: int, message: str) -> Response:
    pages: Pages = request.registry["amo.pages"]
    return pages.page(request, "refusal.jinja2", status=status, message=message)


def _refuse_with_json(request: Any, status: int, message: str) -> Response:
    return json_error(status, {"detail": message})


def includeme(config: Any) -> None:
    config.registry["amo.pages"] = Pages()
    config.add_directive("add_amo_page", add_amo_page)
