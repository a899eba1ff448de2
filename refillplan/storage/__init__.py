"""The storage: remembers centres and plans in SQLite or PostgreSQL, and who changed what.

`Store.open` takes the address of a database; `Store.unit_of_work` gives the repositories under one transaction.
"""

from refillplan.storage.actors import ActorRepository
from refillplan.storage.audit import Action, AuditEntry, AuditLog
from refillplan.storage.audit_check import AuditVerdict, RawEntry, check_chain
from refillplan.storage.backup import BackupContents
from refillplan.storage.calendar import CalendarRepository
from refillplan.storage.centres import CentreRepository, MergeReport, TableMerge
from refillplan.storage.edits import EditRepository, StoredEdit
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
)
from refillplan.storage.feeds import Fetch, FoundFeed
from refillplan.storage.plans import PlanHeader, PlanRepository, StoredPlan
from refillplan.storage.scenarios import ScenarioRepository
from refillplan.storage.schema import SchemaState
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
    "check_chain",
]
