"""A centre: the unit that plans, with all that it has entered."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from refillplan.domain.codes import require_code
from refillplan.domain.decisions import Decision
from refillplan.domain.devices import Pump, PumpModel, Supply, TheatreDay
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.people import Fill, NotDone, Operator, Patient, Unavailability
from refillplan.domain.sessions import Closure, Leave, Opening, SessionTemplate
from refillplan.domain.settings import ComfortWeights, PlanningSettings, Protocol, ReviewRule
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Visit


def time_zone(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises
    ------
    InvalidValue
        If this machine knows none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidValue(message(N_("'{value}' is not a time zone"), value=name), "timezone") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Everything that one centre has entered; the value that every part of the program starts from.

    Parameters
    ----------
    timezone
        IANA name; local hours are meant in it.
    holiday_zone
        ISO 3166 code whose public holidays close the day, ``FR`` or a subdivision such as ``FR-57``.
    review
        The regular review that rides on a refill; None: none.
    visits
        What is booked at present: told visits, pinned visits, visits that do not fill.
    """

    code: str
    name: str
    timezone: str
    holiday_zone: str
    protocol: Protocol
    planning: PlanningSettings
    comfort: ComfortWeights
    review: ReviewRule | None = None
    forecast: ForecastSettings = field(default_factory=ForecastSettings)
    visit_kinds: tuple[VisitKind, ...] = ()
    pump_models: tuple[PumpModel, ...] = ()
    patients: tuple[Patient, ...] = ()
    pumps: tuple[Pump, ...] = ()
    fills: tuple[Fill, ...] = ()
    operators: tuple[Operator, ...] = ()
    sessions: tuple[SessionTemplate, ...] = ()
    closures: tuple[Closure, ...] = ()
    openings: tuple[Opening, ...] = ()
    leaves: tuple[Leave, ...] = ()
    unavailabilities: tuple[Unavailability, ...] = ()
    visits: tuple[Visit, ...] = ()
    not_done: tuple[NotDone, ...] = ()
    supply: tuple[Supply, ...] = ()
    theatre: tuple[TheatreDay, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        require_code("code", self.code)
        require(bool(self.name.strip()), "name", N_("the centre needs a name"))
        time_zone(self.timezone)

    def kind(self, code: str) -> VisitKind:
        """Return the visit kind named ``code``.

        Raises
        ------
        KeyError
            If the centre defines no such kind.
        """
        for kind in self.visit_kinds:
            if kind.kind == code:
                return kind
        raise KeyError(code)
