"""Security events are appended by anybody who acts, and changed by nobody."""

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kurator.platform.context import AUTH_ROLE, WEB_ROLE, Context, open_scope
from kurator.platform.database.connections import conninfo_for
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event

ANNA = Context(
    actor_kind="user",
    actor_id="anna",
    actor_name="Anna",
    channel="web",
    addr="10.0.0.7",
    client="Firefox",
    request_id="r1",
)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [WEB_ROLE, AUTH_ROLE, "kurator_worker"])
def test_an_event_names_who_and_from_where_under_every_role(role: str) -> None:
    with open_scope(ANNA, role=role):
        note_security_event("access.logged_in", subject="anna", details={"factor": "totp"})
    event = SecurityEvent.objects.get()
    assert (event.kind, event.subject, event.details) == (
        "access.logged_in",
        "anna",
        {"factor": "totp"},
    )
    assert (event.actor_name, event.addr, event.client, event.request_id, event.channel) == (
        "Anna",
        "10.0.0.7",
        "Firefox",
        "r1",
        "web",
    )


@pytest.mark.django_db
def test_an_event_of_a_rolled_back_transaction_is_not_there() -> None:
    with transaction.atomic():
        note_security_event("access.logged_in")
        transaction.set_rollback(True)
    assert not SecurityEvent.objects.exists()


@pytest.mark.django_db
def test_what_a_stranger_typed_never_stops_the_note() -> None:
    note_security_event(
        "access.log_in_failed", subject="a\x00b\ud800", details={"x\x00": ["\ud800"]}
    )
    event = SecurityEvent.objects.get()
    assert (event.subject, event.details) == ("ab?", {"x": ["?"]})


@pytest.mark.django_db
@pytest.mark.parametrize("role", [WEB_ROLE, AUTH_ROLE, "kurator_worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tracking_securityevent SET kind = 'other'",
        "DELETE FROM tracking_securityevent",
        "INSERT INTO tracking_securityevent SELECT * FROM tracking_securityevent",
        "TRUNCATE tracking_securityevent",
    ],
)
def test_no_role_of_the_application_writes_the_table_itself(role: str, statement: str) -> None:
    note_security_event("access.logged_in")
    with pytest.raises(DatabaseError, match="permission denied"), open_scope(ANNA, role=role):
        _execute(statement)


@pytest.mark.django_db(transaction=True)
def test_not_even_the_administrator_of_the_database_changes_an_event() -> None:
    with transaction.atomic():
        note_security_event("access.logged_in")
    with psycopg.connect(**conninfo_for("admin")) as admin:
        for statement in (
            b"UPDATE tracking_securityevent SET details = '{\"a\": 1}'",
            b"DELETE FROM tracking_securityevent",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
                admin.execute(statement)
            admin.rollback()
        admin.execute(b"UPDATE tracking_securityevent SET actor_name = '', addr = '', client = ''")


def _execute(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
