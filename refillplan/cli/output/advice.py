"""Half-days for a visit, and what each would mean, in words."""

from collections.abc import Iterable

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.values import tiers_json
from refillplan.domain.messages import N_
from refillplan.services.advising.advice import Adviser, Option
from refillplan.services.calls.answers import Agreed
from refillplan.services.calls.call_sheet import Change
from refillplan.services.core.lookup import expected_today


def say_expected(desk: Desk, adviser: Adviser, patient: str) -> None:
    """Say where a patient is expected today that the advice is about the visit after that."""
    visit = expected_today(adviser.centre, adviser.today, patient)
    if visit is not None:
        desk.say(
            N_(
                "{patient} is expected today, at {hour}: this is about the visit after that. If today's is not done, record it "
                "first: refillplan not-done {patient}"
            ),
            patient=patient,
            hour=f"{visit.starts_at:%H:%M}",
        )


def say_agreed(desk: Desk, agreed: Agreed, patient: str) -> None:
    """Say where a patient has agreed to a visit that is not in force yet."""
    for visit in sorted((v for v in agreed.values() if v.patient == patient), key=lambda visit: visit.starts_at):
        there = {"session": str(visit.session), "hour": f"{visit.starts_at:%H:%M}"}
        desk.say(N_("{patient} has agreed to {session} {hour}, not in force yet; below: where else"), patient=patient, **there)


def consequences(desk: Desk, option: Option) -> str:
    """Return what follows from an option: who else has to move, who comes late, how convenient it is for all."""
    extra = option.extra
    parts = []
    if extra.unplaced > 0:
        parts.append(desk.text(N_("visits without any half-day: {count} more"), count=extra.unplaced))
    if extra.beyond_limit_days > 0:
        parts.append(desk.text(N_("days beyond limits: {count} more"), count=extra.beyond_limit_days))
    others = [change for change in option.changes if change.old.patient != option.visit.patient]
    own = [change for change in option.changes if change.old.patient == option.visit.patient]
    if others:
        parts.append(desk.text(N_("to be phoned: {moves}"), moves=_moves(others)))
    else:
        parts.append(desk.text(N_("nobody else is phoned")))
    if option.gives_way:
        others_there = ", ".join(sorted(visit.patient for visit in option.gives_way))
        parts.append(desk.text(N_("not told yet, and elsewhere then: {patients}"), patients=others_there))
    if own:
        parts.append(desk.text(N_("this patient's other visits change: {moves}"), moves=_moves(own)))
    if extra.comfort > 0:
        parts.append(desk.text(N_("less convenient for all together, by {count} points of comfort"), count=extra.comfort))
    return desk.joined(parts)


def _moves(changes: Iterable[Change]) -> str:
    return ", ".join(
        f"{change.old.patient} {change.old.session}"
        + ("" if change.new is None else f" → {change.new.session} {change.new.starts_at:%H:%M}")
        for change in changes
    )


def option_json(desk: Desk, option: Option) -> Json:
    """Return an option as data."""
    visit = option.visit
    return {
        "session": str(visit.session),
        "starts_at": visit.starts_at.isoformat(),
        "margin_days": margin(option),
        "tiers": tiers_json(option.tiers),
        "extra": tiers_json(option.extra),
        "changes": [
            {
                "patient": change.old.patient,
                "old": str(change.old.session),
                "new": None if change.new is None else str(change.new.session),
            }
            for change in option.changes
        ],
        "gives_way": sorted(visit.patient for visit in option.gives_way),
        "consequences": consequences(desk, option),
    }


def margin(option: Option) -> int | None:
    """Return the days from the visit to its limit."""
    window = option.visit.window
    return None if window is None else (window.limit_on - option.visit.session.on).days
