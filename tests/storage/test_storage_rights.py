"""The rights that the deployment page gives to staff suffice for their work, and not to lift what guards the audit."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from storage_values import AT, CENTRE

from refillplan.domain.roles import Role
from refillplan.storage import DatabaseReadOnly, NotAllowed, Store

STAFF, MARIE = f"staff_{os.getpid()}", f"marie_{os.getpid()}"  # one server for all test processes
PAGES = Path(__file__).parents[2] / "refillplan" / "deployment"


def as_owner(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(params=["page.md", "page.fr.md"])
def staff_url(request: pytest.FixtureRequest, postgresql_url: str) -> Iterator[str]:
    """Address of a database as a member of the staff has it, with the rights of the page."""
    lines = (PAGES / request.param).read_text(encoding="utf-8").splitlines()
    grants = [line.replace("TO staff", f"TO {STAFF}") for line in lines if line.startswith("GRANT")]
    assert len(grants) == 2
    with closing(Store.open(postgresql_url)) as owner:
        owner.upgrade()
    as_owner(postgresql_url, f"CREATE ROLE {STAFF}", *grants, f"CREATE ROLE {MARIE} LOGIN PASSWORD 'm' IN ROLE {STAFF}")
    yield sa.make_url(postgresql_url).set(username=MARIE, password="m").render_as_string(hide_password=False)
    as_owner(postgresql_url, f"DROP OWNED BY {STAFF}", f"DROP ROLE {MARIE}", f"DROP ROLE {STAFF}")


def test_staff_work_under_their_own_name_alone(staff_url: str) -> None:
    with closing(Store.open(staff_url)) as store:
        with store.unit_of_work(MARIE, AT) as work:
            work.centres.merge(CENTRE)
            work.actors.put(MARIE, Role.ADMINISTRATOR)
            work.commit()
        with store.look() as work:
            assert work.centres.codes() == (CENTRE.code,)
            assert not work.check_audit().faults
        with pytest.raises(NotAllowed, match="cannot act as jean"), store.unit_of_work("jean", AT):
            pass


def test_staff_cannot_lift_the_guards(staff_url: str) -> None:
    engine = sa.create_engine(sa.make_url(staff_url).set(drivername="postgresql+pg8000"))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="must be owner"):
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER ALL")
    engine.dispose()


def test_who_has_no_rights_is_told_so_and_not_that_reading_is_allowed(postgresql_url: str) -> None:
    newcomer = f"newcomer_{os.getpid()}"
    with closing(Store.open(postgresql_url)) as owner:
        owner.upgrade()
    as_owner(postgresql_url, f"CREATE ROLE {newcomer} LOGIN PASSWORD 'x'")
    url = sa.make_url(postgresql_url).set(username=newcomer, password="x").render_as_string(hide_password=False)
    try:
        with (
            closing(Store.open(url)) as store,
            pytest.raises(DatabaseReadOnly, match="does not give its user the rights"),
            store.look(),
        ):
            pass
    finally:
        as_owner(postgresql_url, f"DROP ROLE {newcomer}")
