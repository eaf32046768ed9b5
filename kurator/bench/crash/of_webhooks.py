"""
Messages to another program: each arrives, under one id and with one body however often it is sent,
and what came of each attempt is noted, but for those whose process died.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import people
from kurator.bench.crash.processes import Worker
from kurator.bench.crash.proof import figures
from kurator.bench.crash.receiver import open_receiver
from kurator.bench.strategy import BENCH
from kurator.kernel.ids import new_id
from kurator.platform.context import open_scope
from kurator.webhooks import rules
from kurator.webhooks.models import Delivery, Webhook
from kurator.webhooks.services import sending
from kurator.webhooks.services.secrets import close_secret, new_secret

HOOKS, MESSAGES = 2, 5
WORKER = Worker(("webhooks_sender",))
PASSAGES = {"webhooks.sent": 6, "webhooks.settled": 6}
_WRONG = """
WITH asked AS (
  SELECT d.state,
         (SELECT count(*) FROM webhooks_attempt a WHERE a.delivery_id = d.id) AS noted,
         (SELECT count(*) FROM bench_received r WHERE r.message = 'msg_' || d.id) AS came,
         (SELECT count(DISTINCT r.body) FROM bench_received r
           WHERE r.message = 'msg_' || d.id) AS bodies
    FROM webhooks_delivery d WHERE d.id = ANY(%(ids)s))
SELECT %(amount)s - count(*) FILTER (WHERE state = 'DONE' AND came > 0) AS webhooks_lost,
       count(*) FILTER (WHERE bodies > 1) AS webhooks_bodies_differ,
       count(*) FILTER (WHERE came - noted NOT IN (0, 1)) AS webhooks_repeated_without_cause
  FROM asked
"""


class Workload(OfWorkers):
    worker = WORKER
    is_proven_late = False

    def __init__(self) -> None:
        # Whoever dies holds his leases so long; nobody waits half a minute for each of many.
        sending.LEASE_SECONDS = 1  # type: ignore[misc]  # final everywhere but here
        rules.FIRST_PAUSE = 0.2  # type: ignore[misc,assignment]
        url = open_receiver()
        self.hooks = [self._make(url) for _ in range(HOOKS)]
        self.sent: list[UUID] = []
        self.proven = 0

    def _make(self, url: str) -> UUID:
        id_ = new_id()
        with open_scope(BENCH):
            Webhook.objects.create(
                id=id_,
                name="Bench",
                url=url,
                topics=["bench"],
                secret=close_secret(new_secret(), owner=id_),
                owner_id=people().person,
            )
        return id_

    def begin(self) -> None:
        with open_scope(BENCH):
            made = Delivery.objects.bulk_create(
                Delivery(
                    webhook_id=hook,
                    topic="bench",
                    payload={"number": number},
                    expires_at=datetime.now(UTC) + timedelta(days=1),
                )
                for hook in self.hooks
                for number in range(MESSAGES)
            )
        self.sent += [one.id for one in made]

    def passages(self, point: str) -> int:
        return PASSAGES.get(point, 1)

    def is_over(self) -> bool:
        with open_scope(BENCH):
            return not Delivery.objects.filter(state=Delivery.State.WAITING).exists()

    def prove(self) -> Mapping[str, int]:
        ids, self.proven = self.sent[self.proven :], len(self.sent)
        asked: dict[str, Any] = {"ids": ids, "amount": len(ids)}
        return figures(_WRONG, asked)

    def tell(self) -> Mapping[str, float]:
        return {
            "webhooks_sent": len(self.sent),
            **figures(
                "SELECT count(*) - count(DISTINCT message) AS webhooks_sent_again"
                " FROM bench_received"
            ),
        }
