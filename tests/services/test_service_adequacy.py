"""What a centre can hold, against full plans without memory."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from service_samples import SAMPLES, TODAY

from refillplan.csv_files import read_folder
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import HalfDay, SessionKey
from refillplan.domain.messages import InvalidValue
from refillplan.domain.newcomers import with_newcomers
from refillplan.domain.plans import Horizon, Infeasible, Planned, Tiers, Undecided
from refillplan.domain.scenarios import PlacesChange, with_places
from refillplan.domain.sessions import Closure
from refillplan.domain.visits import Pin
from refillplan.generator import CentreSpec, generate_centre
from refillplan.planner.solve import solve
from refillplan.services.plans.adequacy import Adequacy, adequacy, closed_fortnight
from refillplan.services.plans.trials import Figures, Trial

WEEKS = 10


def sample(name: str) -> Centre:
    centre = read_folder(SAMPLES / name, TODAY)
    assert isinstance(centre, Centre)
    return centre


def made(seed: int, patients: int = 8) -> Centre:
    return generate_centre(CentreSpec(code="MADE", patients=patients, seed=seed, today=TODAY, load=0.75, weeks=WEEKS))


def answered(centre: Centre, weeks: int = WEEKS, closed: tuple[date, date] | None = None) -> Adequacy:
    found = adequacy(centre, TODAY, weeks, closed)
    assert isinstance(found, Adequacy), found
    return found


def cold(centre: Centre, weeks: int = WEEKS) -> Tiers:
    outcome = solve(centre, TODAY, weeks)
    assert isinstance(outcome, Planned)
    assert outcome.plan.proven_optimal
    return outcome.plan.tiers


def tiers(trial: Trial) -> Tiers:
    assert isinstance(trial, Figures)
    assert trial.proved
    return trial.tiers


def fits(centre: Centre, number: int, now: Tiers) -> bool:
    then = cold(with_newcomers(centre, number, TODAY))
    return then.unplaced <= now.unplaced and then.beyond_limit_days <= now.beyond_limit_days


@pytest.mark.parametrize("seed", range(4))
def test_the_number_is_that_found_by_counting_up(seed: int) -> None:
    centre = made(seed)
    found = answered(centre)
    now = cold(centre)
    assert found.more.number == next(number for number in count() if not fits(centre, number + 1, now))
    assert found.more.proved
    assert found.more.looked_up_to > found.more.number
    assert tiers(found.now) == now
    assert tiers(found.more.trial) == cold(with_newcomers(centre, found.more.number, TODAY))


@pytest.mark.parametrize("seed", [1, 11, 33, 41])
def test_told_visits_reserves_and_late_patients_count_as_they_do_in_a_plan(seed: int) -> None:
    spec = CentreSpec(
        code="MADE",
        patients=6 + seed % 9,
        seed=seed,
        today=TODAY,
        load=0.5 + 0.1 * (seed % 7),
        weeks=WEEKS,
        tight=True,
        reserve_places_per_week=seed % 3,
    )
    free = generate_centre(spec)
    outcome = solve(free, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    centre = replace(free, visits=tuple(replace(visit, told=True) for visit in outcome.plan.visits))
    found = answered(centre)
    now = cold(centre)
    assert tiers(found.now) == now
    assert found.more.number == next(number for number in count() if not fits(centre, number + 1, now))
    assert found.more.proved


@pytest.mark.parametrize("seed", range(3))
def test_each_bottleneck_has_the_figures_of_a_full_plan_with_one_place_more(seed: int) -> None:
    centre = made(seed, patients=12)
    found = answered(centre)
    assert len(found.bottlenecks) <= 3
    for each in found.bottlenecks:
        roomier = with_places(centre, (PlacesChange(weekday=each.weekday, half_day=each.half_day, more=1),))
        assert tiers(each.trial) == cold(roomier) <= tiers(found.now)
    helped = [tiers(each.trial) for each in found.bottlenecks]
    assert helped == sorted(helped)


def test_closed_days_cost_what_a_full_plan_says() -> None:
    centre = made(1, patients=12)
    first, last = date(2027, 2, 8), date(2027, 2, 21)
    found = answered(centre, closed=(first, last))
    shut = replace(centre, closures=(*centre.closures, Closure(from_on=first, to_on=last)))
    assert tiers(found.closed.trial) == cold(shut) > tiers(found.now)


@pytest.mark.parametrize(
    ("today", "weeks", "first"),
    [
        (date(2027, 1, 4), 52, date(2027, 8, 2)),
        (date(2027, 8, 3), 60, date(2028, 8, 7)),
        (date(2027, 1, 4), 8, date(2027, 2, 1)),
    ],
)
def test_the_closed_fortnight_is_in_august_or_in_the_middle(today: date, weeks: int, first: date) -> None:
    assert closed_fortnight(Horizon.after(today, weeks)) == (first, first + timedelta(days=13))


def test_without_days_given_the_fortnight_is_closed() -> None:
    found = answered(sample("small"), 8)
    assert (found.closed.from_on, found.closed.to_on) == closed_fortnight(found.horizon)


def test_an_overloaded_centre_holds_nobody_more() -> None:
    found = answered(sample("overloaded"), 13)
    assert (found.more.number, found.more.proved) == (0, True)
    assert tiers(found.now).unplaced > 0
    assert tiers(found.bottlenecks[0].trial).unplaced < tiers(found.now).unplaced


def test_a_pin_in_the_closed_days_is_named() -> None:
    centre = made(2)
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    pinned = replace(outcome.plan.visits[0], pins=frozenset({Pin.DATE, Pin.HALF_DAY}))
    on = pinned.session.on
    found = answered(replace(centre, visits=(pinned,)), closed=(on, on))
    assert isinstance(found.closed.trial, Infeasible)
    assert found.closed.trial.conflicts


def test_a_centre_that_cannot_be_planned_has_no_figures() -> None:
    centre = made(2)
    outcome = solve(centre, TODAY, WEEKS)
    assert isinstance(outcome, Planned)
    visit = outcome.plan.visits[0]
    sunday = visit.session.on + timedelta(days=7 - visit.session.on.isoweekday())
    moved = replace(visit, session=SessionKey(sunday, HalfDay.AM), pins=frozenset({Pin.DATE, Pin.HALF_DAY}))
    assert isinstance(adequacy(replace(centre, visits=(moved,)), TODAY, WEEKS), Infeasible)


@pytest.mark.parametrize("questions", [0, 5, 60])
def test_whoever_stops_it_gets_no_answer(questions: int) -> None:
    asked = count()
    found = adequacy(made(3), TODAY, WEEKS, stop=lambda: next(asked) >= questions)
    assert isinstance(found, Undecided)


def test_it_tells_what_it_is_doing() -> None:
    news: list[str] = []
    adequacy(made(4), TODAY, WEEKS, report=lambda each: news.append(str(each.doing)))
    for words in ("as it is: ", "more patients: ", "one place more: ", "closed from "):
        assert any(line.startswith(words) for line in news)


@pytest.mark.parametrize(
    ("weeks", "closed", "sentence"),
    [
        (6, None, "6 weeks are too few to tell: at least 7"),
        (0, None, "weeks is 0"),
        (8, (date(2027, 3, 2), date(2027, 3, 1)), "the last day, 2027-03-01, is before the first, 2027-03-02"),
        (8, (date(2027, 6, 1), date(2027, 6, 2)), "are not among those planned, 2027-01-05 to 2027-03-01"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(weeks: int, closed: tuple[date, date] | None, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        adequacy(sample("small"), TODAY, weeks, closed)
