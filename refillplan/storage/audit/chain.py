"""The chain of the audit: every entry's hash covers the entry before it, byte for byte as the database keeps it.

What may have to be erased (key, values, reason) goes in by a salted digest: once it is erased, with its salt, the
chain still holds, and nobody can guess the erased text from its digest. The form of both never changes: databases
keep hashes made with it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

Part = bytes | None

NOTHING_BEFORE = "0" * 64
"""What the first entry of an audit hangs on."""


def digest_of(salt: Part, key: Part, old: Part, new: Part, why: Part) -> str:
    """Return the digest of what may be erased of an entry."""
    return _sha256((salt, key, old, new, why))


def hash_of(before: Part, id_: Part, at: Part, actor: Part, action: Part, centre: Part, table: Part, digest: Part) -> str:
    """Return the hash of an entry.

    Parameters
    ----------
    before
        The hash of the entry before it.
    at
        As `instant_text` writes it.
    """
    return _sha256((before, id_, at, actor, action, centre, table, digest))


def instant_text(at: datetime) -> str:
    """Return an instant as ``2027-01-04 07:30:15.123456``, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _sha256(parts: Iterable[Part]) -> str:
    """Hash parts with their lengths, so that no byte can pass from one to the next; None is not the empty text."""
    framed = (b"-;" if part is None else b"%d:%b;" % (len(part), part) for part in parts)
    return sha256(b"".join(framed)).hexdigest()
