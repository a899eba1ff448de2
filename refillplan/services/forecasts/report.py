"""The tables and figures of a forecast and its files, for front ends."""

from refillplan.reports.values import Figure, Series, Source, Table
from refillplan.services.forecasts.figures import calibration_figure, figures_of
from refillplan.services.forecasts.files import SCOPE, write_backtest, write_forecast
from refillplan.services.forecasts.lives import extensions_figure, lives_figure, lives_table
from refillplan.services.forecasts.looking_back import BY_WORDS, accuracy_table, backtest_notes, comparison_table
from refillplan.services.forecasts.pump_tables import due_table, entered_table, pump_table
from refillplan.services.forecasts.sources import sources_of
from refillplan.services.forecasts.supply_tables import gap_table, supply_table, vials_table
from refillplan.services.forecasts.tables import (
    belief_table,
    cohort_table,
    label_table,
    last_table,
    sensitivity_table,
)

__all__ = [
    "BY_WORDS",
    "SCOPE",
    "Figure",
    "Series",
    "Source",
    "Table",
    "accuracy_table",
    "backtest_notes",
    "belief_table",
    "calibration_figure",
    "cohort_table",
    "comparison_table",
    "due_table",
    "entered_table",
    "extensions_figure",
    "figures_of",
    "gap_table",
    "label_table",
    "last_table",
    "lives_figure",
    "lives_table",
    "pump_table",
    "sensitivity_table",
    "sources_of",
    "supply_table",
    "vials_table",
    "write_backtest",
    "write_forecast",
]
