"""Theatre days for decided replacements: the best there is, and sound by an independent check."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from theatre_centres import TODAY, booked, decided, decision, theatre_centre

from refillplan.domain.devices import TheatreDay
from refillplan.domain.half_days import SessionKey
from refillplan.forecast.theatre.check import check_placement
from refillplan.forecast.theatre.choosing import choose
from refillplan.forecast.theatre.offers import Chosen, Offer, may_take, offers_of, tiers_of
from refillplan.forecast.theatre.placement import place_replacements
from refillplan.forecast.theatre.problem import PlacementProblem, build_placement

some = settings(max_examples=60, deadline=None)
few = settings(max_examples=25, deadline=None)


def every_choice(problem: PlacementProblem) -> Iterator[Chosen]:
    offers = offers_of(problem)
    ways = [
        [None, *(offer for offer, places in offers.items() if may_take(problem, request, places[0]))]
        for request in problem.requests
    ]
    for chosen in product(*ways):
        given = Counter(offer for offer in chosen if offer is not None)
        if all(given[offer] <= len(offers[offer]) for offer in given):
            yield chosen


def days_in_sum(chosen: Chosen) -> int:
    return sum((offer.on - TODAY).days for offer in chosen if offer is not None)


@some
@given(seed=st.integers(0, 100_000), wanted=st.integers(1, 5), days=st.integers(1, 6))
def test_no_choice_of_days_is_better(seed: int, wanted: int, days: int) -> None:
    centre = theatre_centre(seed, decided=wanted, days=days)
    problem = build_placement(centre, TODAY, decided(centre))
    chosen, bounds = choose(problem)
    best = min((tiers_of(problem, other), days_in_sum(other)) for other in every_choice(problem))
    assert (tiers_of(problem, chosen), days_in_sum(chosen)) == best
    assert bounds == best[0]


@some
@given(seed=st.integers(0, 100_000), wanted=st.integers(2, 5), days=st.integers(1, 6))
def test_equal_cases_stand_by_safe_by_date_and_code(seed: int, wanted: int, days: int) -> None:
    centre = theatre_centre(seed, decided=wanted, days=days)
    problem = build_placement(centre, TODAY, decided(centre))
    chosen, _ = choose(problem)
    allowed = set(every_choice(problem))
    for first, second in combinations(range(len(chosen)), 2):
        swapped = list(chosen)
        swapped[first], swapped[second] = chosen[second], chosen[first]
        earlier = day_of(chosen[second]) < day_of(chosen[first])
        equal = tuple(swapped) in allowed and tiers_of(problem, tuple(swapped)) == tiers_of(problem, chosen)
        assert not (earlier and equal)


def day_of(offer: Offer | None) -> date:
    return date.max if offer is None else offer.on


@some
@given(seed=st.integers(0, 100_000), wanted=st.integers(0, 8), days=st.integers(1, 9))
def test_a_placement_is_sound_and_loses_nobody(seed: int, wanted: int, days: int) -> None:
    centre = theatre_centre(seed, decided=max(1, wanted), days=days)
    replacements = decided(centre)
    placement = place_replacements(centre, TODAY, replacements)
    verdict = check_placement(centre, TODAY, replacements, placement)
    assert verdict.sound, [str(sentence) for sentence in verdict.violations]
    assert placement.proven_best
    shown = [p.replacement for p in placement.placed] + [e.replacement for e in placement.exceptions if e.theatre_on is None]
    assert sorted(r.serial for r in shown) == sorted(r.serial for r in replacements)
    assert all(str(exception.reason) for exception in placement.exceptions)


@few
@given(seed=st.integers(0, 100_000))
def test_what_is_placed_keeps_its_day_when_more_is_decided(seed: int) -> None:
    centre = theatre_centre(seed, decided=2, days=6)
    after = booked(centre, place_replacements(centre, TODAY, decided(centre)))
    free = [p for p in after.pumps if p.in_place_on(TODAY) and p.serial not in {d.serial for d in after.decisions}]
    more = replace(after, decisions=(*after.decisions, decision(free[0].serial)))
    again = place_replacements(more, TODAY, decided(more))
    assert check_placement(more, TODAY, decided(more), again).sound
    kept = {r.serial: r.theatre_on for r in decided(more) if r.serial != free[0].serial}
    assert kept == {r.serial: r.theatre_on for r in decided(after)}


@few
@given(seed=st.integers(0, 100_000))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    centre = theatre_centre(seed, decided=5, days=5)
    turned = replace(
        centre, decisions=centre.decisions[::-1], theatre=centre.theatre[::-1], pumps=centre.pumps[::-1], patients=centre.patients
    )
    assert place_replacements(turned, TODAY, decided(turned)) == place_replacements(centre, TODAY, decided(centre))


MUTATIONS = ["day", "teams", "places", "fill_day", "place", "operator", "lost", "twice", "figure", "bound", "silent"]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_checker_finds_what_is_wrong(mutation: str) -> None:
    centre = theatre_centre(2, decided=4, days=9)
    centre = replace(centre, theatre=tuple(replace(day, places=2, teams="D;S") for day in centre.theatre))
    replacements = decided(centre)
    placement = place_replacements(centre, TODAY, replacements)
    first = placement.placed[0]
    match mutation:
        case "day":
            placement = replace(placement, placed=(replace(first, theatre_on=date(2027, 2, 28)), *placement.placed[1:]))
        case "teams":
            centre = replace(centre, theatre=tuple(replace(day, teams="D") for day in centre.theatre))
        case "places":
            centre = replace(centre, theatre=tuple(replace(day, places=0) for day in centre.theatre))
        case "fill_day":
            by = timedelta(days=7 * (int(centre.forecast.fill_within_days.value) // 7 + 1))
            key = SessionKey(first.fill.session.on + by, first.fill.session.half_day)
            moved = replace(first.fill, session=key, ends_at=first.fill.ends_at + by)
            moved = replace(moved, starts_at=first.fill.starts_at + by)
            placement = replace(placement, placed=(replace(first, fill=moved), *placement.placed[1:]))
        case "place":
            fill = replace(first.fill, place=99)
            placement = replace(placement, placed=(replace(first, fill=fill), *placement.placed[1:]))
        case "operator":
            fill = replace(first.fill, operator="NOBODY")
            placement = replace(placement, placed=(replace(first, fill=fill), *placement.placed[1:]))
        case "lost":
            placement = replace(placement, placed=placement.placed[1:])
        case "twice":
            placement = replace(placement, placed=(first, *placement.placed))
        case "figure":
            placement = replace(
                placement, tiers=replace(placement.tiers, before_target_days=placement.tiers.before_target_days + 1)
            )
        case "bound":
            placement = replace(placement, bounds=replace(placement.bounds, most_per_month=99))
        case "silent":
            late = replace(first.replacement, safe_by_on=first.theatre_on - timedelta(days=1))
            replacements = tuple(late if r == first.replacement else r for r in replacements)
            placement = replace(placement, placed=(replace(first, replacement=late), *placement.placed[1:]))
    assert not check_placement(centre, TODAY, replacements, placement).sound


def test_without_theatre_days_everybody_is_an_exception_with_its_reason() -> None:
    centre = replace(theatre_centre(1), theatre=())
    placement = place_replacements(centre, TODAY, decided(centre))
    assert len(placement.exceptions) == placement.tiers.not_placed == len(decided(centre))
    assert check_placement(centre, TODAY, decided(centre), placement).sound
    assert {str(e.reason) for e in placement.exceptions} == {"no theatre day with both teams free is entered from 2027-01-12 on"}


def test_a_day_on_which_one_team_is_free_takes_nobody() -> None:
    centre = replace(theatre_centre(1), theatre=(TheatreDay(on=date(2027, 2, 10), places=9, teams="surgery"),))
    assert place_replacements(centre, TODAY, decided(centre)).placed == ()


def test_replacements_spread_over_the_months() -> None:
    centre = theatre_centre(4, decided=2)
    days = (TheatreDay(on=date(2027, 2, 10), places=2, teams="D;S"), TheatreDay(on=date(2027, 3, 10), places=2, teams="D;S"))
    far = tuple(replace(pump, extended_until=date(2029, 1, 1), low_battery_on=None) for pump in centre.pumps)
    spread = replace(centre, theatre=days, pumps=far, unavailabilities=())
    placement = place_replacements(spread, TODAY, decided(spread))
    assert [placed.theatre_on.month for placed in placement.placed] == [2, 3]
    assert placement.tiers.most_per_month == 1


def test_a_replacement_falls_when_the_next_refill_would_be_due() -> None:
    centre = replace(theatre_centre(4, decided=1), visits=(), unavailabilities=())
    far = tuple(replace(pump, extended_until=date(2029, 1, 1), low_battery_on=None) for pump in centre.pumps)
    days = tuple(TheatreDay(on=TODAY + timedelta(days=n), places=1, teams="D;S") for n in range(8, 60, 3))
    centre = replace(centre, theatre=days, pumps=far)
    placement = place_replacements(centre, TODAY, decided(centre))
    assert placement.tiers.before_target_days <= 2


def test_a_physicians_date_counts_as_the_limit_of_the_next_refill() -> None:
    """Filled on 4 January, target 42, limit 45 days: 11 February comes 4 days before the target of the next refill."""
    centre = replace(theatre_centre(4, decided=1), visits=(), unavailabilities=())
    (wanted,) = decided(centre)
    fill = next(fill for fill in centre.fills if fill.patient == wanted.patient)
    own = [patient for patient in centre.patients if patient.patient == wanted.patient]
    plain = replace(own[0], target_days=None, limit_days=None, not_after=None, override_reason="")

    def before_target(not_after: date | None) -> int:
        patient = replace(plain, not_after=not_after, override_reason="" if not_after is None else "letter of the physician")
        asked = replace(
            centre,
            patients=tuple(patient if known in own else known for known in centre.patients),
            fills=(replace(fill, filled_on=TODAY),),
            pumps=tuple(replace(p, extended_until=date(2029, 1, 1), low_battery_on=None) for p in centre.pumps),
            theatre=(TheatreDay(on=date(2027, 2, 11), places=1, teams="D;S"),),
        )
        placement = place_replacements(asked, TODAY, decided(asked))
        assert check_placement(asked, TODAY, decided(asked), placement).sound
        return placement.tiers.before_target_days

    assert before_target(None) == 4
    assert before_target(date(2027, 2, 17)) == 4
    assert before_target(date(2027, 2, 14)) == 3  # the physician's date is the target, too
    assert before_target(date(2027, 2, 11)) == 0
    assert before_target(date(2027, 1, 30)) == 30  # a fill on 30 January, and the next is due 42 days later


@few
@given(seed=st.integers(0, 100_000), days=st.integers(1, 60))
def test_placements_with_physicians_dates_are_best_and_sound(seed: int, days: int) -> None:
    centre = theatre_centre(seed, decided=3, days=5)
    patients = tuple(
        replace(patient, not_after=TODAY + timedelta(days=days), override_reason="letter") for patient in centre.patients
    )
    centre = replace(centre, patients=patients)
    problem = build_placement(centre, TODAY, decided(centre))
    chosen, bounds = choose(problem)
    assert bounds == tiers_of(problem, chosen) == min(tiers_of(problem, other) for other in every_choice(problem))
    placement = place_replacements(centre, TODAY, decided(centre))
    assert check_placement(centre, TODAY, decided(centre), placement).sound


def test_the_days_until_the_post_operative_fill_are_a_setting() -> None:
    centre = replace(theatre_centre(4, decided=1), visits=(), unavailabilities=())
    theatre = (TheatreDay(on=date(2027, 2, 11), places=1, teams="D;S"),)
    within = replace(centre.forecast.fill_within_days, value=0.0, source="meeting of the unit")
    no_day_after = tuple(session for session in centre.sessions if session.weekday != 4)
    asked = replace(centre, theatre=theatre, sessions=no_day_after)
    assert place_replacements(asked, TODAY, decided(asked)).placed
    same_day = replace(asked, forecast=replace(asked.forecast, fill_within_days=within))
    assert not place_replacements(same_day, TODAY, decided(same_day)).placed
