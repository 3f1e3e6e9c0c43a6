"""Predefined licenses, referenced by their ``builtin`` number (catalog.md §2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The ``builtin`` number of a text written by the developer.
CUSTOM = 0


@dataclass(frozen=True, slots=True)
class ConstantLicense:
    """A license whose name is the same for everybody and is translated by the service."""

    builtin: int
    name: str
    url: str | None


def _creative_commons(builtin: int, terms: str, path: str) -> ConstantLicense:
    url = f"http://creativecommons.org/licenses/{path}/3.0/"
    return ConstantLicense(builtin, f"Creative Commons {terms} 3.0", url)


#: Licenses with constant names, by ``builtin`` number.
CONSTANT_NAMES: Mapping[int, ConstantLicense] = {
    license_.builtin: license_
    for license_ in (
        ConstantLicense(11, "All Rights Reserved", None),
        _creative_commons(12, "Attribution", "by"),
        _creative_commons(13, "Attribution-NonCommercial", "by-nc"),
        _creative_commons(14, "Attribution-NonCommercial-NoDerivs", "by-nc-nd"),
        _creative_commons(15, "Attribution-NonCommercial-Share Alike", "by-nc-sa"),
        _creative_commons(16, "Attribution-NoDerivs", "by-nd"),
        _creative_commons(17, "Attribution-ShareAlike", "by-sa"),
        ConstantLicense(18, "All Rights Reserved", None),
    )
}

#: What v5 calls a license (platform.md §14.4). The contract publishes no numbers for the ones
#: with stored names (1 to 10): these are given out here, in the order it lists the slugs.
SLUGS: Mapping[int, str] = {
    1: "MPL-2.0",
    2: "GPL-2.0-or-later",
    3: "GPL-3.0-or-later",
    4: "LGPL-2.1-or-later",
    5: "LGPL-3.0-or-later",
    6: "MIT",
    7: "BSD-2-Clause",
    11: "cc-all-rights-reserved",
    12: "CC-BY-3.0",
    13: "CC-BY-NC-3.0",
    14: "CC-BY-NC-ND-3.0",
    15: "CC-BY-NC-SA-3.0",
    16: "CC-BY-ND-3.0",
    17: "CC-BY-SA-3.0",
    18: "all-rights-reserved",
}
