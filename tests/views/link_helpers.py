"""What a wrapped link must look like, made here anew (catalog.md §1.7)."""

from __future__ import annotations

import hmac
from urllib.parse import quote

from amo_pyramid.testing.app import SETTINGS

BASE = SETTINGS["amo.outgoing.base"]
KEY = SETTINGS["amo.outgoing.secret"].encode()
#: What contribution links get from v4 on, to tell where the reader comes from.
SOURCE = "utm_content=product-page-contribute&utm_medium=referral&utm_source=addons.example"


def wrapped(url: str) -> str:
    """The signed form of a URL."""
    signature = hmac.new(KEY, url.encode(), "sha256").hexdigest()
    return f"{BASE}{signature}/{quote(url, safe='/&=')}"
