"""One connection for everything that joins a transaction.

The catalogue and its search index change together. SQLite has one writer at a time: two
connections of one transaction would wait for each other for ever.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from amo_pyramid.domain.errors import Unavailable


def connection_of(engine: Engine, manager: Any) -> Connection:
    """The connection to ``engine`` within the current transaction of ``manager``, opened at its
    first use; the transaction commits, aborts and closes it. Raises ``Unavailable``."""
    # The ORM is imported for its session alone, and only by a process that writes.
    import zope.sqlalchemy
    from sqlalchemy.orm import Session

    transaction = manager.get()
    try:
        session: Session = transaction.data(engine)
    except KeyError:
        session = Session(engine)
        zope.sqlalchemy.register(session, initial_state="changed", transaction_manager=manager)
        transaction.set_data(engine, session)
    try:
        return session.connection()
    except sa.exc.TimeoutError as error:
        raise Unavailable("The catalogue's database has no connection left.") from error
