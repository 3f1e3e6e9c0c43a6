"""Applications with plugins that a test writes itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from amo_pyramid.testing.fixtures import OpenService

WritePlugin = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose packages can be imported."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.fixture
def word() -> str:
    """A name for packages that no other test has imported."""
    return f"p{uuid4().hex[:10]}"


@pytest.fixture
def write_plugin(place: Path) -> WritePlugin:
    """Writes a module whose includeme has these lines; gives its name."""

    def write_plugin(*lines: str, before: str = "") -> str:
        name = f"p{uuid4().hex[:10]}"
        body = "\n".join(f"    {line}" for line in lines)
        text = f"{before}\n\ndef includeme(config):\n{body}\n"
        (place / f"{name}.py").write_text(text, encoding="utf-8")
        return name

    return write_plugin


@pytest.fixture
def serve(amo_service: OpenService) -> OpenService:
    """A service with plugins, on a database of its own."""
    return amo_service
