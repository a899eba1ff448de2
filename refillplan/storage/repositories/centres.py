"""The centres of a database: load one whole, merge one in, replace its booked visits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.messages import N_, message
from refillplan.domain.people import Fill, NotDone, Operator, Patient, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Visit
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.errors import UnknownCentre
from refillplan.storage.mapping.alike import value_of
from refillplan.storage.mapping.centre import PARTS, review_of, settings_columns
from refillplan.storage.mapping.forecast import forecast_of
from refillplan.storage.mapping.visits import visit_columns, visit_of
from refillplan.storage.repositories.changes import Difference, apply, apply_bookings, compare, remove, stored_rows
from refillplan.storage.rows.base import OfCentre
from refillplan.storage.rows.centre import CentreRow, PumpModelRow, SupplyRow, TheatreDayRow, VisitKindRow
from refillplan.storage.rows.decisions import DecisionRow
from refillplan.storage.rows.people import FillRow, LeaveRow, NotDoneRow, OperatorRow, PatientRow, PumpRow, UnavailabilityRow
from refillplan.storage.rows.sessions import ClosureRow, OpeningRow, SessionTemplateRow
from refillplan.storage.rows.visits import BookingRow

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMerge:
    """What a merge did to one table.

    Parameters
    ----------
    added, changed, unchanged
        Numbers of the given rows that were new, were stored differently, or were stored just so.
    kept_keys
        Natural keys of the rows that stay in the database although they were not given.
    """

    table: str
    added: int
    changed: int
    unchanged: int
    kept_keys: tuple[str, ...]

    @property
    def kept(self) -> int:
        """Number of rows that stay although they were not given."""
        return len(self.kept_keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did: one entry for each table of a centre, and the sums over them."""

    tables: tuple[TableMerge, ...]

    @property
    def added(self) -> int:
        """Rows that were new."""
        return sum(table.added for table in self.tables)

    @property
    def changed(self) -> int:
        """Rows that were stored differently."""
        return sum(table.changed for table in self.tables)

    @property
    def unchanged(self) -> int:
        """Rows that were stored just so."""
        return sum(table.unchanged for table in self.tables)

    @property
    def kept(self) -> int:
        """Rows that stay although they were not given."""
        return sum(table.kept for table in self.tables)


class CentreRepository:
    """The centres that the database holds.

    Loaded tuples stand in the order of their natural keys, each part of a key compared as text, None first:
    visit kinds by kind; pump models by model; patients by code; pumps by serial; fills by patient, day, kind;
    operators by code; sessions by weekday, half-day, valid_from; closures by from_on, to_on, half-day; openings
    by day, half-day; leaves by operator, from_on, to_on, half-day; unavailabilities by patient, from_on, to_on,
    half-day; visits by day, half-day, patient, kind; visits not done by patient, day, kind; supply by day, model,
    source; theatre days by day; decisions by serial, day.
    """

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit
        self._touched: set[str] = set()

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all centres, sorted."""
        return tuple(sorted(self._session.scalars(select(CentreRow.code))))

    def load(self, code: str) -> Centre:
        """Return a centre with all that it has entered.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        """
        row = centre_row(self._session, code)
        zone = ZoneInfo(row.timezone)
        return Centre(
            code=row.code,
            name=row.name,
            timezone=row.timezone,
            holiday_zone=row.holiday_zone,
            protocol=value_of(Protocol, row, "protocol_"),
            planning=value_of(PlanningSettings, row, "planning_"),
            comfort=value_of(ComfortWeights, row, "comfort_"),
            review=review_of(row),
            forecast=forecast_of(row.forecast),
            visit_kinds=self._values(VisitKind, VisitKindRow, code),
            pump_models=self._values(PumpModel, PumpModelRow, code),
            patients=self._values(Patient, PatientRow, code),
            pumps=self._values(Pump, PumpRow, code),
            fills=self._values(Fill, FillRow, code),
            operators=self._values(Operator, OperatorRow, code),
            sessions=self._values(SessionTemplate, SessionTemplateRow, code),
            closures=self._values(Closure, ClosureRow, code),
            openings=self._values(Opening, OpeningRow, code),
            leaves=self._values(Leave, LeaveRow, code),
            unavailabilities=self._values(Unavailability, UnavailabilityRow, code),
            visits=tuple(visit_of(booking, zone) for booking in stored_rows(self._session, BookingRow, code)),
            not_done=self._values(NotDone, NotDoneRow, code),
            supply=self._values(Supply, SupplyRow, code),
            theatre=self._values(TheatreDay, TheatreDayRow, code),
            decisions=self._values(Decision, DecisionRow, code),
        )

    def revision(self, code: str) -> int:
        """Return how many units of work have changed the centre's data; its plans do not count.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        """
        return centre_row(self._session, code).revision

    def merge(self, centre: Centre) -> MergeReport:
        """Add what is new in ``centre`` and update what differs, by natural key; remove nothing.

        Raises
        ------
        DuplicateRow
            If ``centre`` names the same thing twice.
        BrokenReference
            If one of its entries names a patient, an operator or a visit kind that the centre does not have.
        PlaceTaken
            If a visit comes into a place that has another one at that time, or that its half-day does not have.
        """
        tables = [self._merge_settings(centre)]
        for part in PARTS:
            difference = compare(self._session, part.row, centre.code, part.columns(centre))
            self._apply(centre.code, difference, removing=False)
            tables.append(_table_merge(difference))
        return MergeReport(tables=tuple(tables))

    def replace(self, centre: Centre) -> None:
        """Make ``centre`` what the database holds of it: add, change and remove.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        DuplicateRow, BrokenReference, PlaceTaken
            As for `merge`.
        """
        centre_row(self._session, centre.code)
        self._merge_settings(centre)
        differences = [compare(self._session, part.row, centre.code, part.columns(centre)) for part in PARTS]
        for difference in differences:
            self._apply(centre.code, difference, removing=difference.table.name == BookingRow.__tablename__)
        for difference in reversed(differences):  # what others name goes last
            if difference.table.name != BookingRow.__tablename__:
                self._record(centre.code, remove(self._session, difference))

    def replace_bookings(self, code: str, visits: Iterable[Visit]) -> None:
        """Make ``visits`` the visits that are booked at present.

        Raises
        ------
        UnknownCentre
            If the database holds no centre of that code.
        DuplicateRow
            If a patient has two visits of the same kind in one session.
        PlaceTaken
            As for `merge`.
        """
        centre_row(self._session, code)
        difference = compare(self._session, BookingRow, code, map(visit_columns, visits))
        self._apply(code, difference, removing=True)

    def _values(self, make: Callable[..., V], row: type[OfCentre], code: str) -> tuple[V, ...]:
        return tuple(value_of(make, stored) for stored in stored_rows(self._session, row, code))

    def _merge_settings(self, centre: Centre) -> TableMerge:
        row = self._session.get(CentreRow, centre.code)
        new = settings_columns(centre)
        old = None if row is None else {name: getattr(row, name) for name in new}
        if old is None:
            self._session.execute(insert(CentreRow).values(revision=1, **new))
            self._touched.add(centre.code)
            new = {**new, "revision": 1}
        elif old != new:
            self._session.execute(update(CentreRow).where(CentreRow.code == centre.code).values(**new))
        if old != new:
            self._record(centre.code, [Change(table=CentreRow.__tablename__, key=centre.code, old=old, new=new)])
        return TableMerge(
            table=CentreRow.__tablename__,
            added=int(old is None),
            changed=int(old is not None and old != new),
            unchanged=int(old == new),
            kept_keys=(),
        )

    def _apply(self, code: str, difference: Difference, *, removing: bool) -> None:
        write = apply_bookings if difference.table.name == BookingRow.__tablename__ else apply
        self._record(code, write(self._session, difference, removing=removing))

    def touch(self, code: str) -> None:
        """Raise the revision of a centre whose data something else changes, once in a unit of work."""
        if code in self._touched:
            return
        self._touched.add(code)
        present = self._session.scalar(select(CentreRow.revision).where(CentreRow.code == code)) or 0
        self._session.execute(update(CentreRow).where(CentreRow.code == code).values(revision=present + 1))
        raised = Change(table=CentreRow.__tablename__, key=code, old={"revision": present}, new={"revision": present + 1})
        self._audit.record(code, [raised])

    def _record(self, code: str, changes: list[Change]) -> None:
        """Write the audit of changes and, before it, raise the revision."""
        if changes:
            self.touch(code)
        self._audit.record(code, changes)


def centre_row(session: Session, code: str) -> CentreRow:
    """Return the row of a centre.

    Raises
    ------
    UnknownCentre
        If the database holds no centre of that code.
    """
    row = session.get(CentreRow, code)
    if row is None:
        raise UnknownCentre(message(N_("there is no centre {code} in this database"), code=code))
    return row


def _table_merge(difference: Difference) -> TableMerge:
    return TableMerge(
        table=difference.table.name,
        added=len(difference.added),
        changed=len(difference.changed),
        unchanged=difference.unchanged,
        kept_keys=tuple(map(difference.key_text, difference.absent)),
    )
