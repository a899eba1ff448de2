"""From a centre to its rows and back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from refillplan.domain.centre import Centre
from refillplan.domain.settings import ReviewRule
from refillplan.storage.mapping.alike import columns_of
from refillplan.storage.mapping.forecast import forecast_text
from refillplan.storage.mapping.visits import visit_columns
from refillplan.storage.rows.base import Columns, OfCentre
from refillplan.storage.rows.centre import CentreRow, PumpModelRow, SupplyRow, TheatreDayRow, VisitKindRow
from refillplan.storage.rows.decisions import DecisionRow
from refillplan.storage.rows.people import FillRow, LeaveRow, NotDoneRow, OperatorRow, PatientRow, PumpRow, UnavailabilityRow
from refillplan.storage.rows.sessions import ClosureRow, OpeningRow, SessionTemplateRow
from refillplan.storage.rows.visits import BookingRow


def settings_columns(centre: Centre) -> Columns:
    """Return the columns of the centre's own row, without its revision."""
    return {
        "code": centre.code,
        "name": centre.name,
        "timezone": centre.timezone,
        "holiday_zone": centre.holiday_zone,
        **columns_of(centre.protocol, "protocol_"),
        **columns_of(centre.planning, "planning_"),
        **columns_of(centre.comfort, "comfort_"),
        "review_kind": None if centre.review is None else centre.review.kind,
        "review_every_months": None if centre.review is None else centre.review.every_months,
        "forecast": forecast_text(centre.forecast),
    }


def review_of(row: CentreRow) -> ReviewRule | None:
    """Return the review rule of a centre's row; None where it has none."""
    if row.review_kind is None or row.review_every_months is None:
        return None
    return ReviewRule(kind=row.review_kind, every_months=row.review_every_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the tuples of a centre: the row class that keeps it, and its values as columns."""

    row: type[OfCentre]
    columns: Callable[[Centre], Iterable[Columns]]


PARTS: tuple[Part, ...] = (
    Part(row=VisitKindRow, columns=lambda centre: map(columns_of, centre.visit_kinds)),
    Part(row=PumpModelRow, columns=lambda centre: map(columns_of, centre.pump_models)),
    Part(row=PatientRow, columns=lambda centre: map(columns_of, centre.patients)),
    Part(row=PumpRow, columns=lambda centre: map(columns_of, centre.pumps)),
    Part(row=FillRow, columns=lambda centre: map(columns_of, centre.fills)),
    Part(row=OperatorRow, columns=lambda centre: map(columns_of, centre.operators)),
    Part(row=SessionTemplateRow, columns=lambda centre: map(columns_of, centre.sessions)),
    Part(row=ClosureRow, columns=lambda centre: map(columns_of, centre.closures)),
    Part(row=OpeningRow, columns=lambda centre: map(columns_of, centre.openings)),
    Part(row=LeaveRow, columns=lambda centre: map(columns_of, centre.leaves)),
    Part(row=UnavailabilityRow, columns=lambda centre: map(columns_of, centre.unavailabilities)),
    Part(row=BookingRow, columns=lambda centre: map(visit_columns, centre.visits)),
    Part(row=NotDoneRow, columns=lambda centre: map(columns_of, centre.not_done)),
    Part(row=SupplyRow, columns=lambda centre: map(columns_of, centre.supply)),
    Part(row=TheatreDayRow, columns=lambda centre: map(columns_of, centre.theatre)),
    Part(row=DecisionRow, columns=lambda centre: map(columns_of, centre.decisions)),
)
"""All parts of a centre, those that others name first."""
