"""``refillplan export ics|vdir|csv|tables FOLDER``, ``refillplan export caldav URL``, ``refillplan export fhir FILE``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.event import tell_events
from refillplan.cli.output.tables import print_violations
from refillplan.cli.output.values import violation_json
from refillplan.cli.settings import caldav_login
from refillplan.domain.messages import N_
from refillplan.services.sharing.calendar_check import check_calendar
from refillplan.services.sharing.collections import Login, export_vdir, publish_caldav, read_login
from refillplan.services.sharing.exporting import Exported, ExportRefused, export_csv, export_ics, export_tables
from refillplan.services.sharing.fhir import export_fhir

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))

_OPERATOR = click.option("--operator", metavar="CODE", help=N_("Whose visits; without it, all of the unit."))


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


@command.command(
    "vdir",
    help=N_(
        "Write one file per visit to FOLDER, from the plan in force, for vdirsyncer and the programs that read such "
        "folders. Files of visits that are gone are removed; other files stay."
    ),
)
@_FOLDER
@_OPERATOR
@common
def vdir(desk: Desk, folder: Path, operator: str | None) -> Exit:
    """Write one file per visit."""
    with desk.store() as store:
        centre = desk.centre(store)
        done = export_vdir(store, centre, folder, desk.today(store, centre), operator, translate=desk.translate)
    return tell_events(desk, done, str(folder))


@command.command(
    "caldav",
    help=N_(
        "Publish the plan in force in the calendar at URL, on a server that exists (CalDAV): what changed is sent, what is "
        "gone is deleted, events of others stay. After a cut the same command goes on. User and password come from "
        "REFILLPLAN_CALDAV_USER and REFILLPLAN_CALDAV_PASSWORD, or from a file; they are stored nowhere."
    ),
)
@click.argument("collection", metavar="URL")
@_OPERATOR
@click.option(
    "--credentials",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("File that only its owner may read: the user on the first line, the password on the second."),
)
@common
def caldav(desk: Desk, collection: str, operator: str | None, credentials: Path | None) -> Exit:
    """Publish on a calendar server."""
    given = caldav_login() if credentials is None else None
    login = read_login(credentials) if credentials else Login(user=given[0], password=given[1]) if given else None
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = publish_caldav(
            store, centre, collection, login, today, operator, actor=desk.actor, at=desk.at, translate=desk.translate
        )
    return tell_events(desk, done, collection)


@command.command(
    "fhir",
    help=N_(
        "Write patients, pumps and visits to FILE as one FHIR bundle (release R4, JSON), checked: codes only, visits as they are "
        "booked and told, cancelled ones too. The same state gives the same bytes."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.json")
@click.option(
    "--base",
    default="urn:refillplan",
    show_default=True,
    metavar="URI",
    help=N_("Address that begins the systems of all identifiers, as the hospital writes them."),
)
@common
def fhir(desk: Desk, file: Path, base: str) -> Exit:
    """Write a FHIR bundle."""
    with desk.store() as store:
        centre = desk.centre(store)
        written = export_fhir(store, centre, file, desk.today(store, centre), base)
    if desk.as_json:
        desk.emit({"centre": centre, "file": str(file), "written": written})
    else:
        desk.say(N_("{file} holds the centre {centre} as a FHIR bundle"), file=str(file), centre=centre)
    return Exit.WELL


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


@command.command(
    "tables",
    help=N_(
        "Write every table of the database to FOLDER, one CSV file each, as far as it is about the centre: plans, calendars, "
        "answers, history and audit as well; never what opens a feed. For auditors; 'refillplan import' reads what 'export "
        "csv' writes."
    ),
)
@_FOLDER
@common
def tables(desk: Desk, folder: Path) -> Exit:
    """Write every table."""
    with desk.store() as store:
        centre = desk.centre(store)
        rows = export_tables(store, centre, folder)
    if desk.as_json:
        desk.emit({"centre": centre, "folder": str(folder), "rows": dict(rows)})
    else:
        desk.say(N_("{folder}: {count} tables of the centre {centre}"), folder=str(folder), count=len(rows), centre=centre)
    return Exit.WELL


_ICS = click.Path(path_type=Path, dir_okay=False)


@command.command(
    "check",
    help=N_(
        "Check any .ics file for what makes calendars lie or leak: identities that change, floating times, missing time "
        "zones, people. Ends with 1 where something is found."
    ),
)
@click.argument("file", type=_ICS, metavar="FILE.ics")
@click.option("--before", type=_ICS, metavar="FILE.ics", help=N_("The same calendar as it was earlier."))
@click.option("--names", type=_ICS, metavar="FILE", help=N_("Names that must not stand in it, one in a line."))
@common
def check(desk: Desk, file: Path, before: Path | None, names: Path | None) -> Exit:
    """Check a calendar."""
    found = check_calendar(file, before, names)
    if desk.as_json:
        findings = [{"rule": f.rule.value, "line": f.line, "sentence": desk.translate(f.sentence)} for f in found]
        desk.emit({"file": str(file), "findings": findings})
    else:
        for finding in found:
            click.echo(f"{file}:{finding.line}: {finding.rule.value}: {desk.translate(finding.sentence)}")
        desk.say(N_("{file}: findings: {count}"), file=str(file), count=len(found))
    return Exit.LOOK if found else Exit.WELL
