"""A poison message stops only itself, and goes its way once its cause is gone."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from kurator.kernel.ids import new_id
from kurator.operations.feature import FEATURE
from kurator.platform import dispatcher
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.models import OutboxEvent
from kurator.platform.outbox import MAX_ATTEMPTS, Delivery, Subscriber, publish

pytestmark = pytest.mark.django_db
OTHERS = 20
TOPIC = "tests.happened"


class Reader:
    """Cannot read one of the events; `delivered` are those it could."""

    def __init__(self) -> None:
        self.poison = str(new_id())
        self.is_mended = False
        self.delivered: list[str] = []

    def deliver(self, deliveries: Sequence[Delivery]) -> None:
        found = [str(one.payload["ids"][0]) for one in deliveries]
        if self.poison in found and not self.is_mended:
            raise ValueError("cannot be read")
        self.delivered += found


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    subscriber = Subscriber("tests", frozenset({TOPIC}), reader.deliver)
    known: Any = FEATURE
    monkeypatch.setitem(known.__dict__, "subscribers", [subscriber])
    return reader


def let_time_pass() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE platform_outboxevent SET claimed_until = NULL")


def test_what_failed_once_breaks_no_batch_again(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise each of its five tries would hold up whoever happens to come along with it."""
    tried: list[int] = []
    deliver = dispatcher._deliver

    def noted(batch: Sequence[Delivery]) -> None:
        tried.append(len(batch))
        deliver(batch)

    monkeypatch.setattr(dispatcher, "_deliver", noted)
    publish(TOPIC, {"ids": [reader.poison], "owners": [""]})
    dispatch_once()
    let_time_pass()
    tried.clear()
    for _ in range(OTHERS):
        publish(TOPIC, {"ids": [str(new_id())], "owners": [""]})
    dispatch_once()
    assert tried == [OTHERS, 1]
    assert len(reader.delivered) == OTHERS


def test_the_others_are_delivered_at_once_and_the_poison_is_set_aside(reader: Reader) -> None:
    others = [str(new_id()) for _ in range(OTHERS)]
    for number, one in enumerate([*others[:10], reader.poison, *others[10:]]):
        publish(TOPIC, {"ids": [one], "owners": [""], "n": number})
    dispatch_once()
    assert sorted(reader.delivered) == sorted(others)
    for _ in range(MAX_ATTEMPTS):
        let_time_pass()
        dispatch_once()
    dead = OutboxEvent.objects.get()
    assert (dead.is_dead, dead.attempts) == (True, MAX_ATTEMPTS)
    assert "cannot be read" in dead.failure

    publish(TOPIC, {"ids": [others[0]], "owners": [""]})
    dispatch_once()
    assert reader.delivered.count(others[0]) == 2

    reader.is_mended = True
    OutboxEvent.objects.filter(id=dead.id).update(is_dead=False, attempts=0, claimed_until=None)
    dispatch_once()
    assert reader.delivered.count(reader.poison) == 1
    assert not OutboxEvent.objects.exists()
