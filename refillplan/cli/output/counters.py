"""A year's counters, on stdout."""

from refillplan.cli.desk import Desk
from refillplan.cli.output.tables import print_table
from refillplan.domain.forecast_settings import Sourced
from refillplan.domain.messages import N_, message
from refillplan.domain.own_sources import source_words
from refillplan.services.forecasts.counters import Counters


def print_counters(desk: Desk, counters: Counters) -> None:
    """Print the counters of a year, and the rule that they can be held against with its source."""
    rule = counters.rule
    if desk.as_json:
        desk.emit(
            {
                "year": counters.year,
                "until": str(counters.until),
                "patients_followed": counters.patients_followed,
                "pumps_followed": counters.pumps_followed,
                "pumps_placed": counters.pumps_placed,
                "reviews_due": counters.reviews_due,
                "reviews_done": counters.reviews_done,
                "optional_rule": {
                    "pumps_followed": int(rule.pumps_followed.value),
                    "pumps_placed": int(rule.pumps_placed.value),
                    "source": rule.pumps_followed.source,
                },
            }
        )
        return
    rows = [
        (desk.text(N_("patients followed")), str(counters.patients_followed), "", ""),
        (
            desk.text(N_("pumps followed")),
            str(counters.pumps_followed),
            *_against(desk, counters.pumps_followed, rule.pumps_followed),
        ),
        (desk.text(N_("pumps placed")), str(counters.pumps_placed), *_against(desk, counters.pumps_placed, rule.pumps_placed)),
    ]
    if counters.reviews_due is not None:
        rows += [
            (desk.text(N_("patients whose review falls due")), str(counters.reviews_due), "", ""),
            (desk.text(N_("of them reviewed")), str(counters.reviews_done), "", ""),
        ]
    titles = (message(N_("indicator")), message(N_("counted")), message(N_("rule, at least")), message(N_("the rule is")))
    title = desk.text(N_("Counters of {year}, until {until}"), year=counters.year, until=str(counters.until))
    print_table(desk, title, titles, rows)
    desk.say(
        N_("The rule is optional; it comes from: {source} (entered on {on})."),
        source=source_words(rule.pumps_followed.source),
        on=str(rule.pumps_followed.as_of),
    )


def _against(desk: Desk, counted: int, least: Sourced) -> tuple[str, str]:
    """Return what a rule asks for, and with a sign whether it is met."""
    met = desk.text(N_("✓ met")) if counted >= least.value else desk.text(N_("✖ not met"))
    return f"{least.value:g}", met
