from datetime import date, timedelta
from pathlib import Path

from service_samples import AT, TODAY, import_sample, imported, planned, published, sample_copy

from refillplan.domain.plans import PlanState
from refillplan.services.looking.worklist import Worklist, worklist
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def codes(found: Worklist) -> dict[str, list[str]]:
    return {
        "overdue": [item.patient for item in found.overdue],
        "without": [item.patient for item in found.without_visit],
        "close": [item.patient for item in found.close],
    }


def test_without_a_plan_everybody_is_without_a_visit(small: Store) -> None:
    found = worklist(small, "SMALL", TODAY)
    assert codes(found) == {"overdue": [], "without": ["P02", "P01", "P03"], "close": []}
    assert [item.margin_days for item in found.without_visit] == [None, None, None]
    assert (found.version, found.active) == (None, 3)
    assert not found.promise_kept
    assert found.unexplained == ("P01", "P02", "P03")


def test_a_draft_answers_until_a_plan_is_in_force(small: Store) -> None:
    planned(small)
    found = worklist(small, "SMALL", TODAY)
    assert (found.version, found.state, found.made_for) == (1, PlanState.DRAFT, TODAY)
    assert codes(found) == {"overdue": [], "without": [], "close": []}
    assert found.promise_kept
    published(small)
    assert worklist(small, "SMALL", TODAY).state is PlanState.PUBLISHED


def test_close_is_counted_from_the_visit_to_the_limit(small: Store) -> None:
    planned(small)
    found = worklist(small, "SMALL", TODAY, close_days=6)
    assert [(item.patient, item.margin_days) for item in found.close] == [("P02", 3), ("P03", 6)]


def test_a_visit_that_nobody_recorded_leaves_the_patient_overdue(small: Store) -> None:
    planned(small)
    published(small)
    found = worklist(small, "SMALL", date(2027, 1, 15))
    (item,) = found.overdue
    assert (item.patient, item.limit_on, item.margin_days) == ("P02", date(2027, 1, 14), -39)
    assert item.unrecorded_on == date(2027, 1, 11)
    assert codes(found)["without"] == ["P01"]  # its visit of 7 January was not recorded either, and the next is too late
    assert found.unexplained == ("P01", "P02")


def test_overdue_counts_from_the_actual_fill(small: Store, tmp_path: Path) -> None:
    planned(small)
    published(small)
    later = date(2027, 1, 15)
    imported(small, sample_copy(tmp_path, fills="P02,SMALL-2,2027-01-11,refill,OP1,,"), later)
    found = worklist(small, "SMALL", later)
    assert codes(found) == {"overdue": [], "without": ["P01"], "close": []}


def test_a_visit_today_is_still_to_come(store: Store, tmp_path: Path) -> None:
    imported(store, sample_copy(tmp_path, visits="P02,refill,2027-01-11T09:00,OP1,1,yes,"), date(2027, 1, 4))
    found = worklist(store, "SMALL", date(2027, 1, 11))
    assert "P02" not in [item.patient for item in found.overdue]


def test_an_exception_that_the_plan_shows_keeps_the_promise(store: Store, tmp_path: Path) -> None:
    closed = "2027-01-05,2027-01-31,,works"
    imported(store, sample_copy(tmp_path, closures=closed))
    made = planned(store)
    assert made.plan.exceptions
    found = worklist(store, "SMALL", TODAY)
    assert codes(found)["without"] == ["P02", "P01", "P03"]
    assert all(item.shown is not None for item in found.without_visit)
    assert found.exceptions == len(made.plan.exceptions)
    assert found.promise_kept


def test_patients_who_need_no_visit_are_shown_apart(small: Store, tmp_path: Path) -> None:
    imported(small, sample_copy(tmp_path, patients="P09,,,,,,,,,,"))
    found = worklist(small, "SMALL", TODAY)
    assert [(entry.patient, str(entry.reason)) for entry in found.not_planned] == [("P09", "has no pump in place")]
    assert found.active == 3


def test_the_age_of_the_data_is_told(store: Store) -> None:
    import_sample(store, "small")
    planned(store)
    found = worklist(store, "SMALL", TODAY + timedelta(days=3))
    assert (found.last_change_at, found.made_at) == (AT, AT)
