"""What an administrator does about it; each act is noted as a security event."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError, NotFound
from kurator.operations.models import BackupRun
from kurator.platform.database.connections import is_embedded
from kurator.platform.outbound import resume_outbound
from kurator.platform.outbox import publish
from kurator.strategies.services.settling import settle_intent
from kurator.tracking.security import note_security_event


class BackupUnderWay(KuratorError):
    code = "operations.backup_under_way"
    status = 409
    texts = {
        "en": "A backup is already under way. Its progress is shown on this page.",
        "ru": "Резервная копия уже создаётся. Ход виден на этой странице.",
        "uk": "Резервна копія вже створюється. Перебіг видно на цій сторінці.",
    }


class BackupElsewhere(KuratorError):
    code = "operations.backup_elsewhere"
    status = 409
    texts = {
        "en": "Kurator runs on a server of your own: back it up with that server’s tools, such as "
        "pgBackRest or WAL-G.",
        "ru": "Kurator работает на вашем сервере: копируйте его средствами этого сервера, "
        "например pgBackRest или WAL-G.",
        "uk": "Kurator працює на вашому сервері: копіюйте його засобами цього сервера, "
        "наприклад pgBackRest або WAL-G.",
    }


class NothingHeld(KuratorError):
    code = "operations.nothing_held"
    status = 409
    texts = {
        "en": "Nothing is held any more: somebody has released it.",
        "ru": "Уже ничего не задержано: кто-то разрешил отправку раньше.",
        "uk": "Уже нічого не затримано: хтось дозволив надсилання раніше.",
    }


def request_backup(*, viewer: Viewer, now: datetime) -> UUID:
    """Ask the worker for a backup; raises BackupUnderWay while another one waits or runs."""
    if not is_embedded():
        raise BackupElsewhere
    run = BackupRun(requested_by=viewer.name, requested_at=now, state="WAITING")
    try:
        with transaction.atomic():
            BackupRun.objects.bulk_create([run])
    except IntegrityError as error:
        raise BackupUnderWay from error
    note_security_event("operations.backup_requested", subject=str(run.id))
    announce()
    return run.id


def replay_event(*, viewer: Viewer, event_id: UUID) -> None:
    """Deliver a dead event anew, with all its attempts."""
    _call_or_miss("SELECT k.replay_event(%s)", event_id)
    note_security_event("operations.event_replayed", subject=str(event_id))
    announce()


def retry_job(*, viewer: Viewer, job_id: int) -> None:
    _call_or_miss("SELECT k.retry_job(%s)", job_id)
    note_security_event("operations.job_retried", subject=str(job_id))
    announce()


def settle_action(*, viewer: Viewer, key: str, outcome: str, reason: str, now: datetime) -> None:
    """Retry an action whose outcome is unknown or that failed, or say how it ended."""
    settle_intent(viewer=viewer, key=key, outcome=outcome, now=now)
    note_security_event(
        "operations.action_settled", subject=key, details={"outcome": outcome, "reason": reason}
    )
    announce()


def release_outbound(*, viewer: Viewer) -> None:
    """Raises NothingHeld when somebody was faster."""
    if not resume_outbound():
        raise NothingHeld
    note_security_event("operations.outbound_released")
    announce()


def announce() -> None:
    publish("operations.changed", {"ids": ["operations"], "owners": [""]})


def _call_or_miss(statement: str, parameter: UUID | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter])
        if not cursor.fetchone()[0]:
            raise NotFound
