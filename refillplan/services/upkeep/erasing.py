"""How long patients are kept, and erasing one: all that is kept under the code goes, anonymous counts stay."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message, require
from refillplan.domain.months import months_after
from refillplan.services.core.access import load_centre
from refillplan.services.core.lookup import patient_of
from refillplan.services.core.permissions import require_administrator
from refillplan.storage import Store

RETENTION_YEARS = 20
"""How long a hospital keeps a patient's record after the last stay: France, code de la santé publique, R. 1112-7."""

_MOST_YEARS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A patient who has left: when anything was last done, and until when the record is kept."""

    patient: str
    last_on: date
    keep_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did: entries of the audit that it emptied, and what it added to the counts."""

    patient: str
    entries: int
    counts: tuple[tuple[int, str, str, int], ...]


def retention(store: Store, centre: str, today: date, years: int = RETENTION_YEARS) -> tuple[Kept, ...]:
    """Return those who have left before ``today``, by the day until which their record is kept, then by code.

    Parameters
    ----------
    years
        How long a record is kept after the last thing done.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    require(1 <= years <= _MOST_YEARS, "years", N_("years is {value}: from 1 to {most}"), value=years, most=_MOST_YEARS)
    entered = load_centre(store, centre)
    kept = []
    for patient in entered.patients:
        if patient.active_to is not None and patient.active_to < today:
            last_on = max((patient.active_to, *_days(entered, patient.patient)))
            kept.append(Kept(patient=patient.patient, last_on=last_on, keep_until=months_after(last_on, 12 * years)))
    return tuple(sorted(kept, key=lambda one: (one.keep_until, one.patient)))


def erase_patient(store: Store, centre: str, today: date, patient: str, *, actor: str, at: datetime) -> Erased:
    """Erase all that is kept of a patient who has left, in the tables, in past plans and in the audit.

    The chain of the audit stays whole: the emptied entries are listed in one of its own. What was counted by year stays,
    without code and day. Edits that touched the patient cannot be undone any more. Backups made before keep the patient.

    Raises
    ------
    InvalidValue
        If there is no such patient, the centre still looks after it, or a told visit is still to come.
    NotAllowed
        If ``actor`` is no administrator.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="erasure") as work:
        require_administrator(work, actor)
        entered = work.centres.load(centre)
        last_on = patient_of(entered, patient).active_to
        if last_on is not None and last_on >= today:
            later = N_("the centre looks after {patient} until {on}: 'refillplan erase' from the day after")
            raise InvalidValue(message(later, patient=patient, on=str(last_on)), "patient")
        if last_on is None:
            sentence = N_("the centre still looks after {patient}: 'refillplan patient end' first")
            raise InvalidValue(message(sentence, patient=patient), "patient")
        _require_called_off(entered, patient, today)
        counts = _counts(entered, patient)
        work.centres.touch(centre)
        work.plans.drop_drafts(centre, [patient])
        emptied = work.erasures.erase(centre, patient, counts)
        work.commit()
    store.compact()
    return Erased(patient=patient, entries=emptied, counts=tuple((*key, count) for key, count in sorted(counts.items())))


def _require_called_off(centre: Centre, patient: str, today: date) -> None:
    """Refuse while a told visit is to come: it would vanish from calendars without being called off."""
    told = sorted(str(v.session) for v in centre.visits if v.patient == patient and v.told and v.session.on >= today)
    if told:
        still = N_("{patient} was told visits that are still booked ({first} and on): 'refillplan propose' and publish first")
        raise InvalidValue(message(still, patient=patient, first=told[0]), "patient")


def _days(centre: Centre, patient: str) -> list[date]:
    fills = [fill.filled_on for fill in centre.fills if fill.patient == patient]
    return fills + [pump.ended_on or pump.implanted_on for pump in centre.pumps if pump.patient == patient]


def _counts(centre: Centre, patient: str) -> Counter[tuple[int, str, str]]:
    """Count what was done, by year and by what names no one."""
    found = Counter((fill.filled_on.year, "fills", fill.kind) for fill in centre.fills if fill.patient == patient)
    found.update((missed.on.year, "not_done", missed.reason.value) for missed in centre.not_done if missed.patient == patient)
    pumps = [pump for pump in centre.pumps if pump.patient == patient]
    found.update((pump.implanted_on.year, "implanted", pump.model) for pump in pumps)
    found.update((pump.ended_on.year, "ended", pump.end_cause) for pump in pumps if pump.ended_on is not None)
    left = patient_of(centre, patient).active_to
    if left is not None:
        found[left.year, "left", ""] += 1
    return found
