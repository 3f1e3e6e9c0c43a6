"""The command, run on a database of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amo_pyramid.cli import main

INI = """\
[app:main]
use = egg:amo_pyramid
amo.catalogue.url = sqlite:///{folder}/amo.db
amo.secret_keys = only-for-tests-only-for-tests-only-for-tests
"""

Run = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a development.ini and no database."""
    (tmp_path / "development.ini").write_text(INI.format(folder=tmp_path), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AMO_INI", raising=False)
    return tmp_path


@pytest.fixture
def run(place: Path) -> Run:
    """Runs the command with some arguments; ``code`` is the exit code that it must have."""

    def run(*arguments: object, code: int = 0, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(each) for each in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def ready(run: Run) -> Run:
    """The same on an empty catalogue."""
    run("setup", "--no-demo")
    return run
