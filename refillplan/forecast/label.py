"""The label layer: implant date + label life, extension, low battery, safe-by date; and what each date is made of."""

from dataclasses import dataclass
from datetime import date

from refillplan.domain.centre import Centre
from refillplan.domain.decisions import Choice, decisions_in_force
from refillplan.domain.devices import Pump
from refillplan.domain.forecast_settings import ForecastSettings, Sourced
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.months import months_after
from refillplan.domain.own_sources import source_words
from refillplan.forecast.label_life import LifeChoice, label_life


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDates:
    """What is on paper for one pump in place.

    Parameters
    ----------
    short_on, long_on
        Implant date and the shorter or the longer label life.
    model_from_on, model_to_on
        Implant date and the ends of the model's own range; None: unknown.
    nominal_on
        The label date under the life that was chosen, no extension counted; None: the model's life is unknown.
    extended_until
        The physician's date, if there is one.
    label_on
        The date that holds: low battery, else extension, else nominal; None: nothing to go by.
    safe_by_on
        The label date less the lead time; the day of the entry where a low battery was entered.
    low_battery
        Whether a low-battery entry holds.
    decided
        What a physician has decided for the end of its life, if anything.
    made_of
        In words, what ``label_on`` and ``safe_by_on`` are made of.
    """

    centre: str
    patient: str
    serial: str
    model: str
    implanted_on: date
    short_on: date
    long_on: date
    model_from_on: date | None
    model_to_on: date | None
    nominal_on: date | None
    extended_until: date | None
    label_on: date | None
    safe_by_on: date | None
    low_battery: bool
    decided: Choice | None
    made_of: tuple[Message, ...]

    @property
    def needs_a_pump(self) -> bool:
        """Whether a new pump is to take its place: always, unless another treatment is decided."""
        return self.decided is not Choice.OTHER_TREATMENT


def pumps_in_place(centre: Centre, today: date) -> tuple[Pump, ...]:
    """Return the pumps in place on ``today`` in patients whom the centre looks after, by serial."""
    gone = {patient.patient for patient in centre.patients if patient.active_to is not None and patient.active_to < today}
    return tuple(
        sorted(
            (pump for pump in centre.pumps if pump.in_place_on(today) and pump.patient not in gone), key=lambda pump: pump.serial
        )
    )


def label_dates(centre: Centre, today: date, life: LifeChoice, *, extensions: bool = True) -> tuple[LabelDates, ...]:
    """Return what is on paper for every pump in place, by label date and code.

    Parameters
    ----------
    life
        Which label life counts: the shorter, the longer or the middle of the model's own range.
    extensions
        Whether extensions count.
    """
    found = [dates_of(centre, pump, today, life, extensions=extensions) for pump in pumps_in_place(centre, today)]
    return tuple(sorted(found, key=lambda dates: (dates.label_on or date.max, dates.patient)))


def dates_of(centre: Centre, pump: Pump, today: date, life: LifeChoice, *, extensions: bool = True) -> LabelDates:
    """Return what is on paper for one pump: the one rule for label dates and safe-by dates."""
    settings = centre.forecast
    model = next((model for model in centre.pump_models if model.model == pump.model), None)
    years = label_life(settings, model, life)
    nominal_on = None if years is None else _after(pump, years)
    extended = extensions and pump.extended_until is not None and (nominal_on is None or pump.extended_until > nominal_on)
    low_battery = pump.low_battery_on is not None and pump.low_battery_on <= today
    label_on = pump.extended_until if extended else nominal_on
    label_on = pump.low_battery_on if low_battery else label_on
    decision = decisions_in_force(centre.decisions).get(pump.serial)
    lead = int(settings.lead_months.value)
    safe_by_on = label_on if label_on is None or low_battery else months_after(label_on, -lead)
    return LabelDates(
        centre=centre.code,
        patient=pump.patient,
        serial=pump.serial,
        model=pump.model,
        implanted_on=pump.implanted_on,
        short_on=_after(pump, settings.short_life_years),
        long_on=_after(pump, settings.long_life_years),
        model_from_on=_model_end(pump, None if model is None else model.life_min_years),
        model_to_on=_model_end(pump, None if model is None else model.life_max_years),
        nominal_on=nominal_on,
        extended_until=pump.extended_until,
        label_on=label_on,
        safe_by_on=safe_by_on,
        low_battery=low_battery,
        decided=None if decision is None else decision.choice,
        made_of=_words(pump, years, settings, nominal_on, extensions=extensions, extended=extended, low_battery=low_battery),
    )


def _after(pump: Pump, years: Sourced) -> date:
    return months_after(pump.implanted_on, round(12 * years.value))


def _model_end(pump: Pump, years: float | None) -> date | None:
    return None if years is None else months_after(pump.implanted_on, round(12 * years))


def _words(
    pump: Pump,
    years: Sourced | None,
    settings: ForecastSettings,
    nominal_on: date | None,
    *,
    extensions: bool,
    extended: bool,
    low_battery: bool,
) -> tuple[Message, ...]:
    words = [_nominal(pump, years, nominal_on)]
    if pump.extended_until is not None and extensions:
        words.append(_extension(pump.extended_until, extended=extended))
    if low_battery:
        on = str(pump.low_battery_on)
        words.append(message(N_("low battery entered for {on}: this date holds, and a replacement is due at once"), on=on))
    elif nominal_on is not None or extended:
        lead = settings.lead_months
        words.append(
            message(
                N_("safe by: {months} calendar months before; {source}, as of {as_of}"),
                months=int(lead.value),
                source=source_words(lead.source),
                as_of=str(lead.as_of),
            )
        )
    return tuple(words)


def _nominal(pump: Pump, years: Sourced | None, nominal_on: date | None) -> Message:
    if years is None or nominal_on is None:
        return message(
            N_("the label life of the model {model} is unknown, or has no source and date: no nominal date"), model=pump.model
        )
    return message(
        N_("nominal {on}: implanted on {implanted_on} + {years} years; {source}, as of {as_of}"),
        on=str(nominal_on),
        implanted_on=str(pump.implanted_on),
        years=f"{years.value:g}",
        source=source_words(years.source),
        as_of=str(years.as_of),
    )


def _extension(until: date, *, extended: bool) -> Message:
    if extended:
        return message(N_("a physician's extension until {until} holds instead"), until=str(until))
    return message(N_("a physician's extension until {until} lies before the nominal date and changes nothing"), until=str(until))
