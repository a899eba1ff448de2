"""The storage: remembers centres and plans in SQLite or PostgreSQL, and who changed what.

`Store.open` takes the address of a database; `Store.unit_of_work` gives the repositories under one transaction.
"""

from refillplan.storage.audit.checking import AuditVerdict, RawEntry, check_chain
from refillplan.storage.audit.entries import Action, AuditEntry, AuditLog
from refillplan.storage.database.backup import BackupContents
from refillplan.storage.database.schema import SchemaState
from refillplan.storage.errors import (
    BadUrl,
    BrokenReference,
    DatabaseBusy,
    DatabaseFull,
    DatabaseNotEmpty,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DuplicateRow,
    NotABackup,
    NotADatabase,
    NotAllowed,
    PlaceTaken,
    PlanNotDraft,
    SchemaOutOfDate,
    SchemaTooNew,
    StorageError,
    UnknownCentre,
    UnknownPlan,
    UnreadableRow,
)
from refillplan.storage.repositories.actors import ActorRepository
from refillplan.storage.repositories.calendar import CalendarRepository
from refillplan.storage.repositories.centres import CentreRepository, MergeReport, TableMerge
from refillplan.storage.repositories.edits import EditRepository, StoredEdit
from refillplan.storage.repositories.feeds import Fetch, FoundFeed
from refillplan.storage.repositories.plans import PlanHeader, PlanRepository, StoredPlan
from refillplan.storage.repositories.scenarios import ScenarioRepository
from refillplan.storage.store import Store
from refillplan.storage.unit_of_work import UnitOfWork

__all__ = [
    "Action",
    "ActorRepository",
    "AuditEntry",
    "AuditLog",
    "AuditVerdict",
    "BackupContents",
    "BadUrl",
    "BrokenReference",
    "CalendarRepository",
    "CentreRepository",
    "DatabaseBusy",
    "DatabaseFull",
    "DatabaseNotEmpty",
    "DatabaseReadOnly",
    "DatabaseUnreachable",
    "DuplicateRow",
    "EditRepository",
    "Fetch",
    "FoundFeed",
    "MergeReport",
    "NotABackup",
    "NotADatabase",
    "NotAllowed",
    "PlaceTaken",
    "PlanHeader",
    "PlanNotDraft",
    "PlanRepository",
    "RawEntry",
    "ScenarioRepository",
    "SchemaOutOfDate",
    "SchemaState",
    "SchemaTooNew",
    "StorageError",
    "Store",
    "StoredEdit",
    "StoredPlan",
    "TableMerge",
    "UnitOfWork",
    "UnknownCentre",
    "UnknownPlan",
    "UnreadableRow",
    "check_chain",
]
