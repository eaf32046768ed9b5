"""
While the disk is almost full the database takes no changes. Everything is still read, by people and
by programs; what would be changed is refused in words, and not as a fault of ours.
"""

import errno
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from kurator.access.models import ApiKey, Session, User
from kurator.access.sessions import hash_session_key
from kurator.imports.tests.builders import upload
from kurator.platform.api import ANONYMOUS, operations
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.test_operations import call
from tests.api.world import World
from tests.cast import PASSWORD
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
READS = [op for op in operations() if op.permission != ANONYMOUS and op.method == "GET"]
NOTED = {"files_open_content", "exports_fetch", "copies_open_copy_of_person"}
"""What is taken out of the house is noted, and not given where that cannot be done."""
LONG_AGO = datetime.now(UTC) - timedelta(hours=1)
KEY = "kur_of-the-test-and-nobody-else-0000000000000"


@pytest.fixture
def anna(world: World, api: Api) -> Iterator[ApiClient]:
    """Whoever asks was last seen an hour ago, which would be noted now."""
    client = api("anna")
    Session.objects.update(last_seen_at=LONG_AGO)
    User.objects.update(last_seen_at=LONG_AGO)
    ApiKey.objects.create(
        user=world.cast.anna, name="Now", beginning=KEY[:10], scopes=["parties.view"],
        key_hash=hash_session_key(KEY),
    )  # fmt: skip
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield client
        transaction.set_rollback(True)


def test_everything_is_read(world: World, anna: ApiClient) -> None:
    found = {}
    for operation in READS:
        with transaction.atomic():
            answer = call(anna, operation, world)
            transaction.set_rollback(True)
        if answer.status != 200:
            found[operation.operation_id] = (answer.status, answer.json["code"])
    assert set(found) <= NOTED, found
    assert set(found.values()) <= {(503, "kurator.read_only")}
    assert anna.post("/parties/search", {"limit": 5}).status == 200


def test_by_programs_too(world: World, anna: ApiClient) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/api/v1/parties/{world.ids['party_id']}"
    assert client.get(path, headers={"Authorization": f"Bearer {KEY}"}).status_code == 200


@pytest.mark.parametrize("name", ["tasks_create_task", "notes_add_note", "parties_create"])
def test_a_change_is_refused_in_words(world: World, anna: ApiClient, name: str) -> None:
    (operation,) = [op for op in operations() if op.operation_id == name]
    answer = anna.call(operation.method, operation.path, BODIES[name](world))
    assert (answer.status, answer.json["code"]) == (503, "kurator.read_only")
    assert "disk" in answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0


def test_a_log_in_is_refused_in_words(anna: ApiClient) -> None:
    """A session could not be kept."""
    answer = ApiClient().post("/session", {"email": "boris@example.com", "password": PASSWORD})
    assert (answer.status, answer.json["code"]) == (503, "kurator.read_only")


def test_a_file_for_which_there_is_no_room_is_refused_in_words(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(chunks: object) -> tuple[str, int]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kurator.imports.services.uploading.keep_file", write)
    anna, before = api("anna"), fingerprint()
    answer = upload(anna, "id,name\n1,One\n")
    assert (answer.status, answer.json["code"]) == (503, "kurator.read_only")
    assert fingerprint() == before
