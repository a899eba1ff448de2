"""What is wrong with a whole file, its header or its rows."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from csv_folder_samples import GOOD, TODAY, centre_of, faults_of, spoiled, write

from refillplan.csv_files import Fault, Faults, read_folder

NEEDED = ["centre.toml", "visit_kinds.csv", "patients.csv", "pumps.csv", "operators.csv", "sessions.csv"]


def _places(faults: Iterable[Fault]) -> list[tuple[str, int | None, str | None, str]]:
    return [(fault.file, fault.line, fault.column, str(fault.sentence)) for fault in faults]


def _one(folder: Path, files: dict[str, str]) -> tuple[str, int | None, str | None, str]:
    (place,) = _places(faults_of(folder, files))
    return place


def _without(*names: str) -> dict[str, str]:
    return {name: text for name, text in GOOD.items() if name not in names}


@pytest.mark.parametrize("name", NEEDED)
def test_needed_file_that_is_missing_is_the_only_fault(tmp_path: Path, name: str) -> None:
    assert _one(tmp_path / "in", _without(name)) == (name, None, None, "the file is missing")


def test_optional_files_that_are_missing_mean_none(tmp_path: Path) -> None:
    centre = centre_of(tmp_path / "in", {name: GOOD[name] for name in [*NEEDED, "pump_models.csv"]})
    optional = (centre.fills, centre.closures, centre.openings, centre.leaves, centre.visits, centre.supply, centre.theatre)
    assert [len(rows) for rows in (*optional, centre.unavailabilities, centre.decisions)] == [0] * 9


def test_needed_files_may_have_no_rows(tmp_path: Path) -> None:
    files = {name: GOOD[name].splitlines()[0] for name in NEEDED if name not in ("centre.toml", "visit_kinds.csv")}
    centre = centre_of(tmp_path / "in", files | {name: GOOD[name] for name in ("centre.toml", "visit_kinds.csv")})
    assert centre.patients == ()


def test_folder_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    answer = read_folder(tmp_path / "nowhere", TODAY)
    assert isinstance(answer, Faults)
    assert "the folder cannot be read" in str(answer.faults[0])


def test_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    answer = read_folder(tmp_path / "file", TODAY)
    assert isinstance(answer, Faults)
    assert len(answer.faults) == 1


def test_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", _without("leaves.csv"))
    (folder / "leaves.csv").mkdir()
    answer = read_folder(folder, TODAY)
    assert isinstance(answer, Faults)
    assert [fault.file for fault in answer.faults] == ["leaves.csv"]


def test_misspelt_file_is_a_fault_and_other_files_are_left_alone(tmp_path: Path) -> None:
    files = _without("leaves.csv") | {"leave.csv": GOOD["leaves.csv"], "README.md": "", ".hidden.csv": ""}
    assert _one(tmp_path / "in", files) == ("leave.csv", None, None, "there is no such file in the contract")


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n"])
def test_file_without_a_header_is_a_fault(tmp_path: Path, text: str) -> None:
    place = _one(tmp_path / "in", GOOD | {"theatre.csv": text})
    assert place == ("theatre.csv", None, None, "the file is empty: even its header row is missing")


def test_byte_order_mark_is_accepted_in_every_file(tmp_path: Path) -> None:
    marked = {name: "\ufeff" + text for name, text in GOOD.items()}
    assert centre_of(tmp_path / "marked", marked) == centre_of(tmp_path / "plain", GOOD)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_are_accepted(tmp_path: Path, line_end: str) -> None:
    other = {name: text.replace("\n", line_end) for name, text in GOOD.items() if name != "centre.toml"}
    assert centre_of(tmp_path / "other", GOOD | other) == centre_of(tmp_path / "plain", GOOD)


def test_blank_rows_are_skipped_and_lines_counted(tmp_path: Path) -> None:
    files = spoiled("operators.csv", "N1,nurse", "\n,,\nN1,intern")
    assert _one(tmp_path / "in", files)[:3] == ("operators.csv", 5, "role")


def test_latin_1_is_named_once_by_line_and_byte(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", GOOD)
    text = GOOD["closures.csv"].replace("bridge", "congé").replace("summer", "été")
    (folder / "closures.csv").write_bytes(text.encode("latin-1"))
    answer = read_folder(folder, TODAY)
    assert isinstance(answer, Faults)
    sentence = "byte 28 of the line (0xE9) is not UTF-8: save the file as UTF-8 (in Excel: 'CSV UTF-8')"
    assert _places(answer.faults) == [("closures.csv", 2, None, sentence)]


@pytest.mark.parametrize("name", ["patients.csv", "centre.toml"])
def test_utf_16_is_one_fault(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "in", GOOD)
    (folder / name).write_bytes(GOOD[name].encode("utf-16"))
    answer = read_folder(folder, TODAY)
    assert isinstance(answer, Faults)
    assert [(fault.file, fault.line) for fault in answer.faults] == [(name, 1)]


def test_rows_beside_one_in_another_encoding_are_still_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", spoiled("patients.csv", "P03,4", "P03,x"))
    path = folder / "patients.csv"
    path.write_bytes(path.read_bytes().replace(b"thick", b"\xe9pais"))
    answer = read_folder(folder, TODAY)
    assert isinstance(answer, Faults)
    assert [(fault.line, fault.column) for fault in answer.faults] == [(3, None), (4, "usual_weekday")]


@pytest.mark.parametrize(("separator", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_wrong_separator_is_one_sentence(tmp_path: Path, separator: str, word: str) -> None:
    place = _one(tmp_path / "in", GOOD | {"patients.csv": GOOD["patients.csv"].replace(",", separator)})
    assert place == ("patients.csv", 1, None, f"the cells are separated by {word}: separate them with commas")


def test_missing_column_is_named_once_and_the_others_are_read(tmp_path: Path) -> None:
    text = GOOD["leaves.csv"].replace("operator,from_on,to_on,half_day", "operator,from_on,half_day")
    text = text.replace("N1,2027-02-15,2027-02-19,", "N1,15/02/2027,")
    assert _places(faults_of(tmp_path / "in", GOOD | {"leaves.csv": text})) == [
        ("leaves.csv", 1, "to_on", "the column is missing"),
        (
            "leaves.csv",
            2,
            "from_on",
            "'15/02/2027' is not a date: write year-month-day, 2027-03-15 for 15/03/2027",
        ),
    ]


def test_missing_key_column_does_not_make_references_unknown(tmp_path: Path) -> None:
    faults = faults_of(tmp_path / "in", spoiled("operators.csv", "operator,role", "who,role"))
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [
        ("operators.csv", 1, "operator"),
        ("operators.csv", 1, "who"),
    ]


def test_missing_column_is_not_held_against_the_rows(tmp_path: Path) -> None:
    header, *rows = [line.split(",") for line in GOOD["patients.csv"].replace("thick insulin, ", "").splitlines()]
    gap = header.index("override_reason")
    text = "\n".join(",".join(row[:gap] + row[gap + 1 :]) for row in (header, *rows))
    assert _one(tmp_path / "in", GOOD | {"patients.csv": text})[:3] == ("patients.csv", 1, "override_reason")


def test_unknown_column_is_named(tmp_path: Path) -> None:
    files = spoiled("leaves.csv", "half_day\n", "half_day,why\n")
    files = spoiled("leaves.csv", "2027-02-19,\n", "2027-02-19,,x\n", files)
    place = _one(tmp_path / "in", files)
    assert place == ("leaves.csv", 1, "why", "there is no such column in the contract of this file")


def test_column_twice_is_named(tmp_path: Path) -> None:
    files = spoiled("leaves.csv", "half_day\n", "half_day,to_on\n")
    files = spoiled("leaves.csv", "2027-02-19,\n", "2027-02-19,,\n", files)
    assert _one(tmp_path / "in", files) == ("leaves.csv", 1, "to_on", "the column stands twice")


def test_header_cell_without_a_name_is_named(tmp_path: Path) -> None:
    files = spoiled("leaves.csv", "half_day\n", "half_day,\n")
    files = spoiled("leaves.csv", "2027-02-19,\n", "2027-02-19,,\n", files)
    assert _one(tmp_path / "in", files) == ("leaves.csv", 1, None, "cell 5 of the header row is empty")


def test_two_faults_of_one_row_that_name_no_column_are_both_told(tmp_path: Path) -> None:
    files = spoiled("leaves.csv", "half_day\n", "half_day,,\n")
    files = spoiled("leaves.csv", "2027-02-19,\n", "2027-02-19,,,\n", files)
    faults = faults_of(tmp_path / "in", files)
    assert [str(f.sentence) for f in faults] == [f"cell {number} of the header row is empty" for number in (5, 6)]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    reordered = "to_on,half_day,operator,from_on\n2027-02-19,,N1,2027-02-15\n"
    assert centre_of(tmp_path / "a", GOOD | {"leaves.csv": reordered}) == centre_of(tmp_path / "b", GOOD)


def test_header_that_is_missing_is_one_fault(tmp_path: Path) -> None:
    place = _one(tmp_path / "in", GOOD | {"leaves.csv": "N1,2027-02-15,2027-02-19,\n"})
    assert place == ("leaves.csv", 1, None, "the first row must name the columns: operator,from_on,to_on,half_day")


@pytest.mark.parametrize(("row", "found"), [("N1,2027-02-15,2027-02-19", 3), ("N1,2027-02-15,2027-02-19,,", 5)])
def test_wrong_number_of_cells_is_named_by_line(tmp_path: Path, row: str, found: int) -> None:
    place = _one(tmp_path / "in", spoiled("leaves.csv", "N1,2027-02-15,2027-02-19,", row))
    sentence = f"the row has {found} cells instead of 4; a cell that holds a comma stands in quotation marks"
    assert place == ("leaves.csv", 2, None, sentence)


@pytest.mark.parametrize("reason", ['"bridge', '"bridge"s'])
def test_row_with_an_open_quotation_mark_hides_no_other_row(tmp_path: Path, reason: str) -> None:
    files = spoiled("closures.csv", "bridge", reason)
    files = spoiled("closures.csv", "2027-08-13,pm", "2027-08-13,noon", files)
    assert _places(faults_of(tmp_path / "in", files)) == [
        ("closures.csv", 2, None, "a quotation mark does not close, or text follows it"),
        ("closures.csv", 3, "half_day", "'noon' is none of am, pm"),
    ]


def test_open_quotation_mark_in_the_header_is_one_fault(tmp_path: Path) -> None:
    place = _one(tmp_path / "in", spoiled("closures.csv", "from_on,to_on", '"from_on,to_on'))
    assert place == ("closures.csv", 1, None, "a quotation mark does not close, or text follows it")


def test_line_is_that_on_which_the_row_begins(tmp_path: Path) -> None:
    files = spoiled("closures.csv", "bridge", '"two\nlines"')
    files = spoiled("closures.csv", "2027-08-13,pm", "2027-08-13,noon", files)
    assert [(f.line, f.column) for f in faults_of(tmp_path / "in", files)] == [(2, "reason"), (4, "half_day")]


def test_what_only_follows_from_a_code_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", GOOD)
    text = GOOD["patients.csv"].replace("\nP01,", "\nP01é,")
    assert text != GOOD["patients.csv"]
    (folder / "patients.csv").write_bytes(text.encode("latin-1"))
    answer = read_folder(folder, TODAY)
    assert isinstance(answer, Faults)
    assert [(fault.file, fault.line, fault.column) for fault in answer.faults] == [("patients.csv", 2, None)]
