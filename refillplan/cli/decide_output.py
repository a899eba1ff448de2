"""What was decided for a pump, and what follows."""

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.values import day_or_null, visit_json
from refillplan.domain.decisions import Choice
from refillplan.domain.messages import N_
from refillplan.services.deciding import CHOICE_WORDS, Decided


def tell_decided(desk: Desk, done: Decided) -> Exit:
    """Say, or print as JSON, what was decided; ends with 1 where somebody was told of a fill that is withdrawn."""
    decision = done.decision
    told = [visit for visit in done.withdrawn if visit.told]
    if desk.as_json:
        desk.emit(
            {
                "edit": done.number,
                "patient": done.patient,
                "serial": decision.serial,
                "decided_on": str(decision.decided_on),
                "choice": decision.choice.value,
                "signed_by": decision.signed_by,
                "document": decision.document,
                "reason": decision.reason,
                "extended_until": day_or_null(decision.extended_until),
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
