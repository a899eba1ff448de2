"""What follows from a visit in another half-day, in words."""

from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING

from refillplan.domain.messages import N_
from refillplan.services.calls.call_sheet import Change
from tui.desk import Desk
from tui.words import short_day

if TYPE_CHECKING:
    from refillplan.services.advising.advice import Option


def consequences(desk: Desk, option: "Option") -> list[str]:
    """Return who else has to move, who comes late, how convenient it is for all; a line each."""
    extra, lines = option.extra, []
    margin = days_to_limit(option)
    if margin is not None:
        within = N_("days to the limit: {days}") if margin >= 0 else N_("days beyond the limit: {days}")
        lines.append(desk.text(within, days=abs(margin)))
    if extra.unplaced > 0:
        lines.append(desk.text(N_("visits without any half-day: {count} more"), count=extra.unplaced))
    if extra.beyond_limit_days > 0:
        lines.append(desk.text(N_("days beyond limits: {count} more"), count=extra.beyond_limit_days))
    others = [change for change in option.changes if change.old.patient != option.visit.patient]
    own = [change for change in option.changes if change.old.patient == option.visit.patient]
    if others:
        lines.append(desk.text(N_("to be phoned: {moves}"), moves=_moves(desk, others)))
    else:
        lines.append(desk.text(N_("nobody else is phoned")))
    if option.gives_way:
        others_there = ", ".join(sorted(visit.patient for visit in option.gives_way))
        lines.append(desk.text(N_("not told yet, and elsewhere then: {patients}"), patients=others_there))
    if own:
        lines.append(desk.text(N_("this patient's other visits change: {moves}"), moves=_moves(desk, own)))
    if extra.comfort > 0:
        lines.append(desk.text(N_("less convenient for all together, by {count} points of comfort"), count=extra.comfort))
    return lines


def in_a_line(desk: Desk, option: "Option") -> str:
    """Return the same in one line."""
    return joined(desk, consequences(desk, option))


def joined(desk: Desk, parts: Iterable[str]) -> str:
    """Return parts of a sentence as one, parted as the language does."""
    return reduce(lambda one, other: desk.text(N_("{one}; {other}"), one=one, other=other), parts)


def days_to_limit(option: "Option") -> int | None:
    """Return the days from the visit to its limit."""
    window = option.visit.window
    return None if window is None else (window.limit_on - option.visit.session.on).days


def _moves(desk: Desk, changes: Iterable[Change]) -> str:
    return ", ".join(
        f"{change.old.patient} {short_day(desk, change.old.session.on)}"
        + ("" if change.new is None else f" → {short_day(desk, change.new.session.on)} {change.new.starts_at:%H:%M}")
        for change in changes
    )
