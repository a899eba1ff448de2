"""Theatre days: what is decided and where it stands; the days proposed, and kept where they are accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Decision
from refillplan.domain.devices import TheatreDay
from refillplan.domain.forecast_settings import ForecastSettings
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.domain.replacements import Placement, Replacement
from refillplan.domain.visit_kinds import POST_OPERATIVE_FILL
from refillplan.domain.visits import Visit
from refillplan.forecast.theatre.check import check_placement
from refillplan.forecast.theatre.placement import place_replacements
from refillplan.services.core.access import load_centre
from refillplan.services.core.editing import edit
from refillplan.services.core.labels import decided_pumps, life_choice, life_words
from refillplan.storage import Store


class Standing(StrEnum):
    """How far a decided replacement is."""

    TO_PLACE = "to_place"
    PLACED = "placed"
    DAY_LOST = "day_lost"
    DAY_PASSED = "day_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementView:
    """A decided replacement, how far it is, and its post-operative fill if that is booked ahead."""

    replacement: Replacement
    standing: Standing
    fill: Visit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreDayView:
    """A theatre day from today on, and the patients who have it."""

    day: TheatreDay
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TheatreView:
    """Days by date, replacements by safe-by date and code.

    Parameters
    ----------
    settings, life
        What safe-by dates and fills rest on: the numbers of the centre, and the label life that counts.
    """

    settings: ForecastSettings
    life: Message
    days: tuple[TheatreDayView, ...]
    replacements: tuple[ReplacementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementProposal:
    """Theatre days proposed.

    Parameters
    ----------
    violations
        What the independent check finds wrong; where there is any, it cannot be accepted.
    number
        Of the edit that keeps it, for `undo`; None while it is only proposed, or where nothing is placed.
    """

    placement: Placement
    violations: tuple[Message, ...]
    number: int | None = None


def show_theatre(store: Store, centre: str, today: date, *, life: str | None = None) -> TheatreView:
    """Return the theatre days from today on, and every decided replacement of a pump in place.

    Parameters
    ----------
    life
        The label life that safe-by dates rest on, as in a forecast; None: the longer.

    Raises
    ------
    InvalidValue
        If the life is none of the settings'.
    StorageError
        If the database cannot be used.
    """
    entered = load_centre(store, centre)
    chosen = life_choice(entered.forecast, life)
    replacements = decided_pumps(entered, today, chosen)
    days = sorted((day for day in entered.theatre if day.on >= today), key=lambda day: day.on)
    return TheatreView(
        settings=entered.forecast,
        life=life_words(entered.forecast, chosen),
        days=tuple(
            TheatreDayView(day=day, patients=tuple(sorted(r.patient for r in replacements if r.theatre_on == day.on)))
            for day in days
        ),
        replacements=tuple(_view(entered, today, replacement, replacements) for replacement in replacements),
    )


def propose_theatre(store: Store, centre: str, today: date, *, life: str | None = None) -> PlacementProposal:
    """Return theatre days for the decided replacements that have none; nothing is stored.

    Parameters
    ----------
    life
        The label life that safe-by dates rest on, as in a forecast; None: the longer.

    Raises
    ------
    InvalidValue
        If the centre defines no post-operative fill, or the life is none of the settings'.
    StorageError
        If the database cannot be used.
    """
    return _proposed(load_centre(store, centre), today, life)


def accept_theatre(
    store: Store, centre: str, today: date, *, life: str | None = None, actor: str, at: datetime
) -> PlacementProposal:
    """Keep the theatre days that `propose_theatre` gives now, and book the post-operative fills.

    Where the check finds anything wrong nothing is stored.

    Parameters
    ----------
    life
        The label life that safe-by dates rest on, as in a forecast; None: the longer.

    Raises
    ------
    InvalidValue
        If the centre defines no post-operative fill, the life is none of the settings', or the centre was changed meanwhile.
    StorageError
        If the database cannot be used.
    """
    before = load_centre(store, centre)
    proposal = _proposed(before, today, life)
    if proposal.violations or not proposal.placement.placed:
        return proposal

    def change(entered: Centre) -> Centre:
        if entered != before:
            raise InvalidValue(message(N_("the centre was changed meanwhile; nothing was saved: look at the theatre days again")))
        return _booked(entered, proposal.placement)

    codes = ", ".join(placed.replacement.patient for placed in proposal.placement.placed)
    what = message(N_("theatre days for {patients}"), patients=codes)
    return replace(proposal, number=edit(store, centre, today, change, what=what, actor=actor, at=at))


def _view(centre: Centre, today: date, replacement: Replacement, others: Sequence[Replacement]) -> ReplacementView:
    fills = (v for v in centre.visits if v.patient == replacement.patient and v.kind == POST_OPERATIVE_FILL)
    fill = next((visit for visit in fills if visit.session.on >= today), None)
    return ReplacementView(replacement=replacement, standing=_standing(centre, today, replacement, others), fill=fill)


def _standing(centre: Centre, today: date, replacement: Replacement, others: Sequence[Replacement]) -> Standing:
    on = replacement.theatre_on
    if on is None:
        return Standing.TO_PLACE
    if on < today:
        return Standing.DAY_PASSED
    day = next((day for day in centre.theatre if day.on == on), None)
    if day is None or not day.both_teams_free or day.places < sum(other.theatre_on == on for other in others):
        return Standing.DAY_LOST
    return Standing.PLACED


def _proposed(centre: Centre, today: date, life: str | None) -> PlacementProposal:
    replacements = decided_pumps(centre, today, life_choice(centre.forecast, life))
    known = any(kind.kind == POST_OPERATIVE_FILL and kind.fills for kind in centre.visit_kinds)
    if not known and any(replacement.theatre_on is None for replacement in replacements):
        sentence = N_(
            "the centre has no visit kind '{kind}' that fills: enter it in visit_kinds.csv and for the operators who do it"
        )
        raise InvalidValue(message(sentence, kind=POST_OPERATIVE_FILL), "kind")
    placement = place_replacements(centre, today, replacements)
    return PlacementProposal(placement=placement, violations=check_placement(centre, today, replacements, placement).violations)


def _booked(centre: Centre, placement: Placement) -> Centre:
    days = {(p.replacement.serial, p.replacement.decided_on): p.theatre_on for p in placement.placed}

    def placed(decision: Decision) -> Decision:
        return replace(decision, theatre_on=days.get((decision.serial, decision.decided_on), decision.theatre_on))

    return replace(
        centre,
        decisions=tuple(placed(decision) for decision in centre.decisions),
        visits=(*centre.visits, *(placed.fill for placed in placement.placed)),
    )
