"""A look back as tables."""

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.backtest import Backtest
from refillplan.forecast.periods import By
from refillplan.reports.values import Cell, Table
from refillplan.services.forecasts.figures import GROUP_WORDS
from refillplan.services.forecasts.tables import count_cells

BY_WORDS = {By.QUARTER: message(N_("by quarter")), By.YEAR: message(N_("by year"))}
"""How long a period is, in words."""


def comparison_table(found: Backtest) -> Table:
    """Return what was forecast and what happened, stand by stand."""
    return Table(
        key="comparisons",
        title=message(N_("Looking back {by}: what would have been forecast, and what happened"), by=BY_WORDS[found.by]),
        headings=(
            message(N_("period")),
            message(N_("stand")),
            message(N_("what")),
            message(N_("mean")),
            message(N_("80 %")),
            message(N_("happened")),
        ),
        rows=tuple(
            (row.period.name, str(row.stand_on), GROUP_WORDS[row.group], *count_cells(row.forecast), str(row.happened))
            for row in found.comparisons
        ),
        rests_on=("records", "method"),
    )


def accuracy_table(found: Backtest) -> Table:
    """Return how often the intervals held, and how far the quantiles were off."""
    rows: list[tuple[Cell, ...]] = []
    for row in found.accuracies:
        held = (f"{100 * c.observed:.0f} % ({100 * c.expected:.0f} %)" for c in row.coverages)
        rows.append((GROUP_WORDS[row.group], str(row.comparisons), *held, f"{row.pinball:.2f}"))
    return Table(
        key="accuracy",
        title=message(N_("How often intervals held what happened, {by} (and how often they should have)"), by=BY_WORDS[found.by]),
        headings=(
            message(N_("what")),
            message(N_("periods")),
            message(N_("50 %")),
            message(N_("80 %")),
            message(N_("95 %")),
            message(N_("pinball loss")),
        ),
        rows=tuple(rows),
        rests_on=("records", "method"),
    )


def backtest_notes(found: Backtest) -> tuple[Message, ...]:
    """Return what a look back knows of later times, and what it leaves out."""
    return (
        message(
            N_(
                "Settings and label lives are those of now (the newest entered on {on}), not those of each stand: what is looked "
                "back on is the method with these settings"
            ),
            on=str(found.settings_on),
        ),
        message(
            N_(
                "Records are those known at each stand; extensions are left out, since the records do not say when they were "
                "entered"
            )
        ),
    )
