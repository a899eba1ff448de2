"""Every number that a forecast rests on, with its source and its date."""

from collections.abc import Iterator
from datetime import date

from refillplan.domain.messages import N_, Message, message
from refillplan.domain.own_sources import QUOTA, source_words
from refillplan.forecast.supply import Arrival
from refillplan.forecast.whole import Forecast
from refillplan.reports.values import Source

SETTINGS: dict[str, Message] = {
    "short_life_years": message(N_("label life in years, the shorter")),
    "long_life_years": message(N_("label life in years, the longer")),
    "lead_months": message(N_("lead time in months, from safe-by date to label date")),
    "wear_out_shape": message(N_("wear-out: Weibull shape expected")),
    "wear_out_prior_pumps": message(N_("worn-out pumps that the label counts for")),
    "dysfunction_per_100_years": message(N_("dysfunction: ends per 100 patient-years expected")),
    "infection_catheter_per_100_years": message(N_("infection and catheter: ends per 100 patient-years expected")),
    "other_per_100_years": message(N_("other causes: ends per 100 patient-years expected")),
    "prior_patient_years": message(N_("patient-years that each of these rates counts for")),
    "fewest_pumps": message(N_("fewest pumps for a curve")),
    "vials_per_fill": message(N_("vials taken from stock for one fill")),
}
"""The settings that the forecast rests on, in words; `theatre` and `show counters` name theirs."""

_METHOD_AS_OF = date(2026, 11, 21)


def sources_of(found: Forecast) -> tuple[Source, ...]:
    """Return the sources of a forecast; those that several centres share stand there once, with their codes."""
    return tuple(dict.fromkeys((*_settings(found), *_models(found), *_targets(found), *_supply(found), *_rest(found))))


def _settings(found: Forecast) -> Iterator[Source]:
    for name, words in SETTINGS.items():
        shared: dict[object, list[str]] = {}
        for centre in found.centres:
            shared.setdefault(getattr(centre.forecast, name), []).append(centre.code)
        for centre in found.centres:
            number = getattr(centre.forecast, name)
            codes = shared.pop(number, None)
            if codes:
                yield Source(
                    key=name,
                    name=_of(words, codes, found),
                    value=f"{number.value:g}",
                    source=source_words(number.source),
                    as_of=str(number.as_of),
                )


def _models(found: Forecast) -> Iterator[Source]:
    in_place = {dates.model for dates in found.label}
    for centre in found.centres:
        for model in centre.pump_models:
            if model.model in in_place and model.source_on is not None and model.source.strip():
                ends = [f"{years:g}" for years in (model.life_min_years, model.life_max_years) if years is not None]
                yield Source(
                    key="pump_models",
                    name=message(N_("{model}: label life in years"), model=model.model),
                    value="–".join(ends) or message(N_("unknown")),
                    source=source_words(model.source),
                    as_of=str(model.source_on),
                )


def _targets(found: Forecast) -> Iterator[Source]:
    for centre in found.centres:
        yield Source(
            key="target_days",
            name=message(N_("days from a fill to the next, best")),
            value=str(centre.protocol.target_days),
            source=source_words(centre.protocol.source),
            as_of=str(centre.protocol.valid_from),
        )


def _supply(found: Forecast) -> Iterator[Source]:
    """Yield what is obtainable; what several centres enter alike stands there once, with the units of each."""
    alike: dict[tuple[date, str, str], list[Arrival]] = {}
    for arrival in found.arrivals:
        supply = arrival.supply
        alike.setdefault((supply.available_on, supply.model, supply.source.strip()), []).append(arrival)
    for (available_on, model, source), arrivals in alike.items():
        units = message(
            N_("units of {model} obtainable on {on} ({units})"),
            model=model,
            on=str(available_on),
            units=", ".join(f"{arrival.centre}: {arrival.supply.units}" for arrival in arrivals),
        )
        if source == QUOTA:
            units = message(N_("units obtainable from {on} on, of any model, for all together"), on=str(available_on))
        yield Source(
            key="supply",
            name=units,
            value=str(sum(arrival.supply.units for arrival in arrivals)),
            source=source_words(source) if source else message(N_("entered without a source")),
            as_of=str(found.today),
        )
    if not found.arrivals:
        yield Source(
            key="supply",
            name=message(N_("units obtainable")),
            value="0",
            source=message(N_("no supply is entered")),
            as_of=str(found.today),
        )


def _rest(found: Forecast) -> Iterator[Source]:
    yield Source(
        key="records",
        name=message(N_("pumps in place, and pumps that ended under observation")),
        value=f"{len(found.label)}, {sum(life.cause is not None for records in found.records for life in records.lives)}",
        source=message(
            N_("the entries of the centres {codes}: implant dates, ends, extensions, low batteries"),
            codes=", ".join(centre.code for centre in found.centres),
        ),
        as_of=str(found.today),
    )
    yield Source(
        key="asked",
        name=message(N_("years looked at, from today")),
        value=str(found.years),
        source=message(N_("asked for with the command")),
        as_of=str(found.today),
    )
    yield Source(
        key="method",
        name=message(N_("levels of the intervals, in %")),
        value="50, 80, 95",
        source=message(N_("rule of this program: counts by their exact distribution")),
        as_of=str(_METHOD_AS_OF),
    )


def _of(words: Message, codes: list[str], found: Forecast) -> Message:
    """Name the centres where they differ."""
    if len(codes) == len(found.centres):
        return words
    return message(N_("{words} ({codes})"), words=words, codes=", ".join(codes))
