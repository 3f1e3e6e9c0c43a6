"""What a start imports: a library that nobody needs yet would make every start longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import transaction

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.testing import builders

ROOT = Path(__file__).resolve().parents[2]
#: Of use to those who migrate, write, sign in, ask in another language, search, look at pages, read
#: the description of the API, or have another kind of database.
NOT_NEEDED = {
    "alembic",
    "amo_pyramid.openapi",
    "babel",
    "cryptography",
    "jinja2",
    "jwt",
    "markupsafe",
    "multipart",
    "limits",
    "psycopg",
    "pygal",
    "redis",
    "snowballstemmer",
    "sqlalchemy.orm",
    "zope.sqlalchemy",
}
PROGRAM = """
import sys
from webob import Request
from amo_pyramid import main

app = main({}, **{"amo.catalogue.url": sys.argv[1]})
print(Request.blank("/api/v4/addons/addon/1/").get_response(app).status_int)
print(*sys.modules)
"""


def test_an_anonymous_reader_s_first_answer_needs_few_libraries(
    sqlite_catalogue: SqlCatalogue, sqlite_url: str
) -> None:
    manager = transaction.TransactionManager(explicit=True)
    with manager:
        sqlite_catalogue.join(manager).put([builders.addon(1), builders.version(10, 1)])
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, sqlite_url]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    status, modules = done.stdout.splitlines()
    assert status == "200"
    assert set(modules.split()) & NOT_NEEDED == set()
