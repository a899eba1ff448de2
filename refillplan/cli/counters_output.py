"""A year's counters, on stdout."""

from refillplan.cli.desk import Desk
from refillplan.cli.tables import print_table
from refillplan.domain.messages import N_, message
from refillplan.services.counters import Counters


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
                    "pumps_followed": rule.pumps_followed,
                    "pumps_placed": rule.pumps_placed,
                    "source": rule.source,
                },
            }
        )
        return
    rows = [
        (desk.text(N_("patients followed")), str(counters.patients_followed), ""),
        (desk.text(N_("pumps followed")), str(counters.pumps_followed), str(rule.pumps_followed)),
        (desk.text(N_("pumps placed")), str(counters.pumps_placed), str(rule.pumps_placed)),
    ]
    if counters.reviews_due is not None:
        rows += [
            (desk.text(N_("patients whose review falls due")), str(counters.reviews_due), ""),
            (desk.text(N_("of them reviewed")), str(counters.reviews_done), ""),
        ]
    titles = (message(N_("indicator")), message(N_("counted")), message(N_("rule, at least")))
    title = desk.text(N_("Counters of {year}, until {until}"), year=counters.year, until=str(counters.until))
    print_table(desk, title, titles, rows)
    desk.say(
        N_(
            "The rule is optional and was written for external pumps: at least {followed} followed and {placed} placed a year "
            "(source: Cayenne slides)."
        ),
        followed=rule.pumps_followed,
        placed=rule.pumps_placed,
    )
