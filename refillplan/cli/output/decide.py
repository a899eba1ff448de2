"""What was decided for a pump, and what follows."""

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.values import day_or_null, visit_json
from refillplan.domain.decisions import Choice, Decision
from refillplan.domain.messages import N_
from refillplan.services.forecasts.deciding import CHOICE_WORDS, Decided


def tell_decided(desk: Desk, done: Decided) -> Exit:
    """Say, or print as JSON, what was decided; ends with 1 where somebody was told of a fill that is withdrawn."""
    decision = done.decision
    told = [visit for visit in done.withdrawn if visit.told]
    if desk.as_json:
        desk.emit(
            {
                "edit": done.number,
                "patient": done.patient,
                **decision_json(decision),
                "notes": [desk.translate(note) for note in done.notes],
                "withdrawn": [visit_json(visit) for visit in done.withdrawn],
            }
        )
        return Exit.LOOK if told else Exit.WELL
    desk.say(
        N_("{patient}: decision '{choice}' for pump {serial}, signed by {by} on {on}, document {document}"),
        patient=done.patient,
        choice=CHOICE_WORDS[decision.choice],
        serial=decision.serial,
        by=decision.signed_by,
        on=str(decision.decided_on),
        document=decision.document,
    )
    for note in done.notes:
        desk.tell(note)
    for visit in done.withdrawn:
        desk.say(
            N_("{patient}: the post-operative fill of {session} is booked no more"),
            patient=visit.patient,
            session=str(visit.session),
        )
    if told:
        desk.say(N_("{patient} was told of it: phone"), patient=done.patient)
    if decision.choice is Choice.REPLACE:
        desk.say(N_("next: refillplan theatre; 'refillplan undo' takes this back"))
    else:
        desk.say(N_("next: refillplan plan; 'refillplan undo' takes this back"))
    return Exit.LOOK if told else Exit.WELL


def decision_line(desk: Desk, decision: Decision) -> str:
    """Return a decision with its signature, its document and its theatre day, in a line."""
    parts = [
        desk.text(
            N_("decided: {choice}, signed by {by} on {on}, document {document}"),
            choice=CHOICE_WORDS[decision.choice],
            by=decision.signed_by,
            on=str(decision.decided_on),
            document=decision.document,
        )
    ]
    if decision.reason:
        parts.append(desk.text(N_("in the physician's words: {reason}"), reason=decision.reason))
    if decision.theatre_on is not None:
        parts.append(desk.text(N_("theatre day {on}"), on=str(decision.theatre_on)))
    return ", ".join(parts)


def decision_json(decision: Decision) -> dict[str, Json]:
    """Return a decision for programs."""
    return {
        "serial": decision.serial,
        "decided_on": str(decision.decided_on),
        "choice": decision.choice.value,
        "signed_by": decision.signed_by,
        "document": decision.document,
        "reason": decision.reason,
        "extended_until": day_or_null(decision.extended_until),
    }
