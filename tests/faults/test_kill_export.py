"""Kill -9 of the worker that has written an export's file: it is made anew, once, and nothing is left."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kurator.exports.models import Export
from kurator.exports.services.queue import EXPORTS
from kurator.exports.services.sweeping import expire_files
from kurator.exports.tests.builders import csv_rows, fetched
from kurator.parties.tests.builders import make_party
from kurator.platform.runs import requeue_stalled
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient
from tests.faults.processes import start_worker, stop, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def test_a_killed_export_is_made_once(cast: Cast, api: Callable[[str], ApiClient]) -> None:
    make_party(owner=cast.anna, name="Iryna")
    before = written()
    asked = {"format": "CSV", "query": {"columns": ["party.name"]}}
    export_id = api("anna").post("/exports", asked).json["id"]
    doomed = start_worker(fault="exports.file_written")
    assert doomed.wait(timeout=60) == -signal.SIGKILL
    (lost,) = written() - before
    assert Export.objects.get().status == "RUNNING"
    with connection.cursor() as cursor:  # the watch would find it after a minute of silence
        cursor.execute("UPDATE exports_export SET heartbeat_at = now() - interval '5 minutes'")
    assert [str(one) for one in requeue_stalled(EXPORTS)] == [export_id]
    worker = start_worker()
    try:
        wait_for(lambda: Export.objects.get().status == "DONE", seconds=60, what="the file")
    finally:
        stop(worker)
    assert csv_rows(fetched(api("anna"), export_id))[1:] == [["Iryna"]]
    kept = Export.objects.get().file_key
    assert kept != lost.name
    expire_files(now=datetime.now(UTC) + timedelta(hours=2))
    assert written() - before == {lost.with_name(kept)}
    assert SecurityEvent.objects.filter(kind="exports.made").count() == 1


def written() -> set[Path]:
    return {path for path in (settings.FILES_DIR / "exports").glob("*") if path.is_file()}
