"""What hostile requests are made of: paths, names and texts, and how chance picks among them."""

from __future__ import annotations

from random import Random
from urllib.parse import quote


def words(text: str) -> list[str]:
    return text.split()


VERSIONS = ("v3", "v4", "v4dev", "v5")

#: Paths that lead to something; ``{}`` is where an identifier stands.
READS = (
    "/api/{v}/addons/addon/{id}/",
    "/api/{v}/addons/addon/{id}/versions/",
    "/api/{v}/addons/addon/{id}/versions/{id}/",
    "/api/{v}/addons/addon/{id}/eula_policy/",
    "/api/{v}/addons/search/",
    "/api/{v}/addons/autocomplete/",
    "/api/{v}/addons/categories/",
    "/api/{v}/addons/language-tools/",
    "/api/{v}/addons/replacement-addon/",
    "/api/{v}/addons/recommendations/",
    "/api/{v}/addons/compat-override/",
    "/api/{v}/addons/browser-mappings/",
    "/api/{v}/addons/featured/",
    "/api/{v}/discovery/",
    "/api/{v}/discovery/editorial/",
    "/api/{v}/site/",
    "/api/{v}/accounts/account/{id}/",
    "/api/{v}/accounts/profile/",
    "/api/{v}/openapi.json",
    "/api/{v}/docs/{id}",
    "/api/{v}/statistics/archive/{id}/2020/01/",
    "/v2/stats",
    "/v2/packages/{id}/{id}",
    "/en-US/firefox/addon/{id}/statistics/",
    "/en-US/firefox/statistics/",
    "/static/img/{id}",
    "/{id}",
)
PARAMETERS = words(
    "q app appversion author category color exclude_addons featured guid platform promoted sort "
    "tag type page page_size lang wrap_outgoing_links filter recommended edition browser format "
    "telemetry-client-id explain packageId resolution after before src"
)
HEADERS = words(
    "Accept Accept-Encoding Accept-Language Authorization Connection Content-Type Cookie Date "
    "Expect Forwarded Host If-Modified-Since If-None-Match Origin Range Referer TE Trailer "
    "Upgrade User-Agent Via X-Country-Code X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto "
    "X-HTTP-Method-Override X-Request-ID Access-Control-Request-Method"
)
METHODS = words(
    "GET HEAD OPTIONS POST PUT PATCH DELETE TRACE CONNECT PROPFIND get G3T QUERY X" + "Y" * 200
)

#: Texts for wherever one is expected, as bytes of UTF-8 or not.
NASTY: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xc0\xaf",  # an overlong slash
    b"\xe0\x80\xaf",
    b"\xed\xa0\x80",  # half of a surrogate pair
    b"\xf4\x90\x80\x80",  # beyond Unicode
    "\u202e\u0000\ufeff".encode(),
    "٣٤٥".encode(),  # digits, but not of ASCII
    "²³".encode(),
    "𝟙𝟚".encode(),
    "İıſK".encode(),
    "\u0301".encode() * 50,
    "🏳️‍🌈".encode() * 20,
    b"9" * 18,
    b"9" * 19,
    b"9" * 400,
    b"9" * 5000,  # more digits than Python reads
    b"-1",
    b"0",
    b"1e400",
    b"NaN",
    b"0x10",
    b"1_000",
    b" 1 ",
    b"%",
    b"%%%",
    b"%s%n%x",
    b"{}",
    b"{0.__class__}",
    b"${jndi:ldap://x}",
    b"{{7*7}}",
    b"'; drop table addons; --",
    b'" OR ""="',
    b"\\",
    b"*",
    b'"*" AND NEAR(a b)',
    b'a"b OR c* ^',
    b"..",
    b"../../etc/passwd",
    b"a,b,,c," * 30,
    b"<script>alert(1)</script>",
    b"rta:" + b"A" * 300,
    b"rta:////",
    b"(a+)+" * 40 + b"!",
    b"a" * 99 + b"!",
    b"a " * 400,
    b"aaaaaaaaaaaaaaaaaaaaaaaa" * 40,
    b"Mozilla/" * 120,
    b"Android" * 100 + b"Fire",
    b"en;q=1," * 200,
    b"q=" * 200,
    b"W/" * 300,
    b'"' * 501,
)


def some_text(chance: Random) -> bytes:
    """One of the texts, or bytes of any kind."""
    if chance.random() < 0.75:
        return chance.choice(NASTY)
    return chance.randbytes(chance.randrange(1, 60))


def escaped(text: bytes, chance: Random) -> str:
    """As a part of a URL: escaped, escaped twice, or hardly."""
    once = quote(text, safe="")
    way = chance.random()
    if way < 0.7:
        return once
    if way < 0.85:
        return quote(once, safe="")
    return once.replace("%2F", "/").replace("%2E", ".").replace("%", "%", 1)


def some_path(chance: Random, identifier: str | None = None) -> str:
    if identifier is None:
        identifier = chance.choice(("1", "sidebar-tabs", "10", escaped(some_text(chance), chance)))
    path = chance.choice(READS).replace("{v}", chance.choice(VERSIONS))
    return path.replace("{id}", identifier)


def some_query(chance: Random, most: int = 4) -> str:
    pairs = [
        f"{chance.choice(PARAMETERS)}={escaped(some_text(chance), chance)}"
        for _ in range(chance.randrange(1, most))
    ]
    return "?" + "&".join(pairs)


def in_header(text: bytes) -> bytes:
    """Without what would end the header: that has a family of its own."""
    return text.replace(b"\r", b" ").replace(b"\n", b" ").replace(b"\x00", b" ")
