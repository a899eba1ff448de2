"""A file without quotation marks, which is read in one go, has the rows that it has with one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from refillplan.csv_files.sheets import TextRow, read_sheet
from refillplan.csv_files.tables import THEATRE

_CELLS = st.text(alphabet=st.characters(exclude_characters='"\r\n', codec="utf-8"), max_size=6)
_LINES = st.lists(st.tuples(_CELLS, st.sampled_from(["\n", "\r\n", "\r"])), max_size=6)
_HEADER = "on,places,teams\n"


def rows_of(text: str) -> tuple[list[TextRow], int]:
    """Return the rows, and how many faults there are."""
    with TemporaryDirectory() as folder:
        (Path(folder) / THEATRE.file).write_bytes(text.encode())
        sheet, faults = read_sheet(Path(folder), THEATRE)
    assert sheet is not None
    return list(sheet.rows), len(faults)


@given(_LINES)
def test_rows_without_quotation_marks_are_those_that_they_are_beside_one(lines: list[tuple[str, str]]) -> None:
    text = _HEADER + "".join(line + end for line, end in lines)
    beside, faults = rows_of(f'{text}\n"x",1,y\n')
    assert rows_of(f"{text}\n") == (beside[:-1], faults)


def test_a_cell_too_long_for_the_csv_library_is_a_fault_of_its_row_alone() -> None:
    rows, faults = rows_of(f"{_HEADER}2027-03-01,1,{'x' * 200_000}\n2027-03-02,1,A\n")
    assert [row.sound for row in rows] == [False, True]
    assert faults == 1
