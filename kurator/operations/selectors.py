"""How the installation is doing. The database itself asks for the permission of these readings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.selectors.telling import kind_labels, told_kind, told_subject
from kurator.operations.backups.place import backups
from kurator.operations.backups.verifying import latest_verdict
from kurator.operations.models import BackupRun
from kurator.operations.types import (
    BackupState,
    DeadEvent,
    Health,
    Job,
    KeptBackup,
    Queue,
    Run,
    SecurityNote,
)
from kurator.platform.database.archive import backup_directory
from kurator.platform.database.connections import is_embedded
from kurator.tracking.types import tell_actor

SHOWN_BACKUPS = 30


def erased_since(since: datetime | None) -> list[tuple[UUID, datetime]]:
    """Return who was removed for good since then, or ever. For the worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_id, erased_at FROM tracking_erasure"
            " WHERE erased_at >= coalesce(%s, '-infinity'::timestamptz) ORDER BY erased_at",
            [since],
        )
        return [(party_id, at) for party_id, at in cursor.fetchall()]


def list_queues(viewer: Viewer) -> list[Queue]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.queue_figures()")
        return [Queue(*row) for row in cursor.fetchall()]


def list_dead_events(viewer: Viewer) -> list[DeadEvent]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.dead_events()")
        return [DeadEvent(*row) for row in cursor.fetchall()]


def list_troubled_jobs(viewer: Viewer) -> list[Job]:
    """Return failed jobs, and those whose worker is silent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.troubled_jobs()")
        return [Job(*row) for row in cursor.fetchall()]


def list_security_notes(viewer: Viewer, prefix: str) -> list[SecurityNote]:
    """Return the latest events whose kind begins so, in the viewer's words."""
    labels, language = kind_labels(), viewer.language
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.told_security_notes(%s)", [prefix])
        return [
            SecurityNote(
                id=id_,
                at=at,
                kind=kind,
                actor=tell_actor("user", actor, language),
                addr=addr,
                subject=subject,
                label=told_kind(kind, labels, language),
                subject_name=told_subject(name, None, orjson.loads(details), language),
            )
            for id_, at, kind, actor, addr, subject, name, details in cursor.fetchall()
        ]


def count_people_logged_in(viewer: Viewer) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.people_logged_in()")
        return int(cursor.fetchone()[0])


def count_broken_seals(viewer: Viewer) -> int:
    """Return how many parts of the past were found altered, and not found whole again since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT broken FROM k.seal_figures()")
        return int((cursor.fetchone() or [0])[0])


def latest_runs(viewer: Viewer, limit: int = 10) -> list[Run]:
    rows = BackupRun.objects.order_by("-requested_at")[:limit]
    return [
        Run(
            id=row.id,
            requested_by=row.requested_by,
            requested_at=row.requested_at,
            state=row.state,
            stage=row.stage,
            share=row.share,
            finished_at=row.finished_at,
            name=row.name,
            failure=row.failure,
        )
        for row in rows
    ]


_HEALTH = """
SELECT current_setting('server_version'),
       (SELECT sum(pg_relation_size(oid))::bigint FROM pg_class WHERE relkind IN ('r', 'i', 't', 'm')),
       (SELECT sum(numbackends) FROM pg_stat_database), current_setting('max_connections')::int,
       a.last_archived_time,
       CASE WHEN a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
            THEN a.last_failed_time END,
       (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database())
  FROM pg_stat_archiver a
"""


def database_health(viewer: Viewer) -> Health:
    with connection.cursor() as cursor:
        cursor.execute(_HEALTH)
        return Health(*cursor.fetchone())


def backup_state(viewer: Viewer) -> BackupState:
    known: Sequence[KeptBackup] = [
        KeptBackup(one.name, one.kind, one.ended_at, one.bytes) for one in reversed(backups())
    ]
    return BackupState(
        is_possible=is_embedded(),
        place=str(backup_directory()),
        kept=known[:SHOWN_BACKUPS],
        verified=latest_verdict(),
    )


def newest_backup_at() -> datetime | None:
    known = backups()
    return known[-1].ended_at if known else None
