"""The commands about feeds, as a user has them."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
import trustme
from feed_samples import ACTOR, entries
from icalendar import Calendar

from refillplan.cli import main
from refillplan.cli.desk import Json
from refillplan.domain.sessions import Closure
from refillplan.services.calls.phoning import phone_list
from refillplan.services.core.access import load_centre
from refillplan.services.entering.recording import FillEntry, record_done
from refillplan.storage import Store

pytest_plugins = ["feed_fixtures"]

Run = Callable[..., tuple[int, str, str]]
LEAVES = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270301
DTEND;VALUE=DATE:20270306
SUMMARY:Congé de LEAKED
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20270101T000000Z
DTSTART:20270308T070000Z
DTEND:20270311T083000Z
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:20270101T000000Z
DTSTART:20270317T080000Z
DTEND:20270317T090000Z
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20261201
END:VEVENT
BEGIN:VEVENT
UID:5
DTSTAMP:20270101T000000Z
STATUS:CANCELLED
DTSTART;VALUE=DATE:20270401
END:VEVENT
END:VCALENDAR
"""
WEEKLY = """\
BEGIN:VEVENT
UID:6
DTSTAMP:20270101T000000Z
DTSTART:20270311T080000Z
DURATION:PT1H
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def run(year: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program on the year's database."""
    for name in ("REFILLPLAN_DATABASE_URL", "REFILLPLAN_FEEDS_URL", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*words, "--db", f"sqlite:///{tmp_path / 'refillplan.db'}", "--today", "2027-01-04"])
        return (code, *capsys.readouterr())

    return command


def data(ended: tuple[int, str, str], code: int = 0) -> dict[str, Json]:
    assert ended[0] == code, ended
    return cast("dict[str, Json]", json.loads(ended[1]))


def rows(value: Json) -> list[dict[str, Json]]:
    return cast("list[dict[str, Json]]", value)


def test_a_link_is_shown_once_and_the_database_knows_its_hash_alone(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("feed", "add", "PH1", "--operator", "OP1", "--server", "https://agenda.example.org/")
    assert code == 0
    link = out.strip()
    token = link.rpartition("/")[2].removesuffix(".ics")
    assert link == f"https://agenda.example.org/feeds/{token}.ics"
    assert len(token) == 32  # of 32 letters each: 160 bits
    assert all(token.encode() not in path.read_bytes() for path in tmp_path.glob("refillplan.db*"))
    listed = run("feed", "list", "--json")
    (feed,) = rows(data(listed)["feeds"])
    assert (feed["number"], feed["phone"], feed["operator"], feed["fetched_at"]) == (1, "PH1", "OP1", None)
    assert token not in listed[1] + run("feed", "list")[1] + run("show", "audit")[1]


def test_a_feed_is_renewed_and_ended(run: Run) -> None:
    first = data(run("feed", "add", "PH1", "--json"))["link"]
    second = data(run("feed", "rotate", "1", "--json"))["link"]
    assert first != second
    assert run("feed", "card", str(first))[0] == 2
    assert run("feed", "card", str(second))[0] == 0
    assert data(run("feed", "revoke", "1", "--json"))["revoked_at"] is not None
    assert run("feed", "card", str(second))[0] == 2
    assert "revoked" in run("feed", "list")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("feed", "add", "PH1"), "has this feed already, number 1"),
        (("feed", "add", "Dr X"), "is not a code"),
        (("feed", "add", "PH2", "--operator", "OP9"), "no operator OP9"),
        (("feed", "add", "PH2", "--server", "agenda.example.org"), "is not the address of a server"),
        (("feed", "add", "PH2", "--server", "https://a.org/?x"), "is not the address of a server"),
        (("feed", "add", "PH2", "--server", "http://agenda.example.org"), "by HTTPS alone"),
        (("feed", "rotate", "7"), "there is no feed 7"),
        (("feed", "revoke", "7"), "there is no feed 7"),
        (("feed", "card", "https://a.org/feeds/x.ics"), "this link opens no feed"),
        (("serve", "--host", "0.0.0.0"), "by HTTPS alone"),
        (("serve", "--certificate", "nothing.pem"), "nothing.pem: there is no such file"),
        (("import-calendar", "nothing.ics", "--as", "leaves"), "--as leaves OPERATOR"),
        (("import-calendar", "nothing.ics", "--as", "closures"), "no such file"),
        (("export", "check", "nothing.ics"), "no such file"),
        (("export", "vdir", "x", "--operator", "OP9"), "no operator OP9"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    assert run("feed", "add", "PH1")[0] == 0
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("certificate", "key", "said"),
    [
        ("chain.pem", "nothing.pem", "nothing.pem: there is no such file or folder"),
        ("nothing.pem", "key.pem", "nothing.pem: there is no such file or folder"),
        ("key.pem", "key.pem", "key.pem holds no certificate (PEM)"),
        ("chain.pem", "chain.pem", "chain.pem holds no key (PEM, without a passphrase)"),
        ("chain.pem", "other.pem", "other.pem is not the key of this certificate"),
    ],
)
def test_the_file_that_keeps_the_server_from_https_is_named(
    run: Run, tmp_path: Path, certificate: str, key: str, said: str
) -> None:
    authority = trustme.CA()
    issued, other = authority.issue_cert("127.0.0.1"), authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(str(tmp_path / "chain.pem"))
    issued.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    other.private_key_pem.write_to_path(str(tmp_path / "other.pem"))
    code, _, err = run("serve", "--certificate", str(tmp_path / certificate), "--key", str(tmp_path / key))
    assert (code, err) == (2, f"refillplan: {tmp_path}/{said}\n")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("iPhone", "ICSx5", "Outlook", "like a key")), ("fr", ("appareil photo", "clé"))]
)
def test_a_card_shows_the_codes_and_the_steps_in_both_languages(
    run: Run, tmp_path: Path, lang: str, words: tuple[str, ...]
) -> None:
    made = data(run("feed", "add", "PH1", "--lang", lang, "--card", str(tmp_path / "card.html"), "--json"))
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    shown = run("feed", "card", str(made["link"]))[1]
    webcal = "webcal://" + str(made["link"]).partition("://")[2]
    for text in (page, shown):
        assert str(made["link"]) in text
        assert webcal in text
        assert all(word in text for word in words)
    assert page.count("<svg") == 3
    assert "http" not in page.replace(str(made["link"]), "").replace("http://www.w3.org/2000/svg", "")  # nothing to load
    assert "█" in shown
    assert (tmp_path / "card.html").stat().st_mode & 0o077 == 0
    again = run("feed", "rotate", "1", "--card", str(tmp_path / "card.html"))
    assert again[0] == 2
    assert run("feed", "card", str(made["link"]))[0] == 0  # nothing was renewed before the file was looked at


def test_a_card_takes_its_link_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    link = data(run("feed", "add", "PH1", "--json"))["link"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{link}\n"))
    assert run("feed", "card", "-")[0] == 0


def test_the_phone_list_names_whose_calendar_is_behind(run: Run, year: Store) -> None:
    assert run("show", "phone")[:1] == (0,)
    first = entries(year)[0]
    at = first.starts_at - timedelta(hours=20)
    record_done(year, "SMALL", at.date(), FillEntry(patient=first.patient), actor=ACTOR, at=at)
    found = phone_list(year, "SMALL", at + timedelta(minutes=10))
    assert [(call.feed, call.operator, call.change.new.patient) for call in found.calls] == [(None, "OP1", first.patient)]
    assert phone_list(year, "SMALL", at + timedelta(days=3)).calls == ()


def test_leaves_are_shown_first_then_entered_and_taken_back_in_one_go(run: Run, year: Store, tmp_path: Path) -> None:
    file = tmp_path / "leaves.ics"
    file.write_text(LEAVES, encoding="utf-8")
    words = ("import-calendar", str(file), "--as", "leaves", "OP1")
    shown = run(*words)
    assert shown[0] == 0
    assert "nothing is entered yet: 3" in shown[2]
    assert load_centre(year, "SMALL").leaves == ()
    assert run(*words, "--apply")[0] == 0
    leaves = load_centre(year, "SMALL").leaves
    # The unit opens on Monday and Thursday mornings alone: from the 8th to the 11th that is both of them.
    spans = [(date(2027, 3, 1), date(2027, 3, 5)), (date(2027, 3, 8),) * 2, (date(2027, 3, 11),) * 2]
    assert [(leave.from_on, leave.to_on) for leave in leaves] == spans
    assert {leave.operator for leave in leaves} == {"OP1"}
    assert "LEAKED" not in run("show", "audit", "--json")[1] + run("history")[1]
    assert "nothing is entered yet: 0" in run(*words)[2]
    assert run("undo")[0] == 0
    assert load_centre(year, "SMALL").leaves == ()


def test_closures_from_a_calendar_have_no_reason_and_what_repeats_is_read_day_by_day(
    run: Run, year: Store, tmp_path: Path
) -> None:
    file = tmp_path / "closures.ics"
    file.write_text(LEAVES.replace("END:VCALENDAR\n", WEEKLY), encoding="utf-8")
    assert "are read day by day, up to 2029-01-04" in run("import-calendar", str(file), "--as", "closures")[2]
    found = data(run("import-calendar", str(file), "--as", "closures", "--apply", "--json"))
    thursdays = [date(2027, 3, 11) + timedelta(days=7 * week) for week in range(96)]
    assert thursdays[-1] <= date(2029, 1, 4) < thursdays[-1] + timedelta(days=7)
    notes = [event["note"] for event in rows(found["events"])]
    assert sum("outside the opening hours" in str(note) for note in notes) == 1
    entered = {closure.from_on for closure in load_centre(year, "SMALL").closures if closure.from_on == closure.to_on}
    assert set(thursdays) <= entered
    closures = load_centre(year, "SMALL").closures
    assert Closure(from_on=date(2027, 3, 1), to_on=date(2027, 3, 5)) in closures
    assert {closure.reason for closure in closures} == {""}


@pytest.mark.parametrize("end", ["99991231T235959Z", "99981231T120000Z", "20300101T120000Z"])
def test_an_event_without_a_real_end_is_named_and_enters_nothing(run: Run, tmp_path: Path, end: str) -> None:
    file = tmp_path / "endless.ics"
    event = f"BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nDTSTART:20270301T080000Z\nDTEND:{end}\nEND:VEVENT\n"
    file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}END:VCALENDAR\n", encoding="utf-8")
    (found,) = rows(data(run("import-calendar", str(file), "--as", "closures", "--json"), code=1)["events"])
    assert str(found["note"]).startswith("it lasts longer than two years: enter its days by 'refillplan close'")
    assert "nothing is entered yet: 0" in run("import-calendar", str(file), "--as", "closures")[2]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\xff", b"BEGIN:VCALENDAR\r\nEND:VEVENT", b"BEGIN:VEVENT\r\nDTSTART:x"])
def test_a_file_that_is_no_calendar_is_one_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.ics").write_bytes(content)
    code, _, err = run("import-calendar", str(tmp_path / "bad.ics"), "--as", "closures")
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "bad.ics: " in err
    assert "'refillplan export check' names the lines" in err


def test_what_is_exported_passes_the_check_and_a_bad_file_does_not(run: Run, tmp_path: Path) -> None:
    assert run("export", "ics", str(tmp_path / "ics"))[0] == 0
    assert run("export", "vdir", str(tmp_path / "vdir"))[0] == 0
    files = [*(tmp_path / "ics").glob("*.ics"), *(tmp_path / "vdir").glob("*.ics")]
    assert len(files) == 2 + len(Calendar.from_ical((tmp_path / "ics" / "unit.ics").read_bytes()).walk("VEVENT"))
    for file in files:
        assert run("export", "check", str(file))[0] == 0
    (tmp_path / "bad.ics").write_text("hello\n")
    code, out, _ = run("export", "check", str(tmp_path / "bad.ics"))
    assert code == 1
    assert f"{tmp_path / 'bad.ics'}:1: " in out
    found = data(run("export", "check", str(tmp_path / "bad.ics"), "--json"), code=1)
    assert found["findings"]
