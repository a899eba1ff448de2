"""``refillplan import FOLDER``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.cli.output.fault import print_faults
from refillplan.cli.output.table_words import table_words
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, message
from refillplan.services.entering.importing import Disagreement, Faults, Imported, import_folder


@click.command(
    "import",
    help=N_(
        "Read a centre from FOLDER into the database: new rows are added, rows that differ are changed, none is "
        "removed. Where anything is wrong, every fault is named and nothing is stored. Booked visits are read only "
        "while the centre has no plan. The tables are made if there are none."
    ),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=N_("Only tell what would be done."))
@common_without_centre
def command(desk: Desk, folder: Path, *, dry_run: bool) -> Exit:
    """Read a folder into the database."""
    with desk.store() as store:
        done = import_folder(store, folder, desk.today_here(), actor=desk.actor, at=desk.at, dry_run=dry_run)
    match done:
        case Faults():
            return print_faults(desk, done.faults)
        case Disagreement():
            desk.say(N_("the folder is sound, but together with the rows that stay in the database it is not:"))
            return print_faults(desk, done.faults.faults)
        case Imported():
            if desk.as_json:
                desk.emit(_json(done))
            else:
                _show(desk, done)
            return Exit.WELL


def _json(done: Imported) -> Json:
    tables: list[Json] = [
        {"table": t.table, "added": t.added, "changed": t.changed, "unchanged": t.unchanged, "kept": list(t.kept_keys)}
        for t in done.tables.tables
    ]
    return {
        "status": "dry_run" if done.dry_run else "imported",
        "centre": done.centre,
        "tables": tables,
        "left_out_visits": done.left_out_visits,
    }


def _show(desk: Desk, done: Imported) -> None:
    titles = (
        message(N_("table")),
        message(N_("new")),
        message(N_("changed")),
        message(N_("unchanged")),
        message(N_("only in the database")),
    )
    rows = [
        (table_words(desk, t.table), str(t.added), str(t.changed), str(t.unchanged), str(t.kept))
        for t in done.tables.tables
        if t.added or t.changed or t.unchanged or t.kept
    ]
    print_table(desk, desk.text(N_("Centre {centre}, {name}"), centre=done.centre, name=done.name), titles, rows)
    for table in done.tables.tables:
        if table.kept:
            desk.say(
                N_("{table}: these rows are not in the folder and stay in the database: {keys}"),
                table=table_words(desk, table.table),
                keys=", ".join(table.kept_keys),
            )
    if done.left_out_visits:
        desk.say(N_("booked visits left out: {count}; the centre has a plan, and its bookings stand"), count=done.left_out_visits)
    if done.dry_run:
        desk.say(N_("nothing was stored: this was a trial"))
