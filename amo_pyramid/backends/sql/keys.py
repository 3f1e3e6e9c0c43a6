"""The repository of API keys in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from amo_pyramid.backends.base.keys import Keys
from amo_pyramid.backends.sql.lists import in_list
from amo_pyramid.backends.sql.reading.run import Run
from amo_pyramid.backends.sql.reading.users import USER_COLUMNS, build_user
from amo_pyramid.backends.sql.tables.keys import api_key, used_nonce
from amo_pyramid.backends.sql.tables.users import users
from amo_pyramid.domain.keys import ApiKey
from amo_pyramid.domain.user import User

_FIELDS = tuple(field.name for field in fields(ApiKey))
_values = attrgetter(*_FIELDS)

_ALL = sa.select(*(api_key.c[name] for name in _FIELDS)).order_by(
    api_key.c.created, api_key.c.issuer
)
_OF_USER = _ALL.where(api_key.c.user_id == sa.bindparam("user_id"))
# As a list: a name that no column can hold, from a stranger's token, is then found nowhere.
_ACTIVE = (in_list(api_key.c.issuer, "issuers"), api_key.c.revoked.is_(None))
_KEY = _ALL.where(*_ACTIVE)
_OWNER = sa.select(*USER_COLUMNS).join(api_key, api_key.c.user_id == users.c.id).where(*_ACTIVE)
_ADD = api_key.insert().returning(api_key.c.issuer)
_REVOKE = (
    api_key.update().where(*_ACTIVE).values(revoked=sa.bindparam("now")).returning(api_key.c.issuer)
)
_RESEAL = (
    api_key.update()
    .where(api_key.c.issuer == sa.bindparam("name"))
    .values(sealed=sa.bindparam("seal"))
    .returning(api_key.c.issuer)
)
_USE = used_nonce.insert().returning(used_nonce.c.nonce)
_FORGET = (
    used_nonce.delete()
    .where(used_nonce.c.until < sa.bindparam("now"))
    .returning(used_nonce.c.nonce)
)


class SqlKeys(Keys):
    def __init__(self, run: Run) -> None:
        self._run = run

    def active(self, issuer: str) -> ApiKey | None:
        return next(iter(self._keys(_KEY, issuers=[issuer])), None)

    def owner(self, issuer: str) -> User | None:
        rows = self._run(_OWNER, {"issuers": [issuer]})
        return build_user(rows[0]) if rows else None

    def all(self) -> Sequence[ApiKey]:
        return self._keys(_ALL)

    def of_user(self, user_id: int) -> Sequence[ApiKey]:
        return self._keys(_OF_USER, user_id=user_id)

    def add(self, key: ApiKey) -> None:
        self._run(_ADD, dict(zip(_FIELDS, _values(key), strict=True)))

    def revoke(self, issuer: str, now: datetime) -> bool:
        return bool(self._run(_REVOKE, {"issuers": [issuer], "now": now}))

    def reseal(self, issuer: str, sealed: str) -> None:
        self._run(_RESEAL, {"name": issuer, "seal": sealed})

    def use_once(self, issuer: str, nonce: str, *, until: datetime, now: datetime) -> None:
        self._run(_FORGET, {"now": now})
        self._run(_USE, {"issuer": issuer, "nonce": nonce, "until": until})

    def _keys(self, statement: Any, **parameters: Any) -> list[ApiKey]:
        rows = self._run(statement, parameters)
        return [ApiKey(**dict(zip(_FIELDS, row, strict=True))) for row in rows]
