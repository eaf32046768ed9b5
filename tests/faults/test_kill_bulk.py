"""Kill -9 in the middle of a change of many: everybody is changed once, nobody twice, nobody left out."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from kurator.access.selectors import find_viewer
from kurator.bulk.models import BulkRun
from kurator.bulk.selectors.selections import Selection
from kurator.bulk.services import starting
from kurator.bulk.services.queue import BULK
from kurator.bulk.types import Action, ContactEdit, Pattern, TextEdit
from kurator.parties.models import ContactPoint, Party
from kurator.parties.selectors.filters import list_vocabulary
from kurator.parties.tests.builders import make_party
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.runs import requeue_stalled
from tests.cast import Cast
from tests.faults.processes import start_worker, stop, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
CUSTOMERS = 60


RULES = Action(
    texts=[TextEdit("party.name", "replace", pattern=Pattern("Customer"), new="Client")],
    contacts=[
        ContactEdit("replace", "EMAIL", pattern=Pattern("@old.com", "end"), new="@new.com"),
        ContactEdit("add", "PHONE", "+380671112233"),
    ],
)


def start_run(cast: Cast, action: Action) -> UUID:
    viewer = find_viewer(cast.anna.id)
    assert viewer is not None
    with open_scope(Context(uid=str(cast.anna.id)), role=WEB_ROLE):
        run = starting.start_change(
            viewer=viewer,
            selection=Selection(),
            action=action,
            fingerprint=None,
            now=datetime.now(UTC),
            vocabulary=list_vocabulary("en"),
        )
    return run.id


def kill_at(point: str) -> None:
    first = start_worker(fault=point)
    wait_for(lambda: first.poll() is not None, what="the worker to die")


def go_on(run_id: UUID) -> None:
    # the watch would find it after a minute of silence
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bulk_bulkrun SET heartbeat_at = now() - interval '5 minutes'")
    assert requeue_stalled(BULK) == [run_id]
    second = start_worker()
    try:
        wait_for(lambda: BulkRun.objects.get(id=run_id).status == "DONE", what="the end")
    finally:
        stop(second)


@pytest.mark.parametrize("point", ["bulk.portion_written:2", "bulk.portion_committed:2"])
def test_killed_run_goes_on_where_it_stopped(
    cast: Cast, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    monkeypatch.setattr(starting, "PORTION", 10)
    with transaction.atomic():
        for _ in range(CUSTOMERS):
            make_party(owner=cast.anna)
    run_id = start_run(cast, Action(values={"party.status": "FORMER"}))
    kill_at(point)
    done = BulkRun.objects.get(id=run_id).done
    assert done == (10 if "written" in point else 20)
    assert Party.objects.filter(status="FORMER").count() == done
    go_on(run_id)
    run = BulkRun.objects.get(id=run_id)
    assert (run.done, run.changed, run.refused) == (CUSTOMERS, CUSTOMERS, 0)
    assert Party.objects.filter(status="FORMER").count() == CUSTOMERS
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT c.party_id) FROM tracking_change c"
            " JOIN tracking_changetransaction t ON t.id = c.transaction_id WHERE t.set_id = %s",
            [run_id],
        )
        assert cursor.fetchone() == (CUSTOMERS, CUSTOMERS)


@pytest.mark.requirement("R001-63")
@pytest.mark.parametrize("point", ["bulk.portion_written:2", "bulk.portion_committed:2"])
def test_killed_change_of_names_and_contacts_goes_on_where_it_stopped(
    cast: Cast, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    monkeypatch.setattr(starting, "PORTION", 10)
    with transaction.atomic():
        for n in range(CUSTOMERS):
            make_party(owner=cast.anna, emails=[f"u{n}@old.com"])
    run_id = start_run(cast, RULES)
    kill_at(point)
    done = BulkRun.objects.get(id=run_id).done
    assert done == (10 if "written" in point else 20)
    assert ContactPoint.objects.filter(kind="PHONE").count() == done
    go_on(run_id)
    run = BulkRun.objects.get(id=run_id)
    assert (run.done, run.changed, run.refused) == (CUSTOMERS, CUSTOMERS, 0)
    assert ContactPoint.objects.filter(kind="PHONE", norm="380671112233").count() == CUSTOMERS
    assert ContactPoint.objects.filter(norm__endswith="@new.com").count() == CUSTOMERS
    assert Party.objects.filter(display_name__startswith="Client").count() == CUSTOMERS
    with connection.cursor() as cursor:  # a name, a phone and an address of each, once
        cursor.execute(
            "SELECT count(*), count(DISTINCT c.party_id) FROM tracking_change c"
            " JOIN tracking_changetransaction t ON t.id = c.transaction_id WHERE t.set_id = %s",
            [run_id],
        )
        assert cursor.fetchone() == (3 * CUSTOMERS, CUSTOMERS)
