"""Many requests: wild ones, and many phones that poll."""

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from feed_requests import Fuzz
from feed_samples import Clock, entries
from feed_servers import Served, serving_process

from refillplan.storage import Store

pytest_plugins = ["feed_fixtures"]

PHONES = 200
POLLS = 20  # by each phone, one a second; real ones make one an hour


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.many_requests)])
def test_no_request_brings_a_fault_and_none_leaves_a_token_or_a_code_in_the_log(count: int, year: Store, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving_process(f"sqlite:///{tmp_path / 'refillplan.db'}", log, "--per-minute", "6000") as url:
        made = Served(url=url, store=year, clock=Clock(), log=[]).feed(operator="OP1")
        threads = 4

        def some(seed: int) -> Counter[str]:
            fuzz = Fuzz(seed, made.link)
            return Counter(fuzz.send()[9:12] for _ in range(count // threads))

        with ThreadPoolExecutor(threads) as pool:
            answers = sum(pool.map(some, range(threads)), Counter[str]())
        assert httpx.get(made.link).status_code == 200  # alive and well
    print(answers)  # noqa: T201
    assert sum(answers.values()) == count
    assert not [status for status in answers if status.startswith("5")], answers
    assert answers["200"] > 0
    assert answers["404"] > 0
    said = log.read_text()
    assert "Traceback" not in said
    assert "fault" not in said
    token = made.link.rpartition("/")[2].removesuffix(".ics")
    codes = {code for entry in entries(year) for code in (entry.patient, entry.operator, entry.uid)}
    for secret in (token, token[:12], token[-12:], "/feeds", "P017", "PH1", "SMALL", *codes):
        assert secret not in said


@dataclass
class Polled:
    """What the phones met."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@pytest.mark.many_requests
@pytest.mark.parametrize("workers", [1, 2])
def test_two_hundred_phones_poll_unchanged_feeds(workers: int, year: Store, tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = ("--per-minute", "6000", "--workers", str(workers))
    with serving_process(f"sqlite:///{tmp_path / 'refillplan.db'}", log, *words) as url:
        server = Served(url=url, store=year, clock=Clock(), log=[])
        links = [server.feed(f"PH{number}", None if number % 2 else "OP1").link for number in range(PHONES)]
        polled = Polled()
        asyncio.run(_poll(links, polled))
    total = sum(polled.statuses.values())
    assert total == PHONES * (POLLS + 1)
    p99 = sorted(polled.seconds)[int(total * 0.99)]
    print(f"{workers} workers: {polled.statuses}, p99 {p99 * 1000:.1f} ms, largest {max(polled.seconds) * 1000:.1f} ms")  # noqa: T201
    assert polled.statuses[304] / total >= 0.95
    assert p99 <= 0.050
    assert "Traceback" not in log.read_text()


async def _poll(links: list[str], polled: Polled) -> None:
    await asyncio.gather(*(_phone(link, number / PHONES, polled) for number, link in enumerate(links)))


async def _phone(link: str, wait: float, polled: Polled) -> None:
    """Poll once a second on a new connection each time, as phones do, each phone at a moment of its own."""
    began, etag = time.monotonic() + wait, ""
    for turn in range(POLLS + 1):
        await asyncio.sleep(max(0.0, began + turn - time.monotonic()))
        asked = time.monotonic()
        status, etag = await _ask(link, etag)
        polled.seconds.append(time.monotonic() - asked)
        polled.statuses[status] += 1


async def _ask(link: str, etag: str) -> tuple[int, str]:
    parts = urlsplit(link)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    writer.write(
        f"GET {parts.path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{known}Connection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    head = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    given = next((line.partition(": ")[2] for line in head if line.lower().startswith("etag: ")), "")
    return int(head[0].split()[1]), given
