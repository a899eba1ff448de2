"""Running feed servers: one in this process with a clock of its own, and ones in processes as users start them."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from feed_samples import ACTOR, AT, Clock

from refillplan.services.sharing.feeds import FeedLink, add_feed
from refillplan.services.sharing.serving import ServeSettings, feed_server
from refillplan.storage import Store

ROOT = Path(__file__).parents[2]
CALM = 6000  # requests a minute: the limit has a test of its own
_ANSWERING_CTRL_C = """\
import signal, sys
from refillplan.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
sys.exit(main())
"""


@dataclass
class Served:
    """A server that runs: its address, its database, and the lines of its log."""

    url: str
    store: Store
    clock: Clock
    log: list[str]

    def feed(self, phone: str = "PH1", operator: str | None = None, lang: str = "en", *, replacements: bool = False) -> FeedLink:
        return add_feed(self.store, "SMALL", phone, operator, lang, self.url, replacements=replacements, actor=ACTOR, at=AT)


@contextmanager
def serving(store: Store, url: str, per_minute: int = CALM) -> Iterator[Served]:
    import uvicorn  # noqa: PLC0415 (an optional part)

    from refillplan.calendars.server.running import Address, listening, server_config  # noqa: PLC0415

    clock, log = Clock(), list[str]()
    settings = settings_for(url, per_minute)
    address = Address(host="127.0.0.1", port=0)
    server = uvicorn.Server(server_config(lambda: feed_server(settings, clock, log.append), address, 1))
    with listening(address) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Served(url=f"http://127.0.0.1:{listener.getsockname()[1]}", store=store, clock=clock, log=log)
        finally:
            server.should_exit = True
            thread.join(timeout=20)
        assert not thread.is_alive()


def settings_for(url: str, per_minute: int = CALM) -> ServeSettings:
    return ServeSettings(
        url=url,
        host="127.0.0.1",
        port=0,
        certificate=None,
        key=None,
        behind_proxy=False,
        workers=1,
        per_minute=per_minute,
        today=None,
    )


@contextmanager
def serving_process(
    db: str, log: Path, *words: str, end: signal.Signals = signal.SIGTERM, code: int | None = None
) -> Iterator[str]:
    """Run ``refillplan serve`` on a free port; yield its address, and end it by its process id; ``code``: how it must end."""
    command = [sys.executable, "-c", _ANSWERING_CTRL_C, "serve", "--db", db, "--port", "0", "--json", *words]
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--today", "2027-01-04"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            text = ""
            while not text.endswith("}\n"):
                line = process.stdout.readline()
                assert line, log.read_text()
                text += line
            yield json.loads(text)["url"]
        finally:
            process.send_signal(end)
            ended = process.wait(timeout=20)
            process.stdout.close()
    assert code in (None, ended), log.read_text()
