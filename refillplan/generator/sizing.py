"""The week of a generated centre: which half-days open, how large, with whom."""

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta
from fractions import Fraction
from random import Random

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay
from refillplan.domain.people import Operator, Role
from refillplan.domain.sessions import SessionTemplate
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, REFILL
from refillplan.generator.draws import chance, shuffled
from refillplan.generator.load import YEAR_DAYS, refills_in, yearly_refills
from refillplan.generator.settings import REVIEW
from refillplan.generator.spec import CentreSpec

Slot = tuple[int, HalfDay]

_OPENS = {HalfDay.AM: time(9), HalfDay.PM: time(13, 30)}
_CLOSES = {HalfDay.AM: time(12, 30), HalfDay.PM: time(17)}
_CLOSES_EARLY = {HalfDay.AM: time(11), HalfDay.PM: time(15, 30)}
_LONG_MINUTES, _SHORT_MINUTES = 210, 120
_ALONE_UP_TO_PATIENTS = 12
_PHYSICIAN_EVERY = 4
_FEW_HALF_DAYS = 4  # a place more weighs so much that one short half-day comes nearer to the load


def with_week(spec: CentreSpec, draws: Random, centre: Centre) -> Centre:
    """Return ``centre`` with weekly sessions and operators such that the year's load is near the spec's.

    A half-day is one short place, or any number of places for the whole half-day; the smallest grows
    until the year holds what is asked. Closures and holidays of the year are taken out, leaves are not.
    """
    reviews = 0 if spec.refill_only else 1
    needed = yearly_refills(spec.patients, centre.protocol.target_days, reviews_per_year=reviews) / Fraction(str(spec.load))
    needed += Fraction(spec.reserve_places_per_week * YEAR_DAYS, 7)
    sizes = _sizes(spec, centre, needed, open_days=_open_days(spec, centre, _week_of(draws)))
    team_size = max(_operators_for(spec, size) for size in sizes.values())
    cover = 1 if spec.patients > 60 else 0
    operators = tuple(_operator(spec, index) for index in range(team_size + cover))
    templates = tuple(
        _template(
            draws, slot, size=sizes[slot], operators=_shift(operators, first=index, count=_operators_for(spec, sizes[slot]))
        )
        for index, slot in enumerate(sorted(sizes))
    )
    return replace(centre, sessions=templates, operators=operators)


def _week_of(draws: Random) -> list[Slot]:
    """Return the ten half-days in the order in which they open: first one a day, most often the morning."""
    weekdays = shuffled(draws, range(1, 6))
    firsts = [(weekday, HalfDay.PM if chance(draws, 25) else HalfDay.AM) for weekday in weekdays]
    seconds = [(weekday, HalfDay.AM if half_day is HalfDay.PM else HalfDay.PM) for weekday, half_day in firsts]
    return [*firsts, *seconds]


def _open_days(spec: CentreSpec, centre: Centre, slots: list[Slot]) -> dict[Slot, int]:
    """Count the days of the coming year on which each half-day would open, in the order of ``slots``."""
    open_all = replace(centre, sessions=tuple(_session(slot, places=1, operators=()) for slot in slots))
    start_on = spec.today + timedelta(days=1)
    sessions = sessions_between(open_all, start_on, start_on + timedelta(days=YEAR_DAYS))
    days = Counter((session.key.on.isoweekday(), session.key.half_day) for session in sessions)
    return {slot: days[slot] for slot in slots}


def _sizes(spec: CentreSpec, centre: Centre, needed: Fraction, *, open_days: dict[Slot, int]) -> dict[Slot, int]:
    """Give each half-day that opens a size: 0 for one short place, else its places."""
    weekly = needed / 50
    natural = 1 if weekly <= 1 else min(9, 2 + int(weekly) // 8)
    opened = spec.half_days or natural
    sizes = dict.fromkeys(list(open_days)[:opened], 0)
    held = dict.fromkeys(sizes, _held(spec, centre, 0))
    total = sum(held[slot] * open_days[slot] for slot in sizes)
    while total < needed:
        smallest = min(sizes, key=lambda slot: (held[slot], slot))
        larger = _held(spec, centre, sizes[smallest] + 1)
        gain = (larger - held[smallest]) * open_days[smallest]
        if _overshoots(needed, total, gain):
            break
        sizes[smallest] += 1
        held[smallest] = larger
        total += gain
    if spec.half_days is None and opened <= _FEW_HALF_DAYS:
        further = list(open_days)[opened]
        if total < needed and not _overshoots(needed, total, open_days[further]):
            sizes[further] = 0
    return sizes


def _overshoots(needed: Fraction, total: int, gain: int) -> bool:
    return total + gain - needed > needed - total


def _held(spec: CentreSpec, centre: Centre, size: int) -> int:
    refill = centre.kind(REFILL)
    return refills_in(
        _LONG_MINUTES if size else _SHORT_MINUTES,
        places=max(size, 1),
        operators=_operators_for(spec, size),
        place_minutes=refill.place_minutes,
        operator_minutes=refill.operator_minutes,
        grid_minutes=spec.grid_minutes,
    )


def _operators_for(spec: CentreSpec, size: int) -> int:
    """Return one for every two places, where there are several operators one more; lean: one for every five refills."""
    if spec.patients <= _ALONE_UP_TO_PATIENTS:
        return max(1, (size + 1) // 2)
    return max(1 if spec.tight else 2, (2 * size + 4) // 5 if spec.tight else (size + 2) // 2)


def _operator(spec: CentreSpec, index: int) -> Operator:
    physician = index % _PHYSICIAN_EVERY == 0
    filling = {REFILL} if spec.refill_only else {REFILL, REVIEW, POST_OPERATIVE_FILL}
    kinds = filling | {"rinse"} if physician and not spec.refill_only else filling
    return Operator(operator=f"OP{index + 1}", role=Role.PHYSICIAN if physician else Role.NURSE, kinds=frozenset(kinds))


def _shift(operators: tuple[Operator, ...], *, first: int, count: int) -> tuple[str, ...]:
    """Take ``count`` operators in turn, so that the work and the physicians spread over the week."""
    indices = sorted((first + step) % len(operators) for step in range(count))
    return tuple(operators[index].operator for index in indices)


def _template(draws: Random, slot: Slot, *, size: int, operators: tuple[str, ...]) -> SessionTemplate:
    session = _session(slot, places=max(size, 1), operators=operators, short=size == 0)
    levelled = size >= 2 and chance(draws, 60)
    return replace(session, comfortable_visits=2 * size - 1) if levelled else session


def _session(slot: Slot, *, places: int, operators: tuple[str, ...], short: bool = False) -> SessionTemplate:
    weekday, half_day = slot
    return SessionTemplate(
        weekday=weekday,
        half_day=half_day,
        opens=_OPENS[half_day],
        closes=_CLOSES_EARLY[half_day] if short else _CLOSES[half_day],
        places=places,
        operators=operators,
    )
