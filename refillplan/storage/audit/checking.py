"""Whether the audit is as it was written: every byte of every entry, none missing, none added, erased by the rules."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, text
from sqlalchemy.orm import Session

from refillplan.domain.messages import N_, Message, message
from refillplan.storage.audit.accounting import unaccounted
from refillplan.storage.audit.chain import NOTHING_BEFORE, Part, digest_of, hash_of
from refillplan.storage.audit.entries import Action

# Each column as the bytes that the database keeps: a text that is no UTF-8 any more must be found, not stumbled over.
_SQLITE = """
SELECT id, erased_by, CAST(CAST(id AS TEXT) AS BLOB) AS id_, CAST(at AS BLOB) AS at, CAST(actor AS BLOB) AS actor,
       CAST(action AS BLOB) AS action, CAST(centre AS BLOB) AS centre, CAST(table_name AS BLOB) AS table_name,
       CAST(row_key AS BLOB) AS row_key, CAST(old_values AS BLOB) AS old, CAST(new_values AS BLOB) AS new,
       CAST(why AS BLOB) AS why, CAST(salt AS BLOB) AS salt, CAST(digest AS BLOB) AS digest, CAST(hash AS BLOB) AS hash
FROM audit ORDER BY id
"""
_POSTGRESQL = """
SELECT id, erased_by, convert_to(id::text, 'UTF8') AS id_,
       convert_to(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), 'UTF8') AS at,
       convert_to(actor, 'UTF8') AS actor, convert_to(action, 'UTF8') AS action, convert_to(centre, 'UTF8') AS centre,
       convert_to(table_name, 'UTF8') AS table_name, convert_to(row_key, 'UTF8') AS row_key,
       convert_to(old_values::text, 'UTF8') AS old, convert_to(new_values::text, 'UTF8') AS new,
       convert_to(why, 'UTF8') AS why, convert_to(salt, 'UTF8') AS salt, convert_to(digest, 'UTF8') AS digest,
       convert_to(hash, 'UTF8') AS hash
FROM audit ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry, byte for byte, as the chain is made over it; None where the database holds nothing."""

    id: int
    erased_by: object
    id_: Part
    at: Part
    actor: Part
    action: Part
    centre: Part
    table_name: Part
    row_key: Part
    old: Part
    new: Part
    why: Part
    salt: Part
    digest: Part
    hash: Part

    @property
    def emptied(self) -> bool:
        """Whether all that an erasure takes away is gone."""
        return self.old is None and self.new is None and not (self.row_key or self.why or self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What was found in the audit.

    Parameters
    ----------
    entries
        How many there are.
    head
        Number and hash of the last one, to be kept elsewhere; ``0`` and zeros where there is none.
    faults
        One sentence each; empty: the chain is whole.
    """

    entries: int
    head: tuple[int, str]
    faults: tuple[Message, ...]


def raw_entries(connection: Connection) -> Iterator[RawEntry]:
    """Return all entries in their order, byte for byte."""
    statement = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    return map(_raw, connection.execute(text(statement)))


def check_audit(session: Session) -> AuditVerdict:
    """Check the chain and, where it is whole, the tables against what it says."""
    verdict = check_chain(raw_entries(session.connection()))
    if verdict.faults:
        return verdict
    rows = unaccounted(session)
    faults = (message(N_("{table} {key} of {centre} is not as the audit says"), table=t, centre=c, key=k) for t, c, k in rows)
    return replace(verdict, faults=tuple(faults))


def check_chain(entries: Iterable[RawEntry]) -> AuditVerdict:
    """Check entries in their order against the hashes that they were written with."""
    faults: list[Message] = []
    erased: dict[int, object] = {}
    erasures: dict[int, Part] = {}
    before, last, count = NOTHING_BEFORE.encode(), 0, 0
    for entry in entries:
        count += 1
        if entry.id != last + 1:
            faults.append(message(N_("entries {first} to {last} of the audit are missing"), first=last + 1, last=entry.id - 1))
        if entry.erased_by is not None:
            erased[entry.id] = entry.erased_by if entry.emptied else None
        elif digest_of(entry.salt, entry.row_key, entry.old, entry.new, entry.why).encode() != entry.digest:
            faults.append(_changed(entry))
        elif entry.action == Action.ERASED.encode():
            erasures[entry.id] = entry.new
        if _link(before, entry).encode() != entry.hash:
            faults.append(_changed(entry))
        before, last = entry.hash or b"", entry.id
    faults += _wrongly_erased(erased, erasures)
    head = (last, before.decode("ascii", "replace"))
    return AuditVerdict(entries=count, head=head, faults=tuple(dict.fromkeys(faults)))


def _link(before: bytes, entry: RawEntry) -> str:
    clear = (entry.id_, entry.at, entry.actor, entry.action, entry.centre, entry.table_name, entry.digest)
    return hash_of(before, *clear)


def _wrongly_erased(erased: dict[int, object], erasures: dict[int, Part]) -> Iterator[Message]:
    """Name the entries that no erasure lists as its own; each erasure's list is in the chain itself."""
    listed = {number: set(json.loads(new or b"{}").get("entries", ())) for number, new in erasures.items()}
    for number, by in erased.items():
        if not isinstance(by, int) or number not in listed.get(by, ()):
            yield message(N_("entry {number} of the audit was erased by hand"), number=number)


def _changed(entry: RawEntry) -> Message:
    return message(N_("entry {number} of the audit is not as it was written"), number=entry.id)


def _raw(row: Row[tuple[object, ...]]) -> RawEntry:
    values = row._asdict()
    parts = {name: _bytes(value) for name, value in values.items() if name not in ("id", "erased_by")}
    return RawEntry(id=values["id"], erased_by=values["erased_by"], **parts)


def _bytes(value: object) -> Part:
    """Return what a driver gives for bytes; SQLite gives text where a column holds a number."""
    if value is None or isinstance(value, bytes):
        return value
    return bytes(value) if isinstance(value, (bytearray, memoryview)) else str(value).encode()
