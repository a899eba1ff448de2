from dataclasses import replace
from datetime import date, time

import pytest
from service_samples import ACTOR, AT, TODAY, planned, published

from refillplan.domain.half_days import HalfDay
from refillplan.domain.messages import InvalidValue
from refillplan.domain.plans import PlanState
from refillplan.domain.sessions import Opening
from refillplan.domain.visits import Visit
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import undo
from refillplan.services.entering.openings import enter_opening
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.services.looking.board import Board, edition_now, load_board
from refillplan.services.looking.views import show_patient
from refillplan.storage import Store

pytest_plugins = ["service_stores"]


def board_of(store: Store) -> Board:
    return load_board(store, "SMALL", lambda _: TODAY)


def test_a_board_shows_what_the_single_views_show(small: Store) -> None:
    planned(small)
    published(small)
    board = board_of(small)
    assert board.state is PlanState.PUBLISHED
    assert board.version == 1
    for start in board.starts:
        view = show_patient(small, "SMALL", start.patient.patient, TODAY)
        assert view.start == start
        assert view.visits == tuple(v for v in board.visits if v.patient == start.patient.patient and v.session.on >= TODAY)


def test_a_board_asks_for_the_day_in_the_centres_zone(small: Store) -> None:
    zones: list[str] = []

    def today_in(zone: str) -> date:
        zones.append(zone)
        return TODAY

    assert load_board(small, "SMALL", today_in).today == TODAY
    assert zones == ["Europe/Paris"]


def test_the_edition_differs_once_anything_does(small: Store) -> None:
    seen = [edition_now(small, "SMALL")]
    planned(small)
    seen.append(edition_now(small, "SMALL"))
    published(small)
    seen.append(edition_now(small, "SMALL"))
    patient = board_of(small).starts[0].patient.patient
    record_done(small, "SMALL", TODAY, FillEntry(patient=patient), actor=ACTOR, at=AT)
    seen.append(edition_now(small, "SMALL"))
    assert len(set(seen)) == len(seen)
    assert board_of(small).edition == seen[-1]


def first_visit(store: Store) -> tuple[Visit, Visit]:
    """Return a booked visit, and the same one an hour later."""
    visit = min((v for v in load_centre(store, "SMALL").visits if v.told), key=lambda v: v.starts_at)
    return visit, replace(visit, place=visit.place + 1, window=None)


def test_a_board_numbers_the_booked_visits_to_come(small: Store) -> None:
    planned(small)
    assert board_of(small).number_of(board_of(small).visits[-1]) is None
    published(small)
    board = board_of(small)
    for start in board.starts:
        mine = [v for v in board.visits if v.patient == start.patient.patient and v.session.on > TODAY]
        assert [board.number_of(visit) for visit in mine] == list(range(1, len(mine) + 1))


def opening(**changed: object) -> Opening:
    entry = Opening(on=date(2027, 1, 9), half_day=HalfDay.AM, opens=time(9), closes=time(12), places=2, operators=())
    return replace(entry, **changed)  # type: ignore[arg-type]  # fields by their names


def test_an_opening_takes_the_place_of_the_one_before(small: Store) -> None:
    for places in (2, 3):
        enter_opening(small, "SMALL", TODAY, opening(places=places), actor=ACTOR, at=AT)
    found = [o for o in load_centre(small, "SMALL").openings if o.on == date(2027, 1, 9)]
    assert [o.places for o in found] == [3]
    undo(small, "SMALL", TODAY, actor=ACTOR, at=AT)
    assert [o.places for o in load_centre(small, "SMALL").openings if o.on == date(2027, 1, 9)] == [2]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"on": date(2027, 1, 3)}, "2027-01-03 is past"), ({"operators": ("NOBODY",)}, "the centre has no operator NOBODY")],
)
def test_a_wrong_opening_is_said_in_one_sentence(small: Store, changed: dict[str, object], sentence: str) -> None:
    before = load_centre(small, "SMALL")
    with pytest.raises(InvalidValue, match=sentence):
        enter_opening(small, "SMALL", TODAY, opening(**changed), actor=ACTOR, at=AT)
    assert load_centre(small, "SMALL") == before
