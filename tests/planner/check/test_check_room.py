"""Room: how many more refills a session could take."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Unpack

from check_samples import (
    KINDS,
    TemplateChanges,
    at,
    centre,
    key,
    plan,
    template,
    visit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.people import Operator, Role
from refillplan.domain.visit_kinds import VisitKind
from refillplan.domain.visits import Visit
from refillplan.planner.check.reading import read
from refillplan.planner.check.room import extra_refills
from refillplan.planner.check.sharing import Use, can_share

MONDAY = key("01-18-am")


def room(of: Centre, *visits: Visit, needed: int = 100, session: SessionKey = MONDAY) -> int:
    reading = read(of, plan(of, *visits))
    return extra_refills(reading, reading.sessions[session], visits, needed)


def with_monday(**changes: Unpack[TemplateChanges]) -> Centre:
    return centre(sessions=(template(1, **changes), *centre().sessions[1:]))


def test_empty_session_takes_what_its_places_take() -> None:
    assert room(centre()) == 4  # two places, two refills of 90 minutes after each other in four hours
    assert room(centre(), needed=3) == 3
    assert room(centre(), needed=0) == 0


def test_operators_can_be_scarcer_than_places() -> None:
    assert room(with_monday(places=25, operators=("N1",))) == 6  # starts from 8:00 to 10:30, half an hour each
    assert room(with_monday(places=25, operators=("N1", "D1"))) == 12


def test_operator_who_does_no_refills_adds_nothing() -> None:
    rinser = Operator(operator="N1", role=Role.NURSE, kinds=frozenset(["rinse"]))
    some = centre(operators=(rinser,), sessions=(template(1, operators=("N1",)),))
    assert room(some) == 0


def test_refill_that_needs_a_physician_needs_one_there() -> None:
    needy = centre(visit_kinds=(replace(KINDS["refill"], needs_physician=True),))
    assert room(needy) == 4
    assert room(needy, session=key("01-18-pm")) == 0


def test_added_refills_start_on_the_grid_beside_the_visits_there() -> None:
    assert room(centre(), visit()) == 3
    assert room(centre(), visit("01-18 08:45")) == 3  # its place takes one more at 10:15
    assert room(centre(), visit("01-18 09:15")) == 2  # 75 minutes before it and 75 after are too few


def test_no_operator_time_binds_nobody() -> None:
    instant = centre(visit_kinds=(replace(KINDS["refill"], operator_minutes=0),))
    some = replace(instant, sessions=(template(1, places=5, operators=("N1",)),))
    assert room(some) == 10
    assert room(replace(some, sessions=(template(1, places=5, operators=()),))) == 0


def small_session(places: int, operators: int, minutes: int, grid: int, kind: VisitKind) -> Centre:
    names = tuple(f"N{number}" for number in range(1, operators + 1))
    return centre(
        visit_kinds=(kind,),
        planning=replace(centre().planning, grid_minutes=grid),
        operators=tuple(Operator(operator=name, role=Role.NURSE, kinds=frozenset(["refill"])) for name in names),
        sessions=(template(1, places=places, operators=names, closes=(at("01-18 08:00") + timedelta(minutes=minutes)).time()),),
    )


Slot = tuple[int, int, int]


def most_by_trying(taken: Sequence[Slot], slots: Sequence[Slot], kind: VisitKind) -> int:
    """Add slot after slot in every way that keeps places and operators apart."""

    def clash(one: Slot, other: Slot) -> bool:
        apart = abs(one[0] - other[0])
        return (one[1] == other[1] and apart < kind.place_minutes) or (one[2] == other[2] and apart < kind.operator_minutes)

    def grow(chosen: tuple[Slot, ...], rest: Sequence[Slot]) -> int:
        best = len(chosen)
        for number, slot in enumerate(rest):
            if not any(clash(slot, other) for other in (*taken, *chosen)):
                best = max(best, grow((*chosen, slot), rest[number + 1 :]))
        return best

    return grow((), slots)


@settings(max_examples=80, deadline=None)
@given(
    places=st.integers(1, 2),
    operators=st.integers(1, 2),
    grid=st.sampled_from([20, 30]),
    lengths=st.sampled_from([(60, 20), (50, 50), (90, 30), (60, 0), (70, 40)]),
    minutes=st.sampled_from([100, 120, 150, 170]),
    wanted=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 2), st.integers(1, 3)), max_size=2),
)
def test_room_agrees_with_trying_everything(
    places: int, operators: int, grid: int, lengths: tuple[int, int], minutes: int, wanted: list[Slot]
) -> None:
    kind = replace(KINDS["refill"], place_minutes=lengths[0], operator_minutes=lengths[1])
    taken = [(tens * 10, place, operator) for tens, place, operator in wanted]
    visits = [
        visit(
            place=place,
            operator=f"N{operator}",
            starts_at=at("01-18 08:00") + timedelta(minutes=minute),
            ends_at=at("01-18 08:00") + timedelta(minutes=minute + kind.place_minutes),
        )
        for minute, place, operator in taken
    ]
    starts = range(0, minutes - kind.place_minutes + 1, grid)
    slots = list(product(starts, range(1, places + 1), range(1, operators + 1)))
    assert room(small_session(places, operators, minutes, grid, kind), *visits) == most_by_trying(taken, slots, kind)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 4), st.frozensets(st.sampled_from("abc"))).map(
            lambda use: Use(from_second=use[0], to_second=use[0] + use[1], allowed=use[2])
        ),
        max_size=6,
    )
)
def test_sharing_agrees_with_trying_every_assignment(uses: list[Use]) -> None:
    lasting = [use for use in uses if use.from_second < use.to_second]

    def assign(number: int, held: Mapping[str, tuple[Use, ...]]) -> bool:
        if number == len(lasting):
            return True
        use = lasting[number]
        return any(
            all(other.to_second <= use.from_second or use.to_second <= other.from_second for other in held[one])
            and assign(number + 1, {**held, one: (*held[one], use)})
            for one in use.allowed
        )

    assert can_share(uses) is assign(0, {"a": (), "b": (), "c": ()})
