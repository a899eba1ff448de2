"""All that is known of one patient, from the board."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.chains import ChainStart
from refillplan.domain.decisions import Decision, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.messages import Message
from refillplan.domain.people import Fill, NotDone, Patient, Unavailability
from refillplan.domain.plans import PlanException
from refillplan.domain.visits import Visit
from refillplan.domain.windows import Interval, interval_of
from refillplan.services.looking.board import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFacts:
    """One patient; pumps with the newest first, visits from today on, what is past with the newest first.

    Parameters
    ----------
    decision
        The physician's, for the pump in place.
    """

    patient: Patient
    interval: Interval
    start: ChainStart | None
    left_out: Message | None
    pumps: tuple[Pump, ...]
    decision: Decision | None
    coming: tuple[Visit, ...]
    past: tuple[Fill | NotDone, ...]
    unavailabilities: tuple[Unavailability, ...]
    exceptions: tuple[PlanException, ...]

    def pump_on(self, day: date) -> Pump | None:
        """Return the pump in place on a day."""
        return next((pump for pump in self.pumps if pump.in_place_on(day)), None)

    def theatre_from(self, day: date) -> date | None:
        """Return the theatre day of a decided replacement, if it is not before ``day``."""
        on = None if self.decision is None else self.decision.theatre_on
        return None if on is None or on < day else on


def facts_of(board: Board, code: str) -> PatientFacts:
    """Return what is known of a patient of the centre."""
    centre = board.centre
    patient = next(known for known in centre.patients if known.patient == code)
    past: list[Fill | NotDone] = [
        *(fill for fill in centre.fills if fill.patient == code),
        *(missed for missed in centre.not_done if missed.patient == code),
    ]
    pumps = [pump for pump in centre.pumps if pump.patient == code]
    in_force = decisions_in_force(centre.decisions)
    in_place = [pump.serial for pump in pumps if pump.in_place_on(board.today)]
    away = (u for u in centre.unavailabilities if u.patient == code and u.to_on >= board.today)
    return PatientFacts(
        patient=patient,
        interval=interval_of(centre.protocol, patient),
        start=next((start for start in board.starts if start.patient.patient == code), None),
        left_out=next((entry.reason for entry in board.left_out if entry.patient == code), None),
        pumps=tuple(sorted(pumps, key=lambda pump: pump.implanted_on, reverse=True)),
        decision=next((in_force[serial] for serial in in_place if serial in in_force), None),
        coming=tuple(v for v in board.visits if v.patient == code and v.session.on >= board.today),
        past=tuple(sorted(past, key=_day, reverse=True)),
        unavailabilities=tuple(sorted(away, key=lambda u: u.from_on)),
        exceptions=tuple(e for e in board.exceptions if e.patient == code),
    )


def booked_as(board: Board, planned: Visit) -> Visit:
    """Return the visit on the board that a planned one stands for: the patient's nearest, or itself where there is none."""
    mine = (visit for visit in board.visits if visit.patient == planned.patient and visit.session.on >= board.today)
    return min(mine, key=lambda visit: abs((visit.session.on - planned.session.on).days), default=planned)


def _day(done: Fill | NotDone) -> date:
    return done.filled_on if isinstance(done, Fill) else done.on
