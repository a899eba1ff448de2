"""``refillplan actor list|set|remove``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, message
from refillplan.domain.roles import ROLE_WORDS, Role
from refillplan.services.core.permissions import actors, set_role

_NAME = click.argument("name")


@click.group(
    "actor",
    help=N_(
        "Give those who act on a database their roles, by the name of their account. While nobody has one, everybody may do "
        "everything; from then on, who is not listed may only read."
    ),
)
def command() -> None:
    """Look after roles."""


@command.command("list", help=N_("Everybody's role."))
@common_without_centre
def show(desk: Desk) -> Exit:
    """List the roles."""
    with desk.store() as store:
        found = actors(store)
    if desk.as_json:
        desk.emit({name: role.value for name, role in found.items()})
        return Exit.WELL
    if not found:
        desk.say(N_("nobody has a role: everybody may do everything"))
    titles = (message(N_("who")), message(N_("role")))
    rows = [(name, desk.translate(ROLE_WORDS[role])) for name, role in found.items()]
    print_table(desk, desk.text(N_("Roles: {count}"), count=len(rows)), titles, rows)
    return Exit.WELL


@command.command("set", help=N_("Give NAME a role: nurse, physician, reader or administrator. The first is an administrator."))
@_NAME
@click.argument("role", type=click.Choice([role.value for role in Role]))
@common_without_centre
def give(desk: Desk, name: str, role: str) -> Exit:
    """Give a role."""
    with desk.store() as store:
        set_role(store, name, Role(role), actor=desk.actor, at=desk.at)
    return _tell(desk, name, Role(role))


@command.command("remove", help=N_("List NAME no longer."))
@_NAME
@common_without_centre
def remove(desk: Desk, name: str) -> Exit:
    """Take a role away."""
    with desk.store() as store:
        set_role(store, name, None, actor=desk.actor, at=desk.at)
    return _tell(desk, name, None)


def _tell(desk: Desk, name: str, role: Role | None) -> Exit:
    if desk.as_json:
        desk.emit({name: None if role is None else role.value})
    elif role is None:
        desk.say(N_("{name} has no role any more"), name=name)
    else:
        desk.say(N_("{name}: {role}"), name=name, role=ROLE_WORDS[role])
    return Exit.WELL
