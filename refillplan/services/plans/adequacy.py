"""What a centre can hold: how many patients more, where places are short, what closed days cost. Nothing is stored."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import N_, Message, message, require
from refillplan.domain.newcomers import MOST_NEWCOMERS, with_newcomers
from refillplan.domain.plans import Horizon, Planned, Tiers, Undecided
from refillplan.domain.scenarios import PlacesChange, with_places
from refillplan.domain.sessions import Closure
from refillplan.planner.check import check_plan
from refillplan.planner.progress import Report, Stop
from refillplan.planner.room import NoRoom, is_full, most_newcomers, room_for
from refillplan.planner.shortage import short_half_days
from refillplan.services.plans.planning import PlanRefused
from refillplan.services.plans.trials import Figures, NoFigures, Trial, Trials, figures_of

_BOTTLENECKS = 3
_FORTNIGHT_DAYS = 14
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePatients:
    """How many more patients fit, in sessions as they are, without more visits unplaced or days beyond limits than now.

    Parameters
    ----------
    number
        So many were found to fit (see `refillplan.domain.newcomers` for who they are).
    looked_up_to
        No higher number was looked at.
    proved
        Whether one more is proved not to fit.
    trial
        The best plan with so many.
    """

    number: int
    looked_up_to: int
    proved: bool
    trial: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """A half-day of the week that is short of places, and the best plan with one place more there every week."""

    weekday: int
    half_day: HalfDay
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDays:
    """Days on which the unit is closed, and the best plan then."""

    from_on: date
    to_on: date
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Adequacy:
    """What a centre can hold.

    Parameters
    ----------
    now
        The best plan of the centre as it is.
    bottlenecks
        Those first where one more place helps most; up to three.
    """

    horizon: Horizon
    now: Figures
    more: MorePatients
    bottlenecks: tuple[Bottleneck, ...]
    closed: ClosedDays


def adequacy(
    centre: Centre,
    today: date,
    weeks: int | None = None,
    closed: tuple[date, date] | None = None,
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
) -> Adequacy | NoFigures:
    """Return what a centre can hold, from full plans of it with something changed.

    Parameters
    ----------
    weeks
        Length of the horizon; None: the centre's setting.
    closed
        First and last day of those that are closed to see what it costs; None: the first two full weeks of August,
        or else those in the middle of the horizon.
    report, stop
        Called with news; asked whether to end without an answer.

    Raises
    ------
    InvalidValue
        If the horizon is too short to see every patient in, or the closed days are not in it.
    """
    weeks = centre.planning.weeks if weeks is None else weeks
    trials = Trials(today, weeks, report, stop)
    horizon = Horizon.after(today, replace(centre.planning, weeks=weeks).weeks)
    require(
        horizon.days >= centre.protocol.limit_days,
        "weeks",
        N_("{weeks} weeks are too few to tell: at least {least}, so that everybody needs a visit"),
        weeks=weeks,
        least=-(-centre.protocol.limit_days // 7),
    )
    closure = _closure(horizon, closed)
    now = trials.of(centre, message(N_("as it is")))
    if not isinstance(now, Figures):
        return now
    short = short_half_days(centre, today, weeks, trials.memory)
    more = _more_patients(centre, trials, now)
    if not isinstance(more, MorePatients):
        return more
    bottlenecks = _bottlenecks(centre, trials, short)
    shut = replace(centre, closures=(*centre.closures, closure))
    days = message(N_("closed from {first} to {last}"), first=str(closure.from_on), last=str(closure.to_on))
    cost = ClosedDays(from_on=closure.from_on, to_on=closure.to_on, trial=trials.of(shut, days))
    if stop():
        return Undecided(reason=message(N_("planning was stopped; nothing was changed")))
    return Adequacy(horizon=horizon, now=now, more=more, bottlenecks=bottlenecks, closed=cost)


def room_sentence(more: MorePatients) -> Message:
    """Return how many more patients fit, and how surely, in words."""
    if more.proved:
        sentence = N_(
            "more patients that fit before anyone else is without a session inside the limit: {number}; one more is proved not "
            "to fit (looked up to {looked_up_to})"
        )
    elif more.number == more.looked_up_to:
        sentence = N_(
            "more patients that fit before anyone else is without a session inside the limit: {number}; a higher number was not "
            "looked at"
        )
    else:
        sentence = N_(
            "more patients that fit before anyone else is without a session inside the limit: {number}; that one more does not "
            "fit is not proved (looked up to {looked_up_to})"
        )
    return message(sentence, number=more.number, looked_up_to=more.looked_up_to)


def closed_fortnight(horizon: Horizon) -> tuple[date, date]:
    """Return the first two full weeks of an August in the horizon, or else two weeks in its middle."""
    for year in range(horizon.start_on.year, horizon.end_on.year + 1):
        monday = _monday(date(year, 8, 7))  # the first Monday of the month
        if horizon.start_on <= monday and monday + timedelta(days=_FORTNIGHT_DAYS) <= horizon.end_on:
            return monday, monday + timedelta(days=_FORTNIGHT_DAYS - 1)
    monday = _monday(horizon.start_on + timedelta(days=horizon.days // 2))
    return monday, monday + timedelta(days=_FORTNIGHT_DAYS - 1)


def _closure(horizon: Horizon, closed: tuple[date, date] | None) -> Closure:
    first, last = closed or closed_fortnight(horizon)
    closure = Closure(from_on=first, to_on=last)
    require(
        first < horizon.end_on and last >= horizon.start_on,
        "closed",
        N_("the days {first} to {last} are not among those planned, {start_on} to {end_on}"),
        first=str(first),
        last=str(last),
        start_on=str(horizon.start_on),
        end_on=str(horizon.end_on - timedelta(days=1)),
    )
    return closure


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _more_patients(centre: Centre, trials: Trials, now: Figures) -> MorePatients | NoFigures:
    """Find two neighbours of which one fits and the other does not.

    Halving finds where the proof begins that a number does not fit, which takes little time; the number below it
    mostly fits, and full plans decide from there, in steps that grow.
    """
    top = min(MOST_NEWCOMERS, most_newcomers(centre, trials.today, trials.weeks))
    too_many = _first_full(centre, trials, now.tiers, top)
    fits, step = 0, 1
    best, proved = now, too_many <= top
    while too_many - fits > 1:
        number = max(too_many - step, (fits + too_many) // 2)
        found = _with_more(centre, trials, number, now.tiers)
        match found:
            case Figures():
                fits, best = number, found
            case NoRoom():
                too_many, proved, step = number, found.proved, 2 * step
            case _:
                return found
    return MorePatients(number=fits, looked_up_to=top, proved=proved, trial=best)


def _first_full(centre: Centre, trials: Trials, allowed: Tiers, top: int) -> int:
    """Return the least number that is soon proved not to fit; one above ``top`` where none is."""
    low, high = 0, top + 1
    while high - low > 1 and not trials.stop():
        number = (low + high) // 2
        fuller, news = _fuller(centre, trials, number)
        full = is_full(fuller, trials.today, trials.weeks, allowed, memory=trials.memory, report=news, stop=trials.stop)
        low, high = (low, number) if full else (number, high)
    return high


def _with_more(centre: Centre, trials: Trials, number: int, allowed: Tiers) -> Figures | NoRoom | NoFigures:
    fuller, news = _fuller(centre, trials, number)
    found = room_for(fuller, trials.today, trials.weeks, allowed, memory=trials.memory, report=news, stop=trials.stop)
    if not isinstance(found, Planned):
        return found
    violations = check_plan(fuller, found.plan).violations
    if violations:
        return PlanRefused(plan=found.plan, seconds=found.seconds, violations=violations)
    return figures_of(fuller, found.plan)


def _fuller(centre: Centre, trials: Trials, number: int) -> tuple[Centre, Report]:
    """Return the centre with so many patients more, and where its news go."""
    return with_newcomers(centre, number, trials.today), trials.news(message(N_("more patients: {count}"), count=number))


def _bottlenecks(centre: Centre, trials: Trials, short: tuple[tuple[int, HalfDay], ...]) -> tuple[Bottleneck, ...]:
    """Plan anew with one place more in the half-days that are shortest, and put those first where it helps most."""
    found: list[Bottleneck] = []
    for weekday, half_day in short:
        places = (known.places for known in centre.sessions if (known.weekday, known.half_day) == (weekday, half_day))
        if len(found) == _BOTTLENECKS or max(places) == _MOST_PLACES:
            continue
        roomier = with_places(centre, (PlacesChange(weekday=weekday, half_day=half_day, more=1),))
        trial = trials.of(roomier, message(N_("one place more")))
        found.append(Bottleneck(weekday=weekday, half_day=half_day, trial=trial))
    return tuple(sorted(found, key=_helps))


def _helps(bottleneck: Bottleneck) -> tuple[bool, Tiers]:
    trial = bottleneck.trial
    return (False, trial.tiers) if isinstance(trial, Figures) else (True, Tiers())
