"""The policies that point Firefox and Thunderbird at the service ask for what it serves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from amo_pyramid.testing.app import Service

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PLACEHOLDERS = {
    "IDS": "a%40example.org%2C%7B72b2e02b-0000-4000-8000-000000000000%7D",
    "LOCALE": "en-US",
    "DISTRIBUTION": "default",
    "VERSION": "153.7.0",
    "BROWSER": "chrome",
}


def addresses(program: str) -> list[str]:
    """What the policies of a program make it ask, with the placeholders filled in."""
    text = (DEPLOY / f"{program}-policies.json").read_text(encoding="utf-8")
    preferences = json.loads(text)["policies"]["Preferences"]
    values = [each["Value"] for each in preferences.values()]
    return [
        re.sub("%([A-Z]+)%", lambda match: PLACEHOLDERS[match[1]], value)
        for value in values
        if isinstance(value, str)
    ]


@pytest.mark.parametrize("program", ["firefox", "thunderbird"])
def test_every_address_is_answered(warm_sqlite, program):
    service = Service(warm_sqlite)
    asked = addresses(program)
    assert len(asked) >= 3
    for address in asked:
        scheme, host, path, query, _ = urlsplit(address)
        assert (scheme, host) == ("https", "addons.example.org")
        answer = service.get(f"{path}?{query}")
        assert (answer.status_int, answer.json["results"]) == (200, []), address
