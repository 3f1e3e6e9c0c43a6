"""Ten thousand hostile requests against a real server, as bytes over sockets.

Nothing may be answered with 5xx, leave a traceback in the log, make the server grow, or get a
header into an answer; and afterwards the server answers as before.
"""

from __future__ import annotations

import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.openapi.hostile import FAMILIES, hostile_requests, request
from tests.openapi.serving import PATIENCE, ServerProcess, server_process

COUNT = int(os.environ.get("AMO_TEST_HOSTILE_REQUESTS", "10000"))
SEED = 20_261_121
#: Requests after which all that is made at the first use has been made.
WARM_UP = COUNT // 2
#: KiB by which the server may grow afterwards: caches with a limit (of languages, versions, words,
#: statements) are full only after twice as many requests.
BREATH = 16 * 1024
#: Seconds without a byte after which the server is waiting for more of the request.
SILENCE = 0.25
CLIENTS = 8
HEAD = re.compile(rb"HTTP/1\.[01] (\d{3}) [^\r\n]*\r\n")
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([^\x00-\x08\x0a-\x1f\x7f]*)")
#: What answers have. All other names come from whoever asked.
KNOWN = frozenset(
    b"access-control-allow-headers access-control-allow-methods access-control-allow-origin "
    b"access-control-max-age allow cache-control connection content-length content-type "
    b"content-encoding content-language content-security-policy date etag expires last-modified "
    b"link location referrer-policy retry-after server strict-transport-security vary "
    b"www-authenticate x-amo-request-id "
    b"x-content-type-options x-frame-options x-xss-protection".split()
)
#: The server's own word for a transfer coding that nobody knows (RFC 9112 §6.1).
NOT_IMPLEMENTED = 501
#: Families of which some requests are never complete: the server rightly waits.
MAY_WAIT = {"smuggling", "no_http", "bodies", "odd_headers", "strange_targets"}


@pytest.fixture(scope="module")
def server(filled_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    log = tmp_path_factory.mktemp("attacked") / "log"
    # Small enough to be full after the warm-up.
    kept = {"amo.fragments.size": "4", "amo.sanitize.size": "1"}
    with server_process(filled_path, log, **kept) as server:
        yield server


class Answer:
    """What came back over one connection."""

    def __init__(self, received: bytes, is_over: bool) -> None:
        self.received = received
        self.is_over = is_over
        head, _, self.body = received.partition(b"\r\n\r\n")
        self._lines = head.split(b"\r\n")[1:]
        match = HEAD.match(received)
        self.status = int(match.group(1)) if match else None

    def problems(self, family: str) -> Iterator[str]:
        if self.status is None:
            if self.received:
                yield "it is no HTTP"
            elif not self.is_over and family not in MAY_WAIT:
                yield "there is no answer"
            return
        if self.status >= 500 and (self.status, family) != (NOT_IMPLEMENTED, "smuggling"):
            yield f"{self.status}"
        for line in self._lines:
            header = HEADER.fullmatch(line)
            if header is None or header.group(1).lower() not in KNOWN:
                yield f"a header {line[:80]!r}"
        if b"Traceback" in self.body:
            yield "a traceback"


def exchange(port: int, request: bytes, patience: float) -> Answer:
    """Send a request and take what comes until the connection ends or falls silent."""
    received = b""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(patience)
        with suppress(ConnectionError, TimeoutError):
            # Who refuses early does not read all of it.
            connection.sendall(request)
        try:
            while not is_complete(received, request):
                data = connection.recv(65536)
                if not data:
                    return Answer(received, is_over=True)
                received += data
        except TimeoutError:
            return Answer(received, is_over=False)
        except ConnectionError:
            return Answer(received, is_over=True)
    return Answer(received, is_over=True)


def is_complete(received: bytes, request: bytes) -> bool:
    """Whether a whole answer is there."""
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return False
    if request.startswith(b"HEAD ") or b" 304 " in head[:13] or b" 204 " in head[:13]:
        return True
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    return length is not None and len(body) >= int(length.group(1))


def attack(server: ServerProcess, requests: Iterator[tuple[str, bytes]]) -> tuple[list, Counter]:
    """Send them all; what was wrong with the answers, and how often which status came."""
    statuses: Counter = Counter()
    wrong: list = []

    def one(each: tuple[str, bytes]) -> None:
        family, request = each
        patience = SILENCE if family in MAY_WAIT else PATIENCE
        answer = exchange(server.port, request, patience)
        statuses[family, answer.status] += 1
        wrong.extend((family, request[:300], problem) for problem in answer.problems(family))

    with ThreadPoolExecutor(CLIENTS) as clients:
        for _ in clients.map(one, requests):
            pass
    return wrong, statuses


def test_ten_thousand_hostile_requests_do_no_harm(server):
    before = server.get("/api/v4/addons/addon/sidebar-tabs/")
    requests = hostile_requests(COUNT, SEED)
    wrong, statuses = attack(server, (next(requests) for _ in range(WARM_UP)))
    warm = server.memory
    more, later = attack(server, requests)
    grown = server.memory - warm
    statuses += later
    assert [*wrong, *more] == []
    assert sum(statuses.values()) == COUNT
    # They were no requests that all fail alike.
    for family in FAMILIES:
        answered = {status for name, status in statuses if name == family.__name__}
        assert answered & {200, 301, 304, 400, 401, 403, 404, 405, 406, 413, 414, 431}
    assert sum(count for (_, status), count in statuses.items() if status == 200) > COUNT // 10
    assert re.findall(r"^(?:ERROR|CRITICAL|Traceback).*", server.log, re.MULTILINE) == []
    assert grown < BREATH, f"{grown} KiB more than {warm}"
    assert server.get("/api/v4/addons/addon/sidebar-tabs/") == before
    assert server.get("/api/v4/addons/search/?q=tab")["results"]


def long_requests(count: int) -> Iterator[tuple[str, bytes]]:
    """Requests of 200 kB each, all different: what caches are asked about is a part of them."""
    for number in range(count):
        long = f"{number:08}" + "a" * 200_000
        yield "long", request("/api/v4/site/", f"Accept-Language: {long}".encode())
        yield "long", request(f"/api/v4/site/?lang={long}")
        yield "long", request(f"/api/v4/addons/language-tools/?app=firefox&author={long}")
        yield "long", request(f"/api/v4/addons/search/?app=firefox&appversion=57.{long}")
        yield "long", request("/api/v4/addons/categories/", f"User-Agent: {long}".encode())
        yield "long", request("/api/v4/addons/categories/", host=long.encode())


def test_what_callers_choose_the_length_of_is_not_remembered_at_that_length(server):
    """The first ones fill the memory that long requests need while they are answered."""
    warm_up, rounds, kilobytes = 150, 100, 6 * 200
    requests = long_requests(warm_up + rounds)
    first, _ = attack(server, (next(requests) for _ in range(6 * warm_up)))
    warm = server.memory
    then, statuses = attack(server, requests)
    assert [*first, *then] == []
    assert statuses["long", 200] >= 4 * rounds
    assert server.memory - warm < rounds * kilobytes / 4
