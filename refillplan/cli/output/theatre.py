"""Theatre days, decided replacements and proposed placements, on stdout."""

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.theatre_json import theatre_json
from refillplan.domain.messages import N_, message
from refillplan.domain.own_sources import source_words
from refillplan.domain.replacements import Placement, Replacement
from refillplan.services.forecasts.theatre import PlacementProposal, Standing, TheatreView

_STANDING = {
    Standing.TO_PLACE: message(N_("to be placed")),
    Standing.PLACED: message(N_("placed")),
    Standing.DAY_LOST: message(N_("its theatre day is gone: decide again, then place it anew")),
    Standing.DAY_PASSED: message(N_("its day is over: 'refillplan pump add' enters the new pump, or decide again")),
}
_FIGURES = {
    "not_placed": message(N_("replacements without a theatre day")),
    "beyond_safe_by_days": message(N_("days beyond safe-by dates")),
    "most_per_month": message(N_("replacements in the fullest month")),
    "before_target_days": message(N_("days before the target of the next refill")),
}
_SERIAL, _PATIENT, _SAFE_BY = message(N_("pump")), message(N_("patient")), message(N_("safe-by date"))
_ORDER = N_(
    "Safe-by dates are those of the forecast: label date - {months} months ({lead_source}; {life}); an extension or a "
    "low-battery entry goes before the label life. The post-operative fill comes within {days} days ({fill_source}). Equal "
    "cases are taken by safe-by date, then by code."
)


def print_theatre(desk: Desk, found: TheatreView, proposal: PlacementProposal) -> Exit:
    """Print days, replacements and the proposal; 1 where anything needs a look."""
    lost = any(view.standing in (Standing.DAY_LOST, Standing.DAY_PASSED) for view in found.replacements)
    code = Exit.LOOK if lost or proposal.placement.exceptions or proposal.violations else Exit.WELL
    if desk.as_json:
        desk.emit(theatre_json(desk, found, proposal))
        return code
    desk.scope()
    lead, within = found.settings.lead_months, found.settings.fill_within_days
    desk.say(
        _ORDER,
        months=int(lead.value),
        lead_source=source_words(lead.source),
        life=found.life,
        days=int(within.value),
        fill_source=source_words(within.source),
    )
    _print_days(desk, found)
    _print_replacements(desk, found)
    if proposal.placement.placed or proposal.placement.exceptions:
        _print_proposal(desk, proposal)
    _say_next(desk, proposal)
    return code


def _print_days(desk: Desk, found: TheatreView) -> None:
    titles = tuple(message(t) for t in (N_("day"), N_("places"), N_("teams"), N_("both teams"), N_("patients")))
    yes, no = desk.text(N_("yes")), desk.text(N_("no"))
    rows = [
        (str(v.day.on), str(v.day.places), v.day.teams, yes if v.day.both_teams_free else no, ", ".join(v.patients))
        for v in found.days
    ]
    print_table(desk, desk.text(N_("Theatre days: {count}"), count=len(rows)), titles, rows)


def _print_replacements(desk: Desk, found: TheatreView) -> None:
    titles = (_PATIENT, _SERIAL, *(message(t) for t in (N_("decided on"),)), _SAFE_BY)
    more = tuple(message(t) for t in (N_("theatre day"), N_("post-operative fill"), N_("how far")))
    rows = [
        (
            *_named(view.replacement),
            str(view.replacement.theatre_on or ""),
            "" if view.fill is None else f"{view.fill.session} {view.fill.starts_at:%H:%M}",
            desk.translate(_STANDING[view.standing]),
        )
        for view in found.replacements
    ]
    print_table(desk, desk.text(N_("Decided replacements: {count}"), count=len(rows)), (*titles, *more), rows)


def _named(replacement: Replacement) -> tuple[str, str, str, str]:
    safe_by_on = "" if replacement.safe_by_on is None else str(replacement.safe_by_on)
    return replacement.patient, replacement.serial, str(replacement.decided_on), safe_by_on


def _print_proposal(desk: Desk, proposal: PlacementProposal) -> None:
    placement = proposal.placement
    titles = tuple(
        message(t) for t in (N_("theatre day"), N_("post-operative fill"), N_("days beyond"), N_("days before target"))
    )
    rows = [
        (
            p.replacement.patient,
            p.replacement.serial,
            "" if p.replacement.safe_by_on is None else str(p.replacement.safe_by_on),
            str(p.theatre_on),
            f"{p.fill.session} {p.fill.starts_at:%H:%M}",
            str(p.beyond_safe_by_days),
            str(p.before_target_days),
        )
        for p in placement.placed
    ]
    title = N_("Theatre days kept: {count}") if proposal.number is not None else N_("Theatre days proposed: {count}")
    print_table(desk, desk.text(title, count=len(rows)), (_PATIENT, _SERIAL, _SAFE_BY, *titles), rows)
    late = [
        (e.replacement.patient, e.replacement.serial, str(e.theatre_on or desk.text(N_("none"))), desk.translate(e.reason))
        for e in placement.exceptions
    ]
    heads = (_PATIENT, _SERIAL, message(N_("theatre day")), message(N_("reason")))
    print_table(desk, desk.text(N_("Not by the safe-by date, or not placed: {count}"), count=len(late)), heads, late)
    _print_figures(desk, placement)


def _print_figures(desk: Desk, placement: Placement) -> None:
    title = N_("No better placement exists: proved") if placement.proven_best else N_("A better placement may exist")
    titles = (message(N_("figure")), message(N_("this placement")), message(N_("least possible")))
    rows = [
        (desk.translate(name), str(getattr(placement.tiers, key)), str(getattr(placement.bounds, key)))
        for key, name in _FIGURES.items()
    ]
    print_table(desk, desk.text(title), titles, rows)


def _say_next(desk: Desk, proposal: PlacementProposal) -> None:
    for violation in proposal.violations:
        desk.tell(violation)
    if proposal.violations:
        desk.say(N_("the check finds fault with these days; nothing is kept"))
    elif proposal.number is not None:
        desk.say(N_("kept; next: refillplan propose lists whom to phone, as refills are planned again around these days"))
    elif proposal.placement.placed:
        desk.say(N_("nothing is kept yet; next: refillplan theatre --accept"))
    elif not proposal.placement.exceptions:
        desk.say(N_("no decided replacement waits for a theatre day"))
