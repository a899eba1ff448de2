"""One patient: what is due, the chain past and to come, the pump, wishes and absences."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import DataTable, Static

from refillplan.domain.devices import Pump
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.people import Fill, NotDone
from refillplan.domain.visits import Visit
from refillplan.services.core.labels import dates_of, life_words
from tui.decision_words import decision_sentence
from tui.dialogs.interval import IntervalDialog
from tui.keys import key
from tui.patient_facts import PatientFacts, facts_of
from tui.planning import plan_again
from tui.recorded import too_early
from tui.screens.patients import PatientRoom
from tui.screens.removing import RemovingRoom
from tui.screens.signing import SigningRoom
from tui.widgets.listing import Listing
from tui.widgets.window_bar import WindowBar
from tui.words import HALF_DAYS, NOT_DONE, WEEKDAYS, half_day, long_day, short_day, years_of

_WIDE = 110


class PatientScreen(PatientRoom, SigningRoom, RemovingRoom):
    """A patient by code."""

    KEYS: ClassVar[tuple[str, ...]] = (
        "patient.record",
        "pump.extend",
        "pump.decide",
        "patient.interval",
        "patient.suggest",
        "patient.why",
        "patient.next",
        "patient.month",
    )
    NAME: ClassVar[Message] = message(N_("Patient"))
    ABOUT: ClassVar[Message] = message(
        N_(
            "The bar shows the window of the next visit: from the fill that it counts from, over the earliest and the best "
            "day, to the limit, with today and the visit planned. The table holds the visits to come, then what was done, the"
            " newest first, with lot and readings as they were typed. r records a fill, x takes a wrong record away, s shows "
            "other half-days for the visit chosen. A physician signs here: e an extension, d a decision for the pump, b "
            "another interval or limit. A decided replacement stands in the chain on its theatre day."
        )
    )
    ENTERS: ClassVar[frozenset[str]] = PatientRoom.ENTERS | RemovingRoom.ENTERS
    SIGNS: ClassVar[frozenset[str]] = SigningRoom.SIGNS | {"interval"}
    BINDINGS: ClassVar[list[BindingType]] = [
        key("b", "interval", N_("interval"), N_("Sign another interval or limit for this patient"), id="patient.interval"),
        key("k", "neighbour(1)", N_("next patient"), N_("Show the next patient by code"), id="patient.next"),
        key("i", "neighbour(-1)", N_("patient before"), N_("Show the patient before by code"), id="patient.before"),
        key("m", "month", N_("in month"), N_("Show this visit and its window in the month"), id="patient.month"),
    ]

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._facts: PatientFacts | None = None

    def body(self) -> Iterable[Widget]:
        """Return the facts, the window and the chain."""
        yield Static("", markup=False, id="facts")
        yield WindowBar(id="window")
        yield Listing(id="chain")
        yield Static("", markup=False, id="detail")

    def on_mount(self) -> None:
        """Begin in the chain."""
        super().on_mount()
        self.query_one(Listing).focus()

    def fill(self) -> None:
        """Draw the patient."""
        facts = facts_of(self.host.board, self._code)
        self._facts = facts
        self.query_one("#facts", Static).update("\n".join(self._sentences(facts)))
        window = None if facts.start is None else facts.start.window
        self.query_one(WindowBar).show(window, facts.coming[0] if facts.coming else None)
        self.query_one(Listing).show(self._titles(), self._rows(facts))
        self._detail()

    def on_resize(self) -> None:
        """Draw as many columns as there is room for."""
        self._draw()

    def patient_in_hand(self) -> str:
        """Return the patient shown."""
        return self._code

    def record_in_hand(self) -> Fill | NotDone | None:
        """Return what was done, or missed, under the cursor."""
        row = self.query_one(Listing).row_key or ""
        return self._facts.past[int(row.removeprefix("past "))] if self._facts is not None and row.startswith("past ") else None

    def visit_in_hand(self) -> Visit | None:
        """Return the visit under the cursor, or else the next."""
        row = self.query_one(Listing).row_key or ""
        coming = () if self._facts is None else self._facts.coming
        if row.startswith("visit "):
            return coming[int(row.removeprefix("visit "))]
        return coming[0] if coming else None

    def pump_in_hand(self) -> Pump | None:
        """Return the pump in place."""
        return None if self._facts is None else self._facts.pump_on(self.host.board.today)

    def half_day_in_hand(self) -> SessionKey:
        """Return the half-day of that visit."""
        visit = self.visit_in_hand()
        return super().half_day_in_hand() if visit is None else visit.session

    def action_neighbour(self, by: int) -> None:
        """Show a neighbour by code."""
        codes = sorted(patient.patient for patient in self.host.board.centre.patients)
        self._code = codes[(codes.index(self._code) + by) % len(codes)]
        self._draw()

    @work
    async def action_interval(self) -> None:
        """Sign another interval, then plan again."""
        patient = facts_of(self.host.board, self._code).patient
        if await self.host.push_screen_wait(IntervalDialog(patient)):
            await self.host.reload()
            await plan_again(self.host)

    def action_month(self) -> None:
        """Show the visit in the month."""
        self.host.show_visit("month", self._code, self.half_day_in_hand())

    @on(DataTable.RowSelected)
    def _in_month(self) -> None:
        self.action_month()

    def _sentences(self, facts: PatientFacts) -> Iterator[str]:
        desk, text, patient = self.host.desk, self.host.text, facts.patient
        for sentence in too_early(self.host.board, self._code):
            yield "▲ " + desk.translate(sentence)
        for exception in facts.exceptions:
            yield "✖ " + text(
                N_("no session inside the limit {limit}: {reason}"),
                limit=short_day(desk, exception.limit_on),
                reason=exception.reason,
            )
        if facts.left_out is not None:
            yield text(N_("{patient}: no visits planned: {reason}"), patient=self._code, reason=facts.left_out)
        if facts.start is not None:
            template = (
                N_("{patient}: every {target} days, limit {limit} days ({reason})")
                if patient.override_reason
                else N_("{patient}: every {target} days, limit {limit} days")
            )
            interval = facts.interval
            yield text(
                template,
                patient=self._code,
                target=interval.target_days,
                limit=interval.limit_days,
                **({"reason": patient.override_reason} if patient.override_reason else {}),
            )
        for pump in facts.pumps:
            yield self._pump(pump)
        if facts.decision is not None:
            yield "◆ " + decision_sentence(desk, facts.decision)
        wishes = [
            *([text(N_("on {weekday}"), weekday=WEEKDAYS[patient.usual_weekday - 1])] if patient.usual_weekday else []),
            *([desk.translate(HALF_DAYS[patient.preferred_half_day])] if patient.preferred_half_day else []),
            *([text(N_("with {operator}"), operator=patient.preferred_operator)] if patient.preferred_operator else []),
        ]
        yield text(N_("Wishes: {wishes}"), wishes=", ".join(wishes) or text(N_("none")))
        if facts.unavailabilities:
            soft = text(N_("rather not"))
            away = [
                (
                    long_day(desk, u.from_on)
                    if u.from_on == u.to_on
                    else f"{long_day(desk, u.from_on)} – {long_day(desk, u.to_on)}"
                )
                + (f" {desk.translate(HALF_DAYS[u.half_day])}" if u.half_day else "")
                + ("" if u.hard else f" ({soft})")
                for u in facts.unavailabilities
            ]
            yield text(N_("Cannot come: {days}"), days=", ".join(away))

    def _pump(self, pump: Pump) -> str:
        text = self.host.text
        parts = [
            text(
                N_("Pump {serial}, {model}, implanted {on}"),
                serial=pump.serial,
                model=pump.model,
                on=f"{pump.implanted_on:%d/%m/%Y}",
            )
        ]
        model = next((known for known in self.host.board.centre.pump_models if known.model == pump.model), None)
        if model is not None and model.life_max_years is not None:
            years = years_of(model.life_min_years, model.life_max_years)
            parts.append(text(N_("label life {years} years"), years=years))
        if pump.in_place_on(self.host.board.today):
            parts.append(self._on_paper(pump))
        if pump.extended_until is not None:
            parts.append(text(N_("extended until {on}"), on=f"{pump.extended_until:%d/%m/%Y}"))
        if pump.low_battery_on is not None:
            parts.append(text(N_("low battery told on {on}"), on=f"{pump.low_battery_on:%d/%m/%Y}"))
        if pump.ended_on is not None:
            parts.append(text(N_("ended {on}"), on=f"{pump.ended_on:%d/%m/%Y}"))
        return ", ".join(parts)

    def _on_paper(self, pump: Pump) -> str:
        """Return the label date and the safe-by date of the pump in place, under the label life chosen on the forecast."""
        board, life = self.host.board, self.host.forecasts.life
        dates = dates_of(board.centre, pump, board.today, life)
        if dates.label_on is None or dates.safe_by_on is None:
            return self.host.text(N_("no label date"))
        return self.host.text(
            N_("label date {label_on}, safe by {safe_by_on} ({life})"),
            label_on=f"{dates.label_on:%d/%m/%Y}",
            safe_by_on=f"{dates.safe_by_on:%d/%m/%Y}",
            life=life_words(board.centre.forecast, life),
        )

    def _titles(self) -> Sequence[str]:
        text = self.host.text
        titles = (text(N_("state")), text(N_("day")), text(N_("kind")), text(N_("operator")), text(N_("to the limit")))
        return (*titles, text(N_("lot")), text(N_("readings, as typed"))) if self._wide else titles

    def _rows(self, facts: PatientFacts) -> Iterator[tuple[str, Sequence[str | Text]]]:
        most = None if self._wide else 5
        theatre_on = facts.theatre_from(self.host.board.today)
        for number, visit in enumerate(facts.coming):
            if theatre_on is not None and theatre_on <= visit.session.on:
                yield "theatre", self._theatre_cells(theatre_on)[:most]
                theatre_on = None
            yield f"visit {number}", self._visit_cells(self.host.board.standing(visit))[:most]
        if theatre_on is not None:
            yield "theatre", self._theatre_cells(theatre_on)[:most]
        for number, done in enumerate(facts.past):
            yield f"past {number}", self._past_cells(done)[:most]

    def _theatre_cells(self, theatre_on: date) -> Sequence[str]:
        text = self.host.text
        return (text(N_("◆ theatre")), long_day(self.host.desk, theatre_on), text(N_("pump replacement")), "", "", "", "")

    def _visit_cells(self, visit: Visit) -> Sequence[str]:
        text, desk = self.host.text, self.host.desk
        state = text(N_("● told")) if visit.told else text(N_("○ planned"))
        if visit.pins:
            state += " " + text(N_("pinned"))
        margin = "" if visit.window is None else text(N_("{days} d"), days=(visit.window.limit_on - visit.session.on).days)
        day = f"{long_day(desk, visit.session.on)} {visit.starts_at:%H:%M}"
        return (state, day, visit.kind, visit.operator, margin, "", "")

    def _past_cells(self, done: Fill | NotDone) -> Sequence[str]:
        text, desk = self.host.text, self.host.desk
        if isinstance(done, NotDone):
            return (text(N_("✖ missed")), long_day(desk, done.on), done.kind, "", "", "", desk.translate(NOT_DONE[done.reason]))
        return (text(N_("✓ done")), long_day(desk, done.filled_on), done.kind, done.operator, "", done.lot, done.readings)

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= _WIDE

    @on(DataTable.RowHighlighted)
    def _detail(self) -> None:
        self.query_one("#detail", Static).update(self._sentence())

    def _sentence(self) -> str:
        """Return more of the row under the cursor."""
        row, text, desk = self.query_one(Listing).row_key or "", self.host.text, self.host.desk
        if self._facts is not None and row == "theatre" and self._facts.decision is not None:
            return decision_sentence(desk, self._facts.decision)
        if self._facts is None or not row.startswith("past "):
            visit = self.visit_in_hand()
            template = N_("Visit {session} {hour}, place {place}, operator {operator}")
            if visit is None:
                return ""
            session, hour = half_day(desk, visit.session), f"{visit.starts_at:%H:%M}"
            return text(template, session=session, hour=hour, place=visit.place, operator=visit.operator)
        done = self._facts.past[int(row.removeprefix("past "))]
        if isinstance(done, NotDone):
            return text(N_("Not done on {on}: {reason}"), on=long_day(desk, done.on), reason=NOT_DONE[done.reason])
        return text(
            N_("Done on {on}, pump {serial}, lot: {lot}, readings as typed: {readings}"),
            on=long_day(desk, done.filled_on),
            serial=done.serial or "-",
            lot=done.lot or "-",
            readings=done.readings or "-",
        )
