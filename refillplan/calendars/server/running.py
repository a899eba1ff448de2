"""Running the server: one process or several on one socket, over HTTP or HTTPS."""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, InvalidValue, message

_WAITING = 1024  # connections that the system keeps in line
_SECONDS_TO_END = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server listens.

    Parameters
    ----------
    port
        0: one that the system chooses.
    certificate, key
        PEM files for HTTPS; None: HTTP.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def run(make_app: Callable[[], ASGIApp], address: Address, *, workers: int, started: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Parameters
    ----------
    make_app
        Called once in each process; with several workers it is handed to them, so it must be one that pickles.
    workers
        Number of processes.
    started
        Told the address once connections are taken.

    Raises
    ------
    InvalidValue
        If the address or the certificate cannot be used.
    """
    _require_certificate(address)
    config = server_config(make_app, address, workers)
    with listening(address) as listener:
        started(_url(address, listener))
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def server_config(make_app: Callable[[], ASGIApp], address: Address, workers: int) -> uvicorn.Config:
    """Return how uvicorn serves: no access log of its own, which would hold the tokens, and no WebSockets."""
    return uvicorn.Config(
        make_app,
        factory=True,
        workers=workers,
        lifespan="on",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_SECONDS_TO_END,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
    )


def listening(address: Address) -> socket.socket:
    """Return a socket that listens on an address.

    Raises
    ------
    InvalidValue
        If it cannot be used.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=_WAITING)
    except OSError as error:
        raise InvalidValue(
            message(
                N_("the server cannot listen on {host}, port {port}: {reason}"),
                host=address.host,
                port=address.port,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _require_certificate(address: Address) -> None:
    if address.certificate is None:
        return
    certificate, key = address.certificate, address.key or address.certificate
    for file in (certificate, key):
        try:
            file.read_bytes()
        except OSError as error:
            raise InvalidValue(message(N_("{file}: {reason}"), file=str(file), reason=why_unusable(error))) from error
    try:
        ssl.create_default_context(cafile=certificate)
    except ssl.SSLError as error:
        raise InvalidValue(message(N_("{file} holds no certificate (PEM)"), file=str(certificate))) from error
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        other = error.reason == "KEY_VALUES_MISMATCH"
        wrong = (
            N_("{file} is not the key of this certificate") if other else N_("{file} holds no key (PEM, without a passphrase)")
        )
        raise InvalidValue(message(wrong, file=str(key))) from error


def _url(address: Address, listener: socket.socket) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{'http' if address.certificate is None else 'https'}://{host}:{listener.getsockname()[1]}"
