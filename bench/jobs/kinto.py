"""The same document out of Kinto with PostgreSQL.

Kinto wants other versions of our libraries, so it is installed for the run into a virtual
environment of its own and served by the same waitress settings on the same core.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from bench import databases
from bench.documents import DETAIL
from bench.measure import Goal, Result, target
from bench.processes import Application, Failed, Server, Skipped, environment
from bench.run import Job, Run

REQUIREMENTS = ("kinto[postgresql]", "setuptools<82", "waitress")
COLLECTION = "/v1/buckets/bench/collections/addons"
RECORD = f"{COLLECTION}/records/addon"


def installed(folder: Path) -> Path:
    """A Python with Kinto in it. Raises ``Skipped`` when it cannot be installed."""
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--timeout", "15", "--retries", "1"]
    for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, *REQUIREMENTS]):
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment()
        )
        if done.returncode:
            reason = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise Skipped(f"Kinto cannot be installed: {' '.join(reason)}")
    return python


def application(python: Path, url: str) -> Application:
    settings = {"kinto.userid_hmac_secret": "bench", "multiauth.policies": "basicauth"}
    settings["multiauth.policy.basicauth.use"] = (
        "kinto.core.authentication.BasicAuthAuthenticationPolicy"
    )
    settings["kinto.bucket_create_principals"] = "system.Authenticated"
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    for kind in ("storage", "cache", "permission"):
        settings[f"kinto.{kind}_backend"] = f"kinto.core.{kind}.postgresql"
        settings[f"kinto.{kind}_url"] = plain
    return Application("kinto:main", settings, str(python))


def migrate(served: Application, ini: Path) -> None:
    """Make Kinto's tables. Raises ``Failed``."""
    lines = [f"{key} = {value}" for key, value in served.settings.items()]
    ini.write_text("\n".join(["[app:main]", "use = egg:kinto", *lines, ""]), encoding="utf-8")
    command = [str(Path(served.python).with_name("kinto")), "migrate", "--ini", str(ini)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    if done.returncode:
        raise Failed(f"kinto migrate: {done.stderr[-500:]}")


def store(server: Server, document: dict[str, Any]) -> None:
    """One record that everyone may read."""
    credentials = base64.b64encode(b"bench:bench").decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    record = {key: value for key, value in document.items() if key != "id"}
    for path, body in (
        ("/v1/buckets/bench", {"permissions": {"read": ["system.Everyone"]}}),
        (COLLECTION, {}),
        (RECORD, {"data": record}),
    ):
        answer = server.ask(path, headers, method="PUT", body=json.dumps(body).encode())
        if answer.status not in (200, 201):
            raise Failed(f"Kinto answered {answer.status}: {answer.body[:300]!r}")


def detail(run: Run) -> Result:
    """The detail answer from PostgreSQL against a record with the same content."""
    ours = run.service(run.url("postgresql"))
    with databases.empty_postgresql("kinto") as url:
        theirs = application(installed(run.folder / "kinto"), url)
        migrate(theirs, run.folder / "kinto.ini")
        with run.serving(ours) as service, run.serving(theirs) as kinto:
            store(kinto, json.loads(service.ask(DETAIL).body))
            return run.compare(
                target("service", [service], DETAIL), target("Kinto", [kinto], RECORD)
            )


JOBS = [Job("detail-kinto", "detail against Kinto, both PostgreSQL", Goal(10, "× Kinto"), detail)]
