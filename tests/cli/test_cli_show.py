import pytest
from cli_program import Program

pytest_plugins = ["cli_fixtures"]


@pytest.fixture
def planned(small_program: Program) -> Program:
    small_program.well("plan")
    return small_program


def test_the_worklist_answers_the_promise_first(planned: Program) -> None:
    first, second, *_ = planned.well("show", "worklist").out.splitlines()
    assert first.startswith("Yes: every active patient has a visit inside the limit (patients: 3).")
    assert second.startswith("By plan 1, a draft that nobody has been told, made for 2027-01-04")


def test_the_worklist_as_json_counts_every_group(planned: Program) -> None:
    found = planned.well("show", "worklist", "--json", "--close-days", "6").data
    assert found["counts"] == {"active": 3, "overdue": 0, "without_visit": 0, "close": 2, "not_planned": 0, "exceptions": 0}
    assert found["promise_kept"] is True
    assert isinstance(found["close"], list)
    assert [item["margin_days"] for item in found["close"]] == [3, 6]


def test_the_worklist_ends_with_1_where_somebody_has_no_visit(small_program: Program) -> None:
    ended = small_program("show", "worklist")
    assert ended.code == 1
    assert ended.out.startswith("No: these patients are without a visit inside the limit")
    assert "P01, P02, P03" in ended.out


def test_the_worklist_in_french(planned: Program) -> None:
    ended = planned.well("show", "worklist", "--lang", "fr")
    assert ended.out.startswith("Oui\u00a0: chaque patient actif a une visite dans la limite")
    assert "ne surveille pas la pompe" in ended.err


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["plan"], "2027-01-11 09:00"),
        (["exceptions"], "Visits without a session inside their limit: 0"),
        (["patient", "P02"], "not after 2027-01-14 (the protocol's limit)"),
        (["session", "2027-01-11-am"], "2027-01-11-am: 09:00 to 11:00, places: 1, operators: OP1, visits: 1"),
        (["session", "2027-01-12-am"], "the unit does not open on this half-day"),
        (["week", "2027-01-13"], "2027-01-14-am: 09:00 to 10:30"),
        (["plans"], "draft"),
        (["audit", "--last", "1"], "Changes: 1"),
    ],
)
def test_what_there_is_can_be_shown(planned: Program, words: list[str], holds: str) -> None:
    assert holds in planned.well("show", *words).out


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["plan"], {"status", "visits", "state", "made_at", "told_until"}),
        (["exceptions"], {"version", "exceptions", "not_planned"}),
        (["patient", "P02"], {"patient", "window", "visits", "fills", "pumps"}),
        (["session", "2027-01-11-am"], {"sessions"}),
        (["week", "2027-01-13"], {"sessions"}),
        (["plans"], {"plans"}),
        (["audit"], {"audit"}),
        (["worklist"], {"today", "promise_kept", "overdue", "without_visit", "close", "plan"}),
    ],
)
def test_everything_has_a_twin_in_json(planned: Program, words: list[str], keys: set[str]) -> None:
    ended = planned.well("show", *words, "--json")
    assert ended.data.keys() >= keys
    assert ended.err == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["patient", "P99"], "no patient P99"),
        (["plan", "--version", "9"], "no plan 9"),
        (["session", "2027-02-30-am"], "is not a half-day"),
        (["week", "30/02/2027"], "is not a date"),
        (["audit", "--last", "0"], "range"),
    ],
)
def test_what_there_is_not_ends_with_2(planned: Program, words: list[str], says: str) -> None:
    ended = planned("show", *words)
    assert ended.code == 2
    assert says in ended.err
    assert ended.out == ""
