"""The capacity profile against plain trying, and the timetable against its own promises."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.planner.profile import Profile, profile_of
from refillplan.planner.shapes import Request, Shape, Taken, Work
from refillplan.planner.timetable import arrange

REFILL = Work(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False)
REVIEW = Work(kind="review", place_minutes=120, operator_minutes=60, needs_physician=True)
BOTH = frozenset({"refill", "review"})


def shape(
    *, minutes: int = 210, places: int = 2, operators: str = "A", physician: bool = True, taken: tuple[Taken, ...] = ()
) -> Shape:
    skills = tuple((operator, BOTH) for operator in operators)
    return Shape(minutes=minutes, grid=30, places=places, skills=skills, physician=physician, taken=taken)


def fits(session: Shape, works: list[Work]) -> bool:
    """Try every start for every visit; like places and operators are interchangeable, so counting is enough."""
    for starts in product(*(session.starts(work) for work in works)):
        spans = list(zip(starts, works, strict=True))
        if all(
            sum(s <= moment < s + w.place_minutes for s, w in spans) <= session.places
            and sum(s <= moment < s + w.operator_minutes for s, w in spans) <= len(session.skills)
            for moment in range(0, session.minutes, session.grid)
        ):
            return True
    return False


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([150, 180, 210]), st.integers(1, 3), st.sampled_from(["A", "AB"]))
def test_the_profile_holds_what_trying_everything_finds(minutes: int, places: int, operators: str) -> None:
    session = shape(minutes=minutes, places=places, operators=operators)
    profile = profile_of(session, REFILL, REVIEW)
    for refills, reviews in product(range(4), range(3)):
        assert profile.holds(refills, reviews) == fits(session, [REFILL] * refills + [REVIEW] * reviews)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_facets_let_every_mix_pass_that_fits(numbers: list[int]) -> None:
    profile = Profile(tuple(sorted(numbers, reverse=True)))
    for reviews, most in enumerate(profile.most):
        for refills in range(most + 1):
            assert all(a * refills + b * reviews <= c for a, b, c in profile.facets())
    if profile.convex:
        for refills, reviews in product(range(11), range(8)):
            inside = all(a * refills + b * reviews <= c for a, b, c in profile.facets())
            assert inside == profile.holds(refills, reviews)


@pytest.mark.parametrize(
    ("most", "facets"),
    [
        ((6,), {(1, 0, 6), (0, 1, 0)}),
        ((6, 4, 2, 0), {(1, 2, 6)}),
        ((6, 5, 3, 2), {(1, 1, 6), (2, 3, 13), (0, 1, 3)}),
        ((6, 6, 0), {(1, 0, 6), (1, 6, 12)}),
        ((6, 6), {(1, 0, 6), (0, 1, 1)}),
    ],
)
def test_no_facet_says_what_the_others_say_already(most: tuple[int, ...], facets: set[tuple[int, int, int]]) -> None:
    assert set(Profile(most).facets()) == facets


def test_a_review_needs_a_physician() -> None:
    assert profile_of(shape(), REFILL, REVIEW).holds(0, 1)
    assert not profile_of(shape(physician=False), REFILL, REVIEW).holds(0, 1)


def test_a_booking_that_stays_takes_its_place_and_its_operator() -> None:
    rinse = Taken(start=0, place=1, place_minutes=210, operator="A", operator_minutes=120)
    assert profile_of(shape(), REFILL, None) == Profile((4,))
    assert profile_of(shape(taken=(rinse,)), REFILL, None) == Profile((1,))


def test_pins_fix_hour_place_and_operator() -> None:
    pinned = Request(work=REFILL, start=60, place=2, operator="B")
    (slot,) = arrange(shape(operators="AB"), (pinned,)) or ()
    assert (slot.start, slot.place, slot.operator) == (60, 2, "B")


def test_what_does_not_fit_together_has_no_timetable() -> None:
    at_nine = Request(work=REFILL, start=0)
    assert arrange(shape(places=2, operators="AB"), (at_nine, at_nine)) is not None
    assert arrange(shape(places=2, operators="A"), (at_nine, at_nine)) is None


def test_a_told_hour_is_kept_where_possible() -> None:
    told = Request(work=REFILL, told_start=120)
    slots = arrange(shape(), (Request(work=REFILL), told)) or ()
    assert slots[1].start == 120
