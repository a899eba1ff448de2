"""``refillplan check``."""

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common
from refillplan.cli.output.tables import print_violations
from refillplan.cli.output.values import tiers_json, violation_json
from refillplan.cli.output.words import STATE
from refillplan.domain.messages import N_
from refillplan.services.plans.checking import check


@click.command(
    "check",
    help=N_(
        "Check a plan against every rule with what is entered now, and count its figures anew, by a program part that "
        "shares nothing with the planner. Ends with 1 where a rule is broken."
    ),
)
@click.option(
    "--version", "version", type=int, metavar="N", help=N_("Number of the plan; by default the one in force, or the newest.")
)
@common
def command(desk: Desk, version: int | None) -> Exit:
    """Check a plan."""
    with desk.store() as store:
        checked = check(store, desk.centre(store), version)
    violations = checked.verdict.violations
    if desk.as_json:
        desk.emit(
            {
                "version": checked.stored.number,
                "state": checked.stored.state.value,
                "sound": checked.verdict.sound,
                "outdated": checked.outdated,
                "tiers": tiers_json(checked.verdict.tiers),
                "violations": [violation_json(violation, desk.translate) for violation in violations],
            }
        )
    else:
        print_violations(desk, violations)
        desk.say(
            N_("plan {version} ({state}), visits checked: {visits}"),
            version=checked.stored.number,
            state=STATE[checked.stored.state],
            visits=len(checked.stored.plan.visits),
        )
    if checked.outdated:
        desk.say(N_("the centre's entries or bookings have changed since this draft was made: plan again"))
    return Exit.WELL if checked.verdict.sound else Exit.LOOK
