"""The worklist, for people and as JSON."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.tables import print_lines, print_not_planned, print_table
from refillplan.cli.output.values import day_or_null, instant_or_null, local, not_planned_json, visit_json
from refillplan.domain.messages import N_, message
from refillplan.domain.plans import PlanState
from refillplan.services.looking.worklist import WorkItem, Worklist

_TITLES = (
    message(N_("patient")),
    message(N_("margin in days")),
    message(N_("limit")),
    message(N_("counted from")),
    message(N_("next visit")),
    message(N_("note")),
)


def print_worklist(desk: Desk, found: Worklist, zone: ZoneInfo) -> None:
    """Print the promise, the groups, and how old the data is, in the centre's time."""
    print_lines([_promise(desk, found), *_age(desk, found, zone)])
    groups = (
        (desk.text(N_("Overdue: {count}"), count=len(found.overdue)), found.overdue),
        (desk.text(N_("No visit inside the limit: {count}"), count=len(found.without_visit)), found.without_visit),
        (desk.text(N_("Close to the limit: {count}"), count=len(found.close)), found.close),
    )
    for title, items in groups:
        print_table(desk, title, _TITLES, (_row(desk, item) for item in items))
    print_not_planned(desk, found.not_planned)


def worklist_json(desk: Desk, found: Worklist) -> Json:
    """Return the worklist as ``show worklist --json`` prints it."""
    return {
        "today": str(found.today),
        "promise_kept": found.promise_kept,
        "unexplained": list(found.unexplained),
        "counts": {
            "active": found.active,
            "overdue": len(found.overdue),
            "without_visit": len(found.without_visit),
            "close": len(found.close),
            "not_planned": len(found.not_planned),
            "exceptions": found.exceptions,
        },
        "plan": {
            "version": found.version,
            "state": None if found.state is None else found.state.value,
            "made_for": day_or_null(found.made_for),
            "made_at": instant_or_null(found.made_at),
        },
        "last_change_at": instant_or_null(found.last_change_at),
        "overdue": _items(desk, found.overdue),
        "without_visit": _items(desk, found.without_visit),
        "close": _items(desk, found.close),
        "not_planned": [not_planned_json(entry, desk.translate) for entry in found.not_planned],
    }


def _items(desk: Desk, items: Sequence[WorkItem]) -> list[Json]:
    return [
        {
            "patient": item.patient,
            "margin_days": item.margin_days,
            "limit_on": str(item.limit_on),
            "hangs_on": str(item.hangs_on),
            "visit": None if item.visit is None else visit_json(item.visit),
            "obstacle": None if item.obstacle is None else desk.translate(item.obstacle),
            "unrecorded_on": day_or_null(item.unrecorded_on),
            "reason": None if item.shown is None else desk.translate(item.shown.reason),
        }
        for item in items
    ]


def _promise(desk: Desk, found: Worklist) -> str:
    without = len(found.overdue) + len(found.without_visit)
    if not without:
        return desk.text(N_("Yes: every active patient has a visit inside the limit (patients: {count})."), count=found.active)
    if found.promise_kept:
        return desk.text(
            N_("No, but the plan shows each with its reason. Patients without a visit inside the limit: {count} of {all}"),
            count=without,
            all=found.active,
        )
    return desk.text(
        N_("No: these patients are without a visit inside the limit, and no plan shows them as an exception: {patients}"),
        patients=", ".join(found.unexplained),
    )


def _age(desk: Desk, found: Worklist, zone: ZoneInfo) -> list[str]:
    lines = []
    if found.version is None or found.made_at is None:
        lines.append(desk.text(N_("There is no plan yet: the booked visits alone are looked at.")))
    else:
        template = (
            N_("By plan {version}, in force, made for {day} ({at}).")
            if found.state is PlanState.PUBLISHED
            else N_("By plan {version}, a draft that nobody has been told, made for {day} ({at}).")
        )
        lines.append(desk.text(template, version=found.version, day=str(found.made_for), at=local(found.made_at, zone)))
    if found.exceptions:
        lines.append(
            desk.text(
                N_("Exceptions that it names, later visits included: {count}; refillplan show exceptions"), count=found.exceptions
            )
        )
    if found.last_change_at is not None:
        lines.append(
            desk.text(
                N_("Today is {today}; the last change was entered at {at}."),
                today=str(found.today),
                at=local(found.last_change_at, zone),
            )
        )
    return lines


def _row(desk: Desk, item: WorkItem) -> Sequence[str]:
    notes = []
    if item.unrecorded_on is not None:
        notes.append(desk.text(N_("nobody has recorded whether the visit of {day} was done"), day=str(item.unrecorded_on)))
    if item.obstacle is not None and item.visit is not None:
        notes.append(desk.text(N_("the visit of {day} cannot stay: {why}"), day=str(item.visit.session.on), why=item.obstacle))
    if item.shown is not None:
        notes.append(desk.translate(item.shown.reason))
    return (
        item.patient,
        "" if item.margin_days is None else str(item.margin_days),
        str(item.limit_on),
        str(item.hangs_on),
        desk.text(N_("none")) if item.visit is None else f"{item.visit.session} {item.visit.starts_at:%H:%M}",
        desk.joined(notes),
    )
