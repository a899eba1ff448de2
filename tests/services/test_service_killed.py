"""A process that is killed in the middle leaves all of a change or nothing of it."""

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from killed_publication import AT, TODAY

from refillplan.csv_files import write_folder
from refillplan.domain.calls import CallState
from refillplan.domain.plans import PlanState
from refillplan.domain.sessions import Closure
from refillplan.generator import CentreSpec, generate_centre
from refillplan.services.calls.proposals import Proposal, propose, read_proposal
from refillplan.services.calls.publishing import publish
from refillplan.services.core.access import load_centre, looking
from refillplan.services.entering.closures import enter_closure
from refillplan.services.entering.importing import import_folder
from refillplan.storage import Store

ACTS = ("publish", "import", "accept")
LONGEST = 0.25  # seconds: about as long as the slowest of them takes


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a database in which a plan is in force and a proposal waits, and a folder to import."""
    folder = tmp_path_factory.mktemp("killed")
    centre = generate_centre(CentreSpec(code="MADE", patients=30, seed=3, today=TODAY, load=0.7, weeks=26))
    write_folder(centre, folder / "made")
    more = Closure(from_on=date(2027, 9, 6), to_on=date(2027, 9, 6), half_day=None, reason="works")
    write_folder(replace(centre, closures=(*centre.closures, more)), folder / "more")
    store = Store.open(f"sqlite:///{folder}/unit.db")
    import_folder(store, folder / "made", TODAY, actor="nurse1", at=AT)
    propose(store, "MADE", TODAY, actor="nurse1", at=AT)
    publish(store, "MADE", TODAY, called=True, actor="nurse1", at=AT)
    busy = max(v.session.on for v in load_centre(store, "MADE").visits if v.session.on < TODAY + timedelta(days=40))
    shut = Closure(from_on=busy, to_on=busy, half_day=None, reason="works")
    enter_closure(store, "MADE", TODAY, shut, actor="nurse1", at=AT)
    made = propose(store, "MADE", TODAY, actor="nurse1", at=AT)
    assert isinstance(made, Proposal)
    assert made.calls
    store.close()
    return folder


@pytest.mark.parametrize("point", range(50))
def test_killed_at_any_point_all_or_nothing_is_there(before: Path, tmp_path: Path, point: int) -> None:
    act, delay = ACTS[point % 3], Random(point).random() * LONGEST
    shutil.copy(before / "unit.db", tmp_path / "unit.db")
    url = f"sqlite:///{tmp_path}/unit.db"
    store = Store.open(url)
    told = {visit for visit in load_centre(store, "MADE").visits if visit.told}
    calls = read_proposal(store, "MADE").calls
    patient = calls[0].change.patient
    program = Path(__file__).with_name("killed_publication.py")
    words = [sys.executable, str(program), act, url, str(before / "more"), patient]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        process.kill()
    after = load_centre(store, "MADE")
    with looking(store) as work:
        states = [header.state for header in work.plans.list("MADE")]
        draft = work.plans.get("MADE", len(states))
    assert states.count(PlanState.PUBLISHED) == 1
    now = {visit for visit in after.visits if visit.told}
    if states[-1] is PlanState.PUBLISHED:
        assert {(v.patient, v.starts_at) for v in now} == {(v.patient, v.starts_at) for v in draft.plan.visits}
    else:
        assert now == told
        answers = [call.state for call in read_proposal(store, "MADE").calls if call.change.patient == patient]
        assert len(set(answers)) == 1
        assert CallState.REFUSED not in answers
    assert sum(closure.from_on == date(2027, 9, 6) for closure in after.closures) in (0, 1)
    store.close()
