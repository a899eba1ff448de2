"""The planner's whole input as one JSON value: a fault report in one file, solved without a database."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cattrs import BaseValidationError, ForbiddenExtraKeysError, transform_error

from refillplan.domain.centre import Centre
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.private_files import write_file
from refillplan.services.core.centre_json import converter, in_zone

_FORMAT = 1
_WITHHELD = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """What the planner is asked: a centre, the day on which it asks, and for how many weeks."""

    centre: Centre
    today: date
    weeks: int

    def __post_init__(self) -> None:
        replace(self.centre.planning, weeks=self.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: int
    today: date
    weeks: int
    centre: Centre


def save_problem(problem: PlanProblem, file: Path) -> None:
    """Write a problem as JSON, without what the planner does not need: free text, pump models, supply, forecast settings.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    saved = _File(format=_FORMAT, today=problem.today, weeks=problem.weeks, centre=_without_free_text(problem.centre))
    text = json.dumps(converter().unstructure(saved), indent=1, ensure_ascii=False) + "\n"
    write_file(file, text.encode())


def read_problem(file: Path) -> PlanProblem:
    """Read what `save_problem` wrote.

    Raises
    ------
    InvalidValue
        If the file is not such a file; says what is wrong in one sentence.
    OSError
        If it cannot be read.
    """
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidValue(_not_json(file, error)) from error
    if not isinstance(value, dict):
        raise InvalidValue(message(N_("{file} is no planning problem: it holds no fields"), file=str(file)))
    try:
        read = converter().structure(value, _File)
    except BaseValidationError as error:
        raise InvalidValue(
            message(N_("{file} is no planning problem: {reason}"), file=str(file), reason=_first(error))
        ) from error
    if read.format != _FORMAT:
        raise InvalidValue(message(N_("{file} is of another version of this program"), file=str(file)))
    return PlanProblem(centre=in_zone(read.centre), today=read.today, weeks=read.weeks)


def _without_free_text(centre: Centre) -> Centre:
    """Leave out what people typed; a reason that must be there is replaced."""
    return replace(
        centre,
        name=centre.code,
        patients=tuple(replace(patient, override_reason=patient.override_reason and _WITHHELD) for patient in centre.patients),
        pumps=tuple(replace(pump, end_cause="") for pump in centre.pumps),
        fills=tuple(replace(fill, lot="", readings="") for fill in centre.fills),
        closures=tuple(replace(closure, reason="") for closure in centre.closures),
        openings=tuple(replace(opening, reason="") for opening in centre.openings),
        pump_models=(),
        supply=(),
        theatre=(),
        decisions=(),
        forecast=ForecastSettings(),
    )


def _not_json(file: Path, error: ValueError) -> Message:
    """Say where a file stops making sense; the library's own words are of no use to who reads them."""
    if isinstance(error, json.JSONDecodeError):
        where = {"line": error.lineno, "column": error.colno}
        return message(N_("{file} is not JSON: it makes no sense from line {line}, column {column} on"), file=str(file), **where)
    return message(N_("{file} is not JSON: it is no text in UTF-8"), file=str(file))


def _first(error: BaseValidationError) -> Message:
    """Return the first thing that is wrong, with its place in the file."""
    found: list[Message] = []

    def keep(error: BaseException, _: type | None) -> str:
        found.append(_in_words(error))
        return ""

    path = transform_error(error, path="$", format_exception=keep)[0].rpartition("@ ")[2]
    return message(N_("{path}: {reason}"), path=path, reason=found[0])


def _in_words(error: BaseException) -> Message:
    match error:
        case InvalidValue():
            return error.sentence
        case KeyError():
            return message(N_("the field is missing"))
        case ForbiddenExtraKeysError():
            return message(N_("there is no such field: {fields}"), fields=", ".join(sorted(map(str, error.extra_fields))))
    return message(N_("the value is not of the right kind"))
