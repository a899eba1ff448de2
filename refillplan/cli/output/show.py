"""What `show` prints: tables for people, and the same as JSON."""

from collections.abc import Mapping, Sequence

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.decide import decision_json, decision_line
from refillplan.cli.output.table_words import table_words
from refillplan.cli.output.tables import (
    VISIT_TITLES,
    print_exceptions,
    print_figures,
    print_lines,
    print_table,
    visit_row,
)
from refillplan.cli.output.values import (
    day_or_null,
    exception_json,
    instant_or_null,
    not_planned_json,
    plan_json,
    tiers_json,
    visit_json,
    window_json,
)
from refillplan.cli.output.words import LIMITED_BY, STATE
from refillplan.domain.chains import ChainStart
from refillplan.domain.decisions import Decision
from refillplan.domain.messages import N_, message
from refillplan.services.calls.pinning import pin_words
from refillplan.services.looking.views import AuditEntry, PatientView, PlanHeader, SessionView, StoredPlan


def plan(desk: Desk, stored: StoredPlan) -> None:
    """Print a plan."""
    if desk.as_json:
        shown = plan_json(stored.plan, stored.seconds, desk.translate, version=stored.number)
        desk.emit(
            {
                **shown,
                "state": stored.state.value,
                "made_at": instant_or_null(stored.made_at),
                "told_until": day_or_null(stored.told_until),
            }
        )
        return
    print_lines([_headline(desk, stored)])
    print_figures(desk, stored.plan.tiers, stored.plan.bounds)
    print_exceptions(desk, stored.plan)
    title = desk.text(N_("Visits: {count}"), count=len(stored.plan.visits))
    print_table(desk, title, VISIT_TITLES, (visit_row(visit, desk) for visit in stored.plan.visits))


def exceptions(desk: Desk, stored: StoredPlan) -> None:
    """Print the exceptions of a plan."""
    if desk.as_json:
        desk.emit(
            {
                "version": stored.number,
                "state": stored.state.value,
                "exceptions": [exception_json(exception, desk.translate) for exception in stored.plan.exceptions],
                "not_planned": [not_planned_json(entry, desk.translate) for entry in stored.plan.not_planned],
            }
        )
        return
    print_lines([_headline(desk, stored)])
    print_exceptions(desk, stored.plan)


def patient(desk: Desk, found: PatientView) -> None:
    """Print a patient."""
    if desk.as_json:
        desk.emit(_patient_json(desk, found))
        return
    if found.left_out is not None:
        print_lines([desk.text(N_("{patient} is not planned: {reason}"), patient=found.patient.patient, reason=found.left_out)])
    if found.start is not None:
        print_lines([_window_line(desk, found.start)])
    if found.decision is not None:
        print_lines([decision_line(desk, found.decision)])
    title = desk.text(N_("Coming visits: {count}"), count=len(found.visits))
    print_table(desk, title, VISIT_TITLES, (visit_row(visit, desk) for visit in found.visits))
    print_lines(
        desk.text(N_("{session}, pinned: {pins}"), session=str(visit.session), pins=pin_words(visit.pins))
        for visit in found.visits
        if visit.pins
    )
    if found.exceptions:
        print_lines(desk.text(N_("due by {limit}: {reason}"), limit=str(e.limit_on), reason=e.reason) for e in found.exceptions)
    titles = (message(N_("filled on")), message(N_("kind")), message(N_("operator")))
    rows = ((str(fill.filled_on), fill.kind, fill.operator) for fill in found.fills)
    print_table(desk, desk.text(N_("Fills: {count}"), count=len(found.fills)), titles, rows)
    pump_titles = (message(N_("pump")), message(N_("model")), message(N_("implanted on")), message(N_("ended on")))
    pumps = ((pump.serial, pump.model, str(pump.implanted_on), str(pump.ended_on or "")) for pump in found.pumps)
    print_table(desk, desk.text(N_("Pumps: {count}"), count=len(found.pumps)), pump_titles, pumps)


def sessions(desk: Desk, found: Sequence[SessionView]) -> None:
    """Print half-days with their visits."""
    if desk.as_json:
        desk.emit({"sessions": [_session_json(desk, view) for view in found]})
        return
    for view in found:
        print_table(desk, _session_line(desk, view), VISIT_TITLES, (visit_row(visit, desk) for visit in view.visits))


def plans(desk: Desk, found: Sequence[PlanHeader]) -> None:
    """Print all plans without their visits."""
    if desk.as_json:
        desk.emit({"plans": [_header_json(header) for header in found]})
        return
    titles = (
        message(N_("plan")),
        message(N_("state")),
        message(N_("made for")),
        message(N_("not planned from")),
        message(N_("without a session")),
        message(N_("days beyond the limit")),
        message(N_("moved")),
        message(N_("comfort")),
        message(N_("told until")),
    )
    rows = (
        (
            str(header.number),
            desk.translate(STATE[header.state]),
            str(header.today),
            str(header.horizon.end_on),
            str(header.tiers.unplaced),
            str(header.tiers.beyond_limit_days),
            str(header.tiers.moved),
            str(header.tiers.comfort),
            str(header.told_until or ""),
        )
        for header in found
    )
    print_table(desk, desk.text(N_("Plans: {count}"), count=len(found)), titles, rows)


def audit(desk: Desk, found: Sequence[AuditEntry]) -> None:
    """Print changes, with what they changed."""
    if desk.as_json:
        desk.emit({"audit": [_audit_json(entry) for entry in found]})
        return
    titles = (
        message(N_("at (UTC)")),
        message(N_("who")),
        message(N_("why")),
        message(N_("what")),
        message(N_("table")),
        message(N_("row")),
        message(N_("change")),
    )
    rows = (
        (
            f"{e.at:%Y-%m-%d %H:%M:%S}",
            e.actor,
            e.why,
            e.action.value,
            table_words(desk, e.table),
            e.key,
            _difference(e),
        )
        for e in found
    )
    print_table(desk, desk.text(N_("Changes: {count}"), count=len(found)), titles, rows)


def _headline(desk: Desk, stored: StoredPlan) -> str:
    return desk.text(
        N_("Plan {version} ({state}) of {centre}, made for {day}, from {start_on} to before {end_on}"),
        version=stored.number,
        state=STATE[stored.state],
        centre=stored.plan.centre,
        day=str(stored.plan.today),
        start_on=str(stored.plan.horizon.start_on),
        end_on=str(stored.plan.horizon.end_on),
    )


def _window_line(desk: Desk, start: ChainStart) -> str:
    window = start.window
    return desk.text(
        N_("{patient}: next visit from {earliest}, best {target}, not after {limit} ({limited_by}), counted from {hangs_on}"),
        patient=start.patient.patient,
        earliest=str(window.earliest_on),
        target=str(window.target_on),
        limit=str(window.limit_on),
        limited_by=LIMITED_BY[window.limited_by],
        hangs_on=str(window.hangs_on),
    )


def _patient_json(desk: Desk, found: PatientView) -> Json:
    return {
        "patient": found.patient.patient,
        "window": window_json(None if found.start is None else found.start.window),
        "not_planned": None if found.left_out is None else desk.translate(found.left_out),
        "version": found.version,
        "visits": [visit_json(visit) for visit in found.visits],
        "exceptions": [exception_json(exception, desk.translate) for exception in found.exceptions],
        "fills": [{"filled_on": str(f.filled_on), "kind": f.kind, "operator": f.operator} for f in found.fills],
        "pumps": [
            {"serial": p.serial, "model": p.model, "implanted_on": str(p.implanted_on), "ended_on": day_or_null(p.ended_on)}
            for p in found.pumps
        ],
        "decision": None if found.decision is None else _decision_json(found.decision),
    }


def _decision_json(decision: Decision) -> Json:
    return {**decision_json(decision), "theatre_on": day_or_null(decision.theatre_on)}


def _session_json(desk: Desk, view: SessionView) -> Json:
    session = view.session
    return {
        "session": str(view.key),
        "open": session is not None,
        "closed_because": None if view.closed_because is None else desk.translate(view.closed_because),
        "opens": None if session is None else f"{session.opens:%H:%M}",
        "closes": None if session is None else f"{session.closes:%H:%M}",
        "places": None if session is None else session.places,
        "operators": [] if session is None else list(session.operators),
        "version": view.version,
        "visits": [visit_json(visit) for visit in view.visits],
    }


def _session_line(desk: Desk, view: SessionView) -> str:
    if view.session is None:
        reason = message(N_("closed")) if view.closed_because is None else view.closed_because
        return desk.text(N_("{session}: {reason}"), session=str(view.key), reason=reason)
    return desk.text(
        N_("{session}: {opens} to {closes}, places: {places}, operators: {operators}, visits: {count}"),
        session=str(view.key),
        opens=f"{view.session.opens:%H:%M}",
        closes=f"{view.session.closes:%H:%M}",
        places=view.session.places,
        operators=", ".join(view.session.operators),
        count=len(view.visits),
    )


def _header_json(header: PlanHeader) -> Json:
    return {
        "version": header.number,
        "state": header.state.value,
        "today": str(header.today),
        "horizon": {"start_on": str(header.horizon.start_on), "end_on": str(header.horizon.end_on)},
        "tiers": tiers_json(header.tiers),
        "bounds": tiers_json(header.bounds),
        "made_at": instant_or_null(header.made_at),
        "told_until": day_or_null(header.told_until),
        "seconds": header.seconds,
    }


def _audit_json(entry: AuditEntry) -> Json:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "why": entry.why,
        "action": entry.action.value,
        "table": entry.table,
        "key": entry.key,
        "old": _plain(entry.old),
        "new": _plain(entry.new),
    }


def _plain(values: Mapping[str, object] | None) -> Json:
    """Return the values of an audit row, which come out of JSON, as JSON again."""
    return None if values is None else {name: _json_value(value) for name, value in values.items()}


def _json_value(value: object) -> Json:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_json_value(part) for part in value]
        case dict():
            return {str(name): _json_value(part) for name, part in value.items()}
    raise TypeError(type(value).__name__)


def _difference(entry: AuditEntry) -> str:
    """Return what changed in a row that was there before and after."""
    if entry.old is None or entry.new is None:
        return ""
    names = [name for name in entry.new if entry.new[name] != entry.old.get(name)]
    return "; ".join(f"{name}: {entry.old.get(name)} → {entry.new[name]}" for name in names)
