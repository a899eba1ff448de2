"""Sessions of the day hospital, and what opens and closes them."""

from dataclasses import dataclass
from datetime import date, time

from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import N_, require
from refillplan.domain.people import require_order


def _require_hours(opens: time, closes: time) -> None:
    require(
        opens < closes,
        "closes",
        N_("closes {closes} is not after opens {opens}"),
        closes=f"{closes:%H:%M}",
        opens=f"{opens:%H:%M}",
    )


def _require_size(places: int, comfortable_visits: int | None) -> None:
    require(0 <= places <= 200, "places", N_("places is {value}: from 0 to 200"), value=places)
    require(
        comfortable_visits is None or 0 <= comfortable_visits <= 1000,
        "comfortable_visits",
        N_("comfortable_visits is {value}: from 0 to 1000"),
        value=str(comfortable_visits),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTemplate:
    """A half-day that opens every week: places kept for pump patients, operators, comfortable number of visits."""

    weekday: int
    half_day: HalfDay
    opens: time
    closes: time
    places: int
    operators: tuple[str, ...]
    comfortable_visits: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        require(1 <= self.weekday <= 7, "weekday", N_("weekday is {value}: from 1 (Monday) to 7 (Sunday)"), value=self.weekday)
        _require_hours(self.opens, self.closes)
        _require_size(self.places, self.comfortable_visits)
        require(
            self.valid_from is None or self.valid_to is None or self.valid_from <= self.valid_to,
            "valid_to",
            N_("valid_to {last} is before valid_from {first}"),
            last=str(self.valid_to),
            first=str(self.valid_from),
        )

    def valid_on(self, day: date) -> bool:
        """Tell whether the template applies on ``day`` (whatever its weekday)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days, or half-days of them, on which the unit is closed."""

    from_on: date
    to_on: date
    half_day: HalfDay | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        require_order(self.from_on, self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One half-day that opens by decision: it replaces the template and overrides closures and holidays."""

    on: date
    half_day: HalfDay
    opens: time
    closes: time
    places: int
    operators: tuple[str, ...]
    comfortable_visits: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        _require_hours(self.opens, self.closes)
        _require_size(self.places, self.comfortable_visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Days, or half-days of them, on which an operator is away."""

    operator: str
    from_on: date
    to_on: date
    half_day: HalfDay | None = None

    def __post_init__(self) -> None:
        require_order(self.from_on, self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One open half-day: local hours, places, the operators present (leaves already taken out)."""

    key: SessionKey
    opens: time
    closes: time
    places: int
    operators: tuple[str, ...]
    comfortable_visits: int | None = None

    @property
    def minutes(self) -> int:
        """Length of the session in minutes."""
        return (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute
