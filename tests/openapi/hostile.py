"""Requests that nobody sends by mistake, as bytes: made from a seed, so that they can be repeated.

Each family is a function that gives one request. It is told only a source of chance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote

from tests.openapi.nasty import (
    HEADERS,
    METHODS,
    escaped,
    in_header,
    some_path,
    some_query,
    some_text,
)

Family = Callable[[Random], bytes]


def request(
    target: str | bytes = "/api/v4/site/",
    *headers: bytes,
    method: str = "GET",
    host: bytes = b"127.0.0.1",
    body: bytes = b"",
    length: bool = True,
) -> bytes:
    """A request of these parts; nothing in them is checked."""
    if isinstance(target, str):
        target = target.encode("latin-1", "replace")
    lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: " + host, *headers]
    if body and length:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", body])


def identifiers(chance: Random) -> bytes:
    return request(some_path(chance, escaped(some_text(chance), chance)))


def parameters(chance: Random) -> bytes:
    return request(some_path(chance) + some_query(chance))


def searches(chance: Random) -> bytes:
    endpoint = chance.choice(("search", "autocomplete"))
    text = b" ".join(some_text(chance) for _ in range(chance.randrange(1, 3)))[:700]
    extra = some_query(chance, 3).replace("?", "&", 1)
    return request(f"/api/v4/addons/{endpoint}/?q={quote(text, safe='')}{extra}")


def broken_escapes(chance: Random) -> bytes:
    bad = chance.choice(("%", "%z", "%0", "%gg", "%c0%af", "%e0%80%80", "%u0041", "%00", "%2500"))
    target = list(some_path(chance) + "?q=a&lang=b")
    for _ in range(chance.randrange(1, 4)):
        target.insert(chance.randrange(1, len(target) + 1), bad)
    return request("".join(target))


def raw_bytes_in_target(chance: Random) -> bytes:
    inserted = bytes(b for b in chance.randbytes(6) if b not in b"\r\n \x00")
    target = some_path(chance).encode("latin-1", "replace")
    place = chance.randrange(1, len(target) + 1)
    return request(target[:place] + inserted + target[place:] + b"?q=" + inserted)


def path_tricks(chance: Random) -> bytes:
    tricks = ("//", "/./", "/../", "/..%2f", "/%2e%2e/", "/;/", "/.;/", "\\", "/..\\", "/%5c../",
              "/..;/..;/", "/%252e%252e/", "/static/../", "#", "?#", "/\u00e9/")  # fmt: skip
    path = some_path(chance, "1")
    for _ in range(chance.randrange(1, 4)):
        place = chance.choice([0, *(i for i, letter in enumerate(path) if letter == "/")])
        path = path[:place] + chance.choice(tricks) + path[place + 1 :]
    return request(path or "/")


def strange_targets(chance: Random) -> bytes:
    target = chance.choice((
        "http://evil.example/api/v4/site/", "//evil.example/api/v4/site/", "*", "evil.example:443",
        "http://[::1/api/", "http://", "http://a@b:c@d/", "ftp://x/api/v4/site/", "?", "",
        "/" + "a" * chance.randrange(10_000, 60_000), "/" + "a/" * chance.randrange(500, 20_000),
        "/api/v4/addons/search/?" + "&".join(f"q{n}=1" for n in range(chance.randrange(1, 3000))),
        "/api/v4/addons/search/?q=" + "%41" * chance.randrange(1000, 10_000),
    ))  # fmt: skip
    return request(target)


def odd_methods(chance: Random) -> bytes:
    return request(some_path(chance), method=chance.choice(METHODS))


def odd_headers(chance: Random) -> bytes:
    headers = [
        chance.choice(HEADERS).encode() + b": " + in_header(some_text(chance))
        for _ in range(chance.randrange(1, 5))
    ]
    return request(some_path(chance, "1"), *headers)


def credentials(chance: Random) -> bytes:
    scheme = chance.choice((b"Bearer", b"JWT", b"Basic", b"bearer", b"", b"JWT JWT", b"Bearer,"))
    token = chance.choice((
        b"eyJhbGciOiJub25lIn0.e30.", b"a.b.c", b"..", b"eyJ" * 300, b"e30.e30.e30",
        b"eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOnsiYSI6MX19.x", b"eyJhbGciOiJIUzI1NiJ9.W10.x",
        in_header(some_text(chance)),
    ))  # fmt: skip
    return request(some_path(chance, "1"), b"Authorization: " + scheme + b" " + token)


def header_floods(chance: Random) -> bytes:
    if chance.random() < 0.5:
        count = chance.randrange(50, 3000)
        return request("/api/v4/site/", *(b"X-%d: %d" % (n, n) for n in range(count)))
    name = chance.choice(HEADERS).encode()
    return request("/api/v4/site/", name + b": " + b"a" * chance.randrange(5000, 400_000))


def injections(chance: Random) -> bytes:
    """Header injection: in the path, the query, and the values that answers repeat."""
    ends = chance.choice(("%0d%0a", "%0a", "%0d", "%E5%98%8A%E5%98%8D", "\r", "%250d%250a"))
    added = f"{ends}Set-Cookie:%20owned=1{ends}X-Owned:%201"
    way = chance.random()
    if way < 0.3:
        return request(f"/api/v4/addons/addon/1{added}")
    if way < 0.6:
        return request(f"/api/v4/addons/search/?q=a{added}&lang={added}&format={added}")
    name = chance.choice(HEADERS).encode()
    return request("/api/v4/addons/addon/1", name + b": x\rSet-Cookie: owned=1\rX-Owned: 1")


def smuggling(chance: Random) -> bytes:
    inner = b"GET /api/v4/owned HTTP/1.1\r\nHost: x\r\n\r\n"
    headers = chance.choice((
        (b"Content-Length: 5", b"Content-Length: 6"),
        (b"Content-Length: 5", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
        (b"Transfer-Encoding: xchunked",), (b"Transfer-Encoding : chunked",),
        (b"Transfer-Encoding:\x0bchunked",), (b"Content-Length: -1",), (b"Content-Length: +5",),
        (b"Content-Length: 5, 5",), (b"Content-Length: 9999999999999999999999",),
        (b"Content-Length: \xb2",), (b"Content-Length: 0x5",), (b"Content-Length:",),
        (b" Content-Length: 5",), (b"Content-Length: 1_0",), (b"\tfolded",), (b"no colon",),
        (b": no name",), (b"Transfer-Encoding: chunked", b"Content-Type: application/json"),
    ))  # fmt: skip
    body = chance.choice((b"0\r\n\r\n" + inner, b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\nhello\r\n",
                          b"fffffffffffffffff\r\n", b"-1\r\n", b"5;" + b"a" * 300 + b"\r\n",
                          b"hello" + inner))  # fmt: skip
    return request("/api/v4/site/", *headers, method="POST", body=body, length=False)


def bodies(chance: Random) -> bytes:
    depth = chance.choice((10, 100, 1000, 100_000))
    body, kind = chance.choice((
        (b"[" * depth + b"]" * depth, b"application/json"),
        (b'{"a":' * depth, b"application/json"),
        (b'{"a":' * depth + b"1" + b"}" * depth, b"application/json"),
        (json.dumps({str(n): n for n in range(depth % 5000)}).encode(), b"application/json"),
        (b"9" * depth, b"application/json"), (b"1e999", b"application/json"),
        (b'"\\ud800"', b"application/json"), (b"\xff\xfe{}", b"application/json"),
        (b"a=1&" * (depth % 5000), b"application/x-www-form-urlencoded"),
        (b"%00=%ff&%=", b"application/x-www-form-urlencoded"),
        (b"--x\r\n" * (depth % 5000), b"multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../a\"\r\n\r\n"
         + b"z" * depth + b"\r\n--x--", b"multipart/form-data; boundary=x"),
        (b"x", b"multipart/form-data"), (b"x", b"multipart/form-data; boundary=" + b"b" * 2000),
        (b"x", b"text/plain; charset=\xff"), (b"x", b"application/json; charset=utf-16"),
        (chance.randbytes(200), b"application/json"),
    ))  # fmt: skip
    method = chance.choice(("POST", "PUT", "PATCH", "DELETE", "GET"))
    return request(some_path(chance, "1"), b"Content-Type: " + kind, method=method, body=body)


def no_http(chance: Random) -> bytes:
    return chance.choice((
        chance.randbytes(chance.randrange(1, 300)), b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /  HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n", b"GET /api/v4/site/ HTTP/1.0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"\x00" * 100,
        b"GET /api/v4/site/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /api/v4/addons/addon/1 HTTP/1.1\r\nHost: evil.example/?\r\n\r\n",
        b"GET /api/v4/addons/addon/1/ HTTP/1.1\r\nHost: \xff\xfe:99999\r\n\r\n",
        b"GET /api/v4/addons/addon/1/ HTTP/1.1\r\nHost: [::1\r\n\r\n",
        b"GET /api/v4/addons/addon/1/ HTTP/1.1\r\n\r\n",
    ))  # fmt: skip


FAMILIES: tuple[Family, ...] = (
    identifiers,
    parameters,
    searches,
    broken_escapes,
    raw_bytes_in_target,
    path_tricks,
    strange_targets,
    odd_methods,
    odd_headers,
    credentials,
    header_floods,
    injections,
    smuggling,
    bodies,
    no_http,
)


def hostile_requests(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many requests, all families in turn: the family's name and the bytes."""
    chance = Random(seed)
    for number in range(count):
        family = FAMILIES[number % len(FAMILIES)]
        yield family.__name__, family(chance)
