"""The database and its keep: versions, backups, the audit, erasure, and whether all is well."""
