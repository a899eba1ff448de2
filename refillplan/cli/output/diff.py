"""How two plans differ, on stdout."""

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_table
from refillplan.cli.output.values import tiers_json
from refillplan.domain.comparison import pair_visits
from refillplan.domain.messages import N_, message
from refillplan.domain.visits import Visit
from refillplan.services.looking.views import StoredPlan

_TITLES = tuple(message(title) for title in (N_("patient"), N_("before"), N_("after")))


def difference(desk: Desk, before: StoredPlan, after: StoredPlan) -> Exit:
    """Print the visits that moved, came or went; ends with 1 where there are any."""
    pairs = pair_visits(before.plan.visits, after.plan.visits)
    changed = [(old, new) for old, new in pairs if _place(old) != _place(new)]
    changed.sort(key=lambda pair: min((visit.starts_at, visit.patient) for visit in pair if visit is not None))
    if desk.as_json:
        desk.emit(
            {
                "old": {"version": before.number, "tiers": tiers_json(before.plan.tiers)},
                "new": {"version": after.number, "tiers": tiers_json(after.plan.tiers)},
                "changes": [{"patient": _patient(old, new), "old": _when(old), "new": _when(new)} for old, new in changed],
            }
        )
    else:
        title = desk.text(
            N_("Visits that differ between plan {old} and plan {new}: {count}"),
            old=before.number,
            new=after.number,
            count=len(changed),
        )
        print_table(desk, title, _TITLES, [(_patient(old, new), _when(old) or "", _when(new) or "") for old, new in changed])
    return Exit.LOOK if changed else Exit.WELL


def _place(visit: Visit | None) -> tuple[object, ...]:
    return () if visit is None else (visit.session, visit.starts_at, visit.kind, visit.place, visit.operator)


def _patient(old: Visit | None, new: Visit | None) -> str:
    return next(visit.patient for visit in (old, new) if visit is not None)


def _when(visit: Visit | None) -> str | None:
    return None if visit is None else f"{visit.session} {visit.starts_at:%H:%M} {visit.kind} {visit.operator}"
