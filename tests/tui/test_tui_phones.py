"""Calendars of phones on the screen: made, renewed, ended; whom to phone since theirs is late."""

import re
from pathlib import Path

import pytest
from tui_looking import cut_off
from tui_sitting import SIZES, Sitting, seated, sitting

from refillplan.domain.feeds import Feed
from refillplan.domain.roles import Role
from refillplan.services.sharing.feeds import feed_of_link, feeds

pytest_plugins = ["tui_databases"]


def known(here: Sitting) -> tuple[Feed, ...]:
    return feeds(here.app.desk.store, here.app.desk.centre)


def link(here: Sitting) -> str:
    found = re.search(r"http://127\.0\.0\.1:8765/feeds/\w+\.ics", here.text)
    assert found is not None, here.lines
    return found[0]


@pytest.mark.parametrize("size", SIZES)
@sitting
async def test_a_link_is_shown_once_renewed_and_ended(small: Path, size: tuple[int, int], tmp_path: Path) -> None:
    async with seated(small, size) as here:
        store = here.app.desk.store
        await here.press("F")
        await here.until_shown("No phone has a calendar yet: a makes one.")
        await here.press("a")
        await here.until_on("AddFeedDialog")
        await here.type("TEL1")
        await here.press("enter")
        await here.until_on("FeedLinkDialog")
        first = link(here)
        assert feed_of_link(store, first).feed.phone == "TEL1"
        card = tmp_path / "card.html"
        here.app.screen.query_one("#file").value = str(card)  # type: ignore[attr-defined]
        await here.press("enter")
        await here.until_on("FeedsScreen")
        assert first in card.read_text()
        await here.until_shown("✓ works")
        assert first not in here.text
        assert cut_off(here) == []
        await here.press("e")
        await here.until_on("RotateFeedDialog")
        await here.press("enter")
        await here.until_on("FeedLinkDialog")
        second = link(here)
        assert second != first
        await here.press("escape", "x")
        await here.until_on("RevokeFeedDialog")
        assert known(here)[0].revoked_at is None
        await here.press("enter")
        await here.until_shown("✖ revoked")
        assert known(here)[0].revoked_at is not None


@sitting
async def test_who_is_to_be_phoned_stands_there_with_what_changed(database: Path) -> None:
    async with seated(database, (120, 40)) as here:
        await here.press("F")
        await here.until_shown("Phone these people, their calendar does not show it yet: 5")
        row = next(line for line in here.lines if "P001" in line)
        assert row.split()[:3] == ["OP1", "no", "calendar"]
        assert "Tue 05/01 09:00" in row


@sitting
async def test_readers_see_phones_and_change_none(small: Path) -> None:
    async with seated(small, role=Role.READER) as here:
        await here.press("F", "a", "e", "x")
        await here.pilot.pause(0.1)
        assert here.on == "FeedsScreen"
        assert known(here) == ()
