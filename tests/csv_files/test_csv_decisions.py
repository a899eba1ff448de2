"""Decisions in a folder: every fault at its line and column, everything else read as written."""

from datetime import date
from pathlib import Path

import pytest
from csv_folder_samples import GOOD, centre_of, faults_of, spoiled

from refillplan.domain.decisions import Choice, Decision

CASES = [
    ("nurse", "replace,D1", "replace,N1", 3, "signed_by", "N1 is not a physician"),
    ("too_early", "2026-11-30,replace", "2020-11-30,replace", 3, "decided_on", None),
    ("in_the_future", "2026-11-30,replace", "2027-01-30,replace", 3, "decided_on", None),
    ("no_choice", "other_treatment", "nothing", 4, "choice", "'nothing' is none of replace, other_treatment, extend, other"),
    ("no_document", "D1,D-8", "D1,", 3, "document", "the cell is empty"),
    ("no_reason", "=as agreed", "", 2, "reason", "the decision 'extend' needs a reason"),
    ("no_until", "2029-03-01,", ",", 2, "extended_until", "an extension, and nothing else, has a date in extended_until"),
    (
        "until_before",
        "2029-03-01",
        "2026-11-02",
        2,
        "extended_until",
        "last day of the extension, 2026-11-02, is not after the decision of 2026-11-02",
    ),
    ("day_for_others", "as typed ,,", "as typed ,,2027-02-02", 4, "theatre_on", "only a replacement has a theatre day"),
    (
        "day_before",
        "2027-02-02",
        "2026-02-02",
        3,
        "theatre_on",
        "the theatre day, 2026-02-02, is before the decision of 2026-11-30",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_wrong_decision_is_named(tmp_path: Path, case: tuple[str, str, str, int, str, str | None]) -> None:
    _, old, new, line, column, sentence = case
    (fault,) = faults_of(tmp_path / "in", spoiled("decisions.csv", old, new))
    assert (fault.file, fault.line, fault.column) == ("decisions.csv", line, column)
    assert sentence is None or str(fault.sentence) == sentence


def test_decisions_are_read_as_typed(tmp_path: Path) -> None:
    decisions = centre_of(tmp_path / "in", GOOD).decisions
    assert decisions[0] == Decision(
        serial="S01",
        decided_on=date(2026, 11, 2),
        choice=Choice.EXTEND,
        signed_by="D1",
        document="letter 7, page 2",
        reason="=as agreed",
        extended_until=date(2029, 3, 1),
    )
    assert [decision.reason for decision in decisions] == ["=as agreed", "", " as typed "]
    assert decisions[1].theatre_on == date(2027, 2, 2)
