"""Bodies of requests: JSON, forms, and forms with files (platform.md §2.1, §3.3).

A body is read when the view has a schema for it, after the permission and before anything is
looked up. What comes out holds no text that cannot be stored as UTF-8, is nested
:data:`DEEPEST` levels at most, and was never longer than the service allows.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import parse_qsl

from amo_pyramid.errors import ApiError
from amo_pyramid.messages import Filled, _
from amo_pyramid.settings import Setting

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

UNSUPPORTED = _('Unsupported media type "{type}" in request.')
TOO_LARGE = _("The body of the request is too large.")
JSON_ERROR = _("JSON parse error - {problem}")
FORM_ERROR = _("Form parse error - {problem}")
MULTIPART_ERROR = _("Multipart form parse error - {problem}")

#: Levels of objects and lists in a JSON body.
DEEPEST = 64
TOO_DEEP = "too many levels"
#: Fields of a form, files included.
MOST_FIELDS = 1000
#: Bytes of a form with files that are kept in memory; what is more goes to disk meanwhile.
MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a form. ``filename`` and ``content_type`` are the client's word: never a path.

    ``size`` is in bytes; ``file`` is closed when the request is over.
    """

    filename: str
    content_type: str
    size: int
    file: IO[bytes]


def read_body(request: Any) -> Any:
    """What the body says: for a form a mapping, of a repeated field the last one; for JSON any
    value; ``{}`` when there is none, whatever its type.

    Raises :class:`ApiError`: 413 above ``amo.body.max_size`` or the service's own ``max_body``,
    415 for another media type, 400 for what cannot be read.
    """
    facts = request.route_facts
    own_limit = None if facts is None else facts.service.max_body
    limit = own_limit or request.settings["amo.body.max_size"]
    if (request.content_length or 0) > limit:
        raise _refusal(request, 413, TOO_LARGE)
    if not request.is_body_readable:
        return {}
    sent = request.environ.get("CONTENT_TYPE", "")
    kind = sent.partition(";")[0].strip().lower()
    if kind == MULTIPART:
        return _multipart(request, sent, limit)
    try:
        raw = _Stream(request, limit).read(limit + 1)
    except OSError as error:
        raise _refusal(request, 400, Filled(FORM_ERROR, problem=error)) from None
    if not raw:
        return {}
    if kind not in _READERS:
        raise _refusal(request, 415, Filled(UNSUPPORTED, type=sent))
    return _parse(request, raw, *_READERS[kind])


def _refusal(request: Any, status: int, message: str) -> ApiError:
    return ApiError(status, {"detail": request.tr(message)})


class _Stream:
    """The body, as far as it may be read. Raises :class:`ApiError` 413 beyond that."""

    def __init__(self, request: Any, limit: int) -> None:
        self._request = request
        self._left = limit

    def read(self, size: int) -> bytes:
        data: bytes = self._request.body_file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _refusal(self._request, 413, TOO_LARGE)
        return data


def _parse(request: Any, raw: bytes, parse: Callable[[bytes], Any], problem: str) -> Any:
    try:
        return parse(raw)
    except RecursionError:
        raise _refusal(request, 400, Filled(problem, problem=TOO_DEEP)) from None
    except ValueError as error:
        raise _refusal(request, 400, Filled(problem, problem=error)) from None


def _parse_json(raw: bytes) -> Any:
    value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    _check(value)
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"Out of range float values are not JSON compliant: {name}")


def _check(value: Any) -> None:
    """Raise ``ValueError`` for what JSON can say and nobody can keep."""
    level = [value]
    for _level in range(DEEPEST + 1):
        for each in level:
            _check_plain(each)
        level = [item for each in level for item in _inside(each)]
        if not level:
            return
    raise ValueError(TOO_DEEP)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _check_plain(value: Any) -> None:
    if isinstance(value, str) and not value.isascii():
        value.encode()
    elif isinstance(value, float) and not math.isfinite(value):
        _refuse_constant(repr(value))


def _parse_form(raw: bytes) -> dict[str, Any]:
    text = raw.decode("utf-8")
    return dict(
        parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    )


_READERS: Mapping[str, tuple[Callable[[bytes], Any], str]] = {
    JSON: (_parse_json, JSON_ERROR),
    FORM: (_parse_form, FORM_ERROR),
}


def _multipart(request: Any, sent: str, limit: int) -> dict[str, Any]:
    # With the first such form: the library would make every start longer.
    import multipart

    boundary = multipart.parse_options_header(sent)[1].get("boundary")
    try:
        if not boundary:
            raise ValueError(f"Invalid boundary in multipart: {boundary}")
        parser = multipart.MultipartParser(
            _Stream(request, limit),
            boundary,
            part_limit=MOST_FIELDS,
            spool_limit=limit if limit <= MEMORY else MEMORY // 16,
            memory_limit=min(limit, MEMORY),
        )
        parts = {part.name: _part(request, part) for part in parser}
    except multipart.ParserLimitReached:
        raise _refusal(request, 413, TOO_LARGE) from None
    except (multipart.MultipartError, ValueError, OSError) as error:
        raise _refusal(request, 400, Filled(MULTIPART_ERROR, problem=error)) from None
    return parts


def _part(request: Any, part: Any) -> Any:
    request.add_finished_callback(lambda _: part.close())
    if not part.filename:
        return part.value
    return UploadedFile(part.filename, part.content_type or "", part.size, part.file)


def includeme(config: Any) -> None:
    config.add_amo_setting(
        Setting(
            "amo.body.max_size",
            int,
            1024 * 1024,
            "Bytes that the body of a request may have, where an endpoint has no limit of its own.",
        )
    )
