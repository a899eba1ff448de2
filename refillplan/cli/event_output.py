"""Exports of one event per file, for people and as JSON."""

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.tables import print_violations
from refillplan.cli.values import violation_json
from refillplan.domain.messages import N_
from refillplan.services.collections import EventsWritten
from refillplan.services.exporting import ExportRefused


def tell_events(desk: Desk, done: EventsWritten | ExportRefused, where: str) -> Exit:
    """Tell what an export did, and return how the command ends."""
    if isinstance(done, ExportRefused):
        return tell_refusal(desk, done)
    if desk.as_json:
        desk.emit(
            {
                "status": "done" if done.cut is None else "cut",
                "version": done.version,
                "written": done.written,
                "deleted": done.deleted,
                "unchanged": done.unchanged,
                "reason": None if done.cut is None else desk.translate(done.cut),
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
    if done.cut is None:
        return Exit.WELL
    desk.tell(done.cut)
    desk.say(N_("not finished: the same command goes on from here"))
    return Exit.STORAGE


def tell_refusal(desk: Desk, refused: ExportRefused) -> Exit:
    """Tell why nothing was written."""
    if desk.as_json:
        violations = [violation_json(violation, desk.translate) for violation in refused.violations]
        desk.emit({"status": "refused", "version": refused.version, "violations": violations})
    else:
        print_violations(desk, refused.violations)
    desk.say(
        N_("plan {version} breaks rules with what is entered now; no calendar was written: plan again"),
        version=refused.version,
    )
    return Exit.LOOK
