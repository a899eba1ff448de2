"""What was recorded, and what the patient's next visit counts from now."""

from refillplan.cli.desk import Desk
from refillplan.cli.output.values import day_or_null, window_json
from refillplan.cli.output.words import LIMITED_BY
from refillplan.domain.messages import N_, Message
from refillplan.domain.windows import Window
from refillplan.services.core.access import load_centre
from refillplan.services.core.lookup import booked_visits, told_too_early, too_early_sentence
from refillplan.services.entering.recording import Recorded


def tell_recorded(desk: Desk, done: Recorded, sentence: Message) -> None:
    """Say, or print as JSON, what was recorded."""
    window = done.window
    if desk.as_json:
        desk.emit(
            {
                "edit": done.number,
                "patient": done.patient,
                "on": str(done.on),
                "kind": done.kind,
                "booked": None if done.visit is None else str(done.visit.session),
                "window": window_json(window),
                "counted_from": day_or_null(done.counted_from),
                "beside": day_or_null(done.beside),
                "missed": done.missed,
            }
        )
        return
    desk.tell(sentence)
    if done.visit is not None and done.visit.session.on != done.on:
        desk.say(N_("it was the visit booked on {session}"), session=str(done.visit.session))
    if done.beside is not None:
        desk.say(
            N_("look again: a fill of {other} is recorded, too; a wrong one: 'refillplan done {patient} --on DATE --remove'"),
            other=str(done.beside),
            patient=done.patient,
        )
    if done.missed:
        desk.say(
            N_("look again: a missed visit of {on} is recorded, too; wrong: 'refillplan not-done {patient} --on {on} --remove'"),
            on=str(done.on),
            patient=done.patient,
        )
    if done.counted_from is not None:
        desk.say(N_("the last fill is that of {last}, which is later: nothing changes in the plan"), last=str(done.counted_from))
    if done.left_out is not None:
        desk.say(N_("{patient} is not planned: {reason}"), patient=done.patient, reason=done.left_out)
    if window is not None:
        desk.say(
            N_("{patient}: next visit from {earliest}, best {target}, not after {limit} ({limited_by}), counted from {hangs_on}"),
            patient=done.patient,
            earliest=str(window.earliest_on),
            target=str(window.target_on),
            limit=str(window.limit_on),
            limited_by=LIMITED_BY[window.limited_by],
            hangs_on=str(window.hangs_on),
        )
        _say_what_is_too_early(desk, done.patient, window)
    desk.say(N_("next: refillplan propose; 'refillplan undo' takes this back"))


def _say_what_is_too_early(desk: Desk, patient: str, window: Window) -> None:
    """Name the told visits that lie before the earliest date now."""
    with desk.store() as store:
        centre = desk.centre(store)
        coming = booked_visits(load_centre(store, centre), desk.today(store, centre), patient)
    for visit in told_too_early(coming, window):
        desk.tell(too_early_sentence(visit))
