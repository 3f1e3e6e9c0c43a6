"""Colours of themes (catalog.md §5.1)."""

from __future__ import annotations

import colorsys
import re

from amo_pyramid.domain.search import Color

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
BLACK = "000000"


def hsl_of(text: str) -> Color:
    """The colour of a hexadecimal ``RRGGBB`` or ``RGB``, with or without ``#``; black for
    anything else."""
    match = HEX.match(text.strip())
    digits = match.group(1) if match else BLACK
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return Color(hue * 255, saturation * 255, lightness * 255)
