"""The plans of a centre: numbered versions, of which at most one is published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, message
from refillplan.domain.plans import Horizon, Plan, PlanState, Tiers
from refillplan.domain.visits import Visit
from refillplan.storage.audit.audited import BODIES, body_line, key_names, key_text
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.errors import PlanNotDraft, UnknownPlan
from refillplan.storage.mapping.alike import column_names, value_of
from refillplan.storage.mapping.plans import body_columns, header_columns, plan_of
from refillplan.storage.repositories.centres import centre_row
from refillplan.storage.repositories.changes import insert_rows
from refillplan.storage.rows.base import Columns, OfCentre, table_of
from refillplan.storage.rows.calls import CallRow
from refillplan.storage.rows.column_types import to_utc
from refillplan.storage.rows.plans import PlanExceptionRow, PlanNotPlannedRow, PlanRow, PlanVisitRow

R = TypeVar("R", PlanVisitRow, PlanExceptionRow, PlanNotPlannedRow)
Bodies = Mapping[str, Columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHeader:
    """A plan without its visits.

    Parameters
    ----------
    number
        1 for the first plan of the centre, then one more each.
    made_at
        When it was made, in UTC.
    centre_revision
        The revision of the centre that it was made from.
    told_until
        Last day up to which patients were told; None before publication.
    seconds
        How long the planner took.
    """

    centre: str
    number: int
    state: PlanState
    made_at: datetime
    today: date
    horizon: Horizon
    tiers: Tiers
    bounds: Tiers
    centre_revision: int
    told_until: date | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan with what the database knows of it; see `PlanHeader` for the fields."""

    number: int
    state: PlanState
    made_at: datetime
    centre_revision: int
    told_until: date | None
    seconds: float
    plan: Plan


class PlanRepository:
    """The plans that the database holds; every method raises `UnknownCentre` for a centre that it does not hold."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def add(self, plan: Plan, made_at: datetime, seconds: float, *, centre_revision: int | None = None) -> int:
        """Store a plan as a draft and return its number.

        Parameters
        ----------
        made_at
            When it was made; aware.
        seconds
            How long the planner took.
        centre_revision
            The revision of the centre that the plan was made from; None: the present one.
        """
        present = centre_row(self._session, plan.centre).revision
        highest = self._session.scalar(select(func.max(PlanRow.number)).where(PlanRow.centre == plan.centre))
        number = (highest or 0) + 1
        header: Columns = {
            "centre": plan.centre,
            "number": number,
            "state": PlanState.DRAFT,
            "made_at": to_utc(made_at),
            **header_columns(plan),
            "centre_revision": present if centre_revision is None else centre_revision,
            "told_until": None,
            "seconds": seconds,
        }
        self._session.execute(insert(PlanRow).values(**header))
        for row, values in body_columns(plan).items():
            place: Columns = {"centre": plan.centre, "number": number}
            rows = [{**place, "position": position, **columns} for position, columns in enumerate(values)]
            insert_rows(self._session, row, rows)
        self._record(plan.centre, number, None, header)
        self._record_bodies(plan.centre, number, {}, self._bodies(plan.centre, number))
        return number

    def get(self, centre: str, number: int) -> StoredPlan:
        """Return a plan.

        Raises
        ------
        UnknownPlan
            If the centre has no plan of that number.
        """
        zone = ZoneInfo(centre_row(self._session, centre).timezone)
        header = self._header(centre, number)
        plan = plan_of(
            header,
            self._rows(PlanVisitRow, header),
            self._rows(PlanExceptionRow, header),
            self._rows(PlanNotPlannedRow, header),
            zone,
        )
        return StoredPlan(
            number=header.number,
            state=header.state,
            made_at=header.made_at,
            centre_revision=header.centre_revision,
            told_until=header.told_until,
            seconds=header.seconds,
            plan=plan,
        )

    def latest(self, centre: str) -> StoredPlan | None:
        """Return the plan with the highest number, or None if there is none."""
        headers = self.list(centre)
        return self.get(centre, headers[-1].number) if headers else None

    def published(self, centre: str) -> StoredPlan | None:
        """Return the plan in force, or None if there is none."""
        numbers = (header.number for header in self.list(centre) if header.state is PlanState.PUBLISHED)
        number = next(numbers, None)
        return None if number is None else self.get(centre, number)

    def list(self, centre: str) -> tuple[PlanHeader, ...]:
        """Return the headers of all plans of a centre, by number."""
        centre_row(self._session, centre)
        chosen = select(PlanRow).where(PlanRow.centre == centre).order_by(PlanRow.number)
        return tuple(map(_header_of, self._session.scalars(chosen)))

    def publish(self, centre: str, number: int, told_until: date, later: Iterable[Visit] = ()) -> None:
        """Put a draft in force: the plan published before is past, visits up to ``told_until`` are told.

        Parameters
        ----------
        later
            Visits after that day that are told, too.

        Raises
        ------
        UnknownPlan
            If the centre has no plan of that number.
        PlanNotDraft
            If it is not a draft.
        """
        centre_row(self._session, centre)
        if self._header(centre, number).state is not PlanState.DRAFT:
            raise PlanNotDraft(message(N_("plan {number} was published before"), number=number))
        for header in self.list(centre):
            if header.state is PlanState.PUBLISHED:
                self._change(centre, header.number, {"state": header.state}, {"state": PlanState.PAST})
        before: Columns = {"state": PlanState.DRAFT, "told_until": None}
        self._change(centre, number, before, {"state": PlanState.PUBLISHED, "told_until": told_until})
        self._mark_told(centre, number, told_until)
        for visit in later:
            its = (PlanVisitRow.centre == centre) & (PlanVisitRow.number == number) & (PlanVisitRow.patient == visit.patient)
            there = PlanVisitRow.starts_at == visit.starts_at
            self._session.execute(update(PlanVisitRow).where(its & there).values(told=True))

    def tell(self, centre: str, number: int, told_until: date) -> None:
        """Tell the visits of a published plan up to a later day.

        Raises
        ------
        UnknownPlan
            If the centre has no plan of that number.
        """
        before: Columns = {"told_until": self._header(centre, number).told_until}
        self._change(centre, number, before, {"told_until": told_until})
        self._mark_told(centre, number, told_until)

    def drop_drafts(self, centre: str, patients: Collection[str]) -> None:
        """Take away the drafts that name patients who are to leave the database, with what was answered to them."""
        named: set[int] = set()
        for row in BODIES:
            its = (row.centre == centre) & row.patient.in_(patients)
            named.update(self._session.scalars(select(row.number).where(its)))
        for header in self.list(centre):
            if header.state is PlanState.DRAFT and header.number in named:
                self._drop(centre, header.number)

    def _drop(self, centre: str, number: int) -> None:
        """Take a plan away with all that hangs on it."""
        gone = [_removed(row) for row in self._session.scalars(select(CallRow).where(_its(CallRow, centre, number)))]
        gone.append(_removed(self._header(centre, number)))
        bodies = self._bodies(centre, number)
        for part in (CallRow, *BODIES, PlanRow):
            self._session.execute(delete(part).where(_its(part, centre, number)))
        self._audit.record(centre, gone)
        self._record_bodies(centre, number, bodies, {})

    def _mark_told(self, centre: str, number: int, told_until: date) -> None:
        before = self._bodies(centre, number)
        up_to = PlanVisitRow.session_on <= told_until
        self._session.execute(update(PlanVisitRow).where(_its(PlanVisitRow, centre, number) & up_to).values(told=True))
        self._record_bodies(centre, number, before, self._bodies(centre, number))

    def _bodies(self, centre: str, number: int) -> Bodies:
        """Return what the audit keeps of a plan's rows in each table that has any."""
        found = {row.__tablename__: body_line(self._session, row, {"centre": centre, "number": number}) for row in BODIES}
        return {table: columns for table, columns in found.items() if columns["rows"]}

    def _record_bodies(self, centre: str, number: int, before: Bodies, after: Bodies) -> None:
        tables = [row.__tablename__ for row in BODIES if before.get(row.__tablename__) != after.get(row.__tablename__)]
        changes = [Change(table=table, key=str(number), old=before.get(table), new=after.get(table)) for table in tables]
        self._audit.record(centre, changes)

    def _header(self, centre: str, number: int) -> PlanRow:
        row = self._session.get(PlanRow, (centre, number))
        if row is None:
            raise UnknownPlan(message(N_("the centre {centre} has no plan {number}"), centre=centre, number=number))
        return row

    def _rows(self, row: type[R], header: PlanRow) -> Sequence[R]:
        chosen = select(row).where(row.centre == header.centre, row.number == header.number).order_by(row.position)
        return self._session.scalars(chosen).all()

    def _change(self, centre: str, number: int, old: Columns, new: Columns) -> None:
        here = (PlanRow.centre == centre) & (PlanRow.number == number)
        self._session.execute(update(PlanRow).where(here).values(**new))
        self._record(centre, number, old, new)

    def _record(self, centre: str, number: int, old: Columns | None, new: Columns) -> None:
        self._audit.record(centre, [Change(table=PlanRow.__tablename__, key=str(number), old=old, new=new)])


def _header_of(row: PlanRow) -> PlanHeader:
    return PlanHeader(
        centre=row.centre,
        number=row.number,
        state=row.state,
        made_at=row.made_at,
        today=row.today,
        horizon=value_of(Horizon, row, "horizon_"),
        tiers=value_of(Tiers, row, "tiers_"),
        bounds=value_of(Tiers, row, "bounds_"),
        centre_revision=row.centre_revision,
        told_until=row.told_until,
        seconds=row.seconds,
    )


def _its(
    part: type[CallRow | PlanVisitRow | PlanExceptionRow | PlanNotPlannedRow | PlanRow], centre: str, number: int
) -> ColumnElement[bool]:
    return (part.centre == centre) & (part.number == number)


def _removed(row: OfCentre) -> Change:
    columns: Columns = {name: getattr(row, name) for name in column_names(type(row))}
    table = table_of(type(row))
    return Change(table=table.name, key=key_text(columns, key_names(table)), old=columns, new=None)
