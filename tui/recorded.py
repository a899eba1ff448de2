"""What is said after a record was entered or taken away, and what has to be looked at then."""

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.visits import Visit
from refillplan.services.core.lookup import told_too_early, too_early_sentence
from refillplan.services.entering.recording import Recorded
from refillplan.services.looking.board import Board
from tui.host import Host


def too_early(board: Board, patient: str) -> tuple[Message, ...]:
    """Return a sentence on each told visit of a patient that is too early now."""
    return tuple(too_early_sentence(visit) for visit in _too_early(board, patient))


def _too_early(board: Board, patient: str) -> tuple[Visit, ...]:
    start = next((each for each in board.starts if each.patient.patient == patient), None)
    if start is None:
        return ()
    coming = (visit for visit in board.visits if visit.patient == patient and visit.session.on > board.today)
    return told_too_early(coming, start.window)


def tell_recorded(host: Host, done: Recorded, template: str) -> None:
    """Say what was done (``template`` takes patient, on, limit), and warn of what has to be looked at."""
    limit = "-" if done.window is None else str(done.window.limit_on)
    told = message(template, patient=done.patient, on=str(done.on), limit=limit)
    short = N_("▲ the told visit of {session} is too early now; p plans again")
    early = [message(short, session=str(visit.session)) for visit in _too_early(host.board, done.patient)]
    warnings = [*_beside(done), *early]
    if warnings:
        host.warn([told, *warnings])
    else:
        host.say(told)


def _beside(done: Recorded) -> list[Message]:
    sentences = []
    if done.visit is not None and done.visit.session.on != done.on:
        sentences.append(message(N_("it was the visit booked on {session}"), session=str(done.visit.session)))
    if done.beside is not None:
        look = N_("look again: a fill of {other} is recorded, too; if one is wrong, x on the patient's screen takes it away")
        sentences.append(message(look, other=str(done.beside)))
    if done.counted_from is not None:
        later = N_("the last fill is that of {last}, which is later: nothing changes in the plan")
        sentences.append(message(later, last=str(done.counted_from)))
    return sentences
