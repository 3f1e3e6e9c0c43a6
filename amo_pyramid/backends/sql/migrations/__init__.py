"""The Alembic environment of the catalogue and, in ``versions``, its migrations."""
