"""A forecast, and a look back, for people: tables and bars on the terminal."""

from collections.abc import Sequence

from rich import box
from rich.bar import Bar
from rich.table import Table as Grid

from refillplan.cli.desk import Desk
from refillplan.cli.output.tables import console, print_table
from refillplan.domain.messages import N_
from refillplan.services.core.language import as_shown
from refillplan.services.forecasts.forecasting import Backtest, Forecasted, Group
from refillplan.services.forecasts.report import (
    SCOPE,
    Table,
    accuracy_table,
    backtest_notes,
    belief_table,
    cohort_table,
    comparison_table,
    due_table,
    entered_table,
    gap_table,
    label_table,
    last_table,
    sensitivity_table,
    supply_table,
    vials_table,
)


def print_forecast(desk: Desk, found: Forecasted, *, pumps: bool, due: bool) -> None:
    """Print a forecast.

    Parameters
    ----------
    pumps
        Whether to list every pump in place with its label dates.
    due
        Whether to list every pump that falls due where supply falls short.
    """
    whole = found.forecast
    desk.tell(SCOPE)
    for note in found.notes:
        desk.tell(note)
    _print(desk, label_table(whole))
    _print(desk, cohort_table(whole))
    _plot(desk, found)
    _print(desk, supply_table(whole))
    _print(desk, gap_table(whole))
    _print(desk, vials_table(whole))
    _print(desk, sensitivity_table(whole))
    _print(desk, belief_table(whole, dict(found.alone)))
    _print(desk, last_table(whole))
    if pumps:
        _print(desk, entered_table(whole))
    if due:
        _print(desk, due_table(whole))
    elif whole.due:
        desk.say(
            N_(
                "Pumps that fall due in periods that end short of supply: {count}, more than are missing; --due lists them by "
                "date and code"
            ),
            count=len(whole.due),
        )


def print_backtest(desk: Desk, found: Backtest) -> None:
    """Print a look back, and what it knows of later times."""
    for note in backtest_notes(found):
        desk.tell(note)
    _print(desk, comparison_table(found))
    _print(desk, accuracy_table(found))


def _print(desk: Desk, table: Table) -> None:
    rows: list[Sequence[str]] = [[desk.translate(as_shown(cell)) for cell in row] for row in table.rows]
    print_table(desk, desk.translate(table.title), table.headings, rows)


def _plot(desk: Desk, found: Forecasted) -> None:
    """Draw the interval at 80 % of all ends, period by period."""
    whole = found.forecast
    counts = whole.cohort.counts[Group.ALL]
    if not whole.cohort.curves:
        return
    intervals = [count.interval(0.8) for count in counts]
    most = max(interval.high for interval in intervals) + 1
    title = desk.text(N_("Pumps that end, planned and unplanned: the counts at 80 %"))
    grid = Grid(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(desk.text(N_("period")), no_wrap=True)
    grid.add_column(f"0 … {most}", width=50)
    grid.add_column("80 %", no_wrap=True)
    for period, interval in zip(whole.periods, intervals, strict=True):
        bar = Bar(size=most, begin=interval.low, end=interval.high + 1, width=50)
        grid.add_row(desk.translate(as_shown(period.name)), bar, f"{interval.low}–{interval.high}")
    console().print(grid)
