"""A folder as a whole: every fault in one run, in order; a large folder; any bytes at all."""

import unicodedata
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from csv_folder_samples import GOOD, TODAY, centre_of, faults_of, spoiled, write
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.csv_files import Faults, read_folder
from refillplan.domain.centre import Centre

TWELVE = [
    ("centre.toml", "limit_days = 45", 'limit_days = "45"'),
    ("visit_kinds.csv", "rinse,240,120", "rinse,240,300"),
    ("pump_models.csv", "8.5", '"8,5"'),
    ("patients.csv", "P01,2", "P01,9"),
    ("patients.csv", "P04,", "P01,"),
    ("pumps.csv", "S04,P03,MIIPS 2020", "S04,P03,MIPS"),
    ("fills.csv", "2026-12-01", "01/12/2026"),
    ("fills.csv", "2026-12-03", "2027-12-03"),
    ("sessions.csv", "4,pm", "4,am"),
    ("closures.csv", "bridge", "bridge,"),
    ("leaves.csv", ",half_day\nN1,2027-02-15,2027-02-19,", "\nN1,2027-02-15,2027-02-19"),
    ("visits.csv", "date;hour", "date;time"),
]


def test_twelve_different_faults_give_twelve_sentences_in_order(tmp_path: Path) -> None:
    files = GOOD
    for file, old, new in TWELVE:
        files = spoiled(file, old, new, files)
    faults = faults_of(tmp_path / "in", files)
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [
        ("centre.toml", None, "protocol.limit_days"),
        ("visit_kinds.csv", 4, "operator_minutes"),
        ("pump_models.csv", 2, "life_max_years"),
        ("patients.csv", 2, "usual_weekday"),
        ("patients.csv", 5, "patient"),
        ("pumps.csv", 5, "model"),
        ("fills.csv", 2, "filled_on"),
        ("fills.csv", 5, "filled_on"),
        ("sessions.csv", 5, "half_day"),
        ("closures.csv", 2, None),
        ("leaves.csv", 1, "half_day"),
        ("visits.csv", 2, "pins"),
    ]
    assert len({str(fault) for fault in faults}) == 12


def test_large_folder_is_read_whole(tmp_path: Path) -> None:
    patients = [f"P{number:03}" for number in range(250)]
    first = date(2022, 1, 3)
    rows = {
        "patients.csv": [f"{patient},,,,,,,,,," for patient in patients],
        "pumps.csv": [f"S{patient},{patient},MIIPS 2020,2022-01-01,,,," for patient in patients],
        "fills.csv": [
            f"{patient},S{patient},{first + timedelta(days=40 * number)},refill,N1,4F{number:03},"
            for patient in patients
            for number in range(40)
        ],
        "visits.csv": [
            f"{patient},refill,2027-01-05T{8 + number // 60:02}:{number % 60:02},N1,1,no,"
            for number, patient in enumerate(patients)
        ],
        "unavailabilities.csv": [],
        "decisions.csv": [],
    }
    files = GOOD | {name: "\n".join([GOOD[name].splitlines()[0], *lines]) for name, lines in rows.items()}
    centre = centre_of(tmp_path / "in", files)
    assert (len(centre.patients), len(centre.fills), len(centre.visits)) == (250, 10_000, 250)
    assert centre.fills[-1].filled_on == first + timedelta(days=40 * 39)


def test_bytes_in_disorder_never_stop_the_reading() -> None:
    # One folder for all examples, each file written back: writing sixteen files per example is most of the time.
    with TemporaryDirectory() as name:
        folder = write(Path(name) / "in", GOOD)

        @settings(max_examples=200, deadline=None)
        @given(data=st.data())
        def disturb(data: st.DataObject) -> None:
            file = data.draw(st.sampled_from(sorted(GOOD)))
            content = GOOD[file].encode()
            for _ in range(data.draw(st.integers(1, 3))):
                start = data.draw(st.integers(0, len(content)))
                end = min(len(content), start + data.draw(st.integers(0, 12)))
                new = data.draw(st.binary(max_size=6) | st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"0", b"-", b"\xc3"]))
                content = content[:start] + new + content[end:]
            (folder / file).write_bytes(content)
            answer = read_folder(folder, TODAY)
            (folder / file).write_bytes(GOOD[file].encode())
            assert isinstance(answer, Centre | Faults)
            if isinstance(answer, Faults):
                assert answer.faults
                assert all(unicodedata.category(sign) not in ("Cc", "Cs") for fault in answer.faults for sign in str(fault))

        disturb()


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200), file=st.sampled_from(sorted(GOOD)))
def test_any_bytes_in_place_of_a_file_never_stop_the_reading(content: bytes, file: str) -> None:
    with TemporaryDirectory() as name:
        folder = write(Path(name) / "in", GOOD)
        (folder / file).write_bytes(content)
        answer = read_folder(folder, TODAY)
        assert isinstance(answer, Centre | Faults)
