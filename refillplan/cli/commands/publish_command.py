"""``refillplan publish``."""

from datetime import date

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common, day
from refillplan.cli.output.tables import print_violations
from refillplan.cli.output.values import violation_json
from refillplan.domain.messages import N_
from refillplan.services.calls.publishing import PublicationRefused, Published, publish

_NAMED = 20  # visits named in one sentence


@click.command(
    "publish",
    help=N_(
        "Put the newest draft in force: its visits take the place of the bookings, those up to --until count as told, and "
        "calendars are revised. The first plan counts as told as a whole: tell its patients. After that, refused where patients "
        "on the call sheet have not agreed yet, or would count as told without standing on it; and always where the draft was "
        "made on another day or from older entries."
    ),
)
@click.option("--version", "version", type=int, metavar="N", help=N_("Number of the plan; the newest by default."))
@click.option(
    "--until",
    type=day,
    metavar="DATE",
    help=N_(
        "Last day up to which patients are told; by default as far as they are told of the plan in force, or all days planned "
        "where there is none."
    ),
)
@click.option(
    "--called",
    is_flag=True,
    help=N_("Everybody was reached and agreed, without marking each one: on the call sheet, and of the visits up to --until."),
)
@common
def command(desk: Desk, version: int | None, until: date | None, *, called: bool) -> Exit:
    """Put a plan in force."""
    with desk.store() as store:
        centre = desk.centre(store)
        today = desk.today(store, centre)
        done = publish(store, centre, today, version, until, called=called, actor=desk.actor, at=desk.at)
    match done:
        case Published():
            return _published(desk, done, called=called)
        case PublicationRefused():
            if desk.as_json:
                violations = [violation_json(violation, desk.translate) for violation in done.violations]
                desk.emit({"status": "refused", "version": done.version, "violations": violations})
            else:
                print_violations(desk, done.violations)
            desk.say(N_("plan {version} breaks rules; nothing was published"), version=done.version)
            return Exit.LOOK


def _published(desk: Desk, done: Published, *, called: bool) -> Exit:
    if done.entered_for is not None:
        desk.say(
            N_("look again: something is recorded for {day}, which lies after the day given as today"), day=str(done.entered_for)
        )
    if desk.as_json:
        desk.emit(
            {
                "status": "published" if done.new else "unchanged",
                "version": done.version,
                "told_until": str(done.told_until),
                "visits": done.visits,
                "told": done.told,
                "newly_told": done.newly_told,
                "not_told": [{"patient": visit.patient, "session": str(visit.session)} for visit in done.untold],
                "calendar": {"added": done.added, "changed": done.changed, "cancelled": done.cancelled},
            }
        )
        return Exit.WELL
    if not done.new:
        desk.say(N_("plan {version} is in force already; nothing was changed"), version=done.version)
        return Exit.WELL
    desk.say(
        N_("plan {version} is in force; visits booked: {visits}, told: {told}, up to {until}"),
        version=done.version,
        visits=done.visits,
        told=done.told,
        until=str(done.told_until),
    )
    if done.newly_told and not called:
        desk.say(N_("counted as told from now on though nobody was phoned: {count}; tell these patients"), count=done.newly_told)
    if done.untold:
        named = ", ".join(f"{visit.patient} {visit.session.on}" for visit in done.untold[:_NAMED])
        more = len(done.untold) - _NAMED
        desk.say(
            N_("visits booked and not told yet: {count}: {visits}; once their patients know: publish --until DATE --called")
            if more <= 0
            else N_(
                "visits booked and not told yet: {count}: {visits} and {more} more, 'told: no' in 'refillplan show plan'; once "
                "their patients know: publish --until DATE --called"
            ),
            count=len(done.untold),
            visits=named,
            more=more,
        )
    desk.say(
        N_("calendar entries new: {added}, changed: {changed}, cancelled: {cancelled}; next: refillplan export ics FOLDER"),
        added=done.added,
        changed=done.changed,
        cancelled=done.cancelled,
    )
    return Exit.WELL
