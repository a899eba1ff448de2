"""Run as a program: publishes, imports or accepts, and is killed in the middle by the test that starts it."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from refillplan.services.calls.proposals import accept
from refillplan.services.calls.publishing import publish
from refillplan.services.entering.importing import import_folder
from refillplan.storage import Store

TODAY = date(2027, 1, 4)
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)

if __name__ == "__main__":
    act, url, folder, patient = sys.argv[1:]
    store = Store.open(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    match act:
        case "publish":
            publish(store, "MADE", TODAY, called=True, actor="nurse1", at=AT)
        case "import":
            import_folder(store, Path(folder), TODAY, actor="nurse1", at=AT)
        case "accept":
            accept(store, "MADE", patient, actor="nurse1", at=AT)
