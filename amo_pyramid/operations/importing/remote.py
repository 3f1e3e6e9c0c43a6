"""Input from a server that answers AMO's API: its pages, one after the other."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from amo_pyramid.domain.errors import Invalid, Unavailable
from amo_pyramid.operations.importing.formats import parse

#: What is asked of a server whose address names no endpoint.
DEFAULT_PATH = "/api/v4/addons/search/?page_size=50&sort=created"
#: Seconds without an answer before an attempt is given up.
TIMEOUT = 30.0
#: Attempts for a page, and the seconds to wait before the second one; twice that before the next.
ATTEMPTS = 4
WAIT = 2.0
#: The longest wait that a server may ask for.
LONGEST_WAIT = 60.0
_TOO_MANY, _SERVER_ERROR = 429, 500
#: No connection, no or half an answer, damaged compression.
_FAILURES = (URLError, HTTPException, OSError, EOFError, zlib.error)
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "amo-pyramid"}


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A page that was fetched."""

    name: str
    data: bytes

    def content(self) -> Any:
        return parse(self.data)


def pages_from(
    url: str, sleep: Callable[[float], None] = time.sleep, timeout: float = TIMEOUT
) -> Iterator[PageDocument]:
    """The answer at ``url`` and the pages that follow it by ``next``.

    A page that fails for now (no connection, no answer in time, 429 or 5xx) is tried again;
    ``Unavailable`` is raised when that does not help, or for any other status.
    """
    following: str | None = _with_endpoint(url)
    seen: set[str] = set()
    while following is not None and following not in seen:
        seen.add(following)
        page = PageDocument(following, _fetch(following, sleep, timeout))
        yield page
        following = _next_of(page)


def _with_endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Invalid(f"{url}: must be an http or https address")
    if parts.path.strip("/"):
        return url
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")) + DEFAULT_PATH


def _next_of(page: PageDocument) -> str | None:
    """The next page's address; one on another site than its own is not followed."""
    try:
        content = page.content()
    except Invalid:
        return None
    following = content.get("next") if isinstance(content, dict) else None
    if not isinstance(following, str):
        return None
    address = urljoin(page.name, following)
    if urlsplit(address).netloc != urlsplit(page.name).netloc:
        raise Unavailable(f"{page.name}: the next page is on another server ({address})")
    # Behind a proxy a server may not know that it is reached by https.
    return urlunsplit(urlsplit(address)._replace(scheme=urlsplit(page.name).scheme))


class _Failure(Exception):
    """An attempt that failed; ``asked`` is how long the server wants to be left alone."""

    def __init__(self, reason: str, may_pass: bool, asked: float = 0.0) -> None:
        super().__init__(reason)
        self.may_pass = may_pass
        self.asked = asked


def _fetch(url: str, sleep: Callable[[float], None], timeout: float) -> bytes:
    attempt, wait = 1, WAIT
    while True:
        try:
            return _attempt(url, timeout)
        except _Failure as failure:
            if not failure.may_pass or attempt == ATTEMPTS:
                tries = f" ({attempt} attempts)" if attempt > 1 else ""
                raise Unavailable(f"{url} cannot be read: {failure}{tries}") from failure
            sleep(min(max(wait, failure.asked), LONGEST_WAIT))
        attempt, wait = attempt + 1, wait * 2


def _attempt(url: str, timeout: float) -> bytes:
    try:
        return _read(url, timeout)
    except HTTPError as error:
        error.close()
        may_pass = error.code == _TOO_MANY or error.code >= _SERVER_ERROR
        raise _Failure(f"status {error.code}", may_pass, _asked_wait(error)) from error
    except _FAILURES as failure:
        raise _Failure(str(getattr(failure, "reason", failure)), may_pass=True) from failure


def _read(url: str, timeout: float) -> bytes:
    request = Request(url, headers=_HEADERS)  # noqa: S310 - the scheme was checked
    with urlopen(request, timeout=timeout) as answer:  # noqa: S310
        data: bytes = answer.read()
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(data) if is_packed else data


def _asked_wait(error: HTTPError) -> float:
    text = error.headers.get("Retry-After") or ""
    return float(text) if text.isdecimal() else 0.0
