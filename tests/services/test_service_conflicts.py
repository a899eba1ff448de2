"""Two at work on one centre: the second is told who changed what, and when; nothing is written over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from service_samples import ACTOR, AT, TODAY, planned

from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import Outcome
from refillplan.domain.sessions import Closure
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre
from refillplan.services.core.conflicts import CentreChanged, ChangedMeanwhile, revision
from refillplan.services.core.editing import redo, undo
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.intervals import Override, set_interval
from refillplan.services.plans.planning import make_plan, solve_problem
from refillplan.services.plans.problem_file import PlanProblem
from refillplan.storage import Store

pytest_plugins = ["service_stores"]

LATER = datetime(2027, 1, 4, 9, 42, tzinfo=UTC)  # 10:42 in Paris
DAY = date(2027, 2, 1)


def close(store: Store) -> None:
    enter_closure(store, "SMALL", TODAY, Closure(from_on=DAY, to_on=DAY, reason="works"), actor="B", at=LATER)


def test_who_changed_the_same_row_is_named_with_time_and_difference(small: Store) -> None:
    patient = load_centre(small, "SMALL").patients[0].patient
    seen = revision(small, "SMALL")
    set_interval(small, "SMALL", TODAY, patient, Override(target_days=40, reason="letter"), actor="B", at=LATER)
    before = load_centre(small, "SMALL")
    mine = Override(limit_days=44, reason="mine")
    with pytest.raises(ChangedMeanwhile, match=rf"changed by B at 10:42: patients {patient}: .*target_days - -> 40") as caught:
        set_interval(small, "SMALL", TODAY, patient, mine, actor="A", at=LATER, seen=seen)
    assert str(caught.value).endswith("nothing was stored: look again, then enter it anew")
    assert load_centre(small, "SMALL") == before
    looked_again = revision(small, "SMALL")
    set_interval(small, "SMALL", TODAY, patient, mine, actor="A", at=LATER, seen=looked_again)
    changed = next(p for p in load_centre(small, "SMALL").patients if p.patient == patient)
    assert (changed.target_days, changed.limit_days) == (40, 44)


def test_changes_elsewhere_keep_nobody_waiting(small: Store) -> None:
    patient = load_centre(small, "SMALL").patients[0].patient
    seen = revision(small, "SMALL")
    close(small)
    number = set_interval(small, "SMALL", TODAY, patient, Override(limit_days=44, reason="mine"), actor="A", at=LATER, seen=seen)
    assert number is not None


def test_a_plan_overtaken_while_it_was_made_says_by_whom(small: Store) -> None:
    def overtaken(problem: PlanProblem) -> Outcome:
        close(small)
        return solve_problem(replace(problem))

    with pytest.raises(CentreChanged, match="changed by B at 10:42: closed on 2027-02-01; no plan was saved"):
        make_plan(small, "SMALL", TODAY, actor=ACTOR, at=AT, solving=overtaken)


def test_a_publication_overtaken_says_by_whom(small: Store) -> None:
    planned(small)
    close(small)
    with pytest.raises(InvalidValue, match="since plan 1 was made the centre was changed by B at 10:42: closed on 2027-02-01"):
        publish(small, "SMALL", TODAY, called=True, actor=ACTOR, at=AT)


def test_what_was_taken_back_meanwhile_is_said_in_the_words_of_the_history(small: Store) -> None:
    close(small)
    planned(small)
    undo(small, "SMALL", TODAY, actor="B", at=LATER)
    with pytest.raises(InvalidValue, match="changed by B at 10:42: taken back: closed on 2027-02-01"):
        publish(small, "SMALL", TODAY, called=True, actor=ACTOR, at=AT)
    redo(small, "SMALL", TODAY, actor="C", at=LATER)
    with pytest.raises(InvalidValue, match="changed by C at 10:42: made again: closed on 2027-02-01"):
        publish(small, "SMALL", TODAY, called=True, actor=ACTOR, at=AT)
