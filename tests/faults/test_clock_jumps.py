"""
The database's clock leaps by an hour and by a year, forward and back: no timer is lost or doubled.

What asks for the time asks by `clock_timestamp()` and its sisters. A schema that stands before
PostgreSQL's own on the search path has functions of these names, which add the leap. So all that is
stored stays as it is, as when the machine's clock is set, and every statement sees the leap.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now

from kurator.activities.models import Notification
from kurator.activities.tasks import remind_since
from kurator.activities.tests.builders import make_customer, make_task
from kurator.bulk.models import BulkRun
from kurator.bulk.services.queue import BULK
from kurator.exports.models import Export
from kurator.exports.services.queue import EXPORTS
from kurator.files.models import File, FileVersion
from kurator.files.services.inspecting import LEASE_SECONDS, inspect_next
from kurator.imports.models import Import
from kurator.imports.services.queue import IMPORTS
from kurator.parties.models import Party, PartyTag, Tag
from kurator.parties.tests.builders import make_party
from kurator.platform.clock import database_now
from kurator.platform.database.connections import conninfo_for
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.models import OutboxEvent
from kurator.platform.outbox import claim_events, publish, settle_events
from kurator.platform.runs import requeue_stalled
from kurator.strategies.engine.outward import send_ready
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.models import Enrolment, Intent, Transition
from kurator.strategies.tests.builders import (
    Peer,
    eq,
    make_segment,
    make_strategy,
    peer_called_by_a_strategy,
    stage,
    tag_step,
    wait_step,
)
from kurator.strategies.tests.test_engine import turn
from kurator.webhooks.models import Delivery, Webhook
from kurator.webhooks.services.sending import claim_deliveries, settle, shorten_pauses
from kurator.webhooks.tests.builders import make_delivery, make_webhook
from kurator.webhooks.types import Outcome
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
YEAR: Final = timedelta(days=365)
NEVER: Final = timedelta(0)
LATER: Final = timedelta(minutes=31)
SCHEMA: Final = "leaping_clock"
CLOCKS: Final = ("clock_timestamp", "statement_timestamp", "now")
FAILED: Final = Outcome(milliseconds=1, failure="timeout")
Leap = Callable[[timedelta], None]


@pytest.fixture(scope="module")
def leaping_clock(django_db_setup: None) -> Iterator[None]:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE".encode())
        admin.execute(f"CREATE SCHEMA {SCHEMA}".encode())
        admin.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC".encode())
        for name in CLOCKS:
            body = f"SELECT pg_catalog.{name}() + current_setting('{SCHEMA}.leap')::interval"
            admin.execute(
                f"CREATE FUNCTION {SCHEMA}.{name}() RETURNS timestamptz LANGUAGE sql AS"
                f" $$ {body} $$".encode()
            )
        yield
        admin.execute(f"DROP SCHEMA {SCHEMA} CASCADE".encode())


@pytest.fixture
def leap(leaping_clock: None, db: None) -> Leap:
    """`leap(by)` sets the clock away from the right time by so much, wherever it stood before."""

    def to(by: timedelta) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [f"{SCHEMA}.leap", str(by)])
            cursor.execute("SELECT clock_timestamp() - pg_catalog.clock_timestamp()")
            assert abs(cursor.fetchone()[0] - by) < timedelta(seconds=1)

    with connection.cursor() as cursor:  # both settings end with the test's transaction
        cursor.execute(f"SET search_path = {SCHEMA}, pg_catalog, public")
    to(NEVER)
    return to


@pytest.fixture(params=[HOUR, -HOUR, YEAR, -YEAR], ids=["+1h", "-1h", "+1y", "-1y"])
def by(request: pytest.FixtureRequest) -> timedelta:
    return request.param  # type: ignore[no-any-return]


def work() -> None:
    """One turn of all that strategies do, until nothing is left."""
    turn()
    while carry_out_due() + send_ready():
        pass


def test_whatever_asks_for_the_time_sees_the_leap(leap: Leap, by: timedelta) -> None:
    """Or the tests below would show nothing."""
    before = database_now()
    make_party()
    leap(by)
    assert abs(database_now() - before - by) < timedelta(minutes=1)
    Party.objects.update(created_at=Now())
    assert abs(Party.objects.get().created_at - before - by) < timedelta(minutes=1)


def fire_in_half_an_hour(leap: Leap, by: timedelta, count: Callable[[], int]) -> None:
    """What is due in 30 minutes, through a leap, the way back, and the right instant."""
    is_due = int(by > NEVER)
    for at, expected in ((NEVER, 0), (by, is_due), (by, is_due), (NEVER, is_due), (LATER, 1)):
        leap(at)
        work()
        assert count() == expected, at
    leap(by)
    work()
    assert count() == 1


def test_a_customer_passes_a_boundary_once(leap: Leap, by: timedelta) -> None:
    party, tag = make_party(status="ACTIVE"), Tag.objects.create(code="t", name={"en": "T"})
    Party.objects.update(created_at=Now())
    old = {"op": "le", "field": "party.created_at", "value": {"now": {"n": -30, "unit": "minute"}}}
    make_strategy(make_segment(eq("party.kind", "PERSON")), [stage("Old", old, [tag_step(tag.id)])])
    turn()
    boundary = Enrolment.objects.get().next_at
    fire_in_half_an_hour(leap, by, Transition.objects.filter(to_ord=1).count)
    passed = Transition.objects.get(to_ord=1)
    assert (passed.cause, passed.effective_at) == ("TIME", boundary)
    assert Intent.objects.get().status == "DONE"
    assert PartyTag.objects.filter(party=party, tag=tag).count() == 1


def test_a_step_that_waits_is_carried_out_once(leap: Leap, by: timedelta) -> None:
    make_party(status="ACTIVE")
    tag = Tag.objects.create(code="t", name={"en": "T"})
    steps = [wait_step(30, "minute"), tag_step(tag.id)]
    make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("One", eq("party.status", "ACTIVE"), steps)],
    )
    fire_in_half_an_hour(leap, by, Intent.objects.filter(status="DONE").count)
    assert PartyTag.objects.count() == 1


def test_a_deadline_is_announced_once(leap: Leap, by: timedelta, cast: Cast) -> None:
    due = database_now() + timedelta(minutes=30)
    make_task(make_customer(cast.anna.id), cast.anna.id, due_at=due)
    last, is_due = remind_since(None), int(by > NEVER)
    for at, expected in ((by, is_due), (by, is_due), (NEVER, is_due), (LATER, 1), (by, 1)):
        leap(at)
        last = remind_since(last)
        assert Notification.objects.filter(kind="task_due").count() == expected, at


def test_an_event_whose_deliverer_ended_is_delivered_once(leap: Leap, by: timedelta) -> None:
    publish("test.happened", {"ids": [], "owners": []})
    lost = claim_events(limit=10)
    assert dispatch_once() == 0  # it is another's
    leap(by)
    assert dispatch_once() == 1
    assert settle_events(lost) == []  # who comes back late settles nothing
    assert not OutboxEvent.objects.exists()
    leap(NEVER)
    assert dispatch_once() == 0


def test_a_clock_that_is_set_back_a_little_takes_no_lease_away(leap: Leap) -> None:
    publish("test.happened", {"ids": [], "owners": []})
    held = claim_events(limit=10)
    leap(timedelta(seconds=-10))
    assert dispatch_once() == 0
    assert settle_events(held) == held


def claim() -> Sequence[Any]:
    return claim_deliveries(limit=10, busy=[])


def test_a_webhook_whose_sender_ended_is_sent_again(leap: Leap, by: timedelta, cast: Cast) -> None:
    make_delivery(make_webhook(cast.anna, "https://example.com/")[0])
    (lost,) = claim()
    assert claim() == []
    leap(by)
    shorten_pauses()
    again = claim()
    if by == -HOUR:  # the next try stands at an instant that will come
        assert again == []
        leap(NEVER)
        leap(timedelta(minutes=1))
        again = claim()
    (job,) = again
    assert not settle(lost, Outcome(milliseconds=1, status=200), now=database_now())
    assert settle(job, Outcome(milliseconds=1, status=200), now=database_now())
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("DONE", 2)
    assert claim() == []


def test_a_webhooks_next_try_comes_once(leap: Leap, by: timedelta, cast: Cast) -> None:
    make_delivery(make_webhook(cast.anna, "https://example.com/")[0])
    assert settle(claim()[0], FAILED, now=database_now())
    assert claim() == []
    tries = 0
    for at in (by, by, NEVER, timedelta(minutes=1), LATER):
        leap(at)
        shorten_pauses()
        for job in claim():
            tries += 1
            assert settle(job, Outcome(milliseconds=1, status=200), now=database_now())
    assert (tries, Delivery.objects.get().state) == (1, "DONE")


def test_a_webhook_has_no_more_patience_after_the_clock_was_set_back(
    leap: Leap, cast: Cast
) -> None:
    """Nor less: it counts from an instant that has been."""
    make_delivery(make_webhook(cast.anna, "https://example.com/")[0])
    (job,) = claim()
    Webhook.objects.update(failing_since=Now())
    leap(-YEAR)
    settle(job, FAILED, now=database_now())
    hook = Webhook.objects.get()
    assert hook.is_active
    assert hook.failing_since is not None
    assert hook.failing_since <= database_now()


@pytest.fixture(params=[True, False], ids=["accepts a key", "does not"])
def accepts_key(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def peer(db: None, accepts_key: bool) -> Iterator[Peer]:
    with peer_called_by_a_strategy(accepts_key=accepts_key) as peer:
        yield peer


def test_a_planned_call_is_made_once(leap: Leap, by: timedelta, accepts_key: bool) -> None:
    with peer_called_by_a_strategy(accepts_key=accepts_key, after_minutes=30) as peer:
        fire_in_half_an_hour(leap, by, lambda: len(peer.keys))
    assert Intent.objects.get().status == "DONE"


def test_a_call_that_was_handed_over_is_made_once(leap: Leap, by: timedelta, peer: Peer) -> None:
    turn()
    carry_out_due()
    leap(by)
    work()
    leap(NEVER)
    work()
    assert (len(peer.keys), Intent.objects.get().status) == (1, "DONE")


class Killed(BaseException):
    """Ends a sender as SIGKILL would: nothing after it is carried out."""


def test_a_call_whose_sender_ended_ends_by_the_rules_of_its_peer(
    leap: Leap, by: timedelta, peer: Peer, accepts_key: bool
) -> None:
    def die() -> None:
        raise Killed

    turn()
    carry_out_due()
    peer.act = die
    with pytest.raises(Killed):
        send_ready()
    peer.act = lambda: None
    send_ready()
    assert (len(peer.keys), Intent.objects.get().status) == (1, "SENDING")
    for at in (by, by + timedelta(minutes=1), NEVER, LATER):
        leap(at)
        work()
    assert Intent.objects.get().status == ("DONE" if accepts_key else "UNKNOWN")
    assert (len(peer.keys), len(set(peer.keys))) == (2 if accepts_key else 1, 1)


def test_a_pause_before_the_next_call_ends(leap: Leap, by: timedelta) -> None:
    def break_off() -> None:
        raise TimeoutError("no answer")

    with peer_called_by_a_strategy(accepts_key=True) as peer:
        peer.act = break_off
        work()
        peer.act = lambda: None
        for at in (by, NEVER, LATER):
            leap(at)
            work()
            assert (len(peer.keys), Intent.objects.get().status) == (2, "DONE")
    assert len(set(peer.keys)) == 1


def test_runs_whose_worker_ended_go_on(leap: Leap, by: timedelta, cast: Cast) -> None:
    common: dict[str, Any] = {"user_id": cast.anna.id, "status": "RUNNING", "heartbeat_at": Now()}
    bulk = BulkRun.objects.create(kind="CHANGE", action={}, **common)
    export = Export.objects.create(subject="parties", name="E", format="CSV", query={}, **common)
    one = Import.objects.create(name="I", file_name="i.csv", size=1, **common)

    def requeue() -> list[list[UUID]]:
        return [requeue_stalled(BULK), requeue_stalled(EXPORTS), requeue_stalled(IMPORTS)]

    assert requeue() == [[], [], []]
    leap(by)
    assert requeue() == [[bulk.id], [export.id], [one.id]]
    assert requeue() == [[], [], []]


def test_a_file_whose_inspector_ended_is_inspected(leap: Leap, by: timedelta, cast: Cast) -> None:
    made = {"created_at": database_now(), "created_by_id": cast.anna.id, "name": "a.pdf"}
    party = make_party(owner=cast.anna)
    file = File.objects.create(
        party=party, record_kind="party", record_id=party.id, changed_at=Now(), **made
    )
    seconds = timedelta(seconds=LEASE_SECONDS)
    FileVersion.objects.create(
        file=file,
        party=party,
        number=1,
        kind="pdf",
        size=1,
        sha256="",
        key=uuid4().hex,
        scan="UNSCANNED",
        preview="WAITING",
        leased_until=Now() + seconds,
        **made,
    )
    assert not inspect_next()
    leap(by)
    assert inspect_next()
    assert not inspect_next()
    assert FileVersion.objects.get().preview == "FAILED"  # there is no such file on the disk
