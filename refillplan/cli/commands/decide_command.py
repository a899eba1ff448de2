"""``refillplan decide``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.decide import tell_decided
from refillplan.domain.decisions import Choice
from refillplan.domain.messages import N_, InvalidValue, message
from refillplan.services.forecasts.deciding import DecisionEntry, decide


@click.command(
    "decide",
    help=N_(
        "Keep what a physician decided for the end of a pump's life, by patient or by the pump's serial: dated, signed, with "
        "the reference of its document. An extension sets the pump's date at once; a replacement can then be put on a theatre "
        "day by 'refillplan theatre'."
    ),
)
@click.argument("about", metavar="PATIENT|SERIAL")
@click.option("--replace", "replaces", is_flag=True, help=N_("Replace the pump."))
@click.option("--extend", "extended_until", type=day, metavar="DATE", help=N_("Keep the pump until DATE; needs --reason."))
@click.option("--other-treatment", is_flag=True, help=N_("Go on with another treatment."))
@click.option("--other", is_flag=True, help=N_("Anything else; needs --reason."))
@click.option("--document", required=True, metavar="REF", help=N_("Where the signed decision is kept."))
@click.option("--by", "signed_by", required=True, metavar="CODE", help=N_("The physician who signs."))
@click.option("--reason", default="", metavar="TEXT", help=N_("The physician's own words, kept as typed; no names."))
@click.option("--on", "decided_on", type=day, metavar="DATE", help=N_("Day of the decision; today by default."))
@common
def command(
    desk: Desk,
    about: str,
    extended_until: date | None,
    document: str,
    signed_by: str,
    reason: str,
    decided_on: date | None,
    *,
    replaces: bool,
    other_treatment: bool,
    other: bool,
) -> Exit:
    """Keep a decision."""
    given = {
        Choice.REPLACE: replaces,
        Choice.EXTEND: extended_until is not None,
        Choice.OTHER_TREATMENT: other_treatment,
        Choice.OTHER: other,
    }
    chosen = [choice for choice, wanted in given.items() if wanted]
    if len(chosen) != 1:
        raise InvalidValue(message(N_("say one of --replace, --extend DATE, --other-treatment, --other")))
    entry = DecisionEntry(
        about=about,
        choice=chosen[0],
        signed_by=signed_by,
        document=document,
        reason=reason,
        extended_until=extended_until,
        decided_on=decided_on,
    )
    with desk.store() as store:
        centre = desk.centre_about(store, about)
        done = decide(store, centre, desk.today(store, centre), entry, actor=desk.actor, at=desk.at)
    return tell_decided(desk, done)
