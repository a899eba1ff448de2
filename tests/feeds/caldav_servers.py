"""A real Radicale on the loopback, and a relay before it that cuts the connection."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

USER = "unit"
PASSWORD = "kept nowhere"
_CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""
_MAKE = (
    '<?xml version="1.0"?><C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
    "<displayname>refills</displayname></prop></set></C:mkcalendar>"
)


class Calendar:
    """A collection on the server, as somebody else's program sees it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder
        self._client = httpx.Client(auth=(USER, PASSWORD))

    def put(self, name: str, content: bytes) -> None:
        self._client.put(self.url + name, content=content).raise_for_status()

    def make(self) -> None:
        self._client.request("MKCALENDAR", self.url, content=_MAKE).raise_for_status()

    def events(self) -> dict[str, bytes]:
        """Return what the server gives for every event by its name."""
        (there,) = self._folder.glob("collections/collection-root/unit/refills")
        names = [path.name for path in there.glob("*.ics")]
        return {name: self._client.get(self.url + name).raise_for_status().content for name in names}

    def close(self) -> None:
        self._client.close()


@contextmanager
def radicale(folder: Path) -> Iterator[Calendar]:
    """Run a Radicale with one empty collection, and end it by its process id."""
    folder.mkdir()
    port = _free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    quiet = {**os.environ, "HOME": str(folder)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(folder / "config")], stdout=log, stderr=log, env=quiet
        )
    calendar = Calendar(f"http://127.0.0.1:{port}/unit/refills/", folder)
    try:
        _wait_for(port, process)
        calendar.make()
        yield calendar
    finally:
        calendar.close()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


class CuttingRelay:
    """Passes bytes on to a server until so many have gone through, both ways together; from then on all is cut."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 0)
        self._left: int | None = None
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = url.replace(f":{parts.port}/", f":{self._listener.getsockname()[1]}/")
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def __enter__(self) -> "CuttingRelay":
        return self

    def __exit__(self, *_: object) -> None:
        _shut(self._listener)
        self._cut()
        self._thread.join(timeout=10)

    def arm(self, after: int | None) -> None:
        """Cut after so many bytes; None: pass everything."""
        with self._lock:
            self._left = after

    def _cut(self) -> None:
        with self._lock:
            ends, self._sockets = self._sockets, []
        for end in ends:
            _shut(end)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                with self._lock:
                    self._sockets += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(512):
                allowed = self._allowed(data)
                sink.sendall(allowed)
                if len(allowed) < len(data):
                    self._cut()
                    return
            sink.shutdown(socket.SHUT_WR)

    def _allowed(self, data: bytes) -> bytes:
        with self._lock:
            if self._left is None:
                return data
            allowed = data[: max(self._left, 0)]
            self._left -= len(data)
            return allowed


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
