"""The forecasts of a network, for people and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.cli.output.forecast_json import forecast_json
from refillplan.cli.output.tables import print_table
from refillplan.domain.messages import N_, Message, message
from refillplan.domain.own_sources import QUOTA, source_words
from refillplan.services.core.language import as_shown
from refillplan.services.forecasts.forecasting import Forecast, Forecasted
from refillplan.services.forecasts.report import SCOPE, Table, supply_table
from refillplan.services.network.forecasting import TheatreDayOf


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkForecasted:
    """The forecast of all centres together, of each by code, and the theatre days; a sentence: why there is none."""

    whole: Forecasted | Message
    centres: tuple[tuple[str, Forecasted | Message], ...]
    theatre: tuple[TheatreDayOf, ...]


def print_network_forecast(desk: Desk, found: NetworkForecasted) -> Exit:
    """Print what falls due centre by centre, need against supply of all together, and the theatre days."""
    results = [found.whole, *(result for _, result in found.centres)]
    code = Exit.UNDECIDED if any(isinstance(result, Message) for result in results) else Exit.WELL
    if isinstance(found.whole, Forecasted) and code is Exit.WELL and any(row.label_gap for row in found.whole.forecast.supply):
        code = Exit.LOOK
    if desk.as_json:
        desk.emit(_forecast_json(desk, found))
        return code
    desk.tell(SCOPE)
    for name, result in found.centres:
        if isinstance(result, Message):
            desk.say(N_("{centre}: no forecast: {reason}"), centre=name, reason=result)
    _print_due(desk, found)
    if isinstance(found.whole, Forecasted):
        _print(desk, supply_table(found.whole.forecast))
        _print_arrivals(desk, found.whole.forecast)
    else:
        desk.say(N_("all centres together: no forecast: {reason}"), reason=found.whole)
    _print_theatre(desk, found.theatre)
    return code


def _print_due(desk: Desk, found: NetworkForecasted) -> None:
    known = [(name, result.forecast) for name, result in found.centres if isinstance(result, Forecasted)]
    if not known:
        return
    periods = [row.period.name for row in known[0][1].supply]
    titles = (message(N_("centre")), message(N_("pumps")), message(N_("already past")), *map(as_shown, periods))
    rows = [
        (
            name,
            str(len(whole.label)),
            str(whole.supply[0].label_past),
            *(str(row.label_due - row.label_past) for row in whole.supply),
        )
        for name, whole in known
    ]
    print_table(desk, desk.text(N_("Pumps in place that fall due, by safe-by date")), titles, rows)


def _print_arrivals(desk: Desk, whole: Forecast) -> None:
    """Print where the pumps come from: the same ones, entered at two centres, would count twice; a quota is no centre's."""
    quota = [arrival.supply.source == QUOTA for arrival in whole.arrivals]
    titles = tuple(message(t) for t in (N_("from"), N_("centre"), N_("model"), N_("units"), N_("counts"), N_("source")))
    every, any_model = desk.text(N_("all together")), desk.text(N_("any"))
    yes, no = desk.text(N_("yes")), desk.text(N_("no"))
    rows = [
        (
            str(a.supply.available_on),
            every if shared else a.centre,
            any_model if shared else a.supply.model,
            str(a.units),
            yes if a.counted else no,
            desk.translate(as_shown(source_words(a.supply.source))),
        )
        for a, shared in zip(whole.arrivals, quota, strict=True)
    ]
    print_table(
        desk,
        desk.text(
            N_("Pumps that can be obtained, as asked for")
            if any(quota)
            else N_("Pumps that can be obtained, as entered by the centres")
        ),
        titles,
        rows,
    )


def _print_theatre(desk: Desk, days: Sequence[TheatreDayOf]) -> None:
    titles = (N_("centre"), N_("theatre days"), N_("places"), N_("taken"), N_("next with a place and both teams"))
    rows = []
    for centre, group in groupby(sorted(days, key=lambda view: view.centre), key=lambda view: view.centre):
        own = list(group)
        free = (view.day.on for view in own if view.day.both_teams_free and view.taken < view.day.places)
        places, taken = sum(view.day.places for view in own), sum(view.taken for view in own)
        rows.append((centre, str(len(own)), str(places), str(taken), str(next(free, ""))))
    print_table(desk, desk.text(N_("Theatre days by centre")), tuple(map(message, titles)), rows)


def _print(desk: Desk, table: Table) -> None:
    rows = [[desk.translate(as_shown(cell)) for cell in row] for row in table.rows]
    print_table(desk, desk.translate(table.title), table.headings, rows)


def _forecast_json(desk: Desk, found: NetworkForecasted) -> Json:
    def one(result: Forecasted | Message) -> Json:
        return {"reason": desk.translate(result)} if isinstance(result, Message) else forecast_json(result, desk.translate)

    return {
        "together": one(found.whole),
        "centres": {name: one(result) for name, result in found.centres},
        "theatre": [
            {
                "on": str(v.day.on),
                "centre": v.centre,
                "places": v.day.places,
                "taken": v.taken,
                "both_teams": v.day.both_teams_free,
            }
            for v in found.theatre
        ],
    }
