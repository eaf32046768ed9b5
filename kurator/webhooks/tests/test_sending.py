"""Outgoing: a real receiver that answers, delays, drops, errs and redirects."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from kurator.access.selectors import find_viewer
from kurator.activities.models import Notification
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.addresses import parse_networks
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.egress import Egress
from kurator.webhooks import tasks
from kurator.webhooks.models import Attempt, Delivery, Webhook
from kurator.webhooks.rules import OLD_SECRET
from kurator.webhooks.services.sending import claim_deliveries, forget_old, settle
from kurator.webhooks.services.subscriptions import redeliver, renew_secret
from kurator.webhooks.tests.builders import (
    Answering,
    delay,
    drip,
    drop,
    in_turn,
    make_delivery,
    make_webhook,
    receiver,
    reply,
    signature,
)
from kurator.webhooks.types import Outcome
from tests.cast import Cast
from tests.client import ApiClient
from tests.faults.network import Network, network

LOOPBACK = parse_networks("127.0.0.0/8")


@pytest.fixture(autouse=True)
def loopback_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "egress", lambda: Egress(allowed=LOOPBACK, seconds=0.5))


@pytest.fixture
def send_all() -> Iterator[Callable[[], None]]:
    """Send what is due and settle it."""
    with ThreadPoolExecutor(8) as pool:

        def work() -> None:
            running: tasks.Sending = {}
            tasks.start_sending(pool, running)
            while running:
                tasks.settle_finished(running, seconds=2)

        yield work


Send = Callable[[], None]


def let_time_pass() -> None:
    Delivery.objects.filter(state="WAITING").update(next_at=datetime.now(UTC))


def test_a_change_arrives_signed_with_ids_and_fields_and_no_values(
    cast: Cast, send_all: Send
) -> None:
    party = make_party(owner=cast.anna, name="Secret Name")
    dispatch_once()
    with receiver(reply()) as there:
        _, secret = make_webhook(cast.anna, there.url)
        Party.objects.filter(id=party.id).update(status="LEAVING")
        dispatch_once()
        send_all()
    (call,) = there.calls
    said = orjson.loads(call.body)
    assert said["type"] == "parties.changed"
    assert said["data"] == {
        "ids": [str(party.id)],
        "links": [f"/api/v1/parties/{party.id}"],
        "fields": ["party.status"],
    }
    assert b"LEAVING" not in call.body
    assert b"Secret" not in call.body
    id_, at = call.headers["webhook-id"], call.headers["webhook-timestamp"]
    assert call.headers["webhook-signature"] == signature(secret, id_, at, call.body)
    assert Delivery.objects.get().state == "DONE"
    assert Attempt.objects.get().status == 200


def test_nobody_hears_of_customers_whom_he_does_not_see(cast: Cast) -> None:
    make_webhook(cast.viktor, "https://example.com/")
    make_party(owner=cast.anna)
    make_party(owner=cast.viktor)
    dispatch_once()
    told = [one.payload["ids"] for one in Delivery.objects.all()]
    assert told == [[str(Party.objects.get(owner_id=cast.viktor.id).id)]]


@pytest.mark.parametrize("change", [{"is_active": False}, {}])
def test_who_left_or_lost_the_permission_hears_nothing(cast: Cast, change: dict[str, bool]) -> None:
    person = cast.anna if change else cast.nina
    type(person).objects.filter(id=person.id).update(**(change or {"is_active": True}))
    make_webhook(person, "https://example.com/")
    make_party(owner=cast.anna)
    dispatch_once()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("answer", "status", "failure"),
    [
        (reply("500 Oops", b"broken"), 500, ""),
        (reply("302 Found", head="Location: http://127.0.0.1:1/\r\n"), 302, ""),
        (drop, None, "unreachable"),
        (delay(1), None, "timeout"),
        (lambda c, n: c.sendall(b"nonsense\r\n\r\n"), None, "unreachable"),
        (reply("200 OK", b"a" * 1_100_000), None, "too_large"),
        (drip, None, "timeout"),
    ],
    ids=["error", "redirect", "drop", "delay", "garbage", "too_large", "drip"],
)
def test_what_fails_is_noted_and_tried_again_under_the_same_id(
    cast: Cast, send_all: Send, answer: Answering, status: int | None, failure: str
) -> None:
    with receiver(in_turn(answer, reply())) as there:
        hook, _ = make_webhook(cast.anna, there.url)
        make_delivery(hook)
        send_all()
        first = Attempt.objects.get()
        waiting = Delivery.objects.get()
        let_time_pass()
        send_all()
    assert (first.status, first.failure) == (status, failure)
    assert waiting.state == "WAITING"
    assert waiting.next_at > datetime.now(UTC) + timedelta(seconds=2)
    assert len(set(there.ids())) == 1
    assert len(there.calls) == 2
    assert Delivery.objects.get().state == "DONE"
    hook.refresh_from_db()
    assert hook.failing_since is None


@pytest.mark.parametrize(
    ("disturb", "failure", "calls"),
    [
        (Network.cut, "unreachable", 1),
        (lambda line: line.lose(requests=True), "timeout", 1),
        (lambda line: line.lose(answers=True), "timeout", 2),
    ],
    ids=["cut", "requests lost", "answers lost"],
)
def test_a_message_outlives_the_network_to_its_receiver(
    cast: Cast, send_all: Send, disturb: Callable[[Network], None], failure: str, calls: int
) -> None:
    with receiver(reply()) as there, network("127.0.0.1", there.port) as line:
        hook, _ = make_webhook(cast.anna, f"http://127.0.0.1:{line.port}/hook")
        make_delivery(hook)
        disturb(line)
        send_all()
        assert Attempt.objects.get().failure == failure
        assert Delivery.objects.get().state == "WAITING"
        line.mend()
        let_time_pass()
        send_all()
    assert Delivery.objects.get().state == "DONE"
    assert (len(there.calls), len(set(there.ids()))) == (calls, 1)


def test_an_inner_address_is_refused_at_the_time_of_sending(
    cast: Cast, send_all: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name may have been public when the subscription was made."""
    monkeypatch.setattr(tasks, "egress", lambda: Egress(resolve=lambda host, port: ["10.0.0.1"]))
    hook, _ = make_webhook(cast.anna, "https://rebound.example/")
    make_delivery(hook)
    send_all()
    assert Attempt.objects.get().failure == "internal"


def test_after_three_days_a_message_is_dead_and_visible(
    cast: Cast, send_all: Send, api: Callable[[str], ApiClient]
) -> None:
    with receiver(reply("503 Busy")) as there:
        hook, _ = make_webhook(cast.anna, there.url)
        delivery = make_delivery(hook, expires_at=datetime.now(UTC) + timedelta(seconds=1))
        send_all()
        anna = api("anna")
        assert Delivery.objects.get().state == "DEAD"
        assert anna.get(f"/webhooks/{hook.id}").json["dead"] == 1
        path = f"/webhooks/{hook.id}/deliveries/{delivery.id}"
        assert [one["status"] for one in anna.get(path).json["log"]] == [503]
        there.answer = reply()
        assert anna.post(f"{path}/again").status == 200
        send_all()
    assert Delivery.objects.get().state == "DONE"
    assert there.ids() == [f"msg_{delivery.id}"] * 2


def test_what_fails_for_days_is_switched_off_with_a_notice(cast: Cast, send_all: Send) -> None:
    with receiver(reply("500 Oops")) as there:
        hook, _ = make_webhook(cast.anna, there.url)
        Webhook.objects.update(failing_since=datetime.now(UTC) - timedelta(days=5, minutes=1))
        make_delivery(hook)
        send_all()
        let_time_pass()
        send_all()
    hook.refresh_from_db()
    assert (hook.is_active, hook.stopped_because) == (False, "FAILING")
    assert len(there.calls) == 1
    dispatch_once()
    notice = Notification.objects.get(user_id=cast.anna.id)
    assert notice.kind == "webhook_stopped"
    assert "Receiver" in notice.texts["uk"]


def test_a_receiver_that_is_gone_is_asked_no_more(cast: Cast, send_all: Send) -> None:
    with receiver(reply("410 Gone")) as there:
        hook, _ = make_webhook(cast.anna, there.url)
        make_delivery(hook)
        send_all()
    hook.refresh_from_db()
    assert hook.stopped_because == "GONE"
    assert Delivery.objects.get().state == "DEAD"


def test_a_slow_receiver_does_not_hold_the_others(cast: Cast, send_all: Send) -> None:
    with receiver(delay(1)) as slow, receiver(reply()) as quick:
        for _ in range(20):
            make_delivery(make_webhook(cast.anna, slow.url)[0])
        sick, _ = make_webhook(cast.anna, slow.url)
        for _ in range(50):
            make_delivery(sick)
        well, _ = make_webhook(cast.anna, quick.url)
        make_delivery(well)
        claimed = claim_deliveries(limit=200, busy=[])
    assert sum(job.webhook_id == sick.id for job in claimed) == 4
    assert sum(job.webhook_id == well.id for job in claimed) == 1


def test_who_lost_the_lease_notes_nothing(cast: Cast) -> None:
    hook, _ = make_webhook(cast.anna, "https://example.com/")
    make_delivery(hook)
    (late,) = claim_deliveries(limit=1, busy=[])
    Delivery.objects.update(claimed_until=datetime.now(UTC) - timedelta(seconds=1))
    (job,) = claim_deliveries(limit=1, busy=[])
    now = datetime.now(UTC)
    assert not settle(late, Outcome(5, status=200), now=now)
    assert settle(job, Outcome(5, status=200), now=now)
    assert Attempt.objects.count() == 1


def test_who_asks_for_a_message_again_while_its_last_attempt_fails_gets_it(cast: Cast) -> None:
    hook, _ = make_webhook(cast.anna, "https://example.com/")
    now, anna = datetime.now(UTC), find_viewer(cast.anna.id)
    assert anna is not None
    delivery = make_delivery(hook, expires_at=now)
    (job,) = claim_deliveries(limit=1, busy=[])
    redeliver(viewer=anna, webhook_id=hook.id, delivery_id=delivery.id, now=now)
    assert settle(job, Outcome(5, status=503), now=now)
    assert Delivery.objects.get().state == "WAITING"


def test_while_secrets_change_messages_carry_both_signatures(cast: Cast, send_all: Send) -> None:
    with receiver(reply()) as there:
        hook, old = make_webhook(cast.anna, there.url)
        now = datetime.now(UTC)
        anna = find_viewer(cast.anna.id)
        assert anna is not None
        _, new = renew_secret(viewer=anna, webhook_id=hook.id, now=now)
        make_delivery(hook)
        send_all()
        Webhook.objects.update(old_secret_until=now - OLD_SECRET)
        make_delivery(hook)
        send_all()
    both, one = (call.headers for call in there.calls)
    body, at = there.calls[0].body, both["webhook-timestamp"]
    expected = [signature(secret, both["webhook-id"], at, body) for secret in (new, old)]
    assert both["webhook-signature"].split(" ") == expected
    assert len(one["webhook-signature"].split(" ")) == 1


def test_a_delivered_event_is_queued_once(cast: Cast) -> None:
    from kurator.platform.outbox import Delivery as Event

    make_webhook(cast.anna, "https://example.com/")
    party = make_party(owner=cast.anna)
    event = Event("0197f3a2-0000-7000-8000-000000000001", "parties.changed", {"ids": [party.id]}, 1)
    for _ in range(2):
        tasks.queue([event])
    assert Delivery.objects.count() == 1


def test_old_deliveries_are_forgotten(cast: Cast) -> None:
    hook, _ = make_webhook(cast.anna, "https://example.com/")
    now = datetime.now(UTC)
    for state, days in (("DONE", 31), ("WAITING", 31), ("DONE", 29)):
        one = make_delivery(hook, state=state, created_at=now - timedelta(days=days))
        Attempt.objects.create(delivery=one, milliseconds=1)
    assert forget_old(now=now) == 1
    assert Attempt.objects.count() == 2


def test_a_secret_that_does_not_open_stops_only_its_own_webhook(cast: Cast, send_all: Send) -> None:
    """It was sealed with another secrets.json."""
    with receiver(reply("200 OK")) as there:
        broken, _ = make_webhook(cast.anna, there.url)
        Webhook.objects.filter(id=broken.id).update(secret=b"sealed elsewhere")
        unsent = make_delivery(broken)
        sent = make_delivery(make_webhook(cast.anna, there.url)[0])
        send_all()
    assert there.ids() == [f"msg_{sent.id}"]
    assert Attempt.objects.get(delivery=unsent).failure == "secret_lost"
    unsent.refresh_from_db()
    assert unsent.state == "WAITING"


def test_a_lost_secret_is_made_good_by_a_new_one(cast: Cast, send_all: Send) -> None:
    anna = find_viewer(cast.anna.id)
    assert anna is not None
    with receiver(reply()) as there:
        hook, _ = make_webhook(cast.anna, there.url)
        Webhook.objects.filter(id=hook.id).update(secret=b"sealed elsewhere")
        _, new = renew_secret(viewer=anna, webhook_id=hook.id, now=datetime.now(UTC))
        make_delivery(hook)
        send_all()
    [call] = there.calls
    head = call.headers
    expected = signature(new, head["webhook-id"], head["webhook-timestamp"], call.body)
    assert head["webhook-signature"] == expected
