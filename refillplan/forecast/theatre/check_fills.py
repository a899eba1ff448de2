"""The rules on post-operative fills, read again from the centre."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from refillplan.domain.agenda import session_of
from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Role
from refillplan.domain.replacements import PlacedReplacement
from refillplan.domain.sessions import Session
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL, REFILL, VisitKind
from refillplan.domain.visits import Pin, Visit
from refillplan.domain.windows import interval_of


def wrong_fills(centre: Centre, today: date, placed: Sequence[PlacedReplacement]) -> Iterator[Message]:
    """Every placed replacement has a fill in an open session soon after, with a place, an operator, and a chain behind it."""
    for number, one in enumerate(placed):
        kind = centre.kind(POST_OPERATIVE_FILL)
        fill, session = one.fill, session_of(centre, one.fill.session)
        after, within = (fill.session.on - one.theatre_on).days, int(centre.forecast.fill_within_days.value)
        fits = session is not None and _fits(centre, session, fill, kind)
        if fill.patient != one.replacement.patient or fill.kind != kind.kind or not 0 <= after <= within or not fits:
            yield _sentence(N_("{patient}: the post-operative fill on {session} cannot be held"), one)
        others = [other.fill for other in placed[:number]] + list(centre.visits)
        if any(_clash(centre, fill, other) for other in others):
            yield _sentence(N_("{patient}: the post-operative fill on {session} takes what is taken"), one)
        if _near(centre, today, one):
            yield _sentence(N_("{patient}: a visit that cannot move is too near to the post-operative fill on {session}"), one)


def _fits(centre: Centre, session: Session, fill: Visit, kind: VisitKind) -> bool:
    zone = ZoneInfo(centre.timezone)
    opens_at = datetime.combine(session.key.on, session.opens, zone).astimezone(UTC)
    start = int((fill.starts_at.astimezone(UTC) - opens_at).total_seconds()) // 60
    length = int((fill.ends_at.astimezone(UTC) - fill.starts_at.astimezone(UTC)).total_seconds()) // 60
    staff = {operator.operator: operator for operator in centre.operators}
    present = [staff[code] for code in session.operators if code in staff]
    return (
        start >= 0
        and start % centre.planning.grid_minutes == 0
        and length == kind.place_minutes
        and start + length <= session.minutes
        and 1 <= fill.place <= session.places
        and any(operator.operator == fill.operator and kind.kind in operator.kinds for operator in present)
        and (not kind.needs_physician or any(operator.role is Role.PHYSICIAN for operator in present))
    )


def _stays(centre: Centre, visit: Visit) -> bool:
    moves = visit.kind == REFILL or (centre.review is not None and visit.kind == centre.review.kind)
    return not moves or Pin.DATE in visit.pins


def _clash(centre: Centre, one: Visit, other: Visit) -> bool:
    if one.session != other.session:
        return False
    at_place = one.place == other.place and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    busy = one.starts_at < _free_at(centre, other) and other.starts_at < _free_at(centre, one)
    return at_place or (one.operator == other.operator and busy)


def _free_at(centre: Centre, visit: Visit) -> datetime:
    return (visit.starts_at.astimezone(UTC) + timedelta(minutes=centre.kind(visit.kind).operator_minutes)).astimezone(UTC)


def _near(centre: Centre, today: date, one: PlacedReplacement) -> bool:
    """Whether a visit that cannot move lies between the theatre day and the fill, or fills too soon after it."""
    filling = {kind.kind for kind in centre.visit_kinds if kind.fills}
    patient = next(patient for patient in centre.patients if patient.patient == one.replacement.patient)
    next_on = one.fill.session.on + timedelta(days=interval_of(centre.protocol, patient).min_days)
    for visit in centre.visits:
        if visit.patient == patient.patient and visit.session.on > today and _stays(centre, visit):
            until = next_on if visit.kind in filling else one.fill.session.on + timedelta(days=1)
            if one.theatre_on <= visit.session.on < until:
                return True
    return False


def _sentence(template: str, one: PlacedReplacement) -> Message:
    return message(template, patient=one.replacement.patient, session=str(one.fill.session))
