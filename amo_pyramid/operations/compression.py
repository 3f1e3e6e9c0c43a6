"""Reading files that may be compressed, told by their content and not by their name."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BufferedReader
from typing import IO, cast

from amo_pyramid.domain.errors import Invalid

_GZIP = b"\x1f\x8b"
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error)


@contextmanager
def plain(stream: BufferedReader) -> Iterator[IO[bytes]]:
    """The content of a stream, unpacked when it is gzip.

    Raises ``Invalid`` when compressed content is damaged or ends too soon; what was read before
    that was right.
    """
    is_packed = stream.peek(2)[:2] == _GZIP
    try:
        with gzip.open(stream) if is_packed else nullcontext(stream) as content:
            yield cast("IO[bytes]", content)
    except _DAMAGE as error:
        raise Invalid(f"the compressed content is damaged: {error}") from error
