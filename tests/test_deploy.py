"""The files for those who run the service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASK = """
from webtest import TestApp
from wsgi import application
print(TestApp(application).get("/api/v4/site/").json)
"""


def test_other_servers_get_the_application_that_the_ini_describes(sqlite_url: str) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AMO_")}
    environ |= {
        "AMO_INI": str(ROOT / "production.ini"),
        "AMO_CATALOGUE__URL": sqlite_url,
        "PYTHONPATH": str(ROOT / "deploy"),
    }
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=False
    )
    assert asked.stdout == "{'read_only': False, 'notice': None}\n", asked.stderr


def test_every_proxy_sets_all_headers_that_are_trusted() -> None:
    trusted = ["Host", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto"]
    for name in ("nginx.conf", "nginx-path.conf"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        assert [text.count(f"proxy_set_header {header} ") for header in trusted] == [1] * 4
        # A path at the end of it would make nginx decode what was asked for.
        assert "proxy_pass http://amo_pyramid;" in text


def test_a_process_that_is_being_restarted_is_asked_again_at_once() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"^ +server 127.*$", text, re.MULTILINE) == [
        f"    server 127.0.0.1:{port} max_fails=0;" for port in (6543, 6544)
    ]
