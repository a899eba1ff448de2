"""The tables of a forecast and its files, for front ends."""

from refillplan.reports.values import Table
from refillplan.services.backtest_tables import accuracy_table, backtest_notes, comparison_table
from refillplan.services.forecast_files import SCOPE, write_backtest, write_forecast
from refillplan.services.forecast_pump_tables import due_table, pump_table
from refillplan.services.forecast_supply_tables import gap_table, supply_table, vials_table
from refillplan.services.forecast_tables import (
    belief_table,
    cohort_table,
    label_table,
    last_table,
    sensitivity_table,
)

__all__ = [
    "SCOPE",
    "Table",
    "accuracy_table",
    "backtest_notes",
    "belief_table",
    "cohort_table",
    "comparison_table",
    "due_table",
    "gap_table",
    "label_table",
    "last_table",
    "pump_table",
    "sensitivity_table",
    "supply_table",
    "vials_table",
    "write_backtest",
    "write_forecast",
]
