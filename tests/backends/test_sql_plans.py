"""How SQLite answers the questions that would be slow in another way."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.applications import Application
from amo_pyramid.testing.queries import count_statements


def test_language_tools_are_listed_without_reading_other_addons(sqlite_catalogue, sqlite_url):
    session = sqlite_catalogue.read()
    with count_statements(sqlite_catalogue) as statements:
        session.addons.language_tools(Application.FIREFOX, frozenset({AddonType.LANGUAGE}))
    session.close()
    (statement,) = statements
    plan = plan_of(sqlite_url.removeprefix("sqlite:///"), statement)
    assert any("USING COVERING INDEX ix_addon_target_locale" in step for step in plan)
    assert not any(step.startswith("SCAN addon") for step in plan)


def plan_of(path: str, statement: str) -> list[str]:
    """The steps that SQLite takes for a statement."""
    with closing(sqlite3.connect(path)) as connection:
        constant = re.sub(r":\w+|\?", "NULL", statement)
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {constant}")]
