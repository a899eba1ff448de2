"""Column types and connections: what the databases would lose or not mind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_values import AT

from refillplan.domain.half_days import HalfDay
from refillplan.storage import Store
from refillplan.storage.database.addresses import parse
from refillplan.storage.database.engines import make_engine
from refillplan.storage.rows.column_types import CodeSet, CodeTuple, DayPart, SinceDay, UtcDateTime

THINGS = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("part", DayPart),
    sa.Column("since", SinceDay),
    sa.Column("codes", CodeTuple),
    sa.Column("kinds", CodeSet),
)


@pytest.fixture
def connection(empty_url: str) -> Iterator[sa.Connection]:
    """A connection as the storage makes them, to a database with one table."""
    engine = make_engine(parse(empty_url), 5.0)
    with engine.connect() as connection:
        THINGS.create(connection)
        yield connection
    engine.dispose()


def kept(connection: sa.Connection, column: str, value: object) -> object:
    number = connection.scalar(sa.insert(THINGS).values({column: value}).returning(THINGS.c.id))
    found: object = connection.scalar(sa.select(THINGS.c[column]).where(THINGS.c.id == number))
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.datetimes(timezones=st.timezones()).filter(lambda at: 1 < at.year < 9999))
def test_an_instant_comes_back_in_utc(connection: sa.Connection, at: datetime) -> None:
    found = kept(connection, "at", at)
    assert isinstance(found, datetime)
    assert found == at.astimezone(UTC)
    assert found.tzinfo is UTC


def test_an_instant_without_zone_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.StatementError, match="no time zone"):
        kept(connection, "at", datetime(2027, 1, 4, 8))  # noqa: DTZ001


def test_instants_are_compared_as_instants(connection: sa.Connection) -> None:
    kept(connection, "at", AT)
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert connection.scalars(sa.select(THINGS.c.at).where(THINGS.c.at == elsewhere)).all() == [AT]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("part", HalfDay.AM),
        ("part", HalfDay.PM),
        ("part", None),
        ("since", date(2027, 1, 4)),
        ("since", None),
        ("codes", ("b", "a", "b")),
        ("codes", ()),
        ("kinds", frozenset({"b", "a"})),
        ("kinds", frozenset()),
    ],
)
def test_values_come_back_as_they_were(connection: sa.Connection, column: str, value: object) -> None:
    assert kept(connection, column, value) == value


@pytest.mark.parametrize("column", ["part", "since"])
def test_an_open_part_of_a_key_is_stored_as_a_value(connection: sa.Connection, column: str) -> None:
    kept(connection, column, None)
    assert connection.exec_driver_sql(f"SELECT count(*) FROM things WHERE {column} IS NULL").scalar() == 0


def test_every_sqlite_connection_is_prepared(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = make_engine(parse(f"sqlite:///{tmp_path_factory.mktemp('pragmas') / 'x.db'}"), 2.5)
    for _ in range(2):
        with engine.connect() as connection:
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode", "busy_timeout")
            ]
            connection.detach()
        assert pragmas == [1, "wal", 2500]
    engine.dispose()


def test_foreign_keys_hold_in_raw_sql_too(centre_store: Store, url: str) -> None:
    engine = make_engine(parse(url), 5.0)
    with engine.connect() as connection, pytest.raises(Exception, match="does not have"):
        connection.exec_driver_sql("DELETE FROM patients WHERE patient = 'P001'")
    engine.dispose()
