"""The VTIMEZONE of a calendar: the clock changes of the years that its events lie in."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One way in which the clocks change: offsets from UTC before and after, the name and nature of the time after."""

    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Return the description of ``zone`` for events from ``first_year`` to ``last_year``.

    Where the clocks change by one rule in all these years, as in Europe, it has one STANDARD and one
    DAYLIGHT part, each with its yearly rule, since Outlook takes no more than one of each and reads
    no lists of dates ([MS-STANOICAL] 2.2.47). Elsewhere it lists the changes.

    Notes
    -----
    Not ``icalendar.Timezone.from_tzid`` (7.3): it lists dates, an hour late in spring, and misses
    a summer or winter time shorter than 64 days.
    """
    # From the year before, because its last change is the one in force on 1 January.
    years = range(first_year - 1, last_year + 1)
    start = datetime(years[0], 1, 1, tzinfo=UTC)
    onsets: dict[_Change, list[datetime]] = {}
    for change, onset in _changes(zone, start, datetime(years[-1] + 1, 1, 1, tzinfo=UTC)):
        onsets.setdefault(change, []).append(onset)
    rules = {change: rule for change, found in onsets.items() if (rule := _yearly_rule(found, years)) is not None}
    described = Timezone()
    described.add("TZID", zone.key)
    if len(onsets) == len(rules) == 2:
        for change, rule in rules.items():
            described.add_component(_part(change, onsets[change][:1], rule))
    else:
        described.add_component(_part(_change_to(zone, start, _offset(zone, start)), [start.replace(tzinfo=None)]))
        for change, found in onsets.items():
            described.add_component(_part(change, found))
    return described


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[_Change, datetime]]:
    """Yield the changes with their onset as the clock showed it before (RFC 5545, 3.6.5)."""
    day = start
    while day < end:
        before = _offset(zone, day)
        if _offset(zone, day + _DAY) != before:
            quarters = (day + count * _QUARTER for count in range(1, 97))
            instant = next(quarter for quarter in quarters if _offset(zone, quarter) != before)
            yield _change_to(zone, instant, before), (instant + before).replace(tzinfo=None)
        day += _DAY


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).replace(tzinfo=UTC) - instant


def _change_to(zone: ZoneInfo, instant: datetime, before: timedelta) -> _Change:
    local = instant.astimezone(zone)
    return _Change(before=before, after=_offset(zone, instant), name=str(local.tzname()), daylight=bool(local.dst()))


def _part(change: _Change, onsets: Sequence[datetime], rule: vRecur | None = None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.daylight else TimezoneStandard()
    part.add("TZNAME", change.name)
    part.TZOFFSETFROM = change.before
    part.TZOFFSETTO = change.after
    part.DTSTART = onsets[0]
    if rule is not None:
        part.add("RRULE", rule)
    if onsets[1:]:
        part.add("RDATE", list(onsets[1:]))
    return part


def _yearly_rule(onsets: Sequence[datetime], years: Sequence[int]) -> vRecur | None:
    """Return the rule "n-th or last weekday of a month" that gives ``onsets``, once a year, or None."""
    if [on.year for on in onsets] != list(years) or len({(on.month, on.weekday(), on.time()) for on in onsets}) > 1:
        return None
    ordinals = {(on.day - 1) // 7 + 1 for on in onsets}
    if all(on.day + 7 > monthrange(on.year, on.month)[1] for on in onsets):
        ordinals = {-1}
    if len(ordinals) > 1:
        return None
    return vRecur(freq="YEARLY", bymonth=onsets[0].month, byday=f"{ordinals.pop()}{_WEEKDAYS[onsets[0].weekday()]}")
