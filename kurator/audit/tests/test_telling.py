"""The log names who and what, where it is known, and never a log-in of the database."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.access.models import Role
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db


def latest(api: Api, kind: str) -> dict[str, Any]:
    path = f"/audit/events?kind={kind}"
    found: dict[str, Any] = api("arkady").get(path).json["items"][0]
    return found


def fail_to_log_in() -> None:
    body = {"email": "stranger@example.com", "password": "wrong enough for all"}
    assert ApiClient().post("/session", body).status in (401, 422)


def test_a_failed_log_in_names_the_mail_that_was_tried_and_nobody_else(
    api: Api, cast: Cast
) -> None:
    fail_to_log_in()
    event = SecurityEvent.objects.get(kind="access.log_in_failed")
    assert (event.actor_kind, event.actor_name) == ("anonymous", "")
    told = latest(api, "access.log_in_failed")
    assert (told["actor_name"], told["subject_name"]) == ("", "stranger@example.com")


def test_the_administrators_page_tells_the_same_in_words(api: Api, cast: Cast) -> None:
    fail_to_log_in()
    (told,) = api("arkady").get("/operations/security?about=access").json["items"]
    assert told["label"] != told["kind"]
    assert (told["actor"], told["subject_name"]) == ("", "stranger@example.com")


def test_a_changed_role_is_named_and_keeps_which_rights_came_and_went(api: Api, cast: Cast) -> None:
    role = Role.objects.create(
        code="desk", name={"en": "Desk"}, permissions=["parties.view", "tasks.view"]
    )
    body = {"permissions": ["parties.view", "audit.security"]}
    assert api("arkady").patch(f"/roles/{role.id}", body).status == 200
    told = latest(api, "people.role_changed")
    assert told["subject_name"] == "Desk"
    assert told["details"]["rights_given"] == ["audit.security"]
    assert told["details"]["rights_taken"] == ["tasks.view"]


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"name": "Warehouse"}, "Warehouse"),
        ({"list": "security_event"}, "Security log"),
        ({"customers": 12}, "Customers: 12"),
        ({}, ""),
    ],
)
def test_a_subject_that_only_the_event_knows_is_named_by_it(
    api: Api, cast: Cast, details: dict[str, Any], expected: str
) -> None:
    subject = "019aaaaa-0000-7000-8000-000000000001"
    note_security_event("people.key_made", subject=subject, details=details)
    assert latest(api, "people.key_made")["subject_name"] == expected
