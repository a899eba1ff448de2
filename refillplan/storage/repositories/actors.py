"""Who may act on a database, and as what."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, message
from refillplan.domain.roles import Role
from refillplan.storage.audit.entries import AuditLog, Change
from refillplan.storage.errors import NotAllowed
from refillplan.storage.rows.actors import ActorRow
from refillplan.storage.rows.base import Columns


class ActorRepository:
    """Those who act, by name; while there are none, everybody may do everything."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> Mapping[str, Role]:
        """Return everybody's role, by name in the order of names."""
        rows = self._session.execute(select(ActorRow.name, ActorRow.role))
        return dict(sorted((name, role) for name, role in rows))

    def role_of(self, name: str) -> Role | None:
        """Return what somebody is; a reader who is not listed where others are, None where nobody is."""
        known = self.all()
        return known.get(name, Role.READER) if known else None

    def put(self, name: str, role: Role | None) -> None:
        """Give somebody a role in the place of an earlier one; None: list them no longer."""
        before = self.all().get(name)
        if role is before:
            return
        self._session.execute(delete(ActorRow).where(ActorRow.name == name))
        if role is not None:
            self._session.execute(insert(ActorRow).values(name=name, role=role))
        old: Columns | None = None if before is None else {"name": name, "role": before}
        new: Columns | None = None if role is None else {"name": name, "role": role}
        self._audit.record("", [Change(table=ActorRow.__tablename__, key=name, old=old, new=new)])

    def admit(self, name: str) -> None:
        """Let somebody begin a change.

        Raises
        ------
        NotAllowed
            If they may only read, or sign with another name than the one that they are known by to the server.
        """
        role = self.role_of(name)
        if role is None:
            return
        user = self._database_user()
        if user in self.all() and user != name:
            sentence = N_("you are {user} to the database server and cannot act as {actor}: --actor {user}")
            raise NotAllowed(message(sentence, user=user, actor=name))
        if not role.may_enter:
            raise NotAllowed(message(N_("{actor} may read, but not change anything"), actor=name))

    def _database_user(self) -> str:
        """Return who the server has let in; nobody on SQLite."""
        if self._session.connection().dialect.name != "postgresql":
            return ""
        return str(self._session.connection().exec_driver_sql("SELECT session_user").scalar())
