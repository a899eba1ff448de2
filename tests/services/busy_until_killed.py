"""Run as a program until it is killed: books and takes away told visits, one line on stdout once each is kept."""

import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count

from refillplan.domain.agenda import sessions_between
from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import load_centre
from refillplan.services.entering.booking import book, unbook
from refillplan.services.entering.fitting import Wish
from refillplan.storage import Store

TODAY = date(2027, 1, 4)
CODE = "MADE"

if __name__ == "__main__":
    url, seed = sys.argv[1], int(sys.argv[2])
    store = Store.open(url)
    centre = load_centre(store, CODE)
    sessions = sessions_between(centre, TODAY + timedelta(days=1), TODAY + timedelta(days=40))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for turn in count(seed):
        patient, session = centre.patients[turn % len(centre.patients)].patient, sessions[turn * 7 % len(sessions)].key
        try:
            wish = Wish(patient=patient, session=session, kind="rinse")
            visit = book(store, CODE, TODAY, wish, actor="nurse1", at=datetime.now(UTC)).visit
            line = f"come {visit.patient} {visit.starts_at.astimezone(UTC).isoformat()}"
        except InvalidValue:
            rinses = [visit for visit in load_centre(store, CODE).visits if visit.kind == "rinse"]
            if not rinses:
                continue
            gone = unbook(store, CODE, TODAY, rinses[0].patient, rinses[0].session.on, actor="nurse1", at=datetime.now(UTC)).visit
            line = f"gone {gone.patient} {gone.starts_at.astimezone(UTC).isoformat()}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
