"""Run as a program: several writers, each in a thread with a connection of its own, who book, move, cancel and record.

Each act ends as one line of JSON on stdout: what was done, or the sentence with which it was refused. Nothing else ends an
act: any other exception ends the program.
"""

import json
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from refillplan.domain.agenda import sessions_between
from refillplan.domain.centre import Centre
from refillplan.domain.half_days import SessionKey
from refillplan.domain.messages import InvalidValue, message
from refillplan.domain.visits import Visit
from refillplan.services.core.access import load_centre
from refillplan.services.core.conflicts import revision
from refillplan.services.core.editing import edit
from refillplan.services.entering.booking import book, unbook
from refillplan.services.entering.fitting import Wish
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.storage import StorageError, Store

TODAY = date(2027, 1, 4)
CODE = "MADE"
RINSE = "rinse"
Act = dict[str, object]


def place_of(visit: Visit) -> list[str | int]:
    """Return what tells one rinse from another, and where it is."""
    return [visit.patient, str(visit.session), visit.starts_at.astimezone(UTC).isoformat(), visit.place]


class Writer:
    """Somebody at work on a few half-days that everybody wants."""

    def __init__(self, store: Store, name: str, random: Random) -> None:
        self._store = store
        self._name = name
        self._random = random

    def act(self) -> Act:
        """Do one thing and tell how it ended."""
        kind = self._random.choice(("book", "book", "cancel", "move", "move", "record"))
        done: Act = {"actor": self._name, "act": kind}
        try:
            done.update({"book": self.book, "cancel": self.cancel, "move": self.move, "record": self.record}[kind]())
        except (InvalidValue, StorageError) as error:
            done.update(refused=str(error), kind=type(error).__name__)
        return done

    def book(self) -> Act:
        centre = load_centre(self._store, CODE)
        wish = Wish(patient=self._random.choice(centre.patients).patient, session=self._session(centre), kind=RINSE)
        booked = book(self._store, CODE, TODAY, wish, actor=self._name, at=datetime.now(UTC))
        return {"edit": booked.number, "come": place_of(booked.visit)}

    def cancel(self) -> Act:
        visit = self._rinse(load_centre(self._store, CODE))
        gone = unbook(self._store, CODE, TODAY, visit.patient, visit.session.on, actor=self._name, at=datetime.now(UTC))
        return {"edit": gone.number, "gone": place_of(gone.visit)}

    def move(self) -> Act:
        """Move a rinse as it was seen to a place that was free then."""
        seen, centre = revision(self._store, CODE), load_centre(self._store, CODE)
        old = self._rinse(centre)
        session = next(
            s for s in sessions_between(centre, old.session.on, old.session.on + timedelta(days=1)) if s.key == old.session
        )
        new = replace(old, place=self._random.randint(1, session.places))

        def change(entered: Centre) -> Centre:
            if old not in entered.visits:
                raise InvalidValue(message("it is not there any more"))
            return replace(entered, visits=tuple(new if visit == old else visit for visit in entered.visits))

        number = edit(self._store, CODE, TODAY, change, what=message("moved"), seen=seen, actor=self._name, at=datetime.now(UTC))
        return {"edit": number, "gone": place_of(old), "come": place_of(new)} if number is not None else {"refused": "same place"}

    def record(self) -> Act:
        centre = load_centre(self._store, CODE)
        entry = FillEntry(
            patient=self._random.choice(centre.patients).patient, on=TODAY - timedelta(days=self._random.randint(0, 300))
        )
        done = record_done(self._store, CODE, TODAY, entry, actor=self._name, at=datetime.now(UTC))
        return {"edit": done.number, "fill": [done.patient, str(done.on), done.kind]}

    def _session(self, centre: Centre) -> SessionKey:
        few = sessions_between(centre, TODAY + timedelta(days=1), TODAY + timedelta(days=15))
        return self._random.choice(few).key

    def _rinse(self, centre: Centre) -> Visit:
        rinses = [visit for visit in centre.visits if visit.kind == RINSE]
        if not rinses:
            raise InvalidValue(message("there is no rinse"))
        return self._random.choice(rinses)


def main(url: str, name: str, seconds: float, threads: int) -> None:
    until = time.monotonic() + seconds
    lines = threading.Lock()
    broken: list[BaseException] = []

    def work(number: int) -> None:
        store = Store.open(url, busy_seconds=60)
        writer = Writer(store, f"{name}-{number}", Random(f"{name}-{number}"))
        try:
            while time.monotonic() < until and not broken:
                line = json.dumps(writer.act())
                with lines:
                    print(line, flush=True)  # noqa: T201 (what the test reads)
        except BaseException as error:
            broken.append(error)
            raise
        finally:
            store.close()

    team = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for one in team:
        one.start()
    for one in team:
        one.join()
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
