"""Predefined licenses, referenced by their ``builtin`` number (catalog.md §2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amo_pyramid.messages import _

#: The ``builtin`` number of a text written by the developer.
CUSTOM = 0


@dataclass(frozen=True, slots=True)
class ConstantLicense:
    """A license whose name is the same for everybody and is translated by the service."""

    builtin: int
    name: str
    url: str | None


def _creative_commons(builtin: int, path: str, name: str) -> ConstantLicense:
    return ConstantLicense(builtin, name, f"http://creativecommons.org/licenses/{path}/3.0/")


#: Licenses with constant names, by ``builtin`` number.
CONSTANT_NAMES: Mapping[int, ConstantLicense] = {
    license_.builtin: license_
    for license_ in (
        ConstantLicense(11, _("All Rights Reserved"), None),
        _creative_commons(12, "by", _("Creative Commons Attribution 3.0")),
        _creative_commons(13, "by-nc", _("Creative Commons Attribution-NonCommercial 3.0")),
        _creative_commons(
            14, "by-nc-nd", _("Creative Commons Attribution-NonCommercial-NoDerivs 3.0")
        ),
        _creative_commons(
            15, "by-nc-sa", _("Creative Commons Attribution-NonCommercial-Share Alike 3.0")
        ),
        _creative_commons(16, "by-nd", _("Creative Commons Attribution-NoDerivs 3.0")),
        _creative_commons(17, "by-sa", _("Creative Commons Attribution-ShareAlike 3.0")),
        ConstantLicense(18, _("All Rights Reserved"), None),
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
