"""The recommenders that come along: ``none`` and ``http``."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from amo_pyramid.backends.base.recommender import Recommender
from amo_pyramid.domain.errors import Unavailable

#: No list of guids is longer than this many bytes.
LONGEST_ANSWER = 256 * 1024


class NoRecommender(Recommender):
    """Recommends nothing."""

    def companions(self, guid: str) -> Sequence[str]:
        return ()

    def personal(self, client_id: str, facts: Mapping[str, str]) -> Sequence[str]:
        return ()


class HttpRecommender(Recommender):
    """Asks services over HTTP: ``GET {companions_url}{guid}/`` and
    ``GET {personal_url}{client id}/?{facts}``, answered by ``{"results": [guid, …]}``.

    ``timeout`` is in seconds, for connecting and for each read. An empty address is never asked
    and recommends nothing.
    """

    def __init__(self, companions_url: str, personal_url: str, timeout: float) -> None:
        self._companions_url = companions_url
        self._personal_url = personal_url
        self._timeout = timeout

    def companions(self, guid: str) -> Sequence[str]:
        return self._ask(self._companions_url, guid)

    def personal(self, client_id: str, facts: Mapping[str, str]) -> Sequence[str]:
        return self._ask(self._personal_url, client_id, facts)

    def _ask(self, base: str, name: str, facts: Mapping[str, str] | None = None) -> Sequence[str]:
        if not base:
            return ()
        query = f"?{urlencode(sorted(facts.items()))}" if facts else ""
        url = f"{base}{quote(name, safe='@')}/{query}"
        try:
            # The address of the service is a setting, and the rest is quoted.
            with urllib.request.urlopen(url, timeout=self._timeout) as answer:  # noqa: S310
                return _guids(answer.status, answer.read(LONGEST_ANSWER))
        except (OSError, ValueError, HTTPException) as error:
            raise Unavailable("The recommendation service did not answer.") from error


def _guids(status: int, body: bytes) -> Sequence[str]:
    answer: Any = orjson.loads(body)
    guids = answer.get("results") if isinstance(answer, dict) else None
    if status != 200 or not isinstance(guids, list):
        raise ValueError("the answer has no results")
    return [guid for guid in guids if isinstance(guid, str)]
