"""A physician's own interval or limit for one patient."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, message, require
from refillplan.domain.people import Patient
from refillplan.domain.windows import interval_of
from refillplan.services.core.editing import edit
from refillplan.services.core.fixed import require_no_contradiction
from refillplan.services.core.lookup import patient_of
from refillplan.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A physician's decision on one patient's interval; None: stays as it is.

    Parameters
    ----------
    clear
        The patient's own numbers so far go first.
    """

    target_days: int | None = None
    limit_days: int | None = None
    not_after: date | None = None
    reason: str
    clear: bool = False


def set_interval(
    store: Store,
    centre: str,
    today: date,
    patient: str,
    override: Override,
    *,
    actor: str,
    at: datetime,
    seen: int | None = None,
) -> int | None:
    """Enter a physician's interval or limit for one patient and return the number of the edit.

    Parameters
    ----------
    seen
        The revision of the centre that the physician looked at; None: the present one.

    Raises
    ------
    ChangedMeanwhile
        If somebody else changed the patient's entry since.
    InvalidValue
        If the centre has no such patient, no reason is given, the numbers contradict each other, or nothing changes.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        before = patient_of(entered, patient)
        after = _overridden(entered, today, before, override)
        require(after != before, "target_days", N_("{patient} has this interval already"), patient=patient)
        changed = replace(entered, patients=tuple(after if known == before else known for known in entered.patients))
        require_no_contradiction(entered, changed, today)
        return changed

    what = message(N_("{patient}: interval changed: {reason}"), patient=patient, reason=override.reason)
    return edit(store, centre, today, change, what=what, actor=actor, at=at, seen=seen)


def _overridden(centre: Centre, today: date, patient: Patient, override: Override) -> Patient:
    """Return the patient with a physician's numbers."""
    require(bool(override.reason.strip()), "reason", N_("say why the interval changes, in a few words"))
    named = {
        name: value
        for name, value in (
            ("target_days", override.target_days),
            ("limit_days", override.limit_days),
            ("not_after", override.not_after),
        )
        if value is not None
    }
    require(bool(named) or override.clear, "target_days", N_("say what changes: --target, --limit, --not-after or --clear"))
    past = override.not_after is not None and override.not_after <= today
    require(not past, "not_after", N_("{day} is not after today, {today}"), day=str(override.not_after), today=str(today))
    kept = {} if override.clear else {name: getattr(patient, name) for name in ("target_days", "limit_days", "not_after")}
    after = {"target_days": None, "limit_days": None, "not_after": None, **kept, **named}
    overridden = any(value is not None for value in after.values())
    changed = replace(patient, **after, override_reason=override.reason if overridden else "")
    limit = interval_of(centre.protocol, changed).limit_days
    require(
        changed.target_days is None or changed.target_days <= limit,
        "target_days",
        N_("a target of {target} days lies after the limit of {limit} days"),
        target=changed.target_days or 0,
        limit=limit,
    )
    return changed
