"""What calendars show of decided replacements: one all-day event each, with an identity that outlives a new decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from refillplan.domain.calendar_entries import KEEP_CANCELLED_DAYS, KEEP_PAST_DAYS
from refillplan.domain.replacements import Replacement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementWindow:
    """A decided replacement as calendars know it.

    Parameters
    ----------
    uid
        Random, given once for a pump, never changed.
    sequence
        0 at first; one more at each change of days or state.
    revised_at
        The instant of that revision (aware, UTC).
    from_on, to_on
        First and last day: the theatre day once it is placed, else from the decision to the safe-by date.
    safe_by_on
        The nominal date by which it should be done; None where nothing is known.
    placed
        Whether it has its theatre day.
    """

    uid: str
    sequence: int
    revised_at: datetime
    patient: str
    serial: str
    from_on: date
    to_on: date
    safe_by_on: date | None
    placed: bool
    cancelled: bool = False


def revise_windows(
    known: Iterable[ReplacementWindow],
    replacements: Iterable[Replacement],
    at: datetime,
    today: date,
    new_uid: Callable[[], str],
) -> tuple[ReplacementWindow, ...]:
    """Carry the decided replacements into the windows.

    A replacement that is decided no more is cancelled, unless its theatre day has come: then it took place or is over,
    and stays as it is. One that is decided again takes its old window up. Unchanged windows are returned unchanged.
    """
    by_serial = {window.serial: window for window in known}
    decided = {replacement.serial: replacement for replacement in replacements}
    carried = [_carry(by_serial.get(serial), replacement, at, new_uid) for serial, replacement in decided.items()]
    left = [_close(window, at, today) for serial, window in by_serial.items() if serial not in decided]
    return tuple(sorted([*carried, *left], key=lambda window: (window.from_on, window.patient, window.uid)))


def visible_windows(windows: Iterable[ReplacementWindow], today: date) -> tuple[ReplacementWindow, ...]:
    """Return the windows that calendars show: no theatre day over for 84 days, none cancelled more than 14 days ago.

    One that still waits for its theatre day stays, however long its safe-by date is over.
    """
    first_on, oldest = today - timedelta(days=KEEP_PAST_DAYS), today - timedelta(days=KEEP_CANCELLED_DAYS)
    return tuple(
        window
        for window in windows
        if (window.revised_at.date() >= oldest if window.cancelled else not window.placed or window.to_on >= first_on)
    )


def _carry(
    window: ReplacementWindow | None, replacement: Replacement, at: datetime, new_uid: Callable[[], str]
) -> ReplacementWindow:
    from_on, to_on = _days(replacement)
    fresh = ReplacementWindow(
        uid=new_uid() if window is None else window.uid,
        sequence=0 if window is None else window.sequence,
        revised_at=at if window is None else window.revised_at,
        patient=replacement.patient,
        serial=replacement.serial,
        from_on=from_on,
        to_on=to_on,
        safe_by_on=replacement.safe_by_on,
        placed=replacement.theatre_on is not None,
    )
    if window is None or fresh == window:
        return fresh
    return replace(fresh, sequence=window.sequence + 1, revised_at=at)


def _days(replacement: Replacement) -> tuple[date, date]:
    """Return first and last day; where the safe-by date is over or unknown, the day of the decision."""
    if replacement.theatre_on is not None:
        return replacement.theatre_on, replacement.theatre_on
    return replacement.decided_on, max(replacement.decided_on, replacement.safe_by_on or replacement.decided_on)


def _close(window: ReplacementWindow, at: datetime, today: date) -> ReplacementWindow:
    over = window.placed and window.from_on <= today
    if window.cancelled or over:
        return window
    return replace(window, cancelled=True, sequence=window.sequence + 1, revised_at=at)
