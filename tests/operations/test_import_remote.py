"""Imports from a server, over HTTP on this machine."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from amo_pyramid.backends.base.catalogue import RecordKind
from amo_pyramid.domain.errors import Invalid, Unavailable
from amo_pyramid.operations.importing import pages_from
from amo_pyramid.operations.importing.remote import DEFAULT_PATH
from tests.http_server import SilentHandler, http_server

from .helpers import answer, as_json, imported_from, search, stored


@dataclass
class Server:
    """Answers ``path`` with the next of its ``answers``: (status, headers, body)."""

    url: str
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, named, body))


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(SilentHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, self.headers.get("Accept-Encoding")))
            status, headers, body = known.answers[self.path].pop(0)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    with http_server(Handler) as port:
        known = Server(f"http://127.0.0.1:{port}")
        yield known


def page(following: str | None, *results: object) -> bytes:
    return as_json({**search(*results), "next": following})


def names(url: str, waits: list[float] | None = None) -> list[str]:
    waits = [] if waits is None else waits
    return [document.name for document in pages_from(url, waits.append)]


def test_pages_are_followed_and_imported(server, sqlite_catalogue):
    first, second = f"{server.url}/list/?page_size=2", f"{server.url}/list/?page=2"
    server.says("/list/?page_size=2", page(second, answer(1), answer(2, type="?")))
    server.says("/list/?page=2", page(None, answer(3)))
    result = imported_from(sqlite_catalogue, pages_from(first))
    assert [problem.split(" ")[0] for problem in result.problems] == [f"{first}:"]
    assert [addon.id for addon in stored(sqlite_catalogue, RecordKind.ADDON)] == [1, 3]


def test_a_server_without_path_is_asked_for_all_its_addons(server):
    server.says(DEFAULT_PATH, page(None))
    assert names(server.url) == [server.url + DEFAULT_PATH]


def test_compressed_answers_are_asked_for_and_unpacked(server):
    server.says("/a/", gzip.compress(as_json(answer(7))), Content_Encoding="gzip")
    (document,) = pages_from(f"{server.url}/a/")
    assert document.content()["id"] == 7
    assert server.asked == [("/a/", "gzip")]


def test_the_next_page_may_be_relative_or_of_another_scheme(server):
    server.says("/a/", page("?page=2"))
    server.says("/a/?page=2", page(server.url.replace("http:", "https:") + "/a/?page=3"))
    server.says("/a/?page=3", page(None))
    assert names(f"{server.url}/a/") == [
        f"{server.url}/a/{tail}" for tail in ("", "?page=2", "?page=3")
    ]


def test_pages_that_lead_back_end(server):
    server.says("/a/", page("/b/"))
    server.says("/b/", page("/a/"))
    assert len(names(f"{server.url}/a/")) == 2


def test_a_next_page_on_another_server_is_not_followed(server):
    server.says("/a/", page("http://elsewhere.example/b/"))
    with pytest.raises(Unavailable, match="on another server"):
        names(f"{server.url}/a/")


@pytest.mark.parametrize("body", [b"not json", b"{", b"[]", b'{"next": 5}', b'{"results": []}'])
def test_an_answer_without_a_next_page_is_the_last(server, body):
    server.says("/a/", body)
    assert len(names(f"{server.url}/a/")) == 1


def test_a_failure_that_passes_is_tried_again(server):
    server.says("/a/", b"", status=503)
    server.says("/a/", b"", status=429, Retry_After="7")
    server.says("/a/", b"", status=500, Retry_After="86400")
    server.says("/a/", page(None))
    waits: list[float] = []
    assert len(names(f"{server.url}/a/", waits)) == 1
    assert waits == [2.0, 7.0, 60.0]


def test_a_failure_that_stays_is_told(server):
    for _ in range(4):
        server.says("/a/", b"", status=503)
    with pytest.raises(Unavailable, match=r"/a/ cannot be read: status 503 \(4 attempts\)$"):
        names(f"{server.url}/a/")


@pytest.mark.parametrize("status", [401, 404])
def test_a_refusal_is_not_tried_again(server, status):
    server.says("/a/", b"", status=status)
    with pytest.raises(Unavailable, match=f"/a/ cannot be read: status {status}$"):
        names(f"{server.url}/a/")
    assert len(server.asked) == 1


def test_damaged_compression_is_a_failure_that_may_pass(server):
    server.says("/a/", gzip.compress(page(None))[:-4], Content_Encoding="gzip")
    server.says("/a/", page(None))
    assert len(names(f"{server.url}/a/")) == 1


def test_a_server_that_is_not_there_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/a/"
        with pytest.raises(Unavailable, match="cannot be read: .*refused"):
            names(url)


def test_a_server_that_does_not_answer_in_time_is_told():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/a/"
        pages = pages_from(url, lambda _: None, timeout=0.05)
        with pytest.raises(Unavailable, match=r"timed out \(4 attempts\)$"):
            next(pages)


@pytest.mark.parametrize("url", ["", "addons.example", "file:///etc/passwd", "ftp://a.example/"])
def test_only_addresses_of_the_web_are_read(url):
    with pytest.raises(Invalid, match="must be an http or https address"):
        names(url)
