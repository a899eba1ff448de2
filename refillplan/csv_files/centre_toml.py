"""``centre.toml``: who the centre is, and the numbers that it plans by."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import tomli_w

from refillplan.csv_files.cells import iso_date, plausible, shown, wrong
from refillplan.csv_files.faults import Fault
from refillplan.csv_files.forecast_toml import forecast_keys, forecast_table
from refillplan.csv_files.sheets import read_text
from refillplan.domain.agenda import public_holidays
from refillplan.domain.centre import Centre
from refillplan.domain.codes import require_code
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.lines import refuse_control_characters
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule

FILE = "centre.toml"

_MOST = 10**9
_PLACE = re.compile(r" \(at (line (?P<line>[0-9]+), column [0-9]+|end of document)\)$")

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What could be read of ``centre.toml``: the centre without its rows (None if a fault stands against it), and parts."""

    centre: Centre | None
    zone: ZoneInfo | None
    review: ReviewRule | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section(Generic[T_co]):
    """A section: how each key is read, which ones must be there, and the value they make."""

    name: str
    build: Callable[..., T_co]
    keys: Mapping[str, Callable[[object], object]]
    needed: tuple[str, ...] = ()


def read_head(folder: Path, today: date) -> Head:
    """Read ``centre.toml``; ``today`` gives the year in which the holiday zone is looked up."""
    document, file_faults = _document(folder)
    if document is None:
        return Head(centre=None, zone=None, review=None, faults=file_faults)
    identity = {
        "code": _code,
        "name": _text,
        "timezone": _timezone,
        "holiday_zone": lambda value: _holiday_zone(value, today.year),
    }
    values, faults = _values(document, "", identity, needed=tuple(identity))
    protocol, protocol_faults = _section(document, _PROTOCOL)
    planning, planning_faults = _section(document, _PLANNING)
    comfort, comfort_faults = _section(document, _COMFORT)
    review, review_faults = _section(document, _REVIEW) if _REVIEW.name in document else (None, ())
    forecast, forecast_faults = _section(document, _FORECAST)
    faults += (*protocol_faults, *planning_faults, *comfort_faults, *review_faults, *forecast_faults)
    known = {*identity, *(section.name for section in (_PROTOCOL, _PLANNING, _COMFORT, _REVIEW, _FORECAST))}
    faults += tuple(_unknown(name) for name in document if name not in known)
    build: Callable[..., Centre] = Centre
    whole = not faults and protocol is not None
    return Head(
        centre=build(**values, protocol=protocol, planning=planning, comfort=comfort, review=review, forecast=forecast)
        if whole
        else None,
        zone=ZoneInfo(str(values["timezone"])) if "timezone" in values else None,
        review=review,
        faults=faults,
    )


def written_head(centre: Centre) -> str:
    """Return the text of ``centre.toml``, every setting written out."""
    review = {} if centre.review is None else {_REVIEW.name: asdict(centre.review)}
    return tomli_w.dumps(
        {
            "code": centre.code,
            "name": centre.name,
            "timezone": centre.timezone,
            "holiday_zone": centre.holiday_zone,
            _PROTOCOL.name: asdict(centre.protocol),
            _PLANNING.name: asdict(centre.planning),
            _COMFORT.name: asdict(centre.comfort),
            **review,
            _FORECAST.name: forecast_table(centre.forecast),
        }
    )


def _fault(key: str | None, sentence: Message, line: int | None = None) -> Fault:
    return Fault(file=FILE, line=line, column=key, sentence=sentence)


def _unknown(key: str) -> Fault:
    return _fault(shown(key), message(N_("there is no such setting")))


def _document(folder: Path) -> tuple[Mapping[str, object] | None, tuple[Fault, ...]]:
    text, faults = read_text(folder, FILE)
    if text is None or faults:
        return None, faults
    try:
        return tomllib.loads(text), ()
    except (ValueError, RecursionError) as error:  # plain ValueError: a number of thousands of digits
        reason = shown(_PLACE.sub("", str(error)), most=120)
        return None, (_fault(None, message(N_("this is not TOML: {reason}"), reason=reason), _line_of(error, text)),)


def _line_of(error: Exception, text: str) -> int | None:
    """Find the line in what tomllib says: it has no other place for it before Python 3.14."""
    place = _PLACE.search(str(error))
    if place is None:
        return None
    return len(text.splitlines()) if place["line"] is None else int(place["line"])


def _section(document: Mapping[str, object], section: _Section[T]) -> tuple[T | None, tuple[Fault, ...]]:
    table = document.get(section.name, {})
    if not isinstance(table, dict):
        return None, (_fault(section.name, message(N_("must be a section, [{name}]"), name=section.name)),)
    values, faults = _values(table, f"{section.name}.", section.keys, section.needed)
    faults += tuple(_unknown(f"{section.name}.{key}") for key in table if key not in section.keys)
    if faults:
        return None, faults
    try:
        return section.build(**values), ()
    except InvalidValue as error:
        return None, (_fault(f"{section.name}.{error.field}", error.sentence),)


def _values(
    table: Mapping[str, object], prefix: str, keys: Mapping[str, Callable[[object], object]], needed: tuple[str, ...]
) -> tuple[dict[str, object], tuple[Fault, ...]]:
    values: dict[str, object] = {}
    faults = []
    for key, read in keys.items():
        if key not in table:
            if key in needed:
                faults.append(_fault(f"{prefix}{key}", message(N_("the setting is missing"))))
            continue
        try:
            values[key] = read(table[key])
        except InvalidValue as error:
            faults.append(_fault(f"{prefix}{key}", error.sentence))
    return values, tuple(faults)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise wrong(N_("must be text in quotation marks"))
    refuse_control_characters(value)
    if not value.strip():
        raise wrong(N_("must not be empty"))
    return value


def _code(value: object) -> str:
    code = _text(value)
    require_code("code", code)
    return code


def _timezone(value: object) -> str:
    name = _text(value)
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a folder of time zones, such as Europe
        raise wrong(N_("'{value}' is not a time zone"), value=shown(name)) from error


def _holiday_zone(value: object, year: int) -> str:
    zone = _text(value)
    public_holidays(zone, year)
    return zone


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(N_("must be a whole number, without quotation marks"))
    if abs(value) >= _MOST:
        raise wrong(N_("the number is too large"))
    return value


def _day(value: object) -> date:
    """Read a TOML date, or one in quotation marks."""
    if isinstance(value, str):
        return iso_date(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong(N_("must be a date, 2027-03-15"))
    return plausible(value)


_PROTOCOL = _Section(
    name="protocol",
    build=Protocol,
    keys={"min_days": _whole, "target_days": _whole, "limit_days": _whole, "source": _text, "valid_from": _day},
    needed=("source", "valid_from"),
)
_PLANNING = _Section(name="planning", build=PlanningSettings, keys={field.name: _whole for field in fields(PlanningSettings)})
_COMFORT = _Section(name="comfort", build=ComfortWeights, keys={field.name: _whole for field in fields(ComfortWeights)})
_REVIEW = _Section(name="review", build=ReviewRule, keys={"kind": _text, "every_months": _whole}, needed=("kind", "every_months"))
_FORECAST = _Section(name="forecast", build=ForecastSettings, keys=forecast_keys(_text, _day))
