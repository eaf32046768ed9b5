"""Each of the two locks alone keeps a customer out of sight; only both removed let him through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from kurator.access import session
from kurator.activities.tests.builders import make_task
from kurator.audit.models import ConsentPurpose
from kurator.files.tests.builders import add
from kurator.parties.models import PartyShare
from kurator.parties.tests.builders import make_contact_point, make_party
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import ApiClient

CANARY = "Zanzibar Canary"


@contextmanager
def lock_one_removed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Selectors no longer restrict: every viewer looks as if he saw all owners."""
    original = session.find_profile

    def everything(key: str) -> Any:
        from dataclasses import replace

        profile = original(key)
        return profile and replace(profile, viewer=replace(profile.viewer, owner_ids=None))

    with monkeypatch.context() as patch:
        patch.setattr(session, "find_profile", everything)
        yield


@contextmanager
def lock_two_removed() -> Iterator[None]:
    """Row-level security lets everything through, in policies and definer functions alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_visibleowner (viewer_id, owner_id)"
            " SELECT v.id, o.id FROM access_user v CROSS JOIN access_user o"
            " ON CONFLICT DO NOTHING"
        )
    yield


def sees(api: Callable[[str], ApiClient], party_id: Any) -> bool:
    viktor = api("viktor")
    answers = [
        viktor.get(f"/parties/{party_id}"),
        viktor.get(f"/parties/{party_id}/card"),
        viktor.post("/parties/search", {"q": "zanzibar"}),
        viktor.post("/parties/search", {}),
        viktor.get("/search?q=zanzibar"),
    ]
    return any(CANARY.encode() in answer.content for answer in answers)


def viktors_owners_as_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock 1 keeps its literal ids although lock 2's closure was widened."""
    original = session.find_profile

    def literal(key: str) -> Any:
        from dataclasses import replace

        profile = original(key)
        if profile is None:
            return None
        return replace(profile, viewer=replace(profile.viewer, owner_ids=(cast.viktor.id,)))

    monkeypatch.setattr(session, "find_profile", literal)


def test_both_locks(cast: Cast, api: Callable[[str], ApiClient]) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    assert not sees(api, party.id)


def test_without_lock_one(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    with lock_one_removed(monkeypatch):
        assert not sees(api, party.id)


def test_without_lock_two(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    viktors_owners_as_before(cast, monkeypatch)
    with lock_two_removed():
        assert not sees(api, party.id)


def test_without_both_he_is_seen(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    with lock_two_removed(), lock_one_removed(monkeypatch):
        assert sees(api, party.id)


class TestWritesWithoutLockOne:
    """
    The program thinks that Viktor may see and change everybody; the database knows what he may.
    Whatever he writes beyond it is refused whole, or nothing is moved.
    """

    @pytest.mark.parametrize("can_edit", [None, False, True], ids=["stranger", "reader", "editor"])
    def test_nothing_is_written_beyond_ones_rights(
        self,
        cast: Cast,
        api: Callable[[str], ApiClient],
        monkeypatch: pytest.MonkeyPatch,
        can_edit: bool | None,
    ) -> None:
        party = make_party(owner=cast.anna, name=CANARY)
        of_editors, of_owners = self.calls(cast, api, party)
        if can_edit is not None:
            PartyShare.objects.create(
                party=party, user=cast.viktor, can_edit=can_edit, created_by=cast.anna
            )
        viktor = api("viktor")
        before = self.tables()
        with lock_one_removed(monkeypatch):
            for method, path, body in [*of_owners, *([] if can_edit else of_editors)]:
                answer = viktor.call(method, path, body)
                assert self.tables() == before, (method, path, answer.status)
            for method, path, body in of_editors if can_edit else []:
                answer = viktor.call(method, path, body)
                assert answer.status < 300, (method, path, answer.content)

    def tables(self) -> dict[str, str]:
        """All but when the person was last here, which a call without effect notes too."""
        found = fingerprint()
        return {name: found[name] for name in found.keys() - {"access_user", "access_session"}}

    def calls(
        self, cast: Cast, api: Callable[[str], ApiClient], party: Any
    ) -> tuple[list[tuple[str, str, Any]], list[tuple[str, str, Any]]]:
        """Return what takes the right to change, and what only the owner's side may do."""
        point = make_contact_point(party, "a@example.com", kind="EMAIL")
        task = make_task(party, cast.anna.id)
        file = add(api("anna"), party, name="one.txt")
        purpose = ConsentPurpose.objects.create(code="news", name={"en": "News"})
        tag = api("anna").post("/tags", {"name": {"en": "Loud"}}).json["id"]
        path, to = f"/parties/{party.id}", {"user_id": str(cast.boris.id)}
        mine = {"set": {"party.owner": str(cast.viktor.id)}, "base": {}}
        consent = {
            "purpose_id": str(purpose.id),
            "channels": ["EMAIL"],
            "state": "GIVEN",
            "source": "call",
        }
        new_task = {
            "party_id": str(party.id),
            "title": "Call",
            "due_at": "2030-01-01T10:00:00Z",
        }
        return [
            ("PATCH", path, {"set": {"party.status": "FORMER"}, "base": {}}),
            ("POST", f"{path}/contact-points", {"kind": "EMAIL", "value": "b@example.com"}),
            ("PATCH", f"{path}/contact-points/{point.id}", {"value": "c@example.com"}),
            ("DELETE", f"{path}/contact-points/{point.id}", None),
            ("PUT", f"{path}/tags/{tag}", None),
            ("POST", "/notes", {"party_id": str(party.id), "text": "Hello"}),
            ("POST", f"/consents/parties/{party.id}", consent),
            ("POST", "/tasks", new_task),
            ("POST", f"/tasks/{task.id}/complete", {}),
            ("PATCH", f"/files/{file['id']}", {"name": "two.txt"}),
            ("DELETE", f"/files/{file['id']}", None),
        ], [
            ("PATCH", path, mine),
            ("POST", f"{path}/shares", to),
            ("DELETE", path, None),
        ]
