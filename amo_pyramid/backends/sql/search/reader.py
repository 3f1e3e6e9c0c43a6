"""Reading connections of the search, used without a layer between: searches are short."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from sqlalchemy.engine import Engine

from amo_pyramid.backends.sql.engine import StatementObserver, translated
from amo_pyramid.backends.sql.search.dialects import DIALECTS, Run
from amo_pyramid.backends.sql.search.questions import Questions
from amo_pyramid.domain.errors import DomainError, Unavailable

T = TypeVar("T")

#: Answers that are kept for the state of the index that they were made from.
REMEMBERED = 1024


class Reader:
    """Asks what is committed, from any number of threads.

    Each answer is made from one state of the database, and kept: while the index is the same, the
    same question costs one small statement. There is nothing to invalidate, in any process: the
    answer of another state is never looked for.
    """

    def __init__(
        self,
        engine: Engine,
        observers: list[StatementObserver],
        remembered: int = REMEMBERED,
    ) -> None:
        self._engine = engine
        self._observers = observers
        self.dialect = DIALECTS[engine.dialect.name]
        self._idle: deque[tuple[Any, Any]] = deque()
        self._answers: LRUCache[Hashable, Any] = LRUCache(remembered)
        self._lock = Lock()

    def answer(self, key: Hashable, make: Callable[[Questions], T]) -> T:
        """What ``make`` answers for the index as it is now. ``key`` names the question."""
        if not self._answers.maxsize:
            return self.ask(make)

        def remember(cursor: Any) -> T:
            run = self._run_on(cursor)
            _, state = self.dialect.state(run)
            with self._lock:
                known: T | None = self._answers.get((key, state))
            if known is not None:
                return known
            state, made = self._made(cursor, make)
            with self._lock:
                self._answers[key, state] = made
            return made

        return self._on_a_connection(remember)

    def ask(self, make: Callable[[Questions], T]) -> T:
        """The same, not remembered."""
        return self._on_a_connection(lambda cursor: self._made(cursor, make)[1])

    def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            self._idle.pop()[0].close()

    def _made(self, cursor: Any, make: Callable[[Questions], T]) -> tuple[Hashable, T]:
        """The answer and the state of the index that it is made from."""
        run = self._run_on(cursor)
        cursor.execute(self.dialect.snapshot)
        try:
            active, state = self.dialect.state(run)
            return state, make(Questions(active, self.dialect, run))
        finally:
            cursor.execute("ROLLBACK")

    def _on_a_connection(self, work: Callable[[Any], T]) -> T:
        try:
            return self._tried(work)
        except self._engine.dialect.loaded_dbapi.Error:
            # What broke one connection (a restart of the server) broke the idle ones too.
            self.close()
            self._engine.dispose()
        try:
            return self._tried(work)
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise translated(error) from error

    def _tried(self, work: Callable[[Any], T]) -> T:
        try:
            connection, cursor = self._idle.pop()
        except IndexError:
            connection, cursor = self._connect()
        try:
            found = work(cursor)
        except DomainError:
            self._idle.append((connection, cursor))
            raise
        except BaseException:
            connection.close()
            raise
        self._idle.append((connection, cursor))
        return found

    def _run_on(self, cursor: Any) -> Run:
        dialect, observers = self.dialect, self._observers

        def run(statement: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
            text = dialect.text(statement)
            for observer in observers:
                observer(text)
            rows: Sequence[Any] = cursor.execute(text, parameters, **dialect.options).fetchall()
            return rows

        return run

    def _connect(self) -> tuple[Any, Any]:
        pooled = self._engine.raw_connection()
        pooled.detach()
        connection = pooled.dbapi_connection
        if connection is None:
            raise Unavailable("The catalogue's database cannot be used right now.")
        return connection, connection.cursor()
