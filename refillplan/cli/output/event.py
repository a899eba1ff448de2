"""Exports of calendars, for people and as JSON."""

from collections.abc import Sequence

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.output.tables import print_violations
from refillplan.cli.output.values import violation_json
from refillplan.domain.messages import N_
from refillplan.services.plans.checking import Violation
from refillplan.services.sharing.collections import EventsWritten


def tell_events(desk: Desk, done: EventsWritten, where: str) -> Exit:
    """Tell what an export did, and return how the command ends."""
    if desk.as_json:
        desk.emit(
            {
                "status": "done" if done.cut is None else "cut",
                "version": done.version,
                "written": done.written,
                "deleted": done.deleted,
                "unchanged": done.unchanged,
                "reason": None if done.cut is None else desk.translate(done.cut),
                "violations": [violation_json(violation, desk.translate) for violation in done.violations],
            }
        )
    desk.say(
        N_("{where}: visits of plan {version} written: {written}, deleted: {deleted}, unchanged: {unchanged}"),
        where=where,
        version=done.version,
        written=done.written,
        deleted=done.deleted,
        unchanged=done.unchanged,
    )
    ending = tell_overtaken(desk, done.version, done.violations)
    if done.cut is None:
        return ending
    desk.tell(done.cut)
    desk.say(N_("not finished: the same command goes on from here"))
    return Exit.STORAGE


def tell_overtaken(desk: Desk, version: int, violations: Sequence[Violation]) -> Exit:
    """Tell where the visits in calendars are no longer as they should be, and return how the command ends."""
    if not violations:
        return Exit.WELL
    if not desk.as_json:
        print_violations(desk, violations)
    desk.say(
        N_(
            "plan {version} breaks rules with what is entered now; calendars show visits as they were told until the calls "
            "are made: 'refillplan propose'"
        ),
        version=version,
    )
    return Exit.LOOK
