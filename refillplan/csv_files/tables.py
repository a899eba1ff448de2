"""The files of the contract (design 5.1): their columns, in order, and the value that a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from refillplan.csv_files.booked_row import BookedRow
from refillplan.csv_files.cells import (
    decimal_number,
    instant,
    iso_date,
    one_of,
    pins,
    time_of_day,
    verbatim,
    whole_number,
    word,
    word_set,
    words,
    yes_no,
)
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Fill, NotDone, NotDoneReason, Operator, Patient, Role, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.visit_kinds import VisitKind

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: how its cells are read, and what must hold of each cell alone.

    Parameters
    ----------
    parse
        From the text of a cell that is not empty to its value; raises `InvalidValue`.
    needed
        Whether a cell may not be empty. An empty cell takes the default of the domain value.
    refers_to
        Name of the table whose key each code of the cell must be.
    done
        Whether the date tells of something done, and so may not lie after today.
    """

    name: str
    parse: Callable[[str], object]
    needed: bool
    refers_to: str | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T_co]):
    """One file.

    Parameters
    ----------
    name
        The file without ``.csv``; also the field of `Centre` that holds its rows.
    build
        Makes the value of a row from the cells that are not empty, by column name.
    key
        The columns that no two rows may share; where one may be empty, empty is a value like any other.
    needed
        Whether the file must be there; another that is missing has no rows.
    """

    name: str
    build: Callable[..., T_co]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    needed: bool = False

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the contract."""
        return tuple(column.name for column in self.columns)


def _needed(name: str, parse: Callable[[str], object], *, refers_to: str | None = None, done: bool = False) -> Column:
    return Column(name=name, parse=parse, needed=True, refers_to=refers_to, done=done)


def _maybe(name: str, parse: Callable[[str], object], *, refers_to: str | None = None, done: bool = False) -> Column:
    return Column(name=name, parse=parse, needed=False, refers_to=refers_to, done=done)


_half_day = one_of(HalfDay)
_HOURS = (
    _needed("opens", time_of_day),
    _needed("closes", time_of_day),
    _needed("places", whole_number),
    _maybe("operators", words, refers_to="operators"),
    _maybe("comfortable_visits", whole_number),
)
_DAYS = (_needed("from_on", iso_date), _needed("to_on", iso_date), _maybe("half_day", _half_day))

VISIT_KINDS = Table(
    name="visit_kinds",
    build=VisitKind,
    key=("kind",),
    needed=True,
    columns=(
        _needed("kind", word),
        _needed("place_minutes", whole_number),
        _needed("operator_minutes", whole_number),
        _needed("needs_physician", yes_no),
        _needed("fills", yes_no),
    ),
)
PUMP_MODELS = Table(
    name="pump_models",
    build=PumpModel,
    key=("model",),
    columns=(
        _needed("model", word),
        _maybe("maker", verbatim),
        _maybe("life_min_years", decimal_number),
        _maybe("life_max_years", decimal_number),
        _maybe("implantable_new", yes_no),
        _maybe("ce_marked", yes_no),
        _maybe("source", verbatim),
        _maybe("source_on", iso_date),
    ),
)
PATIENTS = Table(
    name="patients",
    build=Patient,
    key=("patient",),
    needed=True,
    columns=(
        _needed("patient", word),
        _maybe("usual_weekday", whole_number),
        _maybe("preferred_half_day", _half_day),
        _maybe("preferred_operator", word, refers_to="operators"),
        _maybe("target_days", whole_number),
        _maybe("limit_days", whole_number),
        _maybe("not_after", iso_date),
        _maybe("override_reason", verbatim),
        _maybe("last_review_on", iso_date, done=True),
        _maybe("active_from", iso_date),
        _maybe("active_to", iso_date),
    ),
)
PUMPS = Table(
    name="pumps",
    build=Pump,
    key=("serial",),
    needed=True,
    columns=(
        _needed("serial", word),
        _needed("patient", word, refers_to="patients"),
        _needed("model", word, refers_to="pump_models"),
        _needed("implanted_on", iso_date, done=True),
        _maybe("ended_on", iso_date),
        _maybe("end_cause", verbatim),
        _maybe("extended_until", iso_date),
        _maybe("low_battery_on", iso_date),
    ),
)
FILLS = Table(
    name="fills",
    build=Fill,
    key=("patient", "kind", "filled_on"),
    columns=(
        _needed("patient", word, refers_to="patients"),
        _maybe("serial", word, refers_to="pumps"),
        _needed("filled_on", iso_date, done=True),
        _needed("kind", word, refers_to="visit_kinds"),
        _maybe("operator", word, refers_to="operators"),
        _maybe("lot", verbatim),
        _maybe("readings", verbatim),
    ),
)
OPERATORS = Table(
    name="operators",
    build=partial(Operator, kinds=frozenset()),
    key=("operator",),
    needed=True,
    columns=(
        _needed("operator", word),
        _needed("role", one_of(Role)),
        _maybe("kinds", word_set, refers_to="visit_kinds"),
    ),
)
SESSIONS = Table(
    name="sessions",
    build=partial(SessionTemplate, operators=()),
    needed=True,
    columns=(
        _needed("weekday", whole_number),
        _needed("half_day", _half_day),
        *_HOURS,
        _maybe("valid_from", iso_date),
        _maybe("valid_to", iso_date),
    ),
)
_DAYS_KEY = ("from_on", "to_on", "half_day")
CLOSURES = Table(name="closures", build=Closure, key=_DAYS_KEY, columns=(*_DAYS, _maybe("reason", verbatim)))
OPENINGS = Table(
    name="openings",
    build=partial(Opening, operators=()),
    key=("on", "half_day"),
    columns=(
        _needed("on", iso_date),
        _needed("half_day", _half_day),
        *_HOURS,
        _maybe("reason", verbatim),
    ),
)
LEAVES = Table(
    name="leaves",
    build=Leave,
    key=("operator", *_DAYS_KEY),
    columns=(_needed("operator", word, refers_to="operators"), *_DAYS),
)
UNAVAILABILITIES = Table(
    name="unavailabilities",
    build=Unavailability,
    key=("patient", *_DAYS_KEY),
    columns=(_needed("patient", word, refers_to="patients"), *_DAYS, _needed("hard", yes_no)),
)
VISITS = Table(
    name="visits",
    build=BookedRow,
    columns=(
        _needed("patient", word, refers_to="patients"),
        _needed("kind", word, refers_to="visit_kinds"),
        _needed("starts_at", instant),
        _needed("operator", word, refers_to="operators"),
        _needed("place", whole_number),
        _needed("told", yes_no),
        _maybe("pins", pins),
    ),
)
NOT_DONE = Table(
    name="not_done",
    build=NotDone,
    key=("patient", "on", "kind"),
    columns=(
        _needed("patient", word, refers_to="patients"),
        _needed("on", iso_date, done=True),
        _needed("kind", word, refers_to="visit_kinds"),
        _needed("reason", one_of(NotDoneReason)),
    ),
)
SUPPLY = Table(
    name="supply",
    build=Supply,
    key=("available_on", "model", "source"),
    columns=(
        _needed("available_on", iso_date),
        _needed("model", word, refers_to="pump_models"),
        _needed("units", whole_number),
        _maybe("source", verbatim),
    ),
)
THEATRE = Table(
    name="theatre",
    build=TheatreDay,
    key=("on",),
    columns=(_needed("on", iso_date), _needed("places", whole_number), _maybe("teams", verbatim)),
)
DECISIONS = Table(
    name="decisions",
    build=Decision,
    key=("serial", "decided_on"),
    columns=(
        _needed("serial", word, refers_to="pumps"),
        _needed("decided_on", iso_date, done=True),
        _needed("choice", one_of(Choice)),
        _needed("signed_by", word, refers_to="operators"),
        _needed("document", verbatim),
        _maybe("reason", verbatim),
        _maybe("extended_until", iso_date),
        _maybe("theatre_on", iso_date),
    ),
)

TABLES: tuple[Table[object], ...] = (
    VISIT_KINDS,
    PUMP_MODELS,
    PATIENTS,
    PUMPS,
    FILLS,
    OPERATORS,
    SESSIONS,
    CLOSURES,
    OPENINGS,
    LEAVES,
    UNAVAILABILITIES,
    VISITS,
    NOT_DONE,
    SUPPLY,
    THEATRE,
    DECISIONS,
)
"""Every table, in the order of the contract."""
