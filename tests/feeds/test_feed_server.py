"""What the server answers, as a client meets it."""

import gzip
import http.client
import signal
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import trustme
from feed_samples import ACTOR, TODAY, Clock, cancel_a_visit, entries, move_a_visit
from feed_servers import Served, serving, serving_process
from icalendar import Calendar

from refillplan.calendars.lint import lint
from refillplan.services.sharing.exporting import export_ics
from refillplan.services.sharing.feeds import feeds, revoke_feed, rotate_feed
from refillplan.storage import Store

pytest_plugins = ["feed_fixtures"]

IPHONE = "iOS/18.1 (22B83) dataaccessd/1.0"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client() as made:
        yield made


def kept(served: Served, *, fetched: bool = True) -> tuple[str | None, ...]:
    """Wait until the fetches are kept, and return the client of each feed."""
    for _ in range(100):
        found = feeds(served.store, "SMALL")
        if not fetched or all(feed.fetched_at is not None for feed in found):
            return tuple(feed.client for feed in found)
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_feed_is_the_calendar_that_export_writes(served: Served, client: httpx.Client, tmp_path: Path) -> None:
    export_ics(served.store, "SMALL", tmp_path / "ics", TODAY)
    for operator, name in ((None, "unit.ics"), ("OP1", "operator-OP1.ics")):
        answer = client.get(served.feed(operator=operator).link)
        assert answer.status_code == 200
        assert answer.content == (tmp_path / "ics" / name).read_bytes()
        assert lint(answer.content) == ()


def test_an_operator_sees_the_own_visits_alone(served: Served, client: httpx.Client) -> None:
    mine = [entry.uid for entry in entries(served.store) if entry.operator == "OP1"]
    events = Calendar.from_ical(client.get(served.feed(operator="OP1").link).content).walk("VEVENT")
    assert sorted(str(event["UID"]) for event in events) == sorted(mine)


def test_the_answer_says_what_it_is_and_that_it_must_be_asked_for_again(served: Served, client: httpx.Client) -> None:
    answer = client.get(served.feed().link, headers=PLAIN)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "server" not in answer.headers
    head = client.head(served.feed("PH2").link, headers=PLAIN)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])


def test_an_unchanged_feed_is_304_and_a_changed_one_is_not(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    first = client.get(link)
    etag = first.headers["etag"]
    assert etag.startswith('"')  # strong
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        unchanged = client.get(link, headers={"If-None-Match": given})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", etag)
    assert client.get(link, headers={"If-None-Match": '"other"'}).status_code == 200
    move_a_visit(served.store, served.clock())
    changed = client.get(link, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert lint(changed.content, before=first.content) == ()


def test_compressed_and_plain_are_two_representations_of_the_same(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    plain = client.get(link, headers=PLAIN)
    with client.stream("GET", link, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 3
    assert answer.headers["etag"] != plain.headers["etag"]
    refused = client.get(link, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_a_second_server_sends_the_same_bytes(served: Served, client: httpx.Client, tmp_path: Path) -> None:
    link = served.feed().link
    etag = client.get(link).headers["etag"]
    with serving(served.store, f"sqlite:///{tmp_path / 'refillplan.db'}") as other:
        again = client.get(link.replace(served.url, other.url), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_all_but_a_feed_is_one_answer(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    token = link.rpartition("/")[2].removesuffix(".ics")
    wrong = "a" * 32 if token != "a" * 32 else "b" * 32
    paths = (
        "/",
        "/feeds",
        "/feeds/",
        f"/feeds/{wrong}.ics",
        f"/feeds/{token}",
        f"/feeds/{token}.ics/",
        f"/feeds/{token.upper()}.ics",
    )
    answers = [client.get(served.url + path) for path in (*paths, "/docs", "/feeds/x.ics", "/feeds/../feeds")]
    answers += [client.request(method, link) for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND")]
    for answer in answers:
        del answer.headers["date"]
    assert {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in answers} == {
        (404, b"Not found\n", tuple(sorted(answers[0].headers.items())))
    }


def test_a_revoked_and_a_renewed_link_end_at_once(served: Served, client: httpx.Client) -> None:
    first, second = served.feed("PH1"), served.feed("PH2")
    assert client.get(first.link).status_code == client.get(second.link).status_code == 200
    revoke_feed(served.store, "SMALL", first.feed.number, actor=ACTOR, at=served.clock())
    renewed = rotate_feed(served.store, "SMALL", second.feed.number, served.url, actor=ACTOR, at=served.clock())
    assert [client.get(link).status_code for link in (first.link, second.link, renewed.link)] == [404, 404, 200]


def test_who_fetched_what_is_kept(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    served.clock.move(hours=3)
    etag = client.get(link, headers={"User-Agent": IPHONE}).headers["etag"]
    assert kept(served) == ("iphone",)
    assert feeds(served.store, "SMALL")[0].fetched_at == served.clock()
    served.clock.move(hours=1)
    client.get(link, headers={"User-Agent": "ICSx5/2.2 (Android)", "If-None-Match": etag})
    for _ in range(100):
        if feeds(served.store, "SMALL")[0].fetched_at == served.clock():
            break
        time.sleep(0.05)
    assert kept(served) == ("icsx5",)  # one that had it all is as well informed


def test_the_last_fetches_are_kept_as_the_server_ends(year: Store, client: httpx.Client, tmp_path: Path) -> None:
    with serving(year, f"sqlite:///{tmp_path / 'refillplan.db'}") as server:
        client.get(server.feed().link)
    assert feeds(year, "SMALL")[0].fetched_at is not None


def test_a_look_without_taking_is_no_fetch(served: Served, client: httpx.Client) -> None:
    client.head(served.feed().link)
    time.sleep(1.5)
    assert kept(served, fetched=False) == (None,)


def test_a_feed_is_served_while_somebody_writes(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    with served.store.unit_of_work(ACTOR, served.clock()) as work:
        work.centres.load("SMALL")
        assert client.get(link, timeout=2).status_code == 200


def test_a_phone_that_asks_too_often_is_told_so_and_others_are_not(year: Store, client: httpx.Client, tmp_path: Path) -> None:
    with serving(year, f"sqlite:///{tmp_path / 'refillplan.db'}", per_minute=5) as server:
        hasty, calm = server.feed("PH1").link, server.feed("PH2").link
        assert [client.get(hasty).status_code for _ in range(7)] == [200] * 5 + [429] * 2
        assert client.get(hasty).headers["retry-after"] == "60"
        assert client.get(calm).status_code == 200
        guesses = [client.get(f"{server.url}/feeds/{'a' * 32}.ics").status_code for _ in range(70)]
        assert (guesses[0], guesses[-1]) == (404, 429)
        assert client.get(calm).status_code == 200


def test_the_log_names_feeds_by_number_and_nothing_else(served: Served, client: httpx.Client) -> None:
    made = served.feed(operator="OP1")
    client.get(made.link, headers={"User-Agent": IPHONE})
    client.get(f"{served.url}/feeds/{'a' * 32}.ics?token=secret")
    client.request("JUNK", served.url + "/P017")
    assert [line.split()[1:4] for line in served.log] == [["GET", "feed", "1"], ["GET", "-", "404"], ["other", "-", "404"]]
    said = "\n".join(served.log)
    for secret in (made.link.rpartition("/")[2][:32], "aaaa", "secret", "P017", "OP1", "PH1", "127.0.0.1", "/feeds"):
        assert secret not in said


def test_a_cancelled_visit_leaves_the_feed_as_the_day_passes(served: Served, client: httpx.Client) -> None:
    link = served.feed().link
    gone = cancel_a_visit(served.store, served.clock())
    etag = client.get(link).headers["etag"]
    assert gone.uid.encode() in client.get(link).content
    served.clock.move(days=15)
    answer = client.get(link, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert gone.uid.encode() not in answer.content


def test_a_database_that_is_gone_is_answered_with_try_again(tmp_path: Path, year: Store, client: httpx.Client) -> None:
    file = tmp_path / "refillplan.db"
    with serving(year, f"sqlite:///{file}") as server:
        link = server.feed().link
        year.close()
        for part in tmp_path.glob("refillplan.db*"):
            part.unlink()
        file.mkdir()
        answer = client.get(link)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


def test_https_with_the_files_of_a_certificate(tmp_path: Path, year: Store) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    log = tmp_path / "log"
    words = ("--certificate", str(tmp_path / "server.pem"))
    with serving_process(f"sqlite:///{tmp_path / 'refillplan.db'}", log, *words) as url:
        assert url.startswith("https://127.0.0.1:")
        made = Served(url=url, store=year, clock=Clock(), log=[]).feed()
        trusted = ssl.create_default_context(cafile=str(tmp_path / "authority.pem"))
        assert httpx.get(made.link, verify=trusted).status_code == 200
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_the_server_without_a_fault_and_keeps_the_last_fetch(tmp_path: Path, year: Store, workers: str) -> None:
    db, log = f"sqlite:///{tmp_path / 'refillplan.db'}", tmp_path / "log"
    code = 130 if workers == "1" else 0  # the parent of several ends them and then itself
    with serving_process(db, log, "--workers", workers, end=signal.SIGINT, code=code) as url:
        assert status(Served(url=url, store=year, clock=Clock(), log=[]).feed().link) == 200
    assert feeds(year, "SMALL")[0].fetched_at is not None
    assert "Traceback" not in log.read_text()


def status(link: str) -> int:
    """Ask on a connection of its own."""
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", parts.path)
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_every_worker_and_every_server_knows_of_a_revoked_link_at_once(tmp_path: Path, year: Store) -> None:
    db, logs = f"sqlite:///{tmp_path / 'refillplan.db'}", (tmp_path / "log1", tmp_path / "log2")
    often = ("--per-minute", "6000")
    with (
        serving_process(db, logs[0], "--workers", "3", *often) as many,
        serving_process(db, logs[1], *often) as one,
    ):
        made = Served(url=many, store=year, clock=Clock(), log=[]).feed()
        links = [made.link] * 30 + [made.link.replace(many, one)] * 2
        assert {status(link) for link in links} == {200}
        revoke_feed(year, "SMALL", made.feed.number, actor=ACTOR, at=Clock()())
        began = time.monotonic()
        assert {status(link) for link in links} == {404}
        assert time.monotonic() - began < 1
    assert not any("Traceback" in log.read_text() for log in logs)
