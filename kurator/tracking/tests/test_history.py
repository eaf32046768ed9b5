"""The history is written by the database: whoever changes, however he changes."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.context import Context, open_scope
from kurator.platform.models import OutboxEvent
from kurator.tracking.models import Change, ChangeTransaction, DirtySubject

ANNA = Context(
    actor_kind="user", actor_id="anna", actor_name="Anna", channel="web", request_id="r1"
)


def updates_of(party_id: UUID) -> list[Change]:
    found = Change.objects.filter(party_id=party_id, operation="U").select_related("transaction")
    return list(found.order_by("id"))


@pytest.mark.django_db
def test_a_bulk_update_is_in_the_history_of_each_row() -> None:
    parties = [make_party(status="NEW") for _ in range(3)]
    with open_scope(ANNA):
        Party.objects.filter(id__in=[p.id for p in parties]).update(status="ACTIVE")
    changes = [updates_of(party.id)[-1] for party in parties]
    assert [change.diff for change in changes] == [{"party.status": ["NEW", "ACTIVE"]}] * 3
    assert len({change.transaction_id for change in changes}) == 1
    assert changes[0].transaction.actor_name == "Anna"


@pytest.mark.django_db
def test_raw_sql_without_a_context_is_recorded_as_sql() -> None:
    party = make_party(status="NEW")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_party SET status = 'LEAVING' WHERE id = %s", [party.id])
    latest = updates_of(party.id)[-1]
    assert (latest.transaction.actor_kind, latest.transaction.channel) == ("sql", "sql")


@pytest.mark.django_db
def test_only_the_changed_attributes_are_kept() -> None:
    party = make_party(attrs={"a": 1, "b": "x", "c": True})
    Party.objects.filter(id=party.id).update(attrs={"a": 2, "b": "x"})
    assert updates_of(party.id)[-1].diff == {"attr.a": [1, 2], "attr.c": [True, None]}


@pytest.mark.django_db
def test_personal_values_stand_apart_and_only_they_can_be_erased() -> None:
    party = make_party(tax_id="1")
    Party.objects.filter(id=party.id).update(tax_id="2", status="FORMER")
    change = updates_of(party.id)[-1]
    assert "party.tax_id" not in change.diff
    assert change.personal == {"party.tax_id": ["1", "2"]}
    Change.objects.filter(party_id=party.id, id=change.id).update(personal=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.filter(party_id=party.id, id=change.id).update(diff={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.filter(party_id=party.id, id=change.id).delete()


@pytest.mark.django_db
def test_an_update_that_changes_nothing_leaves_no_line() -> None:
    party = make_party(status="NEW")
    before = len(updates_of(party.id))
    Party.objects.filter(id=party.id).update(status="NEW")
    assert len(updates_of(party.id)) == before


@pytest.mark.django_db
def test_a_rolled_back_change_leaves_nothing() -> None:
    party = make_party(status="NEW")
    counts = Change.objects.count(), DirtySubject.objects.count()
    with transaction.atomic():
        Party.objects.filter(id=party.id).update(status="ACTIVE")
        transaction.set_rollback(True)
    assert (Change.objects.count(), DirtySubject.objects.count()) == counts


@pytest.mark.django_db(transaction=True)
def test_the_actor_never_leaks_through_a_kept_connection() -> None:
    party = make_party(status="NEW")
    with open_scope(ANNA):
        Party.objects.filter(id=party.id).update(status="ACTIVE")
    backend = _backend()
    with pytest.raises(RuntimeError), open_scope(ANNA):
        raise RuntimeError
    Party.objects.filter(id=party.id).update(status="LEAVING")
    assert _backend() == backend
    actors = [change.transaction.actor_kind for change in updates_of(party.id)]
    assert actors == ["user", "sql"]
    assert ChangeTransaction.objects.filter(actor_name="Anna").count() == 1


def _backend() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()


@pytest.mark.django_db
def test_changes_within_one_context_restore_the_outer_one() -> None:
    party = make_party(status="NEW")
    with open_scope(ANNA):
        with open_scope(Context(actor_kind="strategy", actor_name="Keep")):
            Party.objects.filter(id=party.id).update(status="ACTIVE")
        Party.objects.filter(id=party.id).update(status="LEAVING")
    actors = [change.transaction.actor_name for change in updates_of(party.id)]
    assert actors == ["Keep", "Anna"]


EDITS: list[dict[str, Any]] = [
    {"status": "ACTIVE"},
    {"tax_id": "2"},
    {"name": {"en": "Anna Grey", "uk": "Анна Сіра"}},
    {"birth_date": None},
    {"attrs": {}},
    {"attrs": {"a": 2, "c": {"en": "x", "uk": None}}},
    {"status": "ACTIVE", "tax_id": "2", "attrs": {"a": 1, "d": [1, 2]}, "lang": "uk"},
    {"status": "NEW"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: "+".join(edit))
def test_an_edit_alone_and_among_others_leave_the_same(edit: dict[str, Any]) -> None:
    one, *both = [
        make_party(
            name="Anna",
            status="NEW",
            tax_id="1",
            birth_date=date(1990, 5, 17),
            attrs={"a": 1, "b": "x"},
        )
        for _ in range(3)
    ]
    assert _left_by([one.id], edit) == _left_by([party.id for party in both], edit)


def _left_by(ids: list[UUID], edit: dict[str, Any]) -> list[Any]:
    """History, queue and event of one update; the same for each of its customers."""
    changes, masks, events = len(updates_of(ids[0])), _latest(DirtySubject), _latest(OutboxEvent)
    Party.objects.filter(id__in=ids).update(**edit)
    lines = [[(c.diff, c.personal) for c in updates_of(id_)[changes:]] for id_ in ids]
    assert all(line == lines[0] for line in lines)
    queued = DirtySubject.objects.exclude(id__in=masks).order_by("partition")
    told = OutboxEvent.objects.exclude(id__in=events).get()
    assert sorted(told.payload["ids"]) == sorted(map(str, ids))
    assert {str(id_) for row in queued for id_ in row.party_ids} == set(told.payload["ids"])
    return [lines[0], {row.mask for row in queued}, sorted(told.payload["fields"]), told.topic]


def _latest(model: type[DirtySubject] | type[OutboxEvent]) -> list[Any]:
    return list(model.objects.values_list("id", flat=True))
