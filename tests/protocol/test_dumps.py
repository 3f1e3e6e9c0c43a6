"""Tables of plugins are a part of dumps, and of what is loaded."""

from __future__ import annotations

import enum
import json
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from amo_pyramid.backends.sql import SqlCatalogue
from amo_pyramid.domain.errors import Invalid
from tests.operations.helpers import dumped, loaded, reading, unit

# SQLite has no decimal numbers; SQLAlchemy says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*does .not. support Decimal:Warning")


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Trimmed(sa.TypeDecorator):
    """A text that is another one in the database."""

    impl = sa.Text
    cache_ok = True
    python_type = str

    def process_bind_param(self, value, dialect):
        return None if value is None else f"<{value}>"

    def process_result_value(self, value, dialect):
        return None if value is None else value[1:-1]


badges = sa.Table(
    "badge_kinds",
    metadata := sa.MetaData(),
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("name", sa.String(20), nullable=False, unique=True),
)
given = sa.Table(
    "badges_given",
    metadata,
    sa.Column("addon_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("badge", sa.ForeignKey("badge_kinds.id"), nullable=False),
    sa.Column("is_public", sa.Boolean, nullable=False, default=True),
    sa.Column("weight", sa.Float),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("moment", sa.DateTime(timezone=True)),
    sa.Column("local", sa.DateTime),
    sa.Column("hour", sa.Time),
    sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
    sa.Column("picture", sa.LargeBinary),
    sa.Column("color", sa.Enum(Color, native_enum=False)),
    sa.Column("token", sa.Uuid),
    sa.Column("trimmed", Trimmed),
    sa.Column("twice", sa.Float, sa.Computed("weight * 2", persisted=True)),
)
TABLES = (badges, given)
DAY = date(2026, 1, 31)
FULL = {
    "addon_id": 2**40,
    "day": DAY,
    "badge": 7,
    "is_public": False,
    "weight": 1.5,
    "price": Decimal("12.30"),
    "moment": datetime(2026, 2, 1, 0, 30, 0, 5, timezone.utc),
    "local": datetime(2026, 1, 31, 23, 30),
    "hour": time(12, 5),
    "facts": {"a": [1, None, "é"]},
    "picture": b"\x00\xff",
    "color": Color.BLUE,
    "token": UUID(int=5),
    "trimmed": "x",
}
LINE = {
    "kind": "table:badges_given",
    "row": {
        **{"addon_id": 2**40, "day": "2026-01-31", "badge": 7, "is_public": False, "weight": 1.5},
        **{"price": "12.30", "moment": "2026-02-01T00:30:00.000005Z"},
        **{"local": "2026-01-31T23:30:00", "hour": "12:05:00", "facts": {"a": [1, None, "é"]}},
        **{"picture": "AP8=", "color": "BLUE", "token": "00000000-0000-0000-0000-000000000005"},
        "trimmed": "x",
    },
}
EMPTY = {"addon_id": 1, "day": DAY, "badge": 7, "is_public": True}


@contextmanager
def opened(url, tables=TABLES):
    """A catalogue with these tables of a plugin; what its migrations would make is there."""
    catalogue = SqlCatalogue(url, tables=tables)
    with catalogue.writing_engine.begin() as connection:
        metadata.create_all(connection)
    try:
        yield catalogue
    finally:
        with catalogue.writing_engine.begin() as connection:
            metadata.drop_all(connection)
        catalogue.close()


@pytest.fixture
def catalogue(database_url):
    with opened(database_url) as catalogue:
        yield catalogue


@pytest.fixture
def filled(catalogue):
    with unit(catalogue) as session:
        session.execute(badges.insert().values(id=7, name="seven"))
        session.execute(given.insert(), [FULL])
        session.execute(given.insert(), [EMPTY])
    return catalogue


def rows(catalogue, table=given):
    """All that is stored, without what the database computes."""
    with reading(catalogue) as session:
        found = session.execute(sa.select(table).order_by(*table.primary_key))
    return [{key: each for key, each in row._mapping.items() if key != "twice"} for row in found]


def without_zone(row):
    moment = row["moment"]
    return {**row, "moment": moment and moment.replace(tzinfo=None)}


def lines(content, name):
    found = map(json.loads, content.splitlines()[1:])
    return [each for each in found if each["kind"] == f"table:{name}"]


def put(catalogue, name, *rows):
    with unit(catalogue) as session:
        outcome = session.tables.put(name, rows)
    return outcome.added, outcome.changed, outcome.unchanged


def line(**changes):
    """The row of a badge that was given, as a dump has it."""
    return {"addon_id": 1, "day": "2026-01-31", "badge": 7, "is_public": True, **changes}


def test_rows_are_written_in_forms_that_say_everything(filled):
    content = dumped(filled)
    header = json.loads(content.splitlines()[0])
    assert header["counts"]["table:badge_kinds"] == 1
    assert header["counts"]["table:badges_given"] == 2
    empty, full = lines(content, "badges_given")
    assert full == LINE
    assert list(full["row"]) == [each.name for each in given.columns if each.name != "twice"]
    assert empty["row"] == {**dict.fromkeys(full["row"]), **line()}


def test_a_dump_fills_another_database_and_is_the_same_there(filled, sqlite_url, postgresql_url):
    content, before = dumped(filled), rows(filled)
    here = str(filled.writing_engine.url.database)
    for url in (sqlite_url, postgresql_url):
        if url.endswith(here):
            continue
        with opened(url) as other:
            report, problems = loaded(other, content)
            assert problems == []
            assert report.outcome.added == 3
            assert dumped(other) == content
            for row, there in zip(before, rows(other), strict=True):
                # SQLite gives times back without their zone.
                assert without_zone(row) == without_zone(there)


def test_what_is_null_stays_null_in_the_database(filled):
    content = dumped(filled)
    is_null = sa.select(given.c.addon_id).where(given.c.facts.is_(sa.null()))
    for _ in range(2):
        with unit(filled) as session:
            assert [row.addon_id for row in session.execute(is_null)] == [1]
            session.execute(given.delete())
        assert loaded(filled, content)[1] == []


def test_loading_again_changes_nothing_and_other_rows_stay(filled):
    content = dumped(filled)
    put(filled, "badge_kinds", {"id": 8, "name": "eight"})
    report, problems = loaded(filled, content)
    assert problems == []
    assert (report.outcome.added, report.outcome.changed, report.outcome.unchanged) == (0, 0, 3)
    assert len(rows(filled, badges)) == 2


def test_a_row_with_the_same_key_is_replaced_whole_and_what_refers_to_it_stays(filled):
    assert put(filled, "badge_kinds", {"id": 7, "name": "new"}) == (0, 1, 0)
    assert [row["name"] for row in rows(filled, badges)] == ["new"]
    assert len(rows(filled)) == 2
    change = line(addon_id=2**40)
    assert put(filled, "badges_given", change, line()) == (0, 1, 1)
    assert rows(filled)[1]["facts"] is None


def test_times_are_those_of_their_zone_and_utc_where_the_column_has_none(filled):
    for text in ("2026-02-01T00:30:00Z", "2026-01-31T23:30:00-01:00", "2026-02-01T00:30:00"):
        put(filled, "badges_given", line(moment=text, local=text))
        (row,) = lines(dumped(filled), "badges_given")[:1]
        assert row["row"]["moment"] == "2026-02-01T00:30:00Z"
        assert row["row"]["local"] == "2026-02-01T00:30:00"


def test_of_two_rows_with_one_key_the_last_stays(catalogue):
    names = ("first", "last")
    found = [{"id": 1, "name": name} for name in names]
    assert put(catalogue, "badge_kinds", *found) == (1, 0, 0)
    assert [row["name"] for row in rows(catalogue, badges)] == ["last"]


def test_rows_are_read_in_portions(filled):
    with unit(filled) as session:
        more = [{**EMPTY, "day": DAY + timedelta(each)} for each in range(1, 6)]
        session.execute(given.insert(), more)
    with reading(filled) as session:
        one = [row for portion in session.tables.portions("badges_given", 2) for row in portion]
        two = [row for portion in session.tables.portions("badges_given", 500) for row in portion]
        assert session.tables.count("badges_given") == len(one) == 7
    assert one == two


def test_a_column_that_a_line_does_not_name_has_its_default(filled):
    short = {"addon_id": 3, "day": "2026-01-31", "badge": 7}
    assert put(filled, "badges_given", short) == (1, 0, 0)
    (row,) = [each for each in rows(filled) if each["addon_id"] == 3]
    assert (row["is_public"], row["weight"]) == (True, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"size": 1}, "badges_given has no column size"),
        ({"twice": 1}, "badges_given has no column twice"),
        ({"badge": None}, "badges_given.badge: must be a whole number"),
        ({"badge": "7"}, "badges_given.badge: must be a whole number"),
        ({"badge": True}, "badges_given.badge: must be a whole number"),
        ({"is_public": 1}, "badges_given.is_public: must be true or false"),
        ({"weight": "1"}, "badges_given.weight: must be a number"),
        ({"price": 1}, "badges_given.price: must be a Decimal as text"),
        ({"price": "x"}, "badges_given.price: must be a Decimal as text"),
        ({"day": "soon"}, "badges_given.day: must be a date as text"),
        ({"moment": "2026-01-31T25:00:00Z"}, "badges_given.moment: must be a time as text"),
        ({"hour": 5}, "badges_given.hour: must be a time as text"),
        ({"picture": "?"}, "badges_given.picture: must be a bytes as text"),
        ({"color": "GREEN"}, "badges_given.color: must be one of RED, BLUE"),
        ({"token": "5"}, "badges_given.token: must be a UUID as text"),
        ({"trimmed": "a\0"}, "badges_given.trimmed: must be a text"),
    ],
    ids=str,
)
def test_a_row_that_does_not_fit_is_refused_with_its_column(filled, change, reason):
    with pytest.raises(Invalid, match=f"^{reason}"):
        put(filled, "badges_given", line(**change))


def test_a_row_that_lacks_what_it_needs_is_refused(filled):
    with pytest.raises(Invalid, match="badges_given.badge: is missing"):
        put(filled, "badges_given", {"addon_id": 1, "day": "2026-01-31"})


def test_a_row_that_collides_is_told_and_the_others_are_loaded(filled):
    found = [
        {"kind": "table:badge_kinds", "row": {"id": 8, "name": "seven"}},
        {"kind": "table:badge_kinds", "row": {"id": 9, "name": "nine"}},
        {"kind": "table:badges_given", "row": line(badge=4711)},
        {"kind": "table:badges_given", "row": line(addon_id=9)},
        {"kind": "table:badges_given", "rows": {}},
        {"kind": "table:badges_given", "row": {"addon_id": 1}, "id": 1},
    ]
    header = {"amo_pyramid": "dump", "format": 1, "counts": {"any": len(found)}}
    content = "\n".join(map(json.dumps, (header, *found))).encode()
    _, problems = loaded(filled, content)
    assert sorted(each.partition(":")[0] for each in problems) == [
        f"line {number}" for number in (2, 4, 6, 7)
    ]
    assert [row["name"] for row in rows(filled, badges)] == ["seven", "nine"]
    assert len(rows(filled)) == 3


def test_rows_of_a_table_that_nobody_knows_are_left_out_and_told_of_once(filled, sqlite_url):
    content = dumped(filled)
    without = SqlCatalogue(sqlite_url)
    _, problems = loaded(without, content)
    without.close()
    assert problems == [
        f"line {number}: no plugin in use has a table {name}: its rows are left out"
        for number, name in ((2, "badge_kinds"), (3, "badges_given"))
    ]


def test_rows_that_come_later_get_numbers_of_their_own(catalogue):
    put(catalogue, "badge_kinds", {"id": 41, "name": "old"})
    with unit(catalogue) as session:
        session.execute(badges.insert().values(name="new"))
    assert [row["id"] > 41 for row in rows(catalogue, badges)] == [False, True]


def test_a_value_that_its_type_does_not_announce_is_told_by_the_dump(catalogue, monkeypatch):
    with unit(catalogue) as session:
        session.execute(badges.insert().values(id=7, name="seven"))
        session.execute(given.insert().values(**EMPTY, trimmed="x"))
    monkeypatch.setattr(Trimmed, "process_result_value", lambda *_: {"x"})
    with pytest.raises(Invalid, match="badges_given.trimmed: set is not a text, as its type"):
        dumped(catalogue)


def test_a_session_that_reads_stores_no_rows(catalogue):
    with reading(catalogue) as session, pytest.raises(Invalid, match="only reads"):
        session.tables.put("badge_kinds", [{"id": 1, "name": "x"}])


@pytest.mark.parametrize("call", ["count", "portions", "put"])
def test_another_table_is_none_of_a_plugin(catalogue, call):
    arguments = {"count": (), "portions": (5,), "put": ([],)}[call]
    with reading(catalogue) as session, pytest.raises(Invalid, match="has a table users"):
        list(getattr(session.tables, call)("users", *arguments))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("badges", "'badges' is no table of SQLAlchemy"),
        (sa.Table("keyless", sa.MetaData(), sa.Column("a", sa.Text)), "keyless has no primary key"),
        (
            sa.Table("addon", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True)),
            "addon is a table of the catalogue",
        ),
        (
            sa.Table("odd", sa.MetaData(), sa.Column("a", postgresql.INET, primary_key=True)),
            r"odd.a: a dump has no form for the type INET\(\)",
        ),
    ],
    ids=["no table", "keyless", "rival", "type"],
)
def test_a_table_that_cannot_be_in_dumps_stops_the_start(sqlite_url, table, reason):
    with pytest.raises(Invalid, match=reason):
        SqlCatalogue(sqlite_url, tables=[table])
