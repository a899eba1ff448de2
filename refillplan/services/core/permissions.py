"""What somebody's role allows; on a database where nobody has a role, everything is allowed to everybody."""

from collections.abc import Mapping
from datetime import datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.roles import Role
from refillplan.domain.signing import signed_changes
from refillplan.services.core.access import looking
from refillplan.storage import NotAllowed, Store, UnitOfWork

__all__ = ["NotAllowed", "Role", "actors", "require_administrator", "require_may_enter", "require_signer", "role_of", "set_role"]


def role_of(store: Store, actor: str) -> Role | None:
    """Return what somebody is; a reader who is not listed where others are, None where nobody is.

    Raises
    ------
    StorageError
        If the database cannot be read.
    """
    with looking(store) as work:
        return work.actors.role_of(actor)


def actors(store: Store) -> Mapping[str, Role]:
    """Return everybody's role by name.

    Raises
    ------
    StorageError
        If the database cannot be read.
    """
    with looking(store) as work:
        return work.actors.all()


def require_may_enter(store: Store, actor: str) -> None:
    """Raise before a long work of which nothing could be kept.

    Raises
    ------
    NotAllowed
        If this actor may not change anything.
    """
    with looking(store) as work:
        work.actors.admit(actor)


def require_administrator(work: UnitOfWork, actor: str) -> None:
    """Raise unless somebody may look after the database.

    Raises
    ------
    NotAllowed
        If they may not.
    """
    role = work.actors.role_of(actor)
    if role is not None and not role.may_administer:
        raise NotAllowed(message(N_("this is for an administrator; {actor} is none"), actor=actor))


def require_signer(work: UnitOfWork, actor: str, before: Centre, after: Centre) -> None:
    """Raise where a change touches what physicians sign, and who makes it is none.

    Raises
    ------
    NotAllowed
        Naming what is signed.
    """
    role = work.actors.role_of(actor)
    if role is None or role.may_sign:
        return
    signed = next(signed_changes(before, after), None)
    if signed is not None:
        raise NotAllowed(message(N_("only a physician signs {what}; {actor} is none"), what=signed, actor=actor))


def set_role(store: Store, name: str, role: Role | None, *, actor: str, at: datetime) -> None:
    """Give somebody a role, or with None list them no longer; the first one becomes an administrator.

    Raises
    ------
    NotAllowed
        If ``actor`` is no administrator.
    InvalidValue
        If there would be no administrator, or there is nobody of that name to take away.
    StorageError
        If the database cannot be used.
    """
    with store.unit_of_work(actor, at, why="roles") as work:
        require_administrator(work, actor)
        before = work.actors.all()
        if role is None and name not in before:
            raise InvalidValue(message(N_("{name} has no role"), name=name), "name")
        if not name.strip():
            raise InvalidValue(message(N_("a role needs the name of an account")), "name")
        after = {known: theirs for known, theirs in {**before, name: role}.items() if theirs is not None}
        if after and not any(theirs.may_administer for theirs in after.values()):
            raise InvalidValue(message(N_("there must be an administrator: name one first")), "role")
        work.actors.put(name, role)
        work.commit()
