"""Real clients against the running server: a year, a move, a cancellation, its disappearance; never twice the same."""

from pathlib import Path

from feed_clients import Phone
from feed_samples import cancel_a_visit, entries, move_a_visit
from feed_servers import Served

from refillplan.domain.calendar_entries import CalendarEntry

pytest_plugins = ["feed_fixtures"]


def line(entry: CalendarEntry) -> str:
    """A visit as khal tells of it; vdirsyncer gives every event of a feed an identity of its own."""
    cancelled = "cancelled: " if entry.cancelled else ""
    return f"{entry.starts_at:%Y-%m-%d %H:%M} {cancelled}{entry.patient} · {entry.kind}"


def expected(served: Served) -> list[str]:
    return sorted(line(entry) for entry in entries(served.store))


def seen(phone: Phone) -> list[str]:
    return sorted(f"{event['start-long']} {event['title']}" for event in phone.shown())


def test_vdirsyncer_and_khal_see_a_year_a_move_a_cancellation_and_its_end(served: Served, tmp_path: Path) -> None:
    phone = Phone(tmp_path / "phone", served.feed(operator="OP1").link)
    phone.sync()
    assert seen(phone) == expected(served)
    assert len(seen(phone)) > 20
    assert seen(phone)[-1] > "2027-12"

    served.clock.move(hours=1)
    moved = move_a_visit(served.store, served.clock())
    phone.sync()
    assert seen(phone) == expected(served)
    assert line(moved) not in seen(phone)

    served.clock.move(hours=1)
    gone = cancel_a_visit(served.store, served.clock())
    phone.sync()
    assert seen(phone) == expected(served)
    (cancelled,) = (event for event in phone.shown() if event["title"].startswith("cancelled: "))
    assert cancelled["start-long"] == f"{gone.starts_at:%Y-%m-%d %H:%M}"
    assert "CANCELLED" in cancelled["status"]

    served.clock.move(days=14)
    phone.sync()
    assert seen(phone) == expected(served)
    served.clock.move(days=1)
    phone.sync()
    assert seen(phone) == [shown for shown in expected(served) if "cancelled: " not in shown]
    assert len(seen(phone)) == len(entries(served.store)) - 1
