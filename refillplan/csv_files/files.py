"""All files of a folder, loaded, each under the name of its table."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from refillplan.csv_files import tables
from refillplan.csv_files.booked_row import BookedRow
from refillplan.csv_files.loading import Loaded, load
from refillplan.domain.decisions import Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.people import Fill, NotDone, Operator, Patient, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.visit_kinds import VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What could be read of each file."""

    visit_kinds: Loaded[VisitKind]
    pump_models: Loaded[PumpModel]
    patients: Loaded[Patient]
    pumps: Loaded[Pump]
    fills: Loaded[Fill]
    operators: Loaded[Operator]
    sessions: Loaded[SessionTemplate]
    closures: Loaded[Closure]
    openings: Loaded[Opening]
    leaves: Loaded[Leave]
    unavailabilities: Loaded[Unavailability]
    visits: Loaded[BookedRow]
    not_done: Loaded[NotDone]
    supply: Loaded[Supply]
    theatre: Loaded[TheatreDay]
    decisions: Loaded[Decision]

    @property
    def in_order(self) -> tuple[Loaded[object], ...]:
        """Every file, in the order of the contract."""
        return tuple(getattr(self, table.name) for table in tables.TABLES)


def load_files(folder: Path, today: date) -> Files:
    """Read every CSV file of the contract, each for itself."""
    return Files(
        visit_kinds=load(folder, tables.VISIT_KINDS, today),
        pump_models=load(folder, tables.PUMP_MODELS, today),
        patients=load(folder, tables.PATIENTS, today),
        pumps=load(folder, tables.PUMPS, today),
        fills=load(folder, tables.FILLS, today),
        operators=load(folder, tables.OPERATORS, today),
        sessions=load(folder, tables.SESSIONS, today),
        closures=load(folder, tables.CLOSURES, today),
        openings=load(folder, tables.OPENINGS, today),
        leaves=load(folder, tables.LEAVES, today),
        unavailabilities=load(folder, tables.UNAVAILABILITIES, today),
        visits=load(folder, tables.VISITS, today),
        not_done=load(folder, tables.NOT_DONE, today),
        supply=load(folder, tables.SUPPLY, today),
        theatre=load(folder, tables.THEATRE, today),
        decisions=load(folder, tables.DECISIONS, today),
    )
