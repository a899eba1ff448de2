"""The feed of replacements: decided, on a theatre day, taken back, gone; and the visits' feeds stay as they are."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from feed_clients import Phone
from feed_samples import ACTOR, AT, SAMPLES, TODAY
from feed_servers import Served, serving
from icalendar import Calendar

from refillplan.cli import main
from refillplan.domain.decisions import Choice
from refillplan.domain.messages import InvalidValue
from refillplan.services.core.access import load_centre, looking
from refillplan.services.core.editing import undo
from refillplan.services.entering.importing import Imported, import_folder
from refillplan.services.forecasts.deciding import DecisionEntry, decide
from refillplan.services.forecasts.theatre import accept_theatre
from refillplan.services.sharing.feeds import FeedLink, add_feed
from refillplan.storage import Store

CODE = "CENTRE"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of the sample centre's feeds."""
    url = f"sqlite:///{tmp_path / 'refillplan.db'}"
    store = Store.open(url)
    assert isinstance(import_folder(store, SAMPLES / "centre", TODAY, actor=ACTOR, at=AT), Imported)
    with serving(store, url) as server:
        yield server
    store.close()


def replaced(store: Store, patient: str = "P001") -> None:
    entry = DecisionEntry(about=patient, choice=Choice.REPLACE, signed_by="OP1", document="SECRET-LETTER", reason="SECRET words")
    decide(store, CODE, TODAY, entry, actor=ACTOR, at=AT)


def feed(served: Served, *, replacements: bool = True, phone: str = "PH1", lang: str = "en") -> FeedLink:
    return add_feed(served.store, CODE, phone, None, lang, served.url, replacements=replacements, actor=ACTOR, at=AT)


def shown(link: FeedLink) -> dict[str, tuple[str, str, int]]:
    """Return state, first day and sequence of each event, by its title's code."""
    events = Calendar.from_ical(httpx.get(link.link).content).walk("VEVENT")
    found = {
        str(e["SUMMARY"]).removeprefix("cancelled: ")[:4]: (str(e["STATUS"]), str(e.decoded("DTSTART")), int(str(e["SEQUENCE"])))
        for e in events
    }
    assert len(found) == len(events)
    return found


def test_a_replacement_is_shown_moved_to_its_theatre_day_and_cancelled(served: Served) -> None:
    link = feed(served)
    empty = httpx.get(link.link)
    assert (empty.status_code, shown(link)) == (200, {})
    replaced(served.store)
    assert shown(link) == {"P001": ("TENTATIVE", "2027-01-04", 0)}
    (placed,) = accept_theatre(served.store, CODE, TODAY, actor=ACTOR, at=AT).placement.placed
    assert shown(link) == {"P001": ("CONFIRMED", str(placed.theatre_on), 1)}
    undo(served.store, CODE, TODAY, actor=ACTOR, at=AT)
    undo(served.store, CODE, TODAY, actor=ACTOR, at=AT)
    assert shown(link)["P001"][0] == "CANCELLED"
    served.clock.move(days=14)
    assert shown(link)["P001"][0] == "CANCELLED"
    served.clock.move(days=1)
    assert shown(link) == {}


def test_an_unchanged_feed_is_304_and_the_visits_feed_does_not_follow(served: Served) -> None:
    link, visits = feed(served), feed(served, replacements=False, phone="PH2")
    before, other = httpx.get(link.link), httpx.get(visits.link)
    assert httpx.get(link.link, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    replaced(served.store)
    after = httpx.get(link.link, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert httpx.get(visits.link, headers={"If-None-Match": other.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_words_of_the_decision_and_no_serial_stand_in_it(served: Served, lang: str) -> None:
    replaced(served.store)
    serial = next(d.serial for d in load_centre(served.store, CODE).decisions)
    text = httpx.get(feed(served, lang=lang).link).text.replace("\r\n ", "")
    assert "P001" in text
    assert "SECRET" not in text
    assert serial not in text
    assert "OP1" not in text
    assert ("remplacement" in text) is (lang == "fr")


def test_what_was_decided_before_calendars_followed_is_in_the_first_feed(served: Served, tmp_path: Path) -> None:
    replaced(served.store)
    with closing(sqlite3.connect(tmp_path / "refillplan.db")) as database, database:
        database.execute("DELETE FROM replacement_windows")  # as in a database of an earlier version
    assert shown(feed(served))["P001"][0] == "TENTATIVE"


def test_an_import_of_other_decisions_is_followed(served: Served, tmp_path: Path) -> None:
    replaced(served.store)
    folder = tmp_path / "out"
    db = ("--db", f"sqlite:///{tmp_path / 'refillplan.db'}", "--today", "2027-01-04")
    assert main(["export", "csv", str(folder), *db]) == 0
    undo(served.store, CODE, TODAY, actor=ACTOR, at=AT)
    assert main(["import", str(folder), *db]) == 0
    with looking(served.store) as work:
        (window,) = work.replacement_windows.list(CODE)
    assert (window.cancelled, window.sequence) == (False, 2)


def test_a_feed_shows_replacements_or_an_operators_visits(served: Served) -> None:
    with pytest.raises(InvalidValue, match="a feed shows the unit, one operator or the replacements"):
        add_feed(served.store, CODE, "PH9", "OP1", "en", served.url, replacements=True, actor=ACTOR, at=AT)
    feed(served)
    with pytest.raises(InvalidValue, match="has this feed already"):
        feed(served)
    feed(served, replacements=False)


def test_the_commands_make_list_and_export_it(served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replaced(served.store)
    db = ("--db", f"sqlite:///{tmp_path / 'refillplan.db'}", "--today", "2027-01-04")
    card = tmp_path / "card.html"
    assert main(["feed", "add", "PH1", "--replacements", "--card", str(card), *db]) == 0
    assert "Replacements of pumps, CENTRE, for the phone PH1" in card.read_text(encoding="utf-8")
    assert main(["feed", "list", *db]) == 0
    assert "replacements" in capsys.readouterr().out
    assert main(["plan", "--weeks", "13", *db]) == 0
    assert main(["publish", *db]) == 0
    assert main(["export", "ics", str(tmp_path / "ics"), *db]) == 0
    first = (tmp_path / "ics" / "replacements.ics").read_bytes()
    (event,) = Calendar.from_ical(first).walk("VEVENT")
    assert event.decoded("DTEND") - event.decoded("DTSTART") >= timedelta(days=1)
    assert main(["export", "check", str(tmp_path / "ics" / "replacements.ics"), *db]) == 0
    assert main(["export", "ics", str(tmp_path / "ics"), *db]) == 0
    assert (tmp_path / "ics" / "replacements.ics").read_bytes() == first


def test_vdirsyncer_and_khal_follow_it_and_never_see_one_twice(served: Served, tmp_path: Path) -> None:
    phone = Phone(tmp_path / "phone", feed(served).link)

    def seen() -> list[tuple[str, str]]:
        phone.sync()
        return sorted((event["start-long"], event["title"]) for event in phone.shown())

    assert seen() == []
    replaced(served.store, "P002")  # stays, as vdirsyncer takes a calendar that is empty again for a mistake
    (stays,) = seen()
    replaced(served.store)
    assert seen() == [("2027-01-04", "P001 · pump replacement, no theatre day yet"), stays]
    served.clock.move(hours=1)
    kept = accept_theatre(served.store, CODE, TODAY, actor=ACTOR, at=served.clock()).placement.placed
    days = sorted((str(placed.theatre_on), f"{placed.replacement.patient} · pump replacement") for placed in kept)
    assert len(days) == 2
    assert seen() == days
    for _ in range(2):
        undo(served.store, CODE, TODAY, actor=ACTOR, at=served.clock())
    assert seen() == sorted([("2027-01-04", "cancelled: P001 · pump replacement"), stays])
    served.clock.move(days=15)
    assert seen() == [stays]
