"""What has to be said of a forecast: what it rests on, and what is not in it."""

from collections.abc import Iterator

from refillplan.domain.messages import N_, Message, message
from refillplan.forecast.causes import Cause, cause_of
from refillplan.forecast.records import Records
from refillplan.forecast.whole import Forecast
from refillplan.services.core.language import as_shown

_MUCH = 0.15  # of the median life: about twice the spread that the label leaves it


def notes_on(found: Forecast) -> tuple[Message, ...]:
    """Return what has to be said, in the order in which it is printed."""
    return (
        *_scope(found),
        *_validated(found),
        *_records(found),
        *_unnamed(found),
        *_models(found),
        *_disagreeing(found),
        *_differing(found),
        *_supply(found),
        *_other_treatment(found),
    )


def _scope(found: Forecast) -> Iterator[Message]:
    yield message(
        N_("Pumps in place on {today}; pumps implanted later, and the replacements of replacements, are not in it"),
        today=str(found.today),
    )
    yield message(
        N_("Intervals are of counts over all pumps together; nothing is known of one pump, and no order among patients is meant")
    )


def _validated(found: Forecast) -> Iterator[Message]:
    waiting = [centre.code for centre in found.centres if centre.forecast.validated_on is None]
    if waiting:
        yield message(N_("{centres}: the settings of the forecast are not validated"), centres=", ".join(waiting))
    for centre in found.centres:
        if centre.forecast.validated_on is not None:
            yield message(
                N_("{centre}: settings validated by {who} on {on}"),
                centre=centre.code,
                who=centre.forecast.validated_by,
                on=str(centre.forecast.validated_on),
            )


def _records(found: Forecast) -> Iterator[Message]:
    groups: dict[tuple[str, str], list[Records]] = {}
    for centre, records in zip(found.centres, found.records, strict=True):
        why = N_("as set") if centre.forecast.records_from else N_("first recorded fill")
        groups.setdefault((str(records.from_on or ""), why), []).append(records)
    for (from_on, why), group in sorted(groups.items()):
        codes = ", ".join(records.centre for records in group)
        if not from_on:
            yield message(N_("{centres}: nothing says from when the records are whole: they move no curve"), centres=codes)
            continue
        yield message(
            N_("{centres}: records whole from {from_on} on ({why}); pumps that ended before it and move no curve: {count}"),
            centres=codes,
            from_on=from_on,
            why=message(why),
            count=sum(records.unwatched for records in group),
        )


def _unnamed(found: Forecast) -> Iterator[Message]:
    for centre, records in zip(found.centres, found.records, strict=True):
        from_on = records.from_on or found.today
        ended = [pump for pump in centre.pumps if pump.ended_on is not None and from_on < pump.ended_on <= found.today]
        count = sum(cause_of(pump.end_cause) is Cause.OTHER for pump in ended)
        if count:
            yield message(
                N_("{centre}: ends by no cause that the forecast tells apart, counted as 'other': {count}"),
                centre=centre.code,
                count=count,
            )


def _models(found: Forecast) -> Iterator[Message]:
    for model in found.cohort.without:
        yield message(N_("{model}: {reason}"), model=model.model, reason=model.reason)


def _disagreeing(found: Forecast) -> Iterator[Message]:
    """Say where the records contradict the label so much that the choice of label life is not what it seems."""
    for curve in found.cohort.curves:
        before, after = curve.learnt.prior.wear_out.median_years(), curve.learnt.posterior.wear_out.median_years()
        if abs(after / before - 1) > _MUCH:
            yield message(
                N_(
                    "{model}: the records move the median life from {before} to {after} years: they and the label disagree, "
                    "so read the cohort layer with care"
                ),
                model=curve.model,
                before=as_shown(f"{before:.1f}"),
                after=as_shown(f"{after:.1f}"),
            )


def _differing(found: Forecast) -> Iterator[Message]:
    first = found.centres[0]
    for centre in found.centres[1:]:
        settings = [name for name, number in centre.forecast.numbers if number.value != getattr(first.forecast, name).value]
        if settings:
            yield message(
                N_("{centre}: its own {settings} count for its label dates; for the curves those of {first} count"),
                centre=centre.code,
                settings=", ".join(settings),
                first=first.code,
            )
        models = {model.model: model for model in first.pump_models}
        others = [m.model for m in centre.pump_models if m.model in models and m != models[m.model]]
        if others:
            yield message(
                N_("{centre}: enters {models} differently; for the curves the entries of {first} count"),
                centre=centre.code,
                models=", ".join(others),
                first=first.code,
            )


def _other_treatment(found: Forecast) -> Iterator[Message]:
    count = sum(not dates.needs_a_pump for dates in found.label)
    if count:
        yield message(
            N_(
                "Pumps for which another treatment is decided: {count}; label dates and ends count them, what falls due and the "
                "gap do not, since they need no pump"
            ),
            count=count,
        )


def _supply(found: Forecast) -> Iterator[Message]:
    for arrival in found.arrivals:
        if not arrival.counted:
            yield message(
                N_("{centre}: {units} units of {model} on {on} are not counted: this model may not be newly implanted"),
                centre=arrival.centre,
                units=arrival.units,
                model=arrival.supply.model,
                on=str(arrival.supply.available_on),
            )
        elif arrival.units < arrival.supply.units:
            yield message(
                N_("{centre}: of {units} units of {model} from {on}, {left} are left: the others were implanted since"),
                centre=arrival.centre,
                units=arrival.supply.units,
                model=arrival.supply.model,
                on=str(arrival.supply.available_on),
                left=arrival.units,
            )
    if not found.arrivals:
        yield message(N_("No supply is entered: every replacement that falls due counts as a gap"))
