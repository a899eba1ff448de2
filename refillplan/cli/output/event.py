"""Exports of one event per file, for people and as JSON."""

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.domain.messages import N_
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
