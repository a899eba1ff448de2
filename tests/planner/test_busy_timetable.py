"""What is built for a large session is as good as what is searched for, and keeps to places and operators."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refillplan.planner import timetable
from refillplan.planner.busy_timetable import build
from refillplan.planner.shapes import Request, Shape, Work
from refillplan.planner.timetable import Slot, arrange

REFILL = Work(kind="refill", place_minutes=90, operator_minutes=30, needs_physician=False)
REVIEW = Work(kind="review", place_minutes=120, operator_minutes=60, needs_physician=True)
STAFF = tuple((f"N{number}", frozenset({"refill", "review"})) for number in range(1, 9))
SHAPE = Shape(minutes=210, grid=15, places=16, skills=STAFF, physician=True)

wishes = st.lists(st.sampled_from([None, None, None, *(name for name, _ in STAFF)]), min_size=25, max_size=30)


def worth(requests: Sequence[Request], slots: Sequence[Slot]) -> tuple[int, int]:
    others = sum(r.usual_operator not in (None, slot.operator) for r, slot in zip(requests, slots, strict=True))
    return others, sum(slot.start for slot in slots)


def most_at_once(spans: Sequence[tuple[int, int]]) -> int:
    return max(sum(start <= at < start + minutes for start, minutes in spans) for at, _ in spans)


@settings(max_examples=20, deadline=None)
@given(wished=wishes, reviews=st.integers(min_value=0, max_value=3))
def test_what_is_built_is_as_good_as_what_is_searched_for(wished: list[str | None], reviews: int) -> None:
    works = [REVIEW] * reviews + [REFILL] * (len(wished) - reviews)
    requests = tuple(Request(work=work, usual_operator=name) for work, name in zip(works, wished, strict=True))
    built = build(SHAPE, requests)
    if built is None:
        return
    slots = [Slot(start, place, operator) for start, place, operator in built]
    for at in ("place", "operator"):
        for name in {getattr(slot, at) for slot in slots}:
            spans = [
                (slot.start, getattr(request.work, f"{at}_minutes"))
                for request, slot in zip(requests, slots, strict=True)
                if getattr(slot, at) == name
            ]
            assert most_at_once(spans) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timetable, "_MANY", len(requests) + 1)
        timetable._arrange_sorted.cache_clear()
        searched = arrange(SHAPE, requests)
    timetable._arrange_sorted.cache_clear()
    assert searched is not None
    assert worth(requests, slots) == worth(requests, searched)


def test_a_large_session_grants_every_wish_for_an_operator() -> None:
    requests = tuple(Request(work=REFILL, usual_operator=f"N{1 + number % 8}" if number % 3 else None) for number in range(28))
    slots = arrange(SHAPE, requests)
    assert slots is not None
    assert worth(requests, slots)[0] == 0


def test_pins_are_left_to_the_search() -> None:
    requests = (Request(work=REFILL, start=30), *(Request(work=REFILL),) * 25)
    assert build(SHAPE, requests) is None
    slots = arrange(SHAPE, requests)
    assert slots is not None
    assert slots[0].start == 30
