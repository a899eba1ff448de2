"""``refillplan audit verify|export``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.domain.messages import N_
from refillplan.services.upkeep.auditing import export_audit, verify_audit


@click.group("audit", help=N_("Check that nobody changed the audit or the tables by hand, and write the audit to a file."))
def command() -> None:
    """Look after the audit."""


@command.command(
    "verify",
    help=N_(
        "Check every byte of the audit, and all tables against what it says. Ends with 1 where something was changed by "
        "hand. With --against, the entries of a file that 'audit export' wrote must still be there, the same."
    ),
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("A file written earlier by 'audit export' and kept elsewhere."),
)
@common_without_centre
def verify(desk: Desk, against: Path | None) -> Exit:
    """Check the audit."""
    with desk.store() as store:
        verdict = verify_audit(store, against)
    number, head = verdict.head
    if desk.as_json:
        faults = [desk.translate(fault) for fault in verdict.faults]
        desk.emit({"entries": verdict.entries, "last": number, "hash": head, "faults": faults})
    else:
        for fault in verdict.faults:
            click.echo(desk.translate(fault))
        desk.say(
            N_("entries of the audit: {count}; the last is {number}, {hash}"), count=verdict.entries, number=number, hash=head
        )
        if not verdict.faults:
            desk.say(N_("the audit is whole, and the tables are as it says"))
    return Exit.LOOK if verdict.faults else Exit.WELL


@command.command("export", help=N_("Write all entries of the audit to FILE, one JSON value a line; keep it elsewhere."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@common_without_centre
def export(desk: Desk, file: Path) -> Exit:
    """Write the audit to a file."""
    with desk.store() as store:
        count = export_audit(store, file)
    if desk.as_json:
        desk.emit({"file": str(file), "entries": count})
    else:
        desk.say(N_("entries of the audit in {file}: {count}"), file=str(file), count=count)
    return Exit.WELL
