"""The server runner: connections, and the core it runs on."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from waitress.trigger import trigger
from waitress.wasyncore import close_all

from amo_pyramid import server
from amo_pyramid.server import LARGEST_BODY, create_server, on_core

Headers = list[tuple[str, str]]

needs_affinity = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="this platform cannot bind a process to a core"
)
STATUSES = {"/same": "304 Not Modified", "/nothing": "204 No Content"}
BODY = b"something"
LENGTH = ("Content-Length", str(len(BODY)))
HEADERS: dict[str, Headers] = {
    "/new": [LENGTH, ("X-AMO-Thing", "a")],
    "/streamed": [],
    "/split": [LENGTH, ("X-AMO-Thing", "a\r\nSet-Cookie: b=c")],
    "/numbers": [("Content-Length", len(BODY))],  # type: ignore[list-item] - what it is about
    "/dated": [LENGTH, ("Date", "then"), ("Server", "another")],
}


def application(
    environ: dict[str, str], start_response: Callable[[str, Headers], object]
) -> object:
    path = environ["PATH_INFO"]
    if path in STATUSES:
        start_response(STATUSES[path], [])
        return []
    start_response("200 OK", HEADERS[path])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [BODY[:4], BODY[4:]]


@contextmanager
def running(**options: Any) -> Iterator[Any]:
    """A server of the application above, in a thread of its own."""
    made = create_server(application, threads=1, **options)
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        sockets = getattr(made, "map", None) or made._map
        waker = next(each for each in sockets.values() if isinstance(each, trigger))
        # Its thread sleeps in a call that watches these, so it has to close them itself.
        waker.pull_trigger(lambda: close_all(sockets))
        thread.join()
        made.task_dispatcher.shutdown()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._stream = self._socket.makefile("rb")

    def ask(self, path: str, *lines: str, method: str = "GET", version: str = "1.1") -> str:
        """The head of the answer; its body is left to be read."""
        head = "\r\n".join([f"{method} {path} HTTP/{version}", "Host: example.com", *lines])
        self._socket.sendall(f"{head}\r\n\r\n".encode())
        found = b"".join(iter(self._stream.readline, b"\r\n"))
        return found.decode()

    def body(self) -> bytes:
        return self._stream.read(len(BODY))

    @property
    def is_closed(self) -> bool:
        """Whether the server has ended the connection; waits until it has, or fails."""
        return self._stream.read(1) == b""

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


@pytest.fixture
def client() -> Iterator[Client]:
    with (
        running(host="127.0.0.1", port=0) as made,
        closing(Client(made.effective_port)) as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/same", "/nothing"])
def test_a_connection_goes_on_after_an_answer_without_a_body(client: Client, path: str) -> None:
    head = client.ask(path)
    assert STATUSES[path] in head
    assert "Connection:" not in head
    assert STATUSES[path] in client.ask(path)
    assert "200 OK" in client.ask("/new")
    assert client.body() == BODY


def test_an_answer_without_a_body_has_none(client: Client) -> None:
    head = client.ask("/same")
    assert "Content-Length" not in head
    assert "Transfer-Encoding" not in head


def test_a_connection_goes_on_after_the_answer_to_a_head_request(client: Client) -> None:
    assert f"Content-Length: {len(BODY)}" in client.ask("/new", method="HEAD")
    assert STATUSES["/same"] in client.ask("/same", method="HEAD")
    client.ask("/new")
    assert client.body() == BODY


def test_an_answer_says_what_the_application_and_the_server_have_to_say(client: Client) -> None:
    status, *lines = client.ask("/new").splitlines()
    assert status == "HTTP/1.1 200 OK"
    names = [line.partition(": ")[0] for line in lines]
    assert names == ["Content-Length", "X-AMO-Thing", "Server", "Date"]


def test_the_date_of_an_application_is_the_only_one(client: Client) -> None:
    head = client.ask("/dated")
    assert [line for line in head.splitlines() if line.startswith("Date")] == ["Date: then"]
    assert "Server: another" in head


@pytest.mark.parametrize("path", ["/split", "/numbers"])
def test_headers_that_no_application_may_send_are_not_sent(client: Client, path: str) -> None:
    head = client.ask(path)
    assert head.startswith("HTTP/1.1 500 ")
    assert "Set-Cookie" not in head


def test_an_answer_of_unknown_length_is_sent_in_chunks(client: Client) -> None:
    assert "Transfer-Encoding: chunked" in client.ask("/streamed")


def test_a_body_that_is_far_too_large_is_not_read(client: Client) -> None:
    head = client.ask("/new", f"Content-Length: {LARGEST_BODY + 1}", method="POST")
    assert head.startswith("HTTP/1.1 413 ")


def test_a_client_can_end_the_connection_with_an_answer_without_a_body(client: Client) -> None:
    assert "Connection: close" in client.ask("/same", "Connection: close")
    assert client.is_closed


@pytest.mark.parametrize("lines", [(), ("Connection: keep-alive",)])
def test_an_old_client_sees_the_end_of_the_answer_by_the_end_of_the_connection(
    client: Client, lines: tuple[str, ...]
) -> None:
    assert STATUSES["/same"] in client.ask("/same", *lines, version="1.0")
    assert client.is_closed


def test_every_address_that_is_listened_on_keeps_connections() -> None:
    with running(listen="127.0.0.1:0 127.0.0.1:0") as made:
        ports = [port for _, port in made.effective_listen]
        assert len(ports) == 2
        for port in ports:
            with closing(Client(port)) as client:
                assert STATUSES["/same"] in client.ask("/same")
                assert STATUSES["/same"] in client.ask("/same")


def cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


@needs_affinity
def test_the_process_is_kept_on_the_core_with_the_number() -> None:
    before = cores()
    with on_core(str(before[-1])):
        assert cores() == before[-1:]
    assert cores() == before


@needs_affinity
def test_processes_choose_different_cores_while_there_are_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whatever else runs on this machine has its claims, too.
    monkeypatch.setattr(server, "CLAIM", f"\0test {os.getpid()} core {{}}")
    before = cores()
    with on_core("auto"):
        first = cores()
        assert len(first) == 1
        os.sched_setaffinity(0, before)
        with on_core("auto"):
            second = cores()
    assert (second != first) is (len(before) > 1)


@needs_affinity
def test_threads_that_run_already_are_bound_too() -> None:
    bound, asked, found = threading.Event(), threading.Event(), list[int]()

    def look() -> None:
        asked.set()
        bound.wait()
        found.extend(cores())

    thread = threading.Thread(target=look)
    thread.start()
    asked.wait()
    with on_core(str(cores()[0])):
        bound.set()
        thread.join()
        assert found == cores()


@needs_affinity
def test_a_process_is_left_alone_on_request() -> None:
    before = cores()
    with on_core("none"):
        assert cores() == before


@needs_affinity
def test_a_core_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="cpu = 4096"), on_core("4096"):
        pass


@pytest.mark.parametrize("cpu", ["", "all", "-1", "1.5"])
def test_what_names_no_core_is_refused(cpu: str) -> None:
    with pytest.raises(ValueError, match="auto, none or the number"), on_core(cpu):
        pass
