"""``refillplan network plan|forecast SOURCE...``."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.network_progress import watched_network
from refillplan.cli.options import common_without_centre
from refillplan.cli.output.fault import print_faults
from refillplan.cli.output.network_forecast import NetworkForecasted, print_network_forecast
from refillplan.cli.output.network_plan import print_network_plan, write_plans
from refillplan.cli.settings import cores, today_in
from refillplan.domain.messages import N_
from refillplan.services.core.folders import require_empty
from refillplan.services.forecasts.forecasting import By
from refillplan.services.network.forecasting import (
    WHOLE_NETWORK,
    NetworkAsked,
    forecast_network,
    theatre_days,
)
from refillplan.services.network.planning import plan_network
from refillplan.services.network.runners import runner
from refillplan.services.network.sources import DayIn, FaultyFolders, FoundCentre, find_centres, read_centres

F = TypeVar("F", bound=Callable[..., Exit])


@click.group("network", help=N_("Plan or forecast many centres, spread over processes of this machine or over a cluster."))
def command() -> None:
    """Work for a network of centres."""


def _spread(decorated: F) -> F:
    """Give a command the sources, and where the work is done."""
    options = (
        click.argument("sources", nargs=-1, metavar="[SOURCE]..."),
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help=N_("Dask cluster that does the work, tcp://HOST:8786; without it, processes of this machine do."),
        ),
        click.option(
            "--processes",
            type=click.IntRange(1, 256),
            metavar="N",
            help=N_("How many processes of this machine work at a time; by default one for each core."),
        ),
    )
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


@command.command(
    "plan",
    help=N_(
        "Plan every centre of the SOURCEs as 'refillplan plan' would plan it alone. A SOURCE is a folder of CSV files, a "
        "folder of such folders, or the address of a database, all of whose centres are meant; without any it is --db. "
        "Plans of a database are kept there as drafts, each as it is done; of folders nothing is kept but what --out "
        "writes. The centre of a worker that dies is given to another. Ends with 1 where a visit has no session inside "
        "its limit, and with 4 where a centre has no plan."
    ),
)
@_spread
@click.option("--weeks", type=int, metavar="N", help=N_("Length of the horizon in weeks; the centre's setting by default."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Write each centre's plan to DIR, as 'refillplan plan --json' prints it."),
)
@common_without_centre
def plan(
    desk: Desk,
    *,
    sources: tuple[str, ...],
    scheduler: str | None,
    processes: int | None,
    weeks: int | None,
    out: Path | None,
) -> Exit:
    """Plan all centres."""
    if out is not None:
        require_empty(out)
    spread = runner(scheduler, processes or cores())
    codes: list[str] = []
    centres = _noted(read_centres(sources or (desk.url,), _day_in(desk)), codes)
    try:
        planned = watched_network(
            desk,
            codes,
            lambda told, stop: plan_network(centres, spread, weeks, told, stop, actor=desk.actor, at=desk.at),
            lambda done: done.found.centre.code,
            N_("done before, and kept where it comes from a database: {codes}"),
        )
    except FaultyFolders as faulty:
        return print_faults(desk, faulty.faults)
    planned.sort(key=lambda done: done.found.centre.code)
    if out is not None:
        write_plans(desk, planned, out)
    return print_network_plan(desk, planned)


@command.command(
    "forecast",
    help=N_(
        "Forecast every centre of the SOURCEs by itself, as 'refillplan forecast' would, and all together against the pumps "
        "that they share, with the theatre days of each. SOURCEs are as for 'network plan'. Ends with 1 where supply falls "
        "short of what falls due, and with 4 where a centre has no forecast. Nobody is put in order but by date and code."
    ),
)
@_spread
@click.option(
    "--by", type=click.Choice([by.value for by in By]), default=By.YEAR.value, show_default=True, help=N_("Length of a period.")
)
@click.option(
    "--life", metavar="7|8|model", help=N_("Label life that counts: one of the two of the settings, or the model's own range.")
)
@click.option(
    "--years", type=click.IntRange(1, 30), default=10, show_default=True, metavar="N", help=N_("How many years to look ahead.")
)
@click.option(
    "--quota",
    type=click.IntRange(min=0, max=10_000),
    metavar="N",
    help=N_("As if all centres together could obtain N pumps from today on."),
)
@common_without_centre
def forecast(
    desk: Desk,
    *,
    sources: tuple[str, ...],
    scheduler: str | None,
    processes: int | None,
    by: str,
    life: str | None,
    years: int,
    quota: int | None,
) -> Exit:
    """Forecast all centres."""
    spread = runner(scheduler, processes or cores())
    try:
        network = find_centres(sources or (desk.url,), _day_in(desk))
    except FaultyFolders as faulty:
        return print_faults(desk, faulty.faults)
    asked = NetworkAsked(years=years, by=By(by), life=life, quota=quota)
    codes = [one.centre.code for one in network.centres]
    pieces = watched_network(
        desk,
        [*codes, WHOLE_NETWORK],
        lambda told, stop: forecast_network(network, spread, asked, told, stop),
        lambda done: done.name,
        N_("done before: {codes}"),
    )
    of_name = {piece.name: piece.result for piece in pieces}
    found = NetworkForecasted(
        whole=of_name[WHOLE_NETWORK], centres=tuple((code, of_name[code]) for code in codes), theatre=theatre_days(network)
    )
    return print_network_forecast(desk, found)


def _day_in(desk: Desk) -> DayIn:
    given = desk.given_today
    return today_in if given is None else lambda _: given


def _noted(centres: Iterator[FoundCentre], codes: list[str]) -> Iterator[FoundCentre]:
    """Give the centres as they are read, and note their codes."""
    for found in centres:
        codes.append(found.centre.code)
        yield found
