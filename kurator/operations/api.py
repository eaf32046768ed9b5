from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from ninja import Query

from kurator.access.session import ApiRequest
from kurator.kernel.localized import LocalizedText, text_in
from kurator.operations import requests, selectors, services
from kurator.operations.backups.versions import version_of_kurator
from kurator.operations.disk import disk_room
from kurator.operations.rules import Circumstances, Waiting, attention
from kurator.operations.schemas import (
    ActionOut,
    ActionPage,
    BackupRequested,
    BackupsOut,
    DiskOut,
    Done,
    EventOut,
    EventPage,
    HealthOut,
    HeldOut,
    JobOut,
    JobPage,
    KeptOut,
    NotePage,
    NoteQuery,
    OverviewOut,
    PauseOut,
    QueueOut,
    RequestOut,
    RequestPage,
    RunOut,
    SecurityNoteOut,
    SettleIn,
    VerdictOut,
)
from kurator.operations.types import Queue
from kurator.platform.api import ANYONE, Door
from kurator.platform.features import job_labels, topic_labels
from kurator.platform.outbound import outbound_pause
from kurator.platform.steps import steps
from kurator.strategies.selectors import list_troubled_actions

door = Door("operations", "operations")
DOORS = (door,)
VIEW, MANAGE = "operations.view", "operations.manage"


@door.get("", permission=VIEW, response=OverviewOut)
def get_overview(request: ApiRequest) -> OverviewOut:
    """Return how the installation is doing, and what needs a person."""
    now = datetime.now(UTC)
    viewer = request.viewer
    queues, health = selectors.list_queues(viewer), selectors.database_health(viewer)
    pause, disk = outbound_pause(), disk_room()
    backups = selectors.backup_state(viewer)
    circumstances = Circumstances(
        queues=[Waiting(one.code, one.oldest_at, one.failed, one.unknown) for one in queues],
        is_held=pause is not None,
        disk_room=disk.room,
        archive_failed_at=health.archive_failed_at,
        backup_at=backups.kept[0].ended_at if backups.kept else None,
        is_backup_bad=bool(backups.verified and not backups.verified["is_good"]),
        are_seals_broken=selectors.count_broken_seals(viewer) > 0,
    )
    found = attention(circumstances, now)
    if not backups.is_possible:
        found = [code for code in found if "backup" not in code and code != "archive"]
    return OverviewOut(
        at=now,
        version=version_of_kurator(),
        attention=found,
        queues=[_queue_out(one, now) for one in queues],
        pause=PauseOut(**vars(pause)) if pause else None,
        people=selectors.count_people_logged_in(viewer),
        disk=DiskOut(**vars(disk)),
        database=HealthOut(**vars(health)),
    )


def _queue_out(queue: Queue, now: datetime) -> QueueOut:
    age = (now - queue.oldest_at).total_seconds() if queue.oldest_at else 0.0
    values = {key: value for key, value in vars(queue).items() if key != "oldest_at"}
    return QueueOut(**values, oldest_seconds=max(0.0, age))


@door.get("/held", permission=ANYONE, response=HeldOut)
def get_held(request: ApiRequest) -> HeldOut:
    """Return whether everything outgoing is held after a restore: everybody is told of that."""
    pause = outbound_pause()
    return HeldOut(pause=PauseOut(**vars(pause)) if pause else None)


@door.post("/held/release", permission=MANAGE, response=Done)
def release_outbound(request: ApiRequest) -> Done:
    """Let scenarios act and messages leave again after a restore."""
    services.release_outbound(viewer=request.viewer)
    return Done()


def _told(code: str, labels: Mapping[str, LocalizedText], language: str) -> str:
    """What no code of today names keeps its code: an older version may have left it."""
    return text_in(labels.get(code, {}), language) or code


@door.get("/actions", permission=VIEW, response=ActionPage)
def list_actions(request: ApiRequest) -> ActionPage:
    """Return steps of scenarios that failed or whose outcome is unknown, latest first."""
    language = request.viewer.language
    labels = {code: step.label for code, step in steps().items()}
    items = [
        ActionOut(
            **vars(one)
            | {
                "strategy_name": text_in(one.strategy_name, language),
                "step_label": _told(one.step, labels, language),
            }
        )
        for one in list_troubled_actions(request.viewer)
    ]
    return ActionPage(items=items)


@door.post("/actions/{action_key}/settle", permission=MANAGE, response=Done)
def settle_action(request: ApiRequest, action_key: str, payload: SettleIn) -> Done:
    """Retry such a step, or say that it was done or is not needed; the reason is kept."""
    services.settle_action(
        viewer=request.viewer,
        key=action_key,
        outcome=payload.outcome,
        reason=payload.reason,
        now=datetime.now(UTC),
    )
    return Done()


@door.get("/events", permission=VIEW, response=EventPage)
def list_events(request: ApiRequest) -> EventPage:
    """Return events that could not be delivered, latest first."""
    language, labels = request.viewer.language, topic_labels()
    items = [
        EventOut(**vars(one), label=_told(one.topic, labels, language))
        for one in selectors.list_dead_events(request.viewer)
    ]
    return EventPage(items=items)


@door.post("/events/{event_id}/replay", permission=MANAGE, response=Done)
def replay_event(request: ApiRequest, event_id: UUID) -> Done:
    """Deliver such an event anew."""
    services.replay_event(viewer=request.viewer, event_id=event_id)
    return Done()


@door.get("/jobs", permission=VIEW, response=JobPage)
def list_jobs(request: ApiRequest) -> JobPage:
    """Return jobs that failed or whose worker is silent, latest first."""
    language, labels = request.viewer.language, job_labels()
    items = [
        JobOut(**vars(one), label=_told(one.task, labels, language))
        for one in selectors.list_troubled_jobs(request.viewer)
    ]
    return JobPage(items=items)


@door.post("/jobs/{job_id}/retry", permission=MANAGE, response=Done)
def retry_job(request: ApiRequest, job_id: int) -> Done:
    """Run such a job again."""
    services.retry_job(viewer=request.viewer, job_id=job_id)
    return Done()


@door.get("/requests", permission=VIEW, response=RequestPage)
def list_requests(request: ApiRequest) -> RequestPage:
    """Return the operations of the API by their time, slowest first."""
    found = requests.slowest_operations()
    return RequestPage(items=[RequestOut(**vars(one)) for one in found])


@door.get("/security", permission=VIEW, response=NotePage)
def list_security(request: ApiRequest, query: Query[NoteQuery]) -> NotePage:
    """Return the latest log-ins and failures, exports, or acts on this page."""
    found = selectors.list_security_notes(request.viewer, f"{query.about}.")
    return NotePage(items=[SecurityNoteOut(**vars(one)) for one in found])


@door.get("/backups", permission=VIEW, response=BackupsOut)
def list_backups(request: ApiRequest) -> BackupsOut:
    """Return the backups that are kept, and those that were asked for."""
    found = selectors.backup_state(request.viewer)
    verified = cast(dict[str, object] | None, found.verified)
    return BackupsOut(
        is_possible=found.is_possible,
        place=found.place,
        kept=[KeptOut(**vars(one)) for one in found.kept],
        runs=[RunOut(**vars(one)) for one in selectors.latest_runs(request.viewer)],
        verified=VerdictOut.model_validate(verified) if verified else None,
    )


@door.post("/backups", permission=MANAGE, response={202: BackupRequested})
def request_backup(request: ApiRequest) -> tuple[int, BackupRequested]:
    """Ask for a backup; the worker takes it at once."""
    run_id = services.request_backup(viewer=request.viewer, now=datetime.now(UTC))
    return 202, BackupRequested(id=run_id)
