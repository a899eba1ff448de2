"""A starter folder: every file of the contract with its header row, and the settings with what they mean."""

from pathlib import Path

from refillplan.csv_files.centre_toml import FILE
from refillplan.csv_files.forecast_toml import written_forecast
from refillplan.csv_files.tables import TABLES
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.services.core.folders import require_empty

_SETTINGS = """\
# A centre: who it is, and the numbers that it plans by. Lines after '#' are comments.
# Fill in the CSV files beside this one, then: refillplan import FOLDER --dry-run
code = "MY-UNIT"                 # short, no spaces
name = "My unit"
timezone = "Europe/Paris"
holiday_zone = "FR"              # ISO 3166: FR, or FR-57 for Alsace-Moselle, FR-974 for La Reunion, ...

[protocol]                       # days after a fill
min_days = 35                    # not before (estimate: the centre's choice)
target_days = 42                 # best: six weeks
limit_days = 45                  # not after: the insulin label, in use
source = "limit: insulin label, in use 45 days (VIDAL, July 2023); target: six weeks; earliest: estimate"
valid_from = 2023-07-01

[planning]
weeks = 52                       # how far ahead
frozen_days = 7                  # told visits this near stay where they are
grid_minutes = 15                # visits start on this grid, from the opening
reserve_places_per_week = 1      # refills that each week could still take, for rinses and walk-ins

[comfort]                        # what counts how much once nobody is late
early_day = 1
late_day = 3
other_weekday = 2
other_half_day = 1
soft_unavailability = 5
crowding = 1

[review]                         # rides on a refill; take the section out if there is none
kind = "refill_review"
every_months = 12

[forecast]                       # replacements: each number with its source and the day it was entered; review them, then
# validated_by = "our physicians"
# validated_on = 2027-01-31
# records_from = 2015-01-01      # first day from which every pump and every end of a pump stands in pumps.csv

"""

_ROWS = {
    "visit_kinds": (
        "refill,90,30,no,yes\nrefill_review,120,60,yes,yes\nrinse,240,120,yes,no\npost_operative_fill,90,30,no,yes\n"
    ),
    "pump_models": (
        "MIP 2007D,MiniMed,6.0,8.0,no,,"
        '"about 8 years: Assemblée nationale, question 22772; 6 to 8: EVADIAC, FFD; none new since July 2020: ANSM",2020-07-20\n'
    ),
}
"""Rows that hold for most units; the minutes of a visit are estimates from the 2007C/D manual, appendix D."""


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write a starter folder for a unit to fill in, and return its files.

    Visit kinds and pump models stand there already; patients, pumps, fills, operators and sessions are left to the
    unit. The folder can be imported as it is.

    Raises
    ------
    InvalidValue
        If there is anything in the folder.
    OSError
        If it cannot be written.
    """
    require_empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {FILE: _SETTINGS + written_forecast(ForecastSettings())} | {
        table.file: ",".join(table.column_names) + "\n" + _ROWS.get(table.name, "") for table in TABLES
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in files)
