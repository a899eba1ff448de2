"""``refillplan erase PATIENT``, ``refillplan erase --list``."""

import click

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.upkeep.erasing import RETENTION_YEARS, Kept, erase_patient, retention


@click.command(
    "erase",
    help=N_(
        "Erase all that is kept of PATIENT, who has left the centre, also in past plans and in the audit, whose chain stays "
        "whole; anonymous counts by year stay. It cannot be undone. With --list, show those who have left and until when "
        "their record is kept."
    ),
)
@click.argument("patient", required=False)
@click.option("--list", "listing", is_flag=True, help=N_("Show who has left, and until when their record is kept."))
@click.option(
    "--years",
    type=click.IntRange(1, 1000),
    default=RETENTION_YEARS,
    show_default=True,
    metavar="N",
    help=N_("How long a record is kept after the last thing done; France: 20 years (R. 1112-7)."),
)
@click.option("--yes", is_flag=True, help=N_("Erase without asking, also before that day."))
@common
def command(desk: Desk, patient: str | None, years: int, *, listing: bool, yes: bool) -> Exit:
    """Erase a patient, or list those who have left."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        kept = retention(store, centre, today, years)
        if listing or patient is None:
            return _list(desk, kept)
        until = next((one.keep_until for one in kept if one.patient == patient), None)
        if until is not None and until > today and not yes:
            early = N_("the record of {patient} is kept until {until}; --yes erases it before")
            raise InvalidValue(message(early, patient=patient, until=str(until)), "patient")
        done = erase_patient(store, centre, today, patient, actor=desk.actor, at=desk.at)
    if desk.as_json:
        counts: list[Json] = [
            {"year": year, "what": what, "detail": detail, "count": count} for year, what, detail, count in done.counts
        ]
        desk.emit({"patient": done.patient, "audit_entries": done.entries, "counts": counts})
    else:
        said = N_("{patient} is erased; entries of the audit that were emptied: {count}. Backups made before keep what they hold")
        desk.say(said, patient=done.patient, count=done.entries)
    return Exit.WELL


def _list(desk: Desk, kept: tuple[Kept, ...]) -> Exit:
    if desk.as_json:
        desk.emit([{"patient": k.patient, "last_on": str(k.last_on), "keep_until": str(k.keep_until)} for k in kept])
        return Exit.WELL
    titles = (message(N_("patient")), message(N_("last")), message(N_("kept until")))
    rows = [(one.patient, str(one.last_on), str(one.keep_until)) for one in kept]
    print_table(desk, desk.text(N_("Patients who have left: {count}"), count=len(rows)), titles, rows)
    return Exit.WELL
