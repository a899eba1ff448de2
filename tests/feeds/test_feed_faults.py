"""A fault inside the server is named by its kind alone: whatever it says might be of patients."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import httpx
import pytest
from feed_samples import AT

from refillplan.calendars.server.app import feed_app
from refillplan.calendars.server.source import FeedAnswer, FeedContent, FetchNote


class Broken:
    """A source with a fault in it."""

    def find(self, token_hash: str, at: datetime) -> FeedAnswer | None:
        raise RuntimeError(f"P017 {token_hash} {at}")

    def render(self, content: FeedContent) -> bytes:
        raise RuntimeError(content.centre)

    def keep(self, notes: Sequence[FetchNote]) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Close nothing."""


def test_a_fault_is_logged_without_values_and_answered_without_any(capfd: pytest.CaptureFixture[str]) -> None:
    log: list[str] = []
    app = feed_app(Broken(), clock=lambda: AT, log=log.append, per_minute=30)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
            return await client.get(f"/feeds/{'a' * 32}.ics")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    (line,) = log
    assert line.split()[1:4] == ["GET", "-", "500"]
    assert line.endswith("fault RuntimeError")
    assert "P017" not in line
    assert capfd.readouterr() == ("", "")
