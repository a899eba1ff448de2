"""Requests as bytes: ones that make sense, ones that nearly do, and ones that do not."""

import random
import socket
import string
from urllib.parse import urlsplit

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get", "G\x00T", "")
_HEADERS = (
    "If-None-Match: *",
    'If-None-Match: "' + "x" * 200 + '"',
    'If-None-Match: W/"\xff", ,,"',
    "Accept-Encoding: gzip;q=;;=, *",
    "Accept-Encoding: br, gzip;q=0.0",
    "User-Agent: P017 %s %n \x1b[31m",
    "Range: bytes=5-1",
    "Content-Length: -1",
    "Content-Length: 99",
    "Transfer-Encoding: chunked",
    "Expect: 100-continue",
    "X-Forwarded-For: 1.2.3.4, ' OR 1=1 --",
    "Host: P017.example.org",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Broken header",
    ": nothing",
    "Cookie: " + "c" * 5000,
)


class Fuzz:
    """Draws requests around one link that works."""

    def __init__(self, seed: int, link: str) -> None:
        self._draws = random.Random(seed)
        parts = urlsplit(link)
        self._path = parts.path
        self._address = (parts.hostname or "", parts.port or 0)

    def send(self) -> str:
        """Send one request on a connection of its own and return the first line of the answer, if there is one."""
        with socket.create_connection(self._address, timeout=10) as connection:
            try:
                connection.sendall(self._request())
                return _first_line(connection)
            except OSError:
                return ""  # hung up on us, which is an answer too

    def _request(self) -> bytes:
        draws = self._draws
        if draws.random() < 0.05:
            return draws.randbytes(draws.randrange(1, 400))
        if draws.random() < 0.6:  # half of the rest is wild in its target or its headers alone
            method, version = draws.choice(("GET", "GET", "HEAD", "POST")), "HTTP/1.1"
        else:
            method, version = draws.choice(_METHODS), draws.choice(("HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "XTTP"))
        lines = [f"{method} {self._target()} {version}", "Host: localhost", "Connection: close"]
        lines += draws.sample(_HEADERS, draws.choice((0, 0, 1, 1, 3)))
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + draws.randbytes(draws.choice((0, 0, 0, 10, 1000)))

    def _target(self) -> str:
        draws, path = self._draws, self._path
        at = draws.randrange(len(path))
        return draws.choice(
            (
                path,
                path + draws.choice(("?x=1", "/", "%00", "#a", "\u00e9", "/../../etc/passwd", ".ics")),
                path[:at] + draws.choice(string.printable[:95]) + path[at + 1 :],
                path[:at],
                "/feeds/" + "".join(draws.choices(string.printable[:95], k=draws.randrange(0, 60))),
                "/" + "".join(draws.choices("/.%20aZ?=&P017", k=draws.randrange(0, 3000))),
                draws.choice(("*", "http://localhost" + path, "//", "/P017", "/feeds/P017.ics", "/%ff%fe", "/feeds/%2e%2e/")),
                "/feeds/" + "".join(draws.choices("abcdefghijklmnopqrstuvwxyz234567", k=32)) + ".ics",
            )
        )


def _first_line(connection: socket.socket) -> str:
    """Read up to the end of the first line; a server that waits for the rest is told that there is none."""
    answer, patience = b"", iter((0.4, 10.0))
    connection.settimeout(next(patience))
    while b"\r\n" not in answer:
        try:
            data = connection.recv(4096)
        except TimeoutError:
            connection.settimeout(next(patience))
            connection.shutdown(socket.SHUT_WR)
            continue
        if not data:
            break
        answer += data
    return answer.partition(b"\r\n")[0].decode("latin-1")
