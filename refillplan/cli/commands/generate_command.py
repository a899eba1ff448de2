"""``refillplan generate FOLDER``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.domain.messages import N_
from refillplan.services.starting.samples import SAMPLE_TODAY, CentreSpec, generate_folder


@click.command(
    "generate",
    help=N_("Write a made-up centre to FOLDER, the same one for the same numbers. Everything about its patients is invented."),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--patients", type=int, required=True, help=N_("Number of patients."))
@click.option("--seed", type=int, required=True, help=N_("Chooses one of the centres that fit the rest."))
@click.option("--load", type=float, default=0.85, show_default=True, help=N_("Refills needed by refills that the sessions hold."))
@click.option("--weeks", type=int, default=52, show_default=True, help=N_("Length of the horizon in weeks."))
@click.option("--tight", is_flag=True, help=N_("Hard to plan: long absences, short intervals, lean staff."))
@click.option("--refill-only", is_flag=True, help=N_("Refills alone, without reviews and other kinds."))
@click.option("--reserve", type=int, default=0, show_default=True, help=N_("Places kept in reserve each week."))
@click.option(
    "--told-days", type=int, default=0, show_default=True, help=N_("Patients due within so many days have a told visit.")
)
@click.option("--holiday-zone", default="FR", show_default=True, help=N_("Zone of the public holidays, FR or FR-57."))
@common
def command(
    desk: Desk,
    folder: Path,
    *,
    patients: int,
    seed: int,
    load: float,
    weeks: int,
    tight: bool,
    refill_only: bool,
    reserve: int,
    told_days: int,
    holiday_zone: str,
) -> Exit:
    """Write a made-up centre."""
    today = desk.given_today or SAMPLE_TODAY
    spec = CentreSpec(
        code=desk.given_centre or f"G{seed}",
        patients=patients,
        seed=seed,
        today=today,
        load=load,
        weeks=weeks,
        tight=tight,
        refill_only=refill_only,
        reserve_places_per_week=reserve,
        told_days=told_days,
        holiday_zone=holiday_zone,
    )
    centre = generate_folder(spec, folder)
    if desk.as_json:
        desk.emit({"folder": str(folder), "centre": centre.code, "today": str(today), "patients": len(centre.patients)})
        return Exit.WELL
    desk.say(
        N_("{folder} holds the centre {centre} as on {today}; next: refillplan import {folder} --today {today}"),
        folder=str(folder),
        centre=centre.code,
        today=str(today),
    )
    return Exit.WELL
