"""The demo company in the database: loaded once, complete, and served by its people."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count

from kurator.access.models import Role, User
from kurator.activities.models import Note, Task
from kurator.demo import logins, storing
from kurator.demo.generate import load_bulk
from kurator.demo.generate_activities import TASKS_EACH, load_activities
from kurator.demo.load import is_loaded, load_company
from kurator.parties.models import ContactPoint, Party, PartySearch
from kurator.segments.models import Segment
from kurator.strategies.models import Strategy
from kurator.tracking.models import Change, DirtySubject
from tests.client import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = 60


def load() -> bool:
    return load_company(now=datetime.now(UTC), customers=CUSTOMERS, seed=7)


def scalar(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_the_company_is_loaded_once_and_complete() -> None:
    assert not is_loaded()
    assert load()
    assert not load()
    assert Party.objects.count() == CUSTOMERS
    assert PartySearch.objects.count() == CUSTOMERS
    assert ContactPoint.objects.count() > CUSTOMERS
    assert User.objects.filter(is_system=False).count() == 14
    assert dict(Role.objects.values_list("code", "scope")) == {
        "operator": "TEAM",
        "manager": "OWN",
        "supervisor": "SUBTREE",
        "administrator": "ALL",
    }
    assert Task.objects.exists()
    assert Note.objects.exists()
    assert Segment.objects.count() == 6
    assert set(Strategy.objects.values_list("state", flat=True)) == {"ACTIVE", "DRAFT"}
    assert Change.objects.filter(operation="I", entity="party").count() == CUSTOMERS
    assert Change.objects.filter(operation="U").count() > CUSTOMERS
    assert not DirtySubject.objects.exists()
    entered = Change.objects.filter(operation="I", entity="party").select_related("transaction")
    created = dict(Party.objects.values_list("id", "created_at"))
    assert {one.party_id: one.transaction.at for one in entered} == created
    assert scalar("SELECT min(at) < now() - interval '300 days' FROM tracking_changetransaction")


def test_its_people_log_in_and_find_their_customers() -> None:
    load()
    seen = {}
    for login in logins.demo_logins():
        client = ApiClient()
        body = {"email": login["email"], "password": login["password"]}
        session = client.post("/session", body)
        assert session.status == 200, session.json
        assert session.json["user"]["language"] == login["language"]
        seen[login["role"]] = client.post("/parties/count", {}).json["count"]
    assert seen["administrator"] == CUSTOMERS
    assert 0 < seen["manager"] < seen["supervisor"] < CUSTOMERS
    assert 0 < seen["operator"] < seen["supervisor"]


def test_where_triggers_stay_on_the_company_is_loaded_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storing, "may_silence_triggers", lambda _: False)
    assert load()
    assert Party.objects.count() == PartySearch.objects.count() == CUSTOMERS
    assert Change.objects.filter(operation="I", entity="party").count() == CUSTOMERS
    assert Change.objects.filter(operation="U").count() > CUSTOMERS


def test_a_large_base_is_filled_and_its_indexes_come_back() -> None:
    indexes = "SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'parties_%'"
    before = scalar(indexes)
    base = load_bulk(customers=500, contact_points_each=3, users=20, teams=4)
    assert scalar(indexes) == before
    assert Party.objects.count() == PartySearch.objects.count() == 500
    assert ContactPoint.objects.count() == 1500
    assert len(set(Party.objects.values_list("owner_id", flat=True))) == 20
    assert len(base.operator_emails) == 20
    assert not Change.objects.exists()
    assert scalar("SELECT reltuples FROM pg_class WHERE relname = 'parties_party'") == 500


def test_a_large_base_gets_ten_activities_for_each_customer_once() -> None:
    load_bulk(customers=200, users=4, teams=2)
    for _ in range(2):
        load_activities()
    each = Note.objects.values("party").annotate(count=Count("id"))
    counts = {row["count"] for row in each}
    assert len(each) == 200
    assert {2, 8, 20} <= counts <= {2, 8, 20, 80}
    assert Task.objects.count() == 200 * TASKS_EACH
    assert Task.objects.filter(status="OPEN").exists()
    assert not Note.objects.filter(created_at__gt=datetime.now(UTC)).exists()
    assert scalar("SELECT count(*) FROM pg_indexes WHERE indexname = 'note_party'") == 1
