"""``refillplan info``."""

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.cli.output.tables import print_lines, print_table
from refillplan.cli.output.values import instant_or_null
from refillplan.cli.output.words import SCHEMA_STATE, STATE
from refillplan.domain.messages import N_, message
from refillplan.services.upkeep.about import CentreInfo, Info, info
from refillplan.services.upkeep.databases import SchemaState, without_password


@click.command("info", help=N_("Tell the versions of the program and its libraries, and what the database holds; no passwords."))
@common_without_centre
def command(desk: Desk) -> Exit:
    """Tell what is installed and what the database holds."""
    with desk.store() as store:
        found = info(store)
    address = without_password(desk.url)
    if desk.as_json:
        desk.emit(
            {
                "refillplan": found.program,
                "python": found.python,
                "system": found.system,
                "libraries": dict(found.libraries),
                "database": address,
                "schema": found.schema.value,
                "centres": [_json(centre) for centre in found.centres],
            }
        )
    else:
        _show(desk, found, address)
    return Exit.WELL


def _json(centre: CentreInfo) -> dict[str, Json]:
    plans: list[Json] = [{"version": plan.number, "state": plan.state.value, "today": str(plan.today)} for plan in centre.plans]
    return {
        "code": centre.code,
        "name": centre.name,
        "patients": centre.patients,
        "sessions": centre.sessions,
        "bookings": centre.bookings,
        "plans": plans,
        "last_change_at": instant_or_null(centre.last_change_at),
    }


def _show(desk: Desk, found: Info, address: str) -> None:
    print_lines(
        [
            f"refillplan {found.program}",
            f"Python {found.python}, {found.system}",
            ", ".join(f"{name} {version}" for name, version in found.libraries),
            desk.text(N_("database: {address} ({state})"), address=address, state=SCHEMA_STATE[found.schema]),
        ]
    )
    if found.schema in (SchemaState.OLDER, SchemaState.NEWER):
        return  # what they hold is not known
    titles = (
        message(N_("centre")),
        message(N_("name")),
        message(N_("patients")),
        message(N_("half-days a week")),
        message(N_("booked visits")),
        message(N_("plans")),
        message(N_("last change")),
    )
    rows = [
        (
            centre.code,
            centre.name,
            str(centre.patients),
            str(centre.sessions),
            str(centre.bookings),
            ", ".join(f"{plan.number} ({desk.translate(STATE[plan.state])})" for plan in centre.plans),
            "" if centre.last_change_at is None else f"{centre.last_change_at:%Y-%m-%d %H:%M} UTC",
        )
        for centre in found.centres
    ]
    print_table(desk, desk.text(N_("Centres: {count}"), count=len(rows)), titles, rows)
