"""Opening a half-day by decision, or giving an open one other hours, places and operators."""

from dataclasses import replace
from datetime import date, datetime

from refillplan.domain.centre import Centre
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.domain.sessions import Opening
from refillplan.services.core.editing import edit
from refillplan.storage import Store


def enter_opening(store: Store, centre: str, today: date, opening: Opening, *, actor: str, at: datetime) -> int | None:
    """Open one half-day as entered, whatever the template, a closure or a holiday say; return the number of the edit.

    It takes the place of an opening entered before for the same half-day.

    Raises
    ------
    InvalidValue
        If the half-day is past, or an operator is none of the centre's.
    StorageError
        If the database cannot be used.
    """

    def change(entered: Centre) -> Centre:
        if opening.on < today:
            raise InvalidValue(message(N_("{day} is past"), day=str(opening.on)), "on")
        known = {operator.operator for operator in entered.operators}
        for operator in opening.operators:
            if operator not in known:
                raise InvalidValue(message(N_("the centre has no operator {operator}"), operator=operator), "operators")
        others = (o for o in entered.openings if (o.on, o.half_day) != (opening.on, opening.half_day))
        return replace(entered, openings=(*others, opening))

    what = message(N_("{session} opened: places: {places}"), session=f"{opening.on}-{opening.half_day}", places=opening.places)
    return edit(store, centre, today, change, what=what, actor=actor, at=at)
