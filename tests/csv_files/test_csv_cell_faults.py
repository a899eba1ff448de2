"""One cell spoiled in a good folder: one fault, at its file, line and column."""

from pathlib import Path

import pytest
from csv_folder_samples import GOOD, centre_of, faults_of, spoiled

from refillplan.csv_files import Fault
from refillplan.domain.messages import message

CELLS = [
    ("empty_needed_cell", "operators.csv", "D1,physician", "D1,", 2, "role", "the cell is empty"),
    ("blank_needed_cell", "operators.csv", "D1,physician", "D1,  ", 2, "role", "the cell is empty"),
    (
        "french_date",
        "fills.csv",
        "2026-12-01",
        "01/12/2026",
        2,
        "filled_on",
        "'01/12/2026' is not a date: write year-month-day, 2027-03-15 for 15/03/2027",
    ),
    (
        "compact_date",
        "fills.csv",
        "2026-12-01",
        "20261201",
        2,
        "filled_on",
        "'20261201' is not a date: write year-month-day, 2027-03-15 for 15/03/2027",
    ),
    ("impossible_date", "fills.csv", "2026-12-01", "2026-11-31", 2, "filled_on", "2026-11-31 is not a day of the calendar"),
    ("mistyped_year", "patients.csv", "2020-01-01", "0202-01-01", 3, "active_from", "0202-01-01 is not between 1900 and 2199"),
    ("year_too_late", "patients.csv", "2030-12-31", "9999-12-31", 3, "active_to", "9999-12-31 is not between 1900 and 2199"),
    ("no_number", "visit_kinds.csv", "rinse,240", "rinse,long", 4, "place_minutes", "'long' is not a whole number"),
    ("broken_number", "visit_kinds.csv", "rinse,240", "rinse,240.0", 4, "place_minutes", "'240.0' is not a whole number"),
    (
        "decimal_comma",
        "pump_models.csv",
        "8.5",
        '"8,5"',
        2,
        "life_max_years",
        "'8,5' has a comma: decimals are written with a point, 8.5",
    ),
    ("no_decimal", "pump_models.csv", "8.5", "eight", 2, "life_max_years", "'eight' is not a number"),
    ("infinite", "pump_models.csv", "8.5", "inf", 2, "life_max_years", "'inf' is not a number"),
    ("no_yes_or_no", "visit_kinds.csv", "240,120,yes", "240,120,oui", 4, "needs_physician", "'oui' is neither yes nor no"),
    ("no_half_day", "patients.csv", "P01,2,am", "P01,2,morning", 2, "preferred_half_day", "'morning' is none of am, pm"),
    ("no_role", "operators.csv", "nurse", "intern", 3, "role", "'intern' is none of physician, nurse"),
    ("no_weekday", "sessions.csv", "4,pm", "Thursday,pm", 5, "weekday", "'Thursday' is not a whole number"),
    (
        "weekday_eight",
        "patients.csv",
        "P03,4",
        "P03,8",
        4,
        "usual_weekday",
        "usual_weekday is 8: from 1 (Monday) to 7 (Sunday)",
    ),
    ("no_pin", "visits.csv", "date;hour", "date;hours", 2, "pins", "'hours' is none of date, half_day, hour, place, operator"),
    ("pin_twice", "visits.csv", "date;hour", "date;date", 2, "pins", "'date' stands twice"),
    ("operator_twice", "openings.csv", "N1", "N1;N1", 2, "operators", "'N1' stands twice"),
    ("no_hour", "sessions.csv", "17:30", "17h30", 5, "closes", "'17h30' is not an hour: write 08:30"),
    ("hour_25", "sessions.csv", "17:30", "25:30", 5, "closes", "25:30 is not an hour of the day"),
    (
        "no_start",
        "visits.csv",
        "2027-01-12T09:00",
        "2027-01-12 9:00",
        2,
        "starts_at",
        "'2027-01-12 9:00' is not a date with an hour: write 2027-03-15T08:30",
    ),
    (
        "start_in_no_hour",
        "visits.csv",
        "2027-01-12T09:00",
        "2027-01-12T24:00",
        2,
        "starts_at",
        "2027-01-12T24:00 is not an hour of a day of the calendar",
    ),
    (
        "start_in_no_year",
        "visits.csv",
        "2027-01-12T09:00",
        "9999-12-31T23:59",
        2,
        "starts_at",
        "9999-12-31 is not between 1900 and 2199",
    ),
    (
        "start_that_clocks_skip",
        "visits.csv",
        "2027-01-12T09:00",
        "2027-03-28T02:30",
        2,
        "starts_at",
        "02:30 does not exist on that day in Europe/Paris: the clocks go forward",
    ),
    (
        "line_break_in_text",
        "patients.csv",
        "=see note",
        "=see\nnote",
        3,
        "override_reason",
        "character 20 is a line break, a tab or another control character (U+000A)",
    ),
    (
        "escape_in_text",
        "fills.csv",
        "3.5 mL left",
        "\x1b[2J",
        2,
        "readings",
        "character 1 is a line break, a tab or another control character (U+001B)",
    ),
    ("place_zero", "visits.csv", "D1,2", "D1,0", 4, "place", "place is 0: at least 1"),
    (
        "value_the_domain_refuses",
        "pumps.csv",
        "2029-03-01",
        "2018-03-01",
        2,
        "extended_until",
        "last day of the extension, 2018-03-01, is before the implantation on 2019-03-01",
    ),
    (
        "name_for_a_code",
        "patients.csv",
        "P04,",
        "Martin,",
        5,
        "patient",
        None,
    ),
    ("override_without_reason", "patients.csv", "P04,,,,", "P04,,,,41", 5, "override_reason", None),
    ("fill_after_today", "fills.csv", "2026-12-01", "2027-01-05", 2, "filled_on", "2027-01-05 is after today (2027-01-04)"),
    (
        "implantation_after_today",
        "pumps.csv",
        "2025-11-18",
        "2027-01-18",
        5,
        "implanted_on",
        "2027-01-18 is after today (2027-01-04)",
    ),
    (
        "review_after_today",
        "patients.csv",
        "2026-06-01",
        "2027-06-01",
        2,
        "last_review_on",
        "2027-06-01 is after today (2027-01-04)",
    ),
]


@pytest.mark.parametrize("case", CELLS, ids=[case[0] for case in CELLS])
def test_spoiled_cell_is_named(tmp_path: Path, case: tuple[str, str, str, str, int, str, str | None]) -> None:
    _, file, old, new, line, column, sentence = case
    (fault,) = faults_of(tmp_path / "in", spoiled(file, old, new))
    assert (fault.file, fault.line, fault.column) == (file, line, column)
    assert sentence is None or str(fault.sentence) == sentence


def test_good_folder_has_no_fault(tmp_path: Path) -> None:
    centre_of(tmp_path / "in", GOOD)


ACCEPTED = [
    ("spaces_around_codes", "fills.csv", "P01,S01", " P01 ,S01 "),
    ("hour_without_zero", "sessions.csv", "13:30,17:30", "9:30,10:00:00"),
    ("operators_with_spaces", "openings.csv", "N1", "N1; D1;"),
    ("session_without_operators", "openings.csv", "N1", ""),
    ("fill_today", "fills.csv", "2026-12-01", "2027-01-04"),
    ("leap_day", "patients.csv", "2020-01-01", "2020-02-29"),
]


@pytest.mark.parametrize(("file", "old", "new"), [c[1:] for c in ACCEPTED], ids=[c[0] for c in ACCEPTED])
def test_harmless_difference_is_accepted(tmp_path: Path, file: str, old: str, new: str) -> None:
    centre_of(tmp_path / "in", spoiled(file, old, new))


def test_free_text_stays_as_typed(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", spoiled("fills.csv", "3.5 mL left", '"  =1+1, ""quoted"" \u00a0"'))
    assert centre.fills[0].readings == '  =1+1, "quoted" \u00a0'


def test_quoted_text_in_a_sentence_is_short_and_printable(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("operators.csv", "nurse", "\u202e" + "x" * 5000))
    assert str(fault.sentence) == f"'?{'x' * 38}…' is none of physician, nurse"


def test_fault_reads_as_file_line_column_sentence() -> None:
    sentence = message("the cell is empty")
    fault = Fault(file="patients.csv", line=7, column="usual_weekday", sentence=sentence)
    assert str(fault) == "patients.csv, line 7, column usual_weekday: the cell is empty"
    assert str(Fault(file="patients.csv", line=7, sentence=sentence)) == "patients.csv, line 7: the cell is empty"
    assert str(Fault(file="centre.toml", column="name", sentence=sentence)) == "centre.toml, name: the cell is empty"
    assert str(Fault(file="pumps.csv", sentence=sentence)) == "pumps.csv: the cell is empty"


def test_several_cells_of_one_row_are_all_named(tmp_path: Path) -> None:
    row = "P03,4,pm,N1,,,,,,,"
    faults = faults_of(tmp_path / "in", spoiled("patients.csv", row, "P03,x,noon,N9,,,,,,,2027-13-01"))
    assert [(fault.line, fault.column) for fault in faults] == [
        (4, "usual_weekday"),
        (4, "preferred_half_day"),
        (4, "preferred_operator"),
        (4, "active_to"),
    ]


def test_cell_is_named_once_by_what_is_wrong_with_it_first(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("fills.csv", "P03,,", "Martin,,"))
    assert "'Martin' is not a patient code" in str(fault.sentence)


def test_faulty_row_does_not_make_those_that_refer_to_it_faulty(tmp_path: Path) -> None:
    files = spoiled("patients.csv", "P01,2", "P01,x")
    files = spoiled("visit_kinds.csv", "refill,90,30,no,yes", "refill,90,30,no", files)
    assert [(f.file, f.line, f.column) for f in faults_of(tmp_path / "in", files)] == [
        ("visit_kinds.csv", 2, None),
        ("patients.csv", 2, "usual_weekday"),
    ]
