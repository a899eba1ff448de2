"""The files of the contract (design 5.1): their columns, in order, and the value that a row becomes."""

from functools import partial

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
from refillplan.csv_files.columns import Table, maybe, needed
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Fill, NotDone, NotDoneReason, Operator, Patient, Role, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.visit_kinds import VisitKind

_half_day = one_of(HalfDay)
_HOURS = (
    needed("opens", time_of_day),
    needed("closes", time_of_day),
    needed("places", whole_number),
    maybe("operators", words, refers_to="operators"),
    maybe("comfortable_visits", whole_number),
)
_DAYS = (needed("from_on", iso_date), needed("to_on", iso_date), maybe("half_day", _half_day))

VISIT_KINDS = Table(
    name="visit_kinds",
    build=VisitKind,
    key=("kind",),
    needed=True,
    columns=(
        needed("kind", word),
        needed("place_minutes", whole_number),
        needed("operator_minutes", whole_number),
        needed("needs_physician", yes_no),
        needed("fills", yes_no),
    ),
)
PUMP_MODELS = Table(
    name="pump_models",
    build=PumpModel,
    key=("model",),
    columns=(
        needed("model", word),
        maybe("maker", verbatim),
        maybe("life_min_years", decimal_number),
        maybe("life_max_years", decimal_number),
        maybe("implantable_new", yes_no),
        maybe("ce_marked", yes_no),
        maybe("source", verbatim),
        maybe("source_on", iso_date),
    ),
)
PATIENTS = Table(
    name="patients",
    build=Patient,
    key=("patient",),
    needed=True,
    columns=(
        needed("patient", word),
        maybe("usual_weekday", whole_number),
        maybe("preferred_half_day", _half_day),
        maybe("preferred_operator", word, refers_to="operators"),
        maybe("target_days", whole_number),
        maybe("limit_days", whole_number),
        maybe("not_after", iso_date),
        maybe("override_reason", verbatim),
        maybe("last_review_on", iso_date, done=True),
        maybe("active_from", iso_date),
        maybe("active_to", iso_date),
    ),
)
PUMPS = Table(
    name="pumps",
    build=Pump,
    key=("serial",),
    needed=True,
    columns=(
        needed("serial", word),
        needed("patient", word, refers_to="patients"),
        needed("model", word, refers_to="pump_models"),
        needed("implanted_on", iso_date, done=True),
        maybe("ended_on", iso_date),
        maybe("end_cause", verbatim),
        maybe("extended_until", iso_date),
        maybe("low_battery_on", iso_date),
    ),
)
FILLS = Table(
    name="fills",
    build=Fill,
    key=("patient", "kind", "filled_on"),
    columns=(
        needed("patient", word, refers_to="patients"),
        maybe("serial", word, refers_to="pumps"),
        needed("filled_on", iso_date, done=True),
        needed("kind", word, refers_to="visit_kinds"),
        maybe("operator", word, refers_to="operators"),
        maybe("lot", verbatim),
        maybe("readings", verbatim),
    ),
)
OPERATORS = Table(
    name="operators",
    build=partial(Operator, kinds=frozenset()),
    key=("operator",),
    needed=True,
    columns=(
        needed("operator", word),
        needed("role", one_of(Role)),
        maybe("kinds", word_set, refers_to="visit_kinds"),
    ),
)
SESSIONS = Table(
    name="sessions",
    build=partial(SessionTemplate, operators=()),
    needed=True,
    columns=(
        needed("weekday", whole_number),
        needed("half_day", _half_day),
        *_HOURS,
        maybe("valid_from", iso_date),
        maybe("valid_to", iso_date),
    ),
)
_DAYS_KEY = ("from_on", "to_on", "half_day")
CLOSURES = Table(name="closures", build=Closure, key=_DAYS_KEY, columns=(*_DAYS, maybe("reason", verbatim)))
OPENINGS = Table(
    name="openings",
    build=partial(Opening, operators=()),
    key=("on", "half_day"),
    columns=(
        needed("on", iso_date),
        needed("half_day", _half_day),
        *_HOURS,
        maybe("reason", verbatim),
    ),
)
LEAVES = Table(
    name="leaves",
    build=Leave,
    key=("operator", *_DAYS_KEY),
    columns=(needed("operator", word, refers_to="operators"), *_DAYS),
)
UNAVAILABILITIES = Table(
    name="unavailabilities",
    build=Unavailability,
    key=("patient", *_DAYS_KEY),
    columns=(needed("patient", word, refers_to="patients"), *_DAYS, needed("hard", yes_no)),
)
VISITS = Table(
    name="visits",
    build=BookedRow,
    columns=(
        needed("patient", word, refers_to="patients"),
        needed("kind", word, refers_to="visit_kinds"),
        needed("starts_at", instant),
        needed("operator", word, refers_to="operators"),
        needed("place", whole_number),
        needed("told", yes_no),
        maybe("pins", pins),
    ),
)
NOT_DONE = Table(
    name="not_done",
    build=NotDone,
    key=("patient", "on", "kind"),
    columns=(
        needed("patient", word, refers_to="patients"),
        needed("on", iso_date, done=True),
        needed("kind", word, refers_to="visit_kinds"),
        needed("reason", one_of(NotDoneReason)),
    ),
)
SUPPLY = Table(
    name="supply",
    build=Supply,
    key=("available_on", "model", "source"),
    columns=(
        needed("available_on", iso_date),
        needed("model", word, refers_to="pump_models"),
        needed("units", whole_number),
        maybe("source", verbatim),
    ),
)
THEATRE = Table(
    name="theatre",
    build=TheatreDay,
    key=("on",),
    columns=(needed("on", iso_date), needed("places", whole_number), maybe("teams", verbatim)),
)
DECISIONS = Table(
    name="decisions",
    build=Decision,
    key=("serial", "decided_on"),
    columns=(
        needed("serial", word, refers_to="pumps"),
        needed("decided_on", iso_date, done=True),
        needed("choice", one_of(Choice)),
        needed("signed_by", word, refers_to="operators"),
        needed("document", verbatim),
        maybe("reason", verbatim),
        maybe("extended_until", iso_date),
        maybe("theatre_on", iso_date),
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
