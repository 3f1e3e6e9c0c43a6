"""An environment in which packages are installed with pip, without a network.

It sees the libraries of the environment that runs the tests, and nothing is written there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


class Environment:
    """A virtual environment in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        own = folder / Path(sysconfig.get_paths()["purelib"]).relative_to(sys.prefix)
        parent = sysconfig.get_paths()["purelib"]
        (own / "parent.pth").write_text(f"import site; site.addsitedir({parent!r})\n")

    def run(self, *command: object, cwd: Path) -> str:
        """What ``python -m COMMAND`` says; fails when it fails."""
        # Not the variables of the test run that says this, nor its working directory.
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        # Nor the plugins of pytest that it uses: they take longer to start than the tests take.
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        done = subprocess.run(
            [self.folder / "bin" / "python", "-m", *map(str, command)],
            cwd=cwd,
            env={**kept, "PYTHONWARNINGS": "ignore", "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0, told
        return told

    def install(self, *packages: Path) -> None:
        """Install packages from their sources."""
        options = ("-q", "--no-index", "--no-deps", "--no-build-isolation")
        self.run("pip", "install", *options, *packages, cwd=self.folder)

    def test(self, package: Path) -> str:
        """Run the tests of a package, from its folder, against what is installed."""
        return self.run("pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=package)
