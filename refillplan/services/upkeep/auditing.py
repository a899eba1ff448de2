"""The audit itself: checked byte for byte, and written to a file that it can be held against later."""

import json
from collections.abc import Iterator
from pathlib import Path

from refillplan.domain.file_errors import why_unusable
from refillplan.domain.messages import N_, InvalidValue, Message, message
from refillplan.private_files import write_file
from refillplan.services.core.access import looking
from refillplan.services.core.folders import require_new
from refillplan.storage import AuditVerdict, RawEntry, Store

__all__ = ["AuditVerdict", "export_audit", "verify_audit"]

_CLEAR = ("at", "actor", "action", "centre", "table_name", "row_key", "why", "salt", "digest", "hash")


def verify_audit(store: Store, against: Path | None = None) -> AuditVerdict:
    """Check that no entry was changed, added or removed by hand, and that the tables are as the audit says.

    Parameters
    ----------
    against
        A file that `export_audit` wrote: its entries must still be there, the same; this finds a chain that somebody
        made anew, or cut short together with the tables.

    Raises
    ------
    InvalidValue
        If the file is not such a file.
    StorageError
        If the database cannot be read.
    """
    kept = {} if against is None else _hashes_of(against)
    if against is not None and not kept:
        raise InvalidValue(message(N_("{file} holds no entry of an audit"), file=str(against)), "against")
    with looking(store) as work:
        verdict = work.check_audit()
        present = {entry.id: _text(entry.hash) for entry in work.raw_audit()} if kept else {}
    lost = tuple(_not_there(number) for number, kept_hash in kept.items() if present.get(number) != kept_hash)
    return AuditVerdict(entries=verdict.entries, head=verdict.head, faults=(*verdict.faults, *lost))


def export_audit(store: Store, file: Path) -> int:
    """Write all entries to a file, one JSON value a line, oldest first, and return how many.

    Raises
    ------
    InvalidValue
        If the file exists.
    OSError
        If it cannot be written.
    StorageError
        If the database cannot be read.
    """
    require_new(file)
    with looking(store) as work:
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in map(_line, work.raw_audit())]
    write_file(file, "".join(lines).encode(), mode=0o600)  # whoever shares the folder is not to mend it
    return len(lines)


def _line(entry: RawEntry) -> dict[str, object]:
    values = {name: _text(getattr(entry, name)) for name in _CLEAR}
    texts = {name: None if (raw := getattr(entry, name)) is None else json.loads(raw) for name in ("old", "new")}
    return {"id": entry.id, **values, **texts, "erased_by": entry.erased_by}


def _hashes_of(file: Path) -> dict[int, str]:
    return dict(_read_hashes(file))


def _read_hashes(file: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()  # a wrong byte spoils its own line
    except OSError as error:
        raise InvalidValue(message(N_("{file}: {reason}"), file=str(file), reason=why_unusable(error)), "against") from error
    for position, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            yield int(entry["id"]), str(entry["hash"])
        except (ValueError, KeyError, TypeError) as error:
            sentence = N_("{file}, line {line}: this is no entry of an exported audit")
            raise InvalidValue(message(sentence, file=str(file), line=position), "against") from error


def _not_there(number: int) -> Message:
    return message(N_("entry {number} is not the one that was exported"), number=number)


def _text(part: bytes | None) -> str:
    return "" if part is None else part.decode("utf-8", "replace")
