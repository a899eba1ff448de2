"""Faults that only several rows or files together show: unknown codes, duplicates, overlaps, times in place."""

from pathlib import Path

import pytest
from csv_folder_samples import GOOD, centre_of, faults_of, spoiled

REFERENCES = [
    ("pumps.csv", "S01,P01", "S01,P91", 2, "patient", "patients.csv has no P91"),
    ("pumps.csv", "S04,P03,MIIPS 2020", "S04,P03,MIIPS", 5, "model", "pump_models.csv has no MIIPS"),
    ("fills.csv", "P01,S01", "P91,S01", 2, "patient", "patients.csv has no P91"),
    ("fills.csv", "P03,,2026", "P93,,2026", 5, "patient", "patients.csv has no P93"),
    ("fills.csv", "P03,,2026", "P03,S99,2026", 5, "serial", "pumps.csv has no S99"),
    ("fills.csv", "12-03,refill", "12-03,refil", 5, "kind", "visit_kinds.csv has no refil"),
    ("fills.csv", "refill,N1", "refill,N2", 2, "operator", "operators.csv has no N2"),
    ("patients.csv", "pm,N1", "pm,N2", 4, "preferred_operator", "operators.csv has no N2"),
    ("operators.csv", "review;rinse", "review;rince;x", 2, "kinds", "visit_kinds.csv has no rince, x"),
    ("sessions.csv", "17:30,2,N1", "17:30,2,N1;N2;N0", 5, "operators", "operators.csv has no N0, N2"),
    ("openings.csv", "N1", "N2", 2, "operators", "operators.csv has no N2"),
    ("leaves.csv", "N1", "N2", 2, "operator", "operators.csv has no N2"),
    ("unavailabilities.csv", "P01", "P91", 2, "patient", "patients.csv has no P91"),
    ("visits.csv", "P01", "P91", 2, "patient", "patients.csv has no P91"),
    ("visits.csv", "rinse", "wash", 4, "kind", "visit_kinds.csv has no wash"),
    ("visits.csv", "D1", "D2", 4, "operator", "operators.csv has no D2"),
    ("supply.csv", "MIIPS 2020", "MIIPS", 2, "model", "pump_models.csv has no MIIPS"),
    ("decisions.csv", "S01,", "S91,", 2, "serial", "pumps.csv has no S91"),
    ("decisions.csv", "replace,D1", "replace,D9", 3, "signed_by", "operators.csv has no D9"),
    ("centre.toml", '"refill-review"', '"review"', None, "review.kind", "visit_kinds.csv has no review"),
]


@pytest.mark.parametrize("case", REFERENCES)
def test_unknown_code_is_named(tmp_path: Path, case: tuple[str, str, str, int | None, str, str]) -> None:
    file, old, new, line, column, sentence = case
    (fault,) = faults_of(tmp_path / "in", spoiled(file, old, new))
    assert (fault.file, fault.line, fault.column, str(fault.sentence)) == (file, line, column, sentence)


_SAME_HALF_DAY = "the patient has a visit of this kind in that half-day already, on line 2"
DUPLICATES = [
    ("visit_kinds.csv", "refill,60,30,no,yes", 5, "kind", "line 2 has the same kind"),
    ("pump_models.csv", "MIIPS 2020,,,,,,,", 4, "model", "line 3 has the same model"),
    ("patients.csv", "P04,,,,,,,,,,", 6, "patient", "line 5 has the same patient"),
    ("pumps.csv", "S01,P04,MIP 2007D,2020-01-01,,,,", 6, "serial", "line 2 has the same serial"),
    ("fills.csv", "P03,S04,2026-12-03,refill,D1,,", 6, "filled_on", "line 5 has the same patient, kind, filled_on"),
    ("operators.csv", "N1,nurse,", 4, "operator", "line 3 has the same operator"),
    ("openings.csv", "2027-01-06,am,08:00,09:00,1,,,", 3, "half_day", "line 2 has the same on, half_day"),
    ("visits.csv", "P01,refill,2027-01-12T09:00,D1,2,no,", 6, "starts_at", _SAME_HALF_DAY),
    ("visits.csv", "P01,refill,2027-01-12T10:30,D1,2,no,", 6, "starts_at", _SAME_HALF_DAY),
    ("visits.csv", "P01,rinse,2027-01-12T09:30,D1,2,no,", 6, "starts_at", "the patient has the visit of line 2 at that time"),
    ("closures.csv", "2027-05-07,2027-05-07,,again", 4, "half_day", "line 2 has the same from_on, to_on, half_day"),
    ("leaves.csv", "N1,2027-02-15,2027-02-19,", 3, "half_day", "line 2 has the same operator, from_on, to_on, half_day"),
    (
        "unavailabilities.csv",
        "P03,2027-03-01,2027-03-14,am,yes",
        4,
        "half_day",
        "line 3 has the same patient, from_on, to_on, half_day",
    ),
    ("supply.csv", "2027-04-01,MIIPS 2020,5,maker's letter", 3, "source", "line 2 has the same available_on, model, source"),
    ("theatre.csv", "2027-02-02,1,", 3, "on", "line 2 has the same on"),
    ("decisions.csv", "S01,2026-11-02,replace,D1,D-1,,,", 5, "decided_on", "line 2 has the same serial, decided_on"),
]


@pytest.mark.parametrize("case", DUPLICATES, ids=[case[0] + case[1] for case in DUPLICATES])
def test_second_row_of_one_thing_is_named(tmp_path: Path, case: tuple[str, str, int, str, str]) -> None:
    file, row, line, column, sentence = case
    (fault,) = faults_of(tmp_path / "in", GOOD | {file: f"{GOOD[file]}{row}\n"})
    assert (fault.file, fault.line, fault.column, str(fault.sentence)) == (file, line, column, sentence)


BESIDE = [
    ("fills.csv", "P03,S04,2026-12-03,refill-review,D1,,"),
    ("openings.csv", "2027-01-06,pm,14:00,15:00,1,,,"),
    ("visits.csv", "P01,refill,2027-01-12T14:30,D1,2,no,"),
    ("closures.csv", "2027-05-07,2027-05-07,am,bridge"),
    ("leaves.csv", "N1,2027-02-15,2027-02-19,pm"),
    ("unavailabilities.csv", "P01,2027-03-01,2027-03-14,am,yes"),
    ("supply.csv", "2027-04-01,MIIPS 2020,3,another letter"),
    ("visits.csv", "P04,refill,2027-01-12T09:00,D1,2,no,"),
    ("sessions.csv", "2,pm,13:30,17:30,2,,,,"),
    ("pumps.csv", "S05,P01,MIP 2007D,2012-03-01,2019-03-01,,,"),
    ("pumps.csv", "S05,P01,MIP 2007D,2019-03-01,2019-03-01,never started,,"),
]


@pytest.mark.parametrize(("file", "row"), BESIDE)
def test_row_beside_another_is_no_fault(tmp_path: Path, file: str, row: str) -> None:
    centre_of(tmp_path / "in", GOOD | {file: f"{GOOD[file]}{row}\n"})


OVERLAPS = [
    ("sessions.csv", "4,pm,08:00,09:00,1,,,2027-09-01,", 6, "half_day", "line 5 already holds for this half-day at that time"),
    (
        "sessions.csv",
        "2,am,8:00,9:00,1,,,2027-06-30,2027-06-30",
        6,
        "half_day",
        "line 2 already holds for this half-day at that time",
    ),
    (
        "pumps.csv",
        "S05,P03,MIIPS 2020,2026-11-18,,,,",
        6,
        "implanted_on",
        "the pump of line 5 is in place in this patient at that time",
    ),
    (
        "visits.csv",
        "P03,refill,2027-01-14T16:44,N1,1,no,",
        6,
        "starts_at",
        "the patient has the visit of line 4 at that time",
    ),
]


@pytest.mark.parametrize("case", OVERLAPS)
def test_overlap_in_time_is_named(tmp_path: Path, case: tuple[str, str, int, str, str]) -> None:
    file, row, line, column, sentence = case
    (fault,) = faults_of(tmp_path / "in", GOOD | {file: f"{GOOD[file]}{row}\n"})
    assert (fault.file, fault.line, fault.column, str(fault.sentence)) == (file, line, column, sentence)


def test_overlap_with_an_earlier_longer_span_is_found(tmp_path: Path) -> None:
    rows = "S05,P04,MIIPS 2020,2015-01-01,2025-01-01,,,\nS06,P04,MIIPS 2020,2016-01-01,2017-01-01,,,\n"
    rows += "S07,P04,MIIPS 2020,2018-01-01,,,,\n"
    faults = faults_of(tmp_path / "in", GOOD | {"pumps.csv": GOOD["pumps.csv"] + rows})
    assert [(fault.line, fault.column) for fault in faults] == [(7, "implanted_on"), (8, "implanted_on")]


FILLS = [
    ("P01,S01,2019-02-28,refill,,,", "filled_on", "2019-02-28 is before the implantation of pump S01 (2019-03-01)"),
    ("P01,,2019-02-28,refill,,,", "filled_on", "2019-02-28 is before the implantation of pump S01 (2019-03-01)"),
    ("P02,S03,2023-09-11,refill,,,", "filled_on", "2023-09-11 is before the implantation of pump S03 (2023-09-12)"),
    ("P02,S02,2023-09-13,refill,,,", "filled_on", "2023-09-13 is after the end of pump S02 (2023-09-12)"),
    ("P01,S03,2026-09-13,refill,,,", "serial", "pump S03 is in patient P02"),
]


@pytest.mark.parametrize(("row", "column", "sentence"), FILLS)
def test_fill_outside_the_time_of_a_pump_is_named(tmp_path: Path, row: str, column: str | None, sentence: str | None) -> None:
    (fault,) = faults_of(tmp_path / "in", GOOD | {"fills.csv": f"{GOOD['fills.csv']}{row}\n"})
    assert (fault.file, fault.line, fault.column, str(fault.sentence)) == ("fills.csv", 6, column, sentence)


@pytest.mark.parametrize(
    "row",
    [
        "P01,S01,2019-03-01,refill,,,",  # the day of the implantation
        "P02,S02,2015-05-20,refill,,,",
        "P02,,2020-01-01,refill,,,",  # into the first of two pumps
        "P04,,2020-01-01,refill,,,",  # no pump known
    ],
)
def test_fill_in_the_time_of_a_pump_is_no_fault(tmp_path: Path, row: str) -> None:
    centre_of(tmp_path / "in", GOOD | {"fills.csv": f"{GOOD['fills.csv']}{row}\n"})


@pytest.mark.parametrize(("old", "new"), [("2015-05-20", "20/05/2015"), ("S02,P02,", "S02,")])
def test_fills_that_a_faulty_pump_row_may_explain_are_not_doubted(tmp_path: Path, old: str, new: str) -> None:
    files = spoiled("pumps.csv", old, new)
    files = files | {"fills.csv": f"{files['fills.csv']}P02,,2020-01-01,refill,,,\n"}
    assert [(fault.file, fault.line) for fault in faults_of(tmp_path / "in", files)] == [("pumps.csv", 3)]


def test_refill_must_be_defined(tmp_path: Path) -> None:
    files = GOOD | {"fills.csv": GOOD["fills.csv"].splitlines()[0], "visits.csv": GOOD["visits.csv"].splitlines()[0]}
    files = spoiled("visit_kinds.csv", "\nrefill,", "\ntop-up,", files)
    files = files | {"operators.csv": "operator,role,kinds\nD1,physician,rinse\nN1,nurse,\n"}
    (fault,) = faults_of(tmp_path / "in", files)
    assert str(fault) == "visit_kinds.csv: the kind 'refill' is missing"


def test_refill_must_fill(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("visit_kinds.csv", "90,30,no,yes", "90,30,no,no"))
    assert str(fault) == "visit_kinds.csv, line 2, column fills: the kind 'refill' must fill"


def test_review_must_fill(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "in", spoiled("centre.toml", '"refill-review"', '"rinse"'))
    assert str(fault) == "centre.toml, review.kind: 'rinse' does not fill: the review rides on a refill"
