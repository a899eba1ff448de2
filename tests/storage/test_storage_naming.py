"""Who is named by what is kept: a code as short as 1 is no weekday, place, hour or part of another code."""

import pytest
from sqlalchemy import Enum, String

from refillplan.domain.messages import message
from refillplan.storage.repositories.naming import TYPED, Naming
from refillplan.storage.rows.base import Base
from refillplan.storage.rows.column_types import sentence_values

ONE = Naming(patient="1", serials=frozenset({"S-7"}))


@pytest.mark.parametrize(
    "values",
    [
        {"patient": "1", "kind": "refill"},
        {"serial": "S-7"},
        {"patient": "2", "reason": "took the place of 1"},
        {"patient": "2", "override_reason": "as for 1, on the phone"},
        {"what": {"template": "{patient}: {kind}", "params": [["patient", "1"], ["kind", "rinse"]]}},
        {"what": {"template": "{x}", "params": [["x", {"template": "{who} agreed", "params": [["who", "2, 1"]]}]]}},
        {"fills": [{"patient": "2"}, {"patient": "1"}]},
        sentence_values(message("{patient}: done", patient="1")),
    ],
)
def test_the_patient_is_found_in_columns_of_codes_and_in_what_was_typed(values: object) -> None:
    assert ONE.in_values(values)


@pytest.mark.parametrize(
    "values",
    [
        None,
        {"weekday": 1, "half_day": "am", "places": 1, "opens": "01:00:00"},
        {"patient": "1.2", "operator": "1", "readings": "at 8:1, in 1.5"},
        {"patient": "11", "reason": "for 1-2 or 2-1 and 1.2"},
        {"source": "estimate 1", "name": "1"},
        {"what": {"template": "plan {version} published", "params": [["version", 1]]}},
        {"theatre": [{"on": "2027-01-06", "places": 1}]},
        {"rows": 1, "sha256": "1"},
    ],
)
def test_a_number_that_stands_for_something_else_is_not_the_patient(values: object) -> None:
    assert not ONE.in_values(values)


@pytest.mark.parametrize(
    ("table", "key", "named"),
    [
        ("fills", "1/2026-01-05/refill", True),
        ("calls", "7/1/2027-01-05", True),
        ("calls", "1/7/2027-01-05", False),
        ("bookings", "2027-01-05/am/1/refill", True),
        ("pumps", "S-7", True),
        ("session_templates", "1/am/", False),
        ("plans", "1", False),
        ("a_table_of_long_ago", "x/1", True),
    ],
)
def test_a_key_names_the_patient_by_its_part_for_it(table: str, key: str, *, named: bool) -> None:
    assert ONE.in_key(table, key) is named


def test_every_text_about_a_patient_is_a_code_or_counts_as_typed() -> None:
    codes = {"centre", "patient", "serial", "model", "kind", "operator", "preferred_operator", "signed_by", "actor", "uid"}
    known = TYPED | codes | {"end_cause"}  # one of a list
    for table in Base.metadata.sorted_tables:
        if table.name != "audit" and {"patient", "serial"} & set(table.columns.keys()):
            texts = {c.key for c in table.columns if isinstance(c.type, String) and not isinstance(c.type, Enum)}
            assert texts <= known, table.name
