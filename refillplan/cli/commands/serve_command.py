"""``refillplan serve``."""

import sys
from functools import partial
from pathlib import Path

import click

from refillplan.cli.desk import Desk
from refillplan.cli.exits import Exit
from refillplan.cli.options import common_without_centre
from refillplan.cli.settings import now
from refillplan.domain.messages import N_
from refillplan.services.sharing.serving import ServeSettings, serve

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "serve",
    help=N_(
        "Serve the feeds that phones subscribe to, read-only, until Ctrl-C. Each request gets one line on stderr, without "
        "link, code or address. By default only this machine is served; for others give a certificate, or put a proxy "
        "before it that speaks HTTPS."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help=N_("Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help=N_("Port to listen on; 0: a free one."),
)
@click.option("--certificate", type=_FILE, metavar="FILE", help=N_("Certificate for HTTPS, with its chain (PEM)."))
@click.option("--key", type=_FILE, metavar="FILE", help=N_("Key of the certificate (PEM), if it is not in the same file."))
@click.option("--behind-proxy", is_flag=True, help=N_("A proxy before this server speaks HTTPS to the phones."))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help=N_("Number of processes."))
@click.option(
    "--per-minute",
    type=click.IntRange(1, 6000),
    default=30,
    show_default=True,
    metavar="N",
    help=N_("How often one phone may ask in a minute."),
)
@common_without_centre
def command(
    desk: Desk,
    *,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    workers: int,
    per_minute: int,
) -> Exit:
    """Serve feeds."""
    settings = ServeSettings(
        url=desk.url,
        host=host,
        port=port,
        certificate=certificate,
        key=key,
        behind_proxy=behind_proxy,
        workers=workers,
        per_minute=per_minute,
        today=desk.given_today,
    )
    serve(settings, now, _log, partial(_tell_address, desk))
    return Exit.WELL


def _log(line: str) -> None:
    """Write a line of the access log; in the workers, too."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _tell_address(desk: Desk, url: str) -> None:
    if desk.as_json:
        desk.emit({"url": url})
        sys.stdout.flush()
    else:
        desk.say(N_("serving feeds on {url}; Ctrl-C ends it"), url=url)
