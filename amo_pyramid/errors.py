"""From exceptions to answers: one table (catalog.md §1.3, platform.md §3.3)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from pyramid.exceptions import URLDecodeError
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPException,
    HTTPForbidden,
    HTTPMethodNotAllowed,
    HTTPNotFound,
)
from pyramid.response import Response

from amo_pyramid.domain import errors as domain
from amo_pyramid.messages import _
from amo_pyramid.settings import Setting, flag

log = logging.getLogger(__name__)

NOT_FOUND = _("Not found.")
NO_CREDENTIALS = _("Authentication credentials were not provided.")
NO_PERMISSION = _("You do not have permission to perform this action.")
NOT_ALLOWED = _('Method "{method}" not allowed.')
NOT_ACCEPTABLE = _("Could not satisfy the request Accept header.")
INVALID_PAGE = _("Invalid page.")
LEGAL = _("Unavailable for legal reasons.")
SERVER_ERROR = "Internal Server Error"
UNAVAILABLE = _("The service is temporarily unavailable.")
THROTTLED = _("Request was throttled. Expected available in {n} seconds.")
THROTTLED_ONE = _("Request was throttled. Expected available in 1 second.")

#: The error styles a service can have: how its own 400s are written.
STYLES = ("fields", "list", "detail", "error")


class ApiError(Exception):
    """An answer of its own: any status, any JSON body."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


class AuthenticationFailed(Exception):
    """A credential is there and wrong: 401, never anonymous (architecture: fails closed)."""

    def __init__(self, detail: str, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code


class Throttled(Exception):
    """The caller asks too often and may try again in ``wait`` seconds (at least 1)."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"again in {wait} s")
        self.wait = wait


def json_error(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer for an error."""
    response = Response(body=orjson.dumps(body), status=status)
    response.headers["Content-Type"] = "application/json"
    response.headers.update(headers or {})
    return response


def in_style(style: str, message: str, field: str | None = None) -> Any:
    """The body of a 400 in a service's style."""
    if style == "list":
        return [message]
    if style == "fields":
        return {field or "non_field_errors": [message]}
    return {style: message}


def unauthenticated(request: Any, facts: Mapping[str, bool] | None = None) -> Response:
    """401 for a caller who is nobody."""
    return _challenge(request, {"detail": request.tr(NO_CREDENTIALS), **(facts or {})})


def _challenge(request: Any, body: Mapping[str, Any]) -> Response:
    """401 with the scheme that the endpoint asks for, whichever was sent (community.md §2.1)."""
    facts = request.route_facts
    scheme = "bearer" if facts is None else facts.service.challenge
    return json_error(401, body, {"WWW-Authenticate": f'{scheme} realm="api"'})


def _api_error(error: ApiError, request: Any) -> Response:
    return json_error(error.status, error.body, error.headers)


def _authentication_failed(error: AuthenticationFailed, request: Any) -> Response:
    body = {"detail": request.tr(error.detail)}
    if error.code is not None:
        body["code"] = error.code
    return _challenge(request, body)


def _refused(request: Any, facts: Mapping[str, bool] | None = None) -> Response:
    if request.viewer.is_anonymous:
        return unauthenticated(request, facts)
    return json_error(403, {"detail": request.tr(NO_PERMISSION), **(facts or {})})


def _not_allowed(error: domain.NotAllowed, request: Any) -> Response:
    return _refused(request, error.facts)


def _forbidden(error: HTTPForbidden, request: Any) -> Response:
    return _refused(request)


def _not_found(error: Exception, request: Any) -> Response:
    return json_error(404, {"detail": request.tr(NOT_FOUND)})


def _invalid_page(error: Exception, request: Any) -> Response:
    return json_error(404, {"detail": request.tr(INVALID_PAGE)})


def _method_not_allowed(error: HTTPMethodNotAllowed, request: Any) -> Response:
    detail = request.tr(NOT_ALLOWED).format(method=request.method)
    return json_error(405, {"detail": detail})


def _invalid(error: domain.Invalid, request: Any) -> Response:
    return json_error(400, in_style(request.service.error_style, request.tr(error.message)))


def _conflict(error: domain.Conflict, request: Any) -> Response:
    return json_error(409, in_style(request.service.error_style, request.tr(error.message)))


def _region_restricted(error: domain.RegionRestricted, request: Any) -> Response:
    policy = request.settings["amo.legal_policy_url"]
    return json_error(451, {"detail": request.tr(LEGAL)}, {"Link": f'<{policy}>; rel="blocked-by"'})


def _throttled(error: Throttled, request: Any) -> Response:
    message = THROTTLED_ONE if error.wait == 1 else THROTTLED
    detail = request.tr(message).format(n=error.wait)
    return json_error(429, {"detail": detail}, {"Retry-After": str(error.wait)})


def _unavailable(error: domain.Unavailable, request: Any) -> Response:
    log.error("unavailable: %s", error, exc_info=error)
    return json_error(503, {"detail": request.tr(UNAVAILABLE)})


def _http_exception(error: HTTPException, request: Any) -> Response:
    return json_error(error.status_int, {"detail": error.title})


def _crash(error: Exception, request: Any) -> Response:
    log.error("unhandled exception", exc_info=error)
    body = {"detail": SERVER_ERROR}
    if request.registry["amo.settings"]["amo.debug"]:
        body["traceback"] = "".join(_traceback(error))
    return json_error(500, body)


def _traceback(error: Exception) -> list[str]:
    import traceback  # only ever needed in debug mode

    return traceback.format_exception(error)


TABLE: Mapping[type[Exception], Any] = {
    ApiError: _api_error,
    AuthenticationFailed: _authentication_failed,
    Throttled: _throttled,
    domain.NotAllowed: _not_allowed,
    HTTPForbidden: _forbidden,
    domain.NotFound: _not_found,
    domain.InvalidPage: _invalid_page,
    URLDecodeError: _not_found,  # no path is spelt like this
    HTTPMethodNotAllowed: _method_not_allowed,
    domain.Invalid: _invalid,
    domain.Conflict: _conflict,
    domain.RegionRestricted: _region_restricted,
    domain.Unavailable: _unavailable,
    HTTPException: _http_exception,
    Exception: _crash,
}


def redirect_to_slash(request: Any) -> Response | None:
    """301 to the same path with its final slash, when that one is known (platform.md §2.3)."""
    path = request.environ.get("PATH_INFO", "")
    if path.endswith("/"):
        return None
    slashed = request.copy()
    slashed.environ["PATH_INFO"] = path + "/"
    route = request.registry["amo.routes"](slashed)["route"]
    if route is None or route.name not in request.registry["amo.routes.facts"]:
        return None
    query = request.environ.get("QUERY_STRING", "")
    location = f"{request.own_url}/{'?' + query if query else ''}"
    return Response(status=301, headerlist=[("Location", location), ("Content-Length", "0")])


def _unknown_path(error: HTTPNotFound, request: Any) -> Response:
    try:
        return redirect_to_slash(request) or _not_found(error, request)
    except HTTPBadRequest as refused:
        # Nobody would look after an exception of an exception view.
        return _http_exception(refused, request)


def includeme(config: Any) -> None:
    """Exception views for everything in the table."""
    config.add_amo_setting(
        Setting("amo.debug", flag, False, "Show tracebacks in answers; not for production.")
    )
    config.add_amo_setting(
        Setting(
            "amo.legal_policy_url",
            str,
            "https://www.mozilla.org/about/policy/transparency/",
            "Where a 451 answer says why an add-on is withheld.",
        )
    )
    for kind, view in TABLE.items():
        config.add_exception_view(view, context=kind)
    config.add_notfound_view(_unknown_path)
