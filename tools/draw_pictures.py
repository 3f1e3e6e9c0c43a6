"""Draw the site's own pictures: default icons of add-ons and the picture of nobody.

    python tools/draw_pictures.py amo_pyramid/static

The pictures are bitmaps, because some clients cannot read anything else. Each is a rounded
square with a plain white shape on it, drawn from distances, so it is sharp at every size.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

SIZES = (32, 48, 64, 128, 256, 512)
ADDON, THEME, PERSON = (0x45, 0x5A, 0x87), (0x7A, 0x4F, 0x8C), (0x8A, 0x93, 0xA3)
WHITE = (0xFF, 0xFF, 0xFF)

#: Signed distance of a point, both in units of the picture's width: negative is inside.
Shape = Callable[[float, float], float]


def circle(x: float, y: float, radius: float) -> Shape:
    return lambda px, py: ((px - x) ** 2 + (py - y) ** 2) ** 0.5 - radius


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Shape:
    """A rectangle around a centre, its corners rounded."""

    def distance(px: float, py: float) -> float:
        dx = abs(px - x) - width / 2 + radius
        dy = abs(py - y) - height / 2 + radius
        outside = (max(dx, 0.0) ** 2 + max(dy, 0.0) ** 2) ** 0.5
        return outside + min(max(dx, dy), 0.0) - radius

    return distance


def together(*shapes: Shape) -> Shape:
    return lambda px, py: min(shape(px, py) for shape in shapes)


def within(shape: Shape, frame: Shape) -> Shape:
    return lambda px, py: max(shape(px, py), frame(px, py))


FRAME = box(0.5, 0.5, 0.92, 0.92, 0.16)
#: A piece of a puzzle.
PIECE = together(box(0.47, 0.56, 0.42, 0.42, 0.04), circle(0.47, 0.33, 0.1), circle(0.7, 0.56, 0.1))
BRUSH = together(box(0.5, 0.4, 0.44, 0.2, 0.04), box(0.5, 0.64, 0.09, 0.3, 0.04))
BUST = within(together(circle(0.5, 0.4, 0.16), circle(0.5, 0.86, 0.3)), FRAME)


def cover(distance: float, size: int) -> float:
    """How much of a pixel at that distance from an edge is inside."""
    return min(max(0.5 - distance * size, 0.0), 1.0)


def draw(size: int, color: tuple[int, int, int], shape: Shape) -> bytes:
    """A PNG of that many pixels each way."""
    rows = bytearray()
    for line in range(size):
        rows.append(0)
        for column in range(size):
            x, y = (column + 0.5) / size, (line + 0.5) / size
            part = cover(shape(x, y), size)
            mixed = (round(c + (w - c) * part) for c, w in zip(color, WHITE, strict=True))
            rows.extend((*mixed, round(255 * cover(FRAME(x, y), size))))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in pieces)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main(folder: Path) -> None:
    pictures = {f"addon-icons/default-{size}.png": (size, ADDON, PIECE) for size in SIZES}
    pictures["icons/default-theme.png"] = (64, THEME, BRUSH)
    pictures["anon_user.png"] = (64, PERSON, BUST)
    for name, (size, color, shape) in pictures.items():
        path = folder / "img" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw(size, color, shape))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
