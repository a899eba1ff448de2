"""Publishing on a real calendar server, with the connection cut wherever it may be."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import icalendar
import pytest
import trustme
from caldav_servers import PASSWORD, USER, Calendar, CuttingRelay, radicale
from feed_samples import ACTOR, AT, TODAY, cancel_a_visit, entries, move_a_visit
from feed_servers import serving_process

from refillplan.calendars.export import event_files
from refillplan.calendars.lint import lint
from refillplan.cli import main
from refillplan.domain.calendar_entries import visible
from refillplan.domain.messages import InvalidValue
from refillplan.services.sharing.collections import EventsWritten, Login, export_vdir, publish_caldav, read_login
from refillplan.storage import Store

pytest_plugins = ["feed_fixtures"]

LOGIN = Login(user=USER, password=PASSWORD)
SOMEBODY = b"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//EN\r\nBEGIN:VEVENT\r\nUID:theirs\r\n\
DTSTAMP:20270101T000000Z\r\nDTSTART:20270301T080000Z\r\nDTEND:20270301T090000Z\r\nSUMMARY:theirs\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendar]:
    with radicale(tmp_path_factory.mktemp("caldav") / "radicale") as calendar:
        yield calendar


@pytest.fixture
def calendar(server: Calendar) -> Calendar:
    """An empty collection."""
    httpx.delete(server.url, auth=(USER, PASSWORD)).raise_for_status()
    server.make()
    return server


def publish(store: Store, url: str, today: date = TODAY, operator: str | None = None) -> EventsWritten:
    return publish_caldav(store, "SMALL", url, LOGIN, today, operator, actor=ACTOR, at=AT)


def plan(store: Store, today: date = TODAY) -> dict[str, object]:
    """What the collection should hold, by name."""
    shown = visible(entries(store), today)
    return {name: telling(content) for name, content in event_files("Europe/Paris", shown).items()}


def held(calendar: Calendar) -> dict[str, object]:
    return {name: telling(content) for name, content in calendar.events().items()}


def telling(content: bytes) -> object:
    """What an event says; the server may order its lines in a way of its own."""
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {name: event[name].to_ical() for name in event}, event.decoded("DTSTART"), event.decoded("DTEND")


@pytest.mark.parametrize("host", ["127.0.0.1", "other.example.org"])
def test_a_certificate_that_is_not_accepted_is_told_as_that(year: Store, tmp_path: Path, host: str) -> None:
    trustme.CA().issue_cert(host).private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    words = ("--certificate", str(tmp_path / "server.pem"))
    with serving_process(f"sqlite:///{tmp_path / 'refillplan.db'}", tmp_path / "log", *words) as url:
        cut = publish(year, f"{url}/calendar/").cut
        plainly = publish(year, f"{url.replace('https', 'http')}/calendar/").cut
    assert str(cut).startswith("the certificate of the calendar server is not accepted: ")
    assert str(plainly) == "the calendar server cannot be reached, or stopped answering"


def test_a_server_that_speaks_no_https_is_told_as_that(year: Store, calendar: Calendar) -> None:
    cut = publish(year, calendar.url.replace("http://", "https://")).cut
    assert str(cut) == "there is no safe connection to the calendar server: does it speak HTTPS there?"


def test_publishing_moving_and_cancelling_reach_the_server_and_only_what_changed_is_sent(year: Store, calendar: Calendar) -> None:
    calendar.put("theirs.ics", SOMEBODY)
    before = calendar.events()["theirs.ics"]
    first = publish(year, calendar.url)
    assert (first.written, first.deleted, first.unchanged, first.cut) == (len(entries(year)), 0, 0, None)
    assert publish(year, calendar.url).written == 0

    move_a_visit(year, AT + timedelta(hours=1))
    changed = publish(year, calendar.url)
    assert 0 < changed.written < 10
    gone = cancel_a_visit(year, AT + timedelta(hours=2))
    assert publish(year, calendar.url).written == 1
    there = calendar.events()
    assert there.pop("theirs.ics") == before
    assert {name: telling(content) for name, content in there.items()} == plan(year)

    last = publish(year, calendar.url, TODAY + timedelta(days=14))
    assert (last.written, last.deleted) == (0, 0)
    last = publish(year, calendar.url, TODAY + timedelta(days=15))
    assert (last.written, last.deleted) == (0, 1)
    assert f"refillplan-{gone.uid}.ics" not in calendar.events()
    assert calendar.events()["theirs.ics"] == before


def test_cut_at_twenty_random_points_the_collection_equals_the_plan_in_the_end(year: Store, calendar: Calendar) -> None:
    draws = random.Random(20270104)
    cuts = 0
    with CuttingRelay(calendar.url) as relay:
        for number in range(20):
            at = AT + timedelta(hours=number + 1)
            if number == 10:
                move_a_visit(year, at)
            if number == 15:
                cancel_a_visit(year, at)
            if number % 5 == 4:  # somebody deletes some, so that there is something to send
                for name in draws.sample(sorted(calendar.events()), 8):
                    httpx.delete(calendar.url + name, auth=(USER, PASSWORD)).raise_for_status()
            relay.arm(draws.randrange(200, 12_000))
            cuts += publish(year, relay.url).cut is not None
            relay.arm(None)
            assert publish(year, relay.url).cut is None
            assert held(calendar) == plan(year)
        assert publish(year, relay.url).written == 0
    assert cuts >= 10


def test_resuming_goes_on_where_it_was_cut(year: Store, calendar: Calendar) -> None:
    with CuttingRelay(calendar.url) as relay:
        relay.arm(30_000)
        cut = publish(year, relay.url)
        assert cut.cut is not None
        assert 0 < len(calendar.events()) < len(entries(year))
        relay.arm(None)
        rest = publish(year, relay.url)
        assert rest.cut is None
        # All that the first run knew of is left alone; what was under way as it was cut may be sent once more.
        assert len(entries(year)) <= cut.written + rest.written <= len(entries(year)) + 1
    assert held(calendar) == plan(year)


def test_what_somebody_changed_on_the_server_is_put_right(year: Store, calendar: Calendar) -> None:
    publish(year, calendar.url)
    name = min(calendar.events())
    calendar.put(name, calendar.events()[name].replace(b"SUMMARY:", b"SUMMARY:changed "))
    assert publish(year, calendar.url).written == 1
    assert held(calendar) == plan(year)


def test_wrong_credentials_and_wrong_addresses_are_said(year: Store, calendar: Calendar) -> None:
    for url, login, said in (
        (calendar.url, Login(user=USER, password="wrong"), "refuses these credentials"),
        (calendar.url.replace("refills", "nothing"), LOGIN, "is no calendar of this server"),
        ("http://calendar.example.org/unit/", LOGIN, "HTTPS alone"),
        ("https://unit:secret@calendar.example.org/", LOGIN, "without user and password"),
    ):
        with pytest.raises(InvalidValue, match=said) as error:
            publish_caldav(year, "SMALL", url, login, TODAY, actor=ACTOR, at=AT)
        assert PASSWORD not in str(error.value)


def test_a_file_of_credentials_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "login"
    file.write_text("unit\nsecret\n")
    file.chmod(0o640)
    with pytest.raises(InvalidValue, match="chmod 600"):
        read_login(file)
    file.chmod(0o600)
    assert read_login(file) == Login(user="unit", password="secret")
    assert "secret" not in repr(read_login(file))
    file.write_bytes(bytes(range(128, 256)))
    with pytest.raises(InvalidValue, match="first line"):
        read_login(file)


def test_the_command_takes_the_credentials_from_the_environment_and_keeps_them_nowhere(
    year: Store, calendar: Calendar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFILLPLAN_CALDAV_USER", USER)
    monkeypatch.setenv("REFILLPLAN_CALDAV_PASSWORD", PASSWORD)
    year.close()
    words = ["export", "caldav", calendar.url, "--db", f"sqlite:///{tmp_path / 'refillplan.db'}", "--today", "2027-01-04"]
    assert main(words) == 0
    assert PASSWORD not in "".join(capsys.readouterr())
    assert held(calendar) == plan(year)
    assert all(PASSWORD.encode() not in path.read_bytes() for path in tmp_path.glob("refillplan.db*"))


def test_a_folder_of_one_file_per_visit_follows_the_plan_and_leaves_others_alone(year: Store, tmp_path: Path) -> None:
    folder = tmp_path / "vdir"
    folder.mkdir()
    (folder / "theirs.ics").write_bytes(SOMEBODY)
    (folder / "displayname").write_text("refills")

    def written(today: date = TODAY) -> tuple[int, int]:
        done = export_vdir(year, "SMALL", folder, today)
        return done.written, done.deleted

    assert written() == (len(entries(year)), 0)
    assert written() == (0, 0)
    gone = cancel_a_visit(year, AT)
    assert written() == (1, 0)
    for file in folder.glob("refillplan-*.ics"):
        assert lint(file.read_bytes()) == ()
    assert written(TODAY + timedelta(days=15)) == (0, 1)
    names = {path.name for path in folder.iterdir()}
    assert {"theirs.ics", "displayname"} <= names
    assert f"refillplan-{gone.uid}.ics" not in names
