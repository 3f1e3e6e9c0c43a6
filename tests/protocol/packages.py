"""Packages with migrations, written for a test as a third party would write them."""

from __future__ import annotations

import textwrap
from pathlib import Path

CREATE = """
import sqlalchemy as sa
from alembic import op

revision = "{name}_{number:04}"
down_revision = {before}
branch_labels = None
depends_on = {depends_on}


def upgrade():
    op.create_table("{name}_{number}", sa.Column("addon_id", sa.BigInteger()))

"""
DROP = """
def downgrade():
    op.drop_table("{name}_{number}")
"""


def write_migration(
    folder: Path, name: str, number: int = 1, *, has_downgrade: bool = True, depends_on: str = ""
) -> None:
    """The migration of that number: it makes a table of the name and the number."""
    text = (CREATE + (DROP if has_downgrade else "")).format(
        name=name,
        number=number,
        before=f'"{name}_{number - 1:04}"' if number > 1 else None,
        depends_on=repr(depends_on or None),
    )
    (folder / f"{name}_{number}.py").write_text(textwrap.dedent(text), encoding="utf-8")


def write_plugin(place: Path, package: str, name: str | None = None, **options) -> Path:
    """A plugin with one migration; the folder of its migrations."""
    folder = place / package / "migrations"
    folder.mkdir(parents=True)
    (place / package / "__init__.py").write_text(
        f'def includeme(config):\n    config.add_amo_migrations("{package}:migrations")\n',
        encoding="utf-8",
    )
    write_migration(folder, name or package, **options)
    return folder
