"""
An administrator sees Kurator with another person's eyes: exactly what that person sees, and not a
byte is written, whichever operation is asked.
"""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.db import InternalError, connection, transaction

from kurator.platform import looking
from kurator.platform.api import ANONYMOUS, Operation, operations
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.test_operations import call
from tests.api.world import World
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")
GUARDED = [op for op in operations() if op.permission != ANONYMOUS]
READ = [op for op in GUARDED if op.looking == "read"]
CLOSED = [op for op in GUARDED if op.looking == "no"]


TAKEN_AWAY = {"files_open_content": 403, "copies_open_copy_of_person": 403}
"""Reads that are noted in the security log, so that nobody may do them as somebody else."""
TELLS_OF_THE_LOOK = {
    "sign_in_get_session",
    "audit_list_events",
    "audit_list_kinds",
    "people_list_persons",
    "operations_get_overview",
    "operations_list_requests",
}
"""That somebody looks is seen here: who is there, the log, the times of requests."""


def name(operation: Operation) -> str:
    return operation.operation_id


def look(cast: Cast, whom: str, by: str = "arkady") -> ApiClient:
    """`by` sees with the eyes of `whom`."""
    client = ApiClient.logged_in(cast, by)
    answer = client.post("/looks", {"user_id": str(getattr(cast, whom).id)})
    assert answer.status == 201, answer.content
    return client


class TestNothingIsWritten:
    @pytest.mark.parametrize("operation", CLOSED, ids=name)
    def test_what_is_no_read_is_refused(
        self, operation: Operation, world: World, cast: Cast
    ) -> None:
        client, before = look(cast, "anna"), fingerprint()
        answer = call(client, operation, world)
        assert (answer.status, answer.json["code"]) == (403, "access.only_looking")
        assert "Anna Test" in answer.json["detail"]
        assert fingerprint() == before

    @pytest.mark.parametrize("operation", READ, ids=name)
    def test_a_read_answers_as_it_does_to_the_person(
        self, operation: Operation, world: World, cast: Cast, api: Api
    ) -> None:
        theirs = call(api("anna"), operation, world)
        client, before = look(cast, "anna"), fingerprint()
        answer = call(client, operation, world)
        assert answer.status in (theirs.status, TAKEN_AWAY.get(operation.operation_id))
        if operation.operation_id not in TELLS_OF_THE_LOOK and answer.status < 400:
            assert _steady(answer) == _steady(theirs)
        assert fingerprint() == before

    @pytest.mark.parametrize("operation", CLOSED, ids=name)
    def test_the_database_refuses_it_too(
        self, operation: Operation, world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without the first lock: whatever an operation does, nothing of it is kept."""
        client, refuse = look(cast, "anna"), looking.refuse_change
        monkeypatch.setattr(
            "kurator.platform.gates.refuse_change", lambda viewer, _: refuse(viewer, "read")
        )
        before = _without_log()
        call(client, operation, world)
        assert _without_log() == before

    def test_a_read_that_would_write_is_told_plainly(
        self, world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, refuse = look(cast, "anna"), looking.refuse_change
        monkeypatch.setattr(
            "kurator.platform.gates.refuse_change", lambda viewer, _: refuse(viewer, "read")
        )
        answer = client.post("/tasks", BODIES["tasks_create_task"](world))
        assert (answer.status, answer.json["code"]) == (403, "access.only_looking")

    def test_the_transaction_cannot_be_opened_again(self, world: World) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
            with pytest.raises(InternalError), transaction.atomic():
                cursor.execute("SET LOCAL transaction_read_only = off")


def _without_log() -> dict[str, str]:
    """A wrong proof of who one is, and the like, are meant to be kept."""
    return {
        table: hashed
        for table, hashed in fingerprint().items()
        if table != "tracking_securityevent"
    }


def _unpacked(answer: Answer) -> bytes:
    """A workbook is an archive, which also notes when each of its parts was written."""
    if not answer.content.startswith(b"PK"):
        return answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def _steady(answer: Answer) -> bytes:
    """The answer without what differs from one call to the next: instants and addresses that die."""
    content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?", b"<instant>", _unpacked(answer))
    return re.sub(rb"/files/content/[\w.:-]+", b"<address>", content)
