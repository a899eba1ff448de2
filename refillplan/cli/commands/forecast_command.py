"""``refillplan forecast``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_of_several
from refillplan.cli.output.forecast import print_forecast
from refillplan.cli.output.forecast_json import forecast_json
from refillplan.domain.messages import N_
from refillplan.services.forecasts.forecasting import By, choose_centres, look_forward
from refillplan.services.forecasts.report import write_forecast


@click.command(
    "forecast",
    help=N_(
        "Show which pumps reach their label date when, how many are likely to end in each period, and how many can be "
        "obtained; for one centre or for several together. Ends with 1 where supply falls short of what falls due."
    ),
)
@click.option(
    "--by",
    type=click.Choice([by.value for by in By]),
    default=By.QUARTER.value,
    show_default=True,
    help=N_("Length of a period."),
)
@click.option(
    "--life", metavar="7|8|model", help=N_("Label life that counts: one of the two of the settings, or the model's own range.")
)
@click.option("--years", type=int, default=10, show_default=True, metavar="N", help=N_("How many years to look ahead."))
@click.option(
    "--quota", type=click.IntRange(min=0, max=10_000), metavar="N", help=N_("As if N pumps could be obtained from today on.")
)
@click.option("--pumps", is_flag=True, help=N_("List every pump in place with its label dates, by date and code."))
@click.option("--due", is_flag=True, help=N_("List every pump that falls due where supply falls short, by date and code."))
@click.option("--alone", is_flag=True, help=N_("Also fit the records alone, without the label (a second more)."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Also write tables (CSV), figures (SVG, PNG) and a page to print (HTML) to DIR."),
)
@common_of_several
def command(
    desk: Desk,
    *,
    by: str,
    life: str | None,
    years: int,
    quota: int | None,
    pumps: bool,
    due: bool,
    alone: bool,
    out: Path | None,
    centres: tuple[str, ...],
    all_centres: bool,
) -> Exit:
    """Forecast replacements."""
    fit = alone or out is not None
    with desk.store() as store:
        codes = choose_centres(store, centres, every=all_centres)
        today = desk.today(store, codes[0])
        found = look_forward(store, codes, today, years=years, by=By(by), life=life, quota=quota, fit=fit)
        by_year = look_forward(store, codes, today, years=years, by=By.YEAR, life=life, quota=quota, fit=fit) if out else found
    if out is not None:
        files = write_forecast(found, by_year, out, desk.lang, desk.translate)
        desk.say(N_("{folder}: {count} files written"), folder=str(out), count=len(files))
    if desk.as_json:
        desk.emit(forecast_json(found, desk.translate))
    else:
        print_forecast(desk, found, pumps=pumps, due=due)
    return Exit.LOOK if any(row.label_gap for row in found.forecast.supply) else Exit.WELL
