"""The tutorial does what it says: its files are written and its commands are run, in order."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.protocol.environment import Environment

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial-plugin.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What a paragraph before a file ends with.
FILE = re.compile(r"`([\w./]+)`:\s*$")
ANYTHING = "…"


def blocks() -> Iterator[tuple[str, str, str | None]]:
    """Language, text and, where the paragraph before names one, the file."""
    page = PAGE.read_text(encoding="utf-8")
    for block in BLOCK.finditer(page):
        named = FILE.search(page[: block.start()])
        yield block[1], block[2], None if named is None else named[1]


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command and what it is said to say."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, told = part.partition("\n")
        yield command, told.strip()


def fits(told: str, expected: str) -> bool:
    pattern = ".*".join(re.escape(part.strip()) for part in expected.split(ANYTHING))
    return re.fullmatch(rf"\s*{pattern}\s*", told, re.DOTALL) is not None


def environment_variables(environment: Environment) -> dict[str, str]:
    """Those of a shell in which the environment is active, with the service installed in it."""
    bin_folder = environment.folder / "bin"
    script = bin_folder / "amo-pyramid"
    script.write_text(f"#!{bin_folder}/python\nfrom amo_pyramid.cli import main\n\nmain()\n")
    script.chmod(0o755)
    kept = {key: each for key, each in os.environ.items() if not key.startswith(("AMO_", "PYTEST"))}
    without_network = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    return {**kept, **without_network, "PATH": path, "PYTHONWARNINGS": "ignore", "PYTHONPATH": ""}


def test_the_tutorial_works(tmp_path):
    variables = environment_variables(Environment(tmp_path / "environment"))
    place = tmp_path / "place"
    place.mkdir()
    files = ran = 0
    for language, text, file in blocks():
        if language == "console":
            for command, expected in commands(text):
                done = subprocess.run(
                    command,
                    shell=True,
                    cwd=place,
                    env=variables,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, f"{command}\n{done.stdout}"
                assert fits(done.stdout, expected), f"{command}\n{done.stdout}"
                ran += 1
        else:
            assert file is not None, f"a block without a file: {text[:40]}"
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_text(text, encoding="utf-8")
            files += 1
    assert (files, ran) == (4, 8)
