"""A small centre with a year in force, and what happens to it."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.sessions import Closure
from refillplan.services.calls.publishing import Published, publish
from refillplan.services.core.access import looking
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.plans.planning import PlanKept, make_plan
from refillplan.storage import Store

sys.path.append(str(Path(__file__).parents[1] / "storage"))  # its databases serve here, too
SAMPLES = Path(__file__).parents[2] / "sample_data"
TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
ACTOR = "nurse1"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = field(default=AT)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: int) -> None:
        self.at += timedelta(**by)


def year_in_force(store: Store, folder: Path = SAMPLES / "small") -> None:
    """Import the small sample, plan 52 weeks of it and publish them."""
    assert isinstance(import_folder(store, folder, TODAY, actor=ACTOR, at=AT), Imported)
    planned_and_published(store, AT)


def planned_and_published(store: Store, at: datetime) -> None:
    made = make_plan(store, "SMALL", TODAY, 52, actor=ACTOR, at=at)
    assert isinstance(made, PlanKept), made
    done = publish(store, "SMALL", TODAY, called=True, actor=ACTOR, at=at)
    assert isinstance(done, Published), done


def entries(store: Store) -> tuple[CalendarEntry, ...]:
    with looking(store) as work:
        return work.calendar.entries("SMALL")


def move_a_visit(store: Store, at: datetime) -> CalendarEntry:
    """Close the day of a visit half a year away and publish what follows; return that visit as it was."""
    moved = next(entry for entry in entries(store) if entry.session.on > TODAY + timedelta(days=180))
    day = moved.session.on
    enter_closure(store, "SMALL", TODAY, Closure(from_on=day, to_on=day), actor=ACTOR, at=at)
    planned_and_published(store, at)
    return moved


def cancel_a_visit(store: Store, at: datetime) -> CalendarEntry:
    """Record today as done what was booked for a coming day; return that visit as it was."""
    first = next(entry for entry in entries(store) if not entry.cancelled)
    record_done(store, "SMALL", TODAY, FillEntry(patient=first.patient), actor=ACTOR, at=at)
    return first
