"""The audit as a chain of hashes, in which what must be erased can be erased and nothing else changed.

Entries made before this migration are chained as they stand; what they left out of the tables is added to the audit
once the migrations are done (`refillplan.storage.audit.accounting.bring_level`).
"""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

from refillplan.storage.audit.chain import NOTHING_BEFORE, digest_of, hash_of

revision = "0012"
down_revision = "0011"

_TEXTS = ("salt", "digest", "hash")
_KEPT = ("id", "at", "actor", "action", "centre", "table_name", "digest", "hash")
_READ_SQLITE = """
SELECT id, CAST(at AS TEXT) AS at, actor, action, centre, table_name, row_key,
       CAST(old_values AS TEXT) AS old, CAST(new_values AS TEXT) AS new, why FROM audit ORDER BY id
"""
_READ_POSTGRESQL = """
SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at, actor, action, centre, table_name, row_key,
       old_values::text AS old, new_values::text AS new, why FROM audit ORDER BY id
"""


def upgrade() -> None:
    on_postgresql = op.get_context().dialect.name == "postgresql"
    if on_postgresql:
        op.execute("DROP TRIGGER audit_is_append_only ON audit")
    else:
        op.execute("DROP TRIGGER audit_is_not_updated")
    for name in _TEXTS:
        op.add_column("audit", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("erased_by", sa.BigInteger(), nullable=True))
    _chain(_READ_POSTGRESQL if on_postgresql else _READ_SQLITE)
    if on_postgresql:
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _chain(read: str) -> None:
    connection = op.get_bind()
    before = NOTHING_BEFORE
    chained = []
    for row in connection.execute(sa.text(read)):
        salt = token_hex(16)
        digest = digest_of(*(_bytes(part) for part in (salt, row.row_key, row.old, row.new, row.why)))
        clear = (before, row.id, row.at, row.actor, row.action, row.centre, row.table_name, digest)
        before = hash_of(*(_bytes(part) for part in clear))
        chained.append({"its_id": row.id, "salt": salt, "digest": digest, "hash": before})
    if chained:
        update = sa.text("UPDATE audit SET salt = :salt, digest = :digest, hash = :hash WHERE id = :its_id")
        connection.execute(update, chained)


def _bytes(part: object) -> bytes | None:
    return None if part is None else str(part).encode()


def _emptied(is_not: str) -> str:
    """Return the condition under which an update is no erasure."""
    same = " OR ".join(f"NEW.{name} {is_not} OLD.{name}" for name in _KEPT)
    full = "NEW.row_key <> '' OR NEW.old_values IS NOT NULL OR NEW.new_values IS NOT NULL OR NEW.why <> '' OR NEW.salt <> ''"
    return f"{same} OR {full} OR OLD.erased_by IS NOT NULL OR NEW.erased_by IS NULL"


def _guard_on_sqlite() -> None:
    op.execute(
        f"""
        CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit WHEN {_emptied("IS NOT")}
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
        """
    )


def _guard_on_postgresql() -> None:
    op.execute(
        """
        CREATE TRIGGER audit_is_append_only BEFORE DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit()
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER audit_is_only_erased BEFORE UPDATE ON audit
        FOR EACH ROW WHEN ({_emptied("IS DISTINCT FROM")}) EXECUTE FUNCTION refuse_to_change_audit()
        """
    )
