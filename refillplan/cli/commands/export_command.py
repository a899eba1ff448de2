"""``refillplan export ics|csv FOLDER``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.tables import print_violations
from refillplan.cli.values import violation_json
from refillplan.domain.messages import N_
from refillplan.services.exporting import Exported, ExportRefused, export_csv, export_ics

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))


@click.group("export", help=N_("Write calendars for phones, or the centre as CSV files."))
def command() -> None:
    """Write the centre out."""


@command.command(
    "ics",
    help=N_(
        "Write the unit's calendar and one per operator to FOLDER, from the plan in force: codes only, identities that "
        "stay, the same bytes while nothing changes."
    ),
)
@_FOLDER
@common
def ics(desk: Desk, folder: Path) -> Exit:
    """Write the calendars."""
    with desk.store() as store:
        centre = desk.centre(store)
        done = export_ics(store, centre, folder, desk.today(store, centre), translate=desk.translate)
    match done:
        case Exported():
            if desk.as_json:
                written = [path.name for path in done.written]
                desk.emit({"version": done.version, "files": list(done.files), "written": written, "events": done.events})
            else:
                desk.say(
                    N_("{folder}: {files} calendars of plan {version}, {written} of them written anew, {events} visits"),
                    folder=str(folder),
                    files=len(done.files),
                    version=done.version,
                    written=len(done.written),
                    events=done.events,
                )
            return Exit.WELL
        case ExportRefused():
            if desk.as_json:
                violations = [violation_json(violation, desk.translate) for violation in done.violations]
                desk.emit({"status": "refused", "version": done.version, "violations": violations})
            else:
                print_violations(desk, done.violations)
            desk.say(
                N_("plan {version} breaks rules with what is entered now; no calendar was written: plan again"),
                version=done.version,
            )
            return Exit.LOOK


@command.command("csv", help=N_("Write the centre with its bookings to FOLDER, as CSV files that import reads back."))
@_FOLDER
@common
def csv(desk: Desk, folder: Path) -> Exit:
    """Write the centre as CSV files."""
    with desk.store() as store:
        centre = desk.centre(store)
        export_csv(store, centre, folder)
    if desk.as_json:
        desk.emit({"centre": centre, "folder": str(folder)})
    else:
        desk.say(N_("{folder} holds the centre {centre}"), folder=str(folder), centre=centre)
    return Exit.WELL
