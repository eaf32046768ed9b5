"""A run that is killed goes on from the last committed portion; nothing is lost or doubled."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from kurator.access.runs import claim_run
from kurator.imports.models import Import, ImportProblem
from kurator.imports.services.course import COURSE
from kurator.imports.services.portions import PORTION
from kurator.imports.services.queue import IMPORTS
from kurator.imports.services.running import run_import
from kurator.imports.services.sweeping import forget_old_files
from kurator.imports.tests.builders import counts, now, upload
from kurator.imports.tests.workbooks import simple
from kurator.parties.models import Party
from kurator.platform.runs import Stopped, requeue_stalled
from kurator.tracking.models import Change
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
ROWS = 2 * PORTION + 500
BAD = 7
"""Every BAD-th thousandth row has a date that is none."""

_RUN = """
import sys
from datetime import UTC, datetime
from uuid import UUID
import django
django.setup()
from kurator.imports.services.running import run_import
run_import(UUID(sys.argv[1]), clock=lambda: datetime.now(UTC))
"""


def _file() -> str:
    rows = (
        f"C{number},Customer {number},{'31.02.2025' if number % 1000 == BAD else '01.02.2025'}"
        for number in range(ROWS)
    )
    return "\n".join(["id,name,since", *rows])


def _run_in_process(import_id: str, fault: str) -> int:
    environment = {
        **os.environ,
        "KURATOR_FAULT": fault,
        "KURATOR_DATABASE_LOGIN": "worker",
        "DJANGO_SETTINGS_MODULE": "kurator.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _RUN, import_id],
        env=environment,
        cwd=settings.BASE_DIR,
        timeout=120,
        check=False,
    )
    return done.returncode


def _workbook() -> bytes:
    return simple([line.split(",") for line in _file().splitlines()])


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "fault", "committed"),
    [
        (_file, "imports.batch_written:2", PORTION),
        (_file, "imports.batch_committed:1", PORTION),
        (_workbook, "imports.batch_committed:1", PORTION),
    ],
)
def test_a_killed_run_goes_on(
    api: Api, content: Callable[[], str | bytes], fault: str, committed: int
) -> None:
    anna = api("anna")
    import_id = upload(anna, content()).json["id"]
    assert anna.post(f"/imports/{import_id}/run").status == 202

    assert _run_in_process(import_id, fault) == -9
    one = Import.objects.get(id=import_id)
    assert (one.status, one.rows_done) == ("RUNNING", committed)
    assert Party.objects.count() == one.created == committed - 5

    Import.objects.filter(id=import_id).update(heartbeat_at="2020-01-01T00:00:00Z")
    assert requeue_stalled(IMPORTS) == []  # it still waits in the queue
    _empty_queue()
    assert requeue_stalled(IMPORTS) == [UUID(import_id)]
    assert requeue_stalled(IMPORTS) == []
    run_import(UUID(import_id), clock=now)

    done = anna.get(f"/imports/{import_id}").json
    assert (done["status"], done["rows_done"]) == ("DONE", ROWS)
    assert counts(done) == (ROWS - 11, 0, 0, 11)
    assert ImportProblem.objects.count() == 11
    assert Party.objects.count() == ROWS - 11
    assert Change.objects.filter(entity="party", operation="I").count() == ROWS - 11
    assert not (Path(settings.FILES_DIR) / "imports" / one.file_key).exists()


def _empty_queue() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_claim_writes_nothing(api: Api) -> None:
    from kurator.imports.services import running

    anna = api("anna")
    import_id = upload(anna, "id,name\n1,Ann\n").json["id"]
    anna.post(f"/imports/{import_id}/run")
    late = claim_run(COURSE, UUID(import_id), "RUNNING", now=now())
    assert late is not None
    run_import(UUID(import_id), clock=now)
    with pytest.raises(Stopped):
        running._define_new(late)
    assert anna.get(f"/imports/{import_id}").json["status"] == "DONE"


@pytest.mark.django_db(transaction=True)
def test_rights_are_those_of_the_moment(api: Api) -> None:
    from kurator.access.models import User

    anna = api("anna")
    import_id = upload(anna, "id,name\n1,Ann\n").json["id"]
    anna.post(f"/imports/{import_id}/run")
    User.objects.filter(email="anna@example.com").update(is_active=False)
    run_import(UUID(import_id), clock=now)
    one = Import.objects.get(id=import_id)
    assert (one.status, one.failure) == ("FAILED", {"code": "rights_gone", "params": {}})
    assert not Party.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_large_files_are_checked_in_the_background(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.imports.services import checking, running, uploading

    monkeypatch.setattr(checking, "MAX_CHECKED_AT_ONCE", 1)
    monkeypatch.setattr(uploading, "MAX_ANALYZED_AT_ONCE", 1)
    anna = api("anna")
    one = upload(anna, "id,name,plan\n1,Ann,DSL\n2,Bob,DSL\n3,Cyd,LTE\n4,Dan,LTE\n").json
    assert (one["status"], one["columns"]) == ("ANALYZING", [])
    running.analyze_in_background(UUID(one["id"]), clock=now)
    assert anna.get(f"/imports/{one['id']}").json["status"] == "DRAFT"
    assert anna.post(f"/imports/{one['id']}/check").json["status"] == "CHECKING"
    assert anna.post(f"/imports/{one['id']}/run").json["code"] == "imports.under_way"
    running.check_in_background(UUID(one["id"]), clock=now)
    checked = anna.get(f"/imports/{one['id']}").json
    assert (checked["status"], checked["check"]["created"]) == ("DRAFT", 4)
    assert not Party.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_background_analysis_that_fails_says_why(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.imports.services import running, uploading

    monkeypatch.setattr(uploading, "MAX_ANALYZED_AT_ONCE", 1)
    anna = api("anna")
    one = upload(anna, b"%PDF-1.4").json
    running.analyze_in_background(UUID(one["id"]), clock=now)
    failed = anna.get(f"/imports/{one['id']}").json
    assert (failed["status"], failed["failure"]["code"]) == ("FAILED", "imports.not_a_table")
    assert "PDF" in failed["failure"]["message"]
    assert anna.delete(f"/imports/{one['id']}").status == 204


@pytest.mark.django_db(transaction=True)
def test_old_files_are_removed(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,name\n1,Ann\n").json
    key = Import.objects.get(id=one["id"]).file_key
    folder = Path(settings.FILES_DIR) / "imports"
    for name in (key, "an-orphan-of-a-rolled-back-request"):
        (folder / name).touch()
        os.utime(folder / name, (0, 0))
    assert forget_old_files(now=now()) >= 1
    assert (folder / key).exists()
    Import.objects.update(created_at="2020-01-01T00:00:00Z")
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.drop_old_imports_files(%s, 100)", [now()])
    assert forget_old_files(now=now()) == 1
    assert not anna.get(f"/imports/{one['id']}").json["has_file"]
    assert anna.post(f"/imports/{one['id']}/run").json["code"] == "imports.over"
