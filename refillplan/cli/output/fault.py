"""Faults of folders, for people and as JSON."""

from collections.abc import Sequence

from refillplan.cli.desk import Desk, Json
from refillplan.cli.exits import Exit
from refillplan.domain.messages import N_
from refillplan.services.entering.importing import Fault


def print_faults(desk: Desk, found: Sequence[Fault]) -> Exit:
    """Print what is to be mended before a folder can be read; nothing was stored."""
    for fault in found:
        desk.tell(fault.as_message())
    desk.say(N_("faults to mend: {count}; nothing was stored"), count=len(found))
    if desk.as_json:
        faults: list[Json] = [
            {"file": f.file, "line": f.line, "column": f.column, "sentence": desk.translate(f.sentence)} for f in found
        ]
        desk.emit({"status": "faults", "faults": faults})
    return Exit.BAD_INPUT
