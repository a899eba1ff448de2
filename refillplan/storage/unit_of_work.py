"""One unit of work: all of what it changes is kept, or none of it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from refillplan.storage.audit.checking import AuditVerdict, RawEntry, check_audit, raw_entries
from refillplan.storage.audit.entries import AuditLog
from refillplan.storage.repositories.actors import ActorRepository
from refillplan.storage.repositories.calendar import CalendarRepository
from refillplan.storage.repositories.calls import CallRepository
from refillplan.storage.repositories.centres import CentreRepository
from refillplan.storage.repositories.edits import EditRepository
from refillplan.storage.repositories.erasing import ErasureRepository
from refillplan.storage.repositories.feeds import FeedRepository
from refillplan.storage.repositories.plans import PlanRepository
from refillplan.storage.repositories.published_events import PublishedEventRepository
from refillplan.storage.repositories.replacement_windows import ReplacementWindowRepository
from refillplan.storage.repositories.scenarios import ScenarioRepository
from refillplan.storage.repositories.tables import TableRepository


class UnitOfWork:
    """What one user does in one go: the repositories, under one transaction.

    Attributes
    ----------
    centres, plans, calendar
        What the database holds; each change goes into the audit.
    calls
        What those on the call sheet of a draft have answered.
    erasures
        What is taken away of a patient, and the counts that it leaves.
    edits
        What people changed in one go, to be undone.
    scenarios
        Named sets of changes, to be looked at.
    feeds
        The subscriptions of phones.
    published_events
        What calendar servers were given.
    replacement_windows
        What calendars show of decided replacements.
    tables
        Every table as text.
    actors
        Who may act, and as what.
    audit
        Who changed what, when and why.
    """

    def __init__(self, session: Session, *, actor: str, at: datetime, why: str) -> None:
        self._session = session
        self.audit = AuditLog(session, actor=actor, at=at, why=why)
        self.actors = ActorRepository(session, self.audit)
        self.centres = CentreRepository(session, self.audit)
        self.plans = PlanRepository(session, self.audit)
        self.calendar = CalendarRepository(session, self.audit)
        self.calls = CallRepository(session, self.audit, actor=actor, at=at)
        self.edits = EditRepository(session, self.audit, actor=actor, at=at)
        self.erasures = ErasureRepository(session, self.audit)
        self.scenarios = ScenarioRepository(session, self.audit)
        self.feeds = FeedRepository(session, self.audit, at=at)
        self.published_events = PublishedEventRepository(session, self.audit)
        self.replacement_windows = ReplacementWindowRepository(session, self.audit)
        self.tables = TableRepository(session)

    def check_audit(self) -> AuditVerdict:
        """Check the chain of the audit and, where it is whole, all tables against what it says."""
        return check_audit(self._session)

    def raw_audit(self) -> Iterator[RawEntry]:
        """Return all entries of the audit, byte for byte."""
        return raw_entries(self._session.connection())

    def commit(self) -> None:
        """Keep what was changed and end the unit; nothing can be read or changed in it afterwards."""
        self._session.commit()
