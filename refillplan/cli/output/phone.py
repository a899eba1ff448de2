"""Whom to phone, for people and as JSON."""

from refillplan.cli.desk import Desk, Json
from refillplan.cli.output.tables import print_lines, print_table
from refillplan.cli.output.values import instant_or_null
from refillplan.domain.calendar_entries import CalendarEntry
from refillplan.domain.messages import N_, message
from refillplan.services.calls.phoning import PhoneCall, PhoneList

_TITLES = tuple(
    message(title)
    for title in (
        N_("whom"),
        N_("phone"),
        N_("patient"),
        N_("was"),
        N_("is"),
        N_("last fetched (UTC)"),
        N_("client"),
        N_("asks again by (UTC)"),
    )
)


def print_phone_list(desk: Desk, found: PhoneList) -> None:
    """Print whom to phone."""
    title = desk.text(N_("Phone these people, their calendar does not show it yet: {count}"), count=len(found.calls))
    print_table(desk, title, _TITLES, (_row(desk, call) for call in found.calls))
    print_lines(
        desk.text(
            N_("{client}: up to {hours} h between two requests ({source}, {on}); nobody promises it"),
            client=client.name,
            hours=client.lag_hours,
            source=client.source,
            on=str(client.source_on),
        )
        for client in found.clients
        if client.lag_hours is not None
    )


def phone_list_json(found: PhoneList) -> Json:
    """Return the list as ``show phone --json`` prints it."""
    return {
        "at": found.at.isoformat(),
        "calls": [
            {
                "operator": call.operator,
                "feed": None if call.feed is None else call.feed.number,
                "phone": None if call.feed is None else call.feed.phone,
                "client": None if call.feed is None else call.feed.client,
                "fetched_at": None if call.feed is None else instant_or_null(call.feed.fetched_at),
                "expected_at": instant_or_null(call.expected_at),
                "changed_at": call.change.at.isoformat(),
                "patient": call.change.new.patient,
                "old": _entry_json(call.change.old),
                "new": _entry_json(call.change.new),
            }
            for call in found.calls
        ],
    }


def _entry_json(entry: CalendarEntry | None) -> Json:
    if entry is None:
        return None
    return {
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": entry.ends_at.isoformat(),
        "place": entry.place,
        "operator": entry.operator,
        "kind": entry.kind,
        "cancelled": entry.cancelled,
    }


def _row(desk: Desk, call: PhoneCall) -> tuple[str, ...]:
    change, feed = call.change, call.feed
    fetched = "" if feed is None else desk.text(N_("never")) if feed.fetched_at is None else f"{feed.fetched_at:%m-%d %H:%M}"
    return (
        desk.text(N_("the unit")) if call.operator is None else call.operator,
        desk.text(N_("no calendar")) if feed is None else feed.phone,
        change.new.patient,
        desk.text(N_("none")) if change.old is None else _when(desk, change.old),
        _when(desk, change.new),
        fetched,
        "" if feed is None else feed.client or "",
        desk.text(N_("not known")) if call.expected_at is None else f"{call.expected_at:%m-%d %H:%M}",
    )


def _when(desk: Desk, entry: CalendarEntry) -> str:
    if entry.cancelled:
        return desk.text(N_("cancelled"))
    return f"{entry.starts_at:%m-%d %H:%M} {entry.operator}"
