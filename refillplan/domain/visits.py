"""Visits: planned appointments, told or not, and the nurse's pins on them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from refillplan.domain.codes import require_patient_code
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, require
from refillplan.domain.windows import Window


class Pin(StrEnum):
    """What of a visit a nurse has fixed, each separately."""

    DATE = "date"
    HALF_DAY = "half_day"
    HOUR = "hour"
    PLACE = "place"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A planned appointment.

    Parameters
    ----------
    session
        The half-day that it sits in.
    starts_at, ends_at
        Aware instants in the centre's time zone; ``ends_at`` frees the place.
    place
        1 up to the session's places.
    told
        Whether the patient has been told.
    window
        The window that it was planned in; None for a visit that does not fill, or not yet known.
    """

    patient: str
    kind: str
    session: SessionKey
    starts_at: datetime
    ends_at: datetime
    place: int
    operator: str
    told: bool = False
    pins: frozenset[Pin] = frozenset()
    window: Window | None = None

    def __post_init__(self) -> None:
        require_patient_code("patient", self.patient)
        require(self.starts_at.utcoffset() is not None, "starts_at", N_("starts_at has no time zone"))
        require(self.starts_at.timestamp() < self.ends_at.timestamp(), "ends_at", N_("a visit ends after it starts"))
        require(self.place >= 1, "place", N_("place is {value}: at least 1"), value=self.place)

    @property
    def days_beyond_limit(self) -> int:
        """Whole days after the window's limit; 0 inside it or where there is no window."""
        return 0 if self.window is None else max(0, (self.session.on - self.window.limit_on).days)
