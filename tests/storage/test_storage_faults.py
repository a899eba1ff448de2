"""Faults of the database: each becomes a sentence, without a password."""

import gc
import os
import random
import shutil
import socket
import sqlite3
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from storage_values import AT, CENTRE

from refillplan.storage import (
    BadUrl,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    NotADatabase,
    StorageError,
    Store,
)
from refillplan.storage.errors import translate

# pg8000 leaves refused and lost connections to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
NOBODY = 65534
NOT_ROOT = hasattr(os, "geteuid") and os.geteuid() != 0


@pytest.fixture(autouse=True)
def collect_connections() -> Iterator[None]:
    yield
    gc.collect()


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store.open(url, busy_seconds=0.1)
    try:
        yield store
    finally:
        store.close()


def use(url: str) -> None:
    with opened(url) as store, store.unit_of_work("N1", AT) as work:
        work.centres.merge(CENTRE)
        work.commit()


def refusal(url: str) -> str:
    with pytest.raises(DatabaseUnreachable) as caught:
        use(url)
    return str(caught.value)


def disconnect_everyone(url: str) -> None:
    """Do what a restart of a PostgreSQL server does to its connections."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid != "
    with engine.connect() as connection:
        connection.exec_driver_sql(f"{others} pg_backend_pid()").all()
    engine.dispose()


@contextmanager
def server_that_answers(reply: bytes | None) -> Iterator[int]:
    """Listen on a port of the loopback and answer the first message of one client with ``reply``; None: hang up on it."""

    def answer() -> None:
        client, _ = listener.accept()
        with client:
            if reply is None:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                client.recv(1024)
                client.sendall(reply)

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """Root may write everything; become someone who may not."""
    if NOT_ROOT:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_second_writer_is_told_that_the_database_is_busy(centre_store: Store, url: str) -> None:
    with centre_store.unit_of_work("N1", AT), pytest.raises(DatabaseBusy, match="in use by someone else"):
        use(url)
    use(url)


def test_an_upgrade_waits_its_turn_too(centre_store: Store, url: str, engine: sa.Engine) -> None:
    lock = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "LOCK TABLE alembic_version"
    with engine.connect() as connection:
        connection.exec_driver_sql(lock)
        with opened(url) as store, pytest.raises(DatabaseBusy):
            store.upgrade()


def test_a_file_that_is_not_a_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear colleague, " * 100)
    for action in ("state", "upgrade", "unit"):
        with opened(f"sqlite:///{file}") as store, pytest.raises(NotADatabase, match=r"letter\.txt is not a database"):
            match action:
                case "state":
                    store.schema_state()
                case "upgrade":
                    store.upgrade()
                case _:
                    use(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear colleague")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "refillplan.db"
    with opened(f"sqlite:///{file}") as store:
        store.upgrade()
    use(f"sqlite:///{file}")
    content = bytearray(file.read_bytes())
    content[8192:] = random.Random(1).randbytes(len(content) - 8192)
    file.write_bytes(content)
    with pytest.raises(NotADatabase, match=r"refillplan\.db is damaged"):
        use(f"sqlite:///{file}")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}") as store, pytest.raises(DatabaseUnreachable, match="cannot be opened"):
        store.schema_state()


def test_a_missing_folder_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="nowhere does not exist"):
        Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")


def test_a_file_that_may_not_be_written_is_named(read_only_file: Path) -> None:
    with as_an_ordinary_user(), pytest.raises(DatabaseReadOnly, match="may be read but not written"):
        use(f"sqlite:///{read_only_file}")


@pytest.fixture
def read_only_file() -> Iterator[Path]:
    """A database in a folder that everyone may use, in a file that nobody else may write."""
    folder = Path(tempfile.mkdtemp(prefix="refillplan-read-"))
    folder.chmod(0o777)
    file = folder / "refillplan.db"
    with opened(f"sqlite:///{file}") as store:
        store.upgrade()
    file.chmod(0o444)
    yield file
    shutil.rmtree(folder)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "full.db")) as connection:
        connection.execute("CREATE TABLE things (text TEXT)")
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute("INSERT INTO things VALUES (zeroblob(100000))")
    fault = translate(caught.value, "full.db", cut_off=False)
    assert isinstance(fault, DatabaseFull)
    assert "full.db" in str(fault)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR | 19 << 8, sqlite3.SQLITE_CANTOPEN])
def test_a_full_disk_is_named_even_where_only_reading_fails(code: int) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    assert isinstance(translate(error, "full.db", cut_off=False, no_room=True), DatabaseFull)
    assert not isinstance(translate(error, "full.db", cut_off=False, no_room=False), DatabaseFull)


def test_a_server_that_is_not_there_is_named_without_password() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    sentence = refusal(f"postgresql://nurse:s3cret@127.0.0.1:{port}/ward")
    assert sentence == f"the database ward (127.0.0.1:{port}) does not answer"


@pytest.mark.parametrize("reply", [None, b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
@pytest.mark.parametrize("mode", ["disable", "prefer"])
def test_a_server_of_another_kind_does_not_answer(reply: bytes | None, mode: str) -> None:
    with server_that_answers(reply) as port, pytest.raises(DatabaseUnreachable, match="does not answer"):
        use(f"postgresql://nurse:s3cret@127.0.0.1:{port}/ward?sslmode={mode}")


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_a_server_that_fails_to_encrypt_is_not_trusted(mode: str) -> None:
    url = f"postgresql://nurse:s3cret@127.0.0.1:{{port}}/ward?sslmode={mode}"
    with server_that_answers(b"Snonsense, not a greeting") as port, pytest.raises(DatabaseUnreachable, match="safe connection"):
        use(url.format(port=port))
    with server_that_answers(b"N") as port, pytest.raises(DatabaseUnreachable, match="safe connection"):
        use(url.format(port=port))


@pytest.mark.parametrize(
    ("user", "database", "sentence"),
    [
        ("stranger", "postgres", "the database postgres (localhost) refuses the user or the password"),
        ("postgres", "elsewhere", "the server has no database elsewhere (localhost)"),
    ],
)
def test_a_server_that_refuses_says_what_without_password(server_url: sa.URL, user: str, database: str, sentence: str) -> None:
    url = server_url.set(username=user, password="s3cret", database=database)
    assert refusal(url.render_as_string(hide_password=False)) == sentence


def test_a_server_that_asks_for_a_password_that_nobody_gave_is_a_sentence() -> None:
    asks = b"SCRAM-SHA-256\0\0"
    reply = b"R" + struct.pack("!ii", 8 + len(asks), 10) + asks
    with server_that_answers(reply) as port, pytest.raises(DatabaseUnreachable):
        use(f"postgresql://nurse@127.0.0.1:{port}/ward?sslmode=disable")


def test_a_lost_connection_is_told_once_and_not_in_the_log(postgresql_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with opened(postgresql_url) as store:
        store.upgrade()
        disconnect_everyone(postgresql_url)
        with store.look():
            pass
    assert not caplog.records


def test_a_server_that_may_only_be_read_is_named(postgresql_url: str) -> None:
    engine = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    database = sa.make_url(postgresql_url).database
    with engine.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{database}" SET default_transaction_read_only = on')
    engine.dispose()
    with pytest.raises(DatabaseReadOnly, match="may be read but not written"):
        use(postgresql_url)


@pytest.mark.parametrize("attempt", range(3))  # the loss shows itself in more than one way
def test_a_lost_connection_is_a_sentence_and_the_next_unit_works(postgresql_url: str, attempt: int) -> None:
    with opened(postgresql_url) as store:
        with pytest.raises(DatabaseUnreachable, match="does not answer"), store.unit_of_work("N1", AT) as work:
            work.centres.merge(CENTRE)
            disconnect_everyone(postgresql_url)
            work.commit()
        with store.unit_of_work("N1", AT) as work:
            assert work.centres.codes() == ()
        disconnect_everyone(postgresql_url)
        with store.unit_of_work("N1", AT) as work:
            assert work.centres.codes() == ()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "refillplan.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///x.db?mode=ro",
        "mysql://nurse:s3cret@localhost/ward",
        "postgresql+psycopg://nurse:s3cret@localhost/ward",
        "postgresql://nurse:s3cret@localhost:port/ward",
        "postgresql://localhost/ward",
        "postgresql://nurse:s3cret@localhost",
        "postgresql://nurse:pw@s3cret@localhost/ward",
        "postgresql://nurse:s3cret@localhost/ward?sslmode=maybe",
        "postgresql://nurse:s3cret@localhost/ward?keyfile=s3cret",
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        Store.open(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_every_fault_is_a_storage_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    assert str(caught.value) == str(caught.value.sentence)
    assert "{folder}" in caught.value.sentence.template
