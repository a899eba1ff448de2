"""The line below a grid: the half-day under the cursor, or what follows from putting a visit there."""

from typing import TYPE_CHECKING

from refillplan.domain.messages import N_
from refillplan.domain.visits import Visit
from tui.consequences import consequences
from tui.desk import Desk
from tui.half_day_facts import HalfDayFacts
from tui.joining import joined
from tui.words import half_day

if TYPE_CHECKING:
    from refillplan.services.advising.advice import WhyNot


def half_day_sentence(desk: Desk, facts: HalfDayFacts, visit: Visit | None) -> str:
    """Return what is known of a half-day, and the visit chosen in it."""
    session, name = facts.session, half_day(desk, facts.key)
    if session is None:
        reason = "" if facts.closed_because is None else desk.translate(facts.closed_because)
        parts = [desk.text(N_("{session}: {reason}"), session=name, reason=reason)]
    else:
        parts = [
            desk.text(
                N_("{half_day} {opens}–{closes}: visits: {count}, places: {places}, taken: {share} %, operators: {operators}"),
                half_day=name,
                opens=f"{session.opens:%H:%M}",
                closes=f"{session.closes:%H:%M}",
                count=len(facts.visits),
                places=session.places,
                share=facts.share or 0,
                operators=", ".join(session.operators) or "-",
            )
        ]
    if facts.away:
        parts.append(desk.text(N_("away: {operators}"), operators=", ".join(facts.away)))
    if visit is not None:
        parts.append(_visit(desk, visit))
    return joined(desk, parts)


def carrying_sentence(desk: Desk, visit: Visit, facts: HalfDayFacts, answer: "WhyNot | None") -> str:
    """Return what follows from putting a visit into a half-day: at once what the window says, then what the planner says."""
    head = desk.text(N_("{patient} → {session}: "), patient=visit.patient, session=half_day(desk, facts.key))
    tail = desk.text(N_(" Enter puts it down, Escape back."))
    if facts.key == visit.session:
        return head + desk.text(N_("here it is now.")) + tail
    if answer is not None and answer.option is not None:
        return head + joined(desk, consequences(desk, answer.option)) + "." + tail
    if answer is not None:
        return head + "✖ " + joined(desk, map(desk.translate, answer.blocked))
    return head + _by_the_window(desk, visit, facts) + tail


def _by_the_window(desk: Desk, visit: Visit, facts: HalfDayFacts) -> str:
    if facts.session is None:
        return "✖ " + ("" if facts.closed_because is None else desk.translate(facts.closed_because)) + "."
    window, on = visit.window, facts.key.on
    if window is None:
        return desk.text(N_("looking at what follows …"))
    if on < window.earliest_on:
        return "✖ " + desk.text(N_("before the earliest day by {days} d …"), days=(window.earliest_on - on).days)
    if on > window.limit_on:
        return "✖ " + desk.text(N_("beyond the limit by {days} d …"), days=(on - window.limit_on).days)
    return "✓ " + desk.text(N_("{days} d before the limit; looking at what follows …"), days=(window.limit_on - on).days)


def _visit(desk: Desk, visit: Visit) -> str:
    told = desk.text(N_("told")) if visit.told else desk.text(N_("planned, not told"))
    parts = [f"{visit.starts_at:%H:%M} {visit.patient}", visit.kind, visit.operator, told]
    if visit.pins:
        parts.append(desk.text(N_("pinned")))
    if visit.window is not None:
        days = (visit.window.limit_on - visit.session.on).days
        parts.append(desk.text(N_("{days} d to the limit"), days=days))
    return ", ".join(parts)
