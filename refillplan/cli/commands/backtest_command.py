"""``refillplan backtest``."""

from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_of_several
from refillplan.cli.output.forecast import print_backtest
from refillplan.cli.output.forecast_json import backtest_json
from refillplan.domain.messages import N_
from refillplan.services.forecasts.forecasting import By, choose_centres, look_back
from refillplan.services.forecasts.report import write_backtest


@click.command(
    "backtest",
    help=N_(
        "Stand at the start of each past year (or quarter), forecast the next from what was known then, and compare with "
        "what happened: how often the intervals held it."
    ),
)
@click.option(
    "--by", type=click.Choice([by.value for by in By]), default=By.YEAR.value, show_default=True, help=N_("Length of a period.")
)
@click.option(
    "--life", metavar="7|8|model", help=N_("Label life that counts: one of the two of the settings, or the model's own range.")
)
@click.option("--ahead", type=int, default=1, show_default=True, metavar="N", help=N_("How many periods ahead."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Also write the comparisons (CSV) and the calibration plot (SVG, PNG) to DIR."),
)
@common_of_several
def command(
    desk: Desk, *, by: str, life: str | None, ahead: int, out: Path | None, centres: tuple[str, ...], all_centres: bool
) -> Exit:
    """Look back."""
    with desk.store() as store:
        codes = choose_centres(store, centres, every=all_centres)
        found = look_back(store, codes, desk.today(store, codes[0]), ahead=ahead, by=By(by), life=life)
    if out is not None:
        files = write_backtest(found, out, desk.translate)
        desk.say(N_("{folder}: {count} files written"), folder=str(out), count=len(files))
    if desk.as_json:
        desk.emit(backtest_json(found, desk.translate))
    else:
        print_backtest(desk, found)
    return Exit.WELL
