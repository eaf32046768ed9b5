"""Messages from outside: taken once each, and one customer comes of all that speak of him."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import orjson

from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import people
from kurator.bench.crash.processes import Worker, carry_on
from kurator.bench.crash.proof import figures
from kurator.bench.crash.serving import Request, door
from kurator.bench.strategy import BENCH
from kurator.platform.context import open_scope
from kurator.webhooks.models import Inbound, Source
from kurator.webhooks.rules import signature_headers
from kurator.webhooks.services.secrets import close_secret, new_secret

MESSAGES = 4
OF_WEB = "hooks.stored"
WORKER = Worker(("webhooks_receiver",))
MAPPING = {
    "external_id": "customer.id",
    "at": "at",
    "values": {"party.name": "customer.name"},
}
_WRONG = """
SELECT (SELECT count(*) FROM unnest(%(messages)s::text[]) AS m(id)
         WHERE (SELECT count(*) FROM webhooks_inbound i WHERE i.source_id = %(source)s
                   AND i.external_id = m.id AND i.state = 'DONE') <> 1)
           AS hooks_messages_not_once,
       (SELECT count(*) FROM unnest(%(customers)s::text[]) AS c(id)
         WHERE (SELECT count(*) FROM parties_party p WHERE p.external_id = c.id) <> 1)
           AS hooks_customers_not_once,
       (SELECT count(*) FROM parties_party p WHERE p.external_id = ANY(%(customers)s)
           AND (SELECT count(*) FROM tracking_change t WHERE t.party_id = p.id
                   AND t.entity = 'party' AND t.operation = 'I') <> 1)
           AS hooks_history_not_once,
       (SELECT count(*) FROM parties_party p WHERE p.external_id = ANY(%(customers)s)
           AND p.display_name <> p.external_id || ' 3')
           AS hooks_older_word_won
"""


class Workload(OfWorkers):
    worker = WORKER
    is_proven_late = False

    def __init__(self) -> None:
        self.secret, self.source = new_secret(), uuid4()
        with open_scope(BENCH):
            Source.objects.create(
                id=self.source,
                name="Bench",
                secret=close_secret(self.secret, owner=self.source),
                mapping=MAPPING,
                owner_id=people().person,
            )
        self.messages: list[str] = []
        self.customers: list[str] = []
        self.proven = 0

    def kill(self, point: str) -> bool:
        if point != OF_WEB:
            return super().kill(point)
        has_died = self._send(killed_at=point)
        carry_on(WORKER, self.is_over, what="messages from outside")
        return has_died

    def begin(self) -> None:
        self._send()

    def _send(self, *, killed_at: str | None = None) -> bool:
        """Of the four messages on a customer the newest comes first, and each one twice."""
        customer = f"H{len(self.customers)}-{uuid4().hex[:8]}"
        self.customers.append(customer)
        has_died = False
        for number in reversed(range(MESSAGES)):
            request = self._message(customer, number)
            has_died |= door().ask(request, killed_at=killed_at)[0]
            door().ask(request)
            killed_at = None
        return has_died

    def _message(self, customer: str, number: int) -> Request:
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        said = {"at": at.isoformat(), "customer": {"id": customer, "name": f"{customer} {number}"}}
        body, message_id = orjson.dumps(said), f"{customer}-{number}"
        self.messages.append(message_id)
        signed = signature_headers(
            [self.secret], message_id=message_id, at=datetime.now(UTC), body=body
        )
        path = f"/api/v1/hooks/{self.source}"
        return Request(path, body, {"Content-Type": "application/json", **signed})

    def is_over(self) -> bool:
        with open_scope(BENCH):
            return not Inbound.objects.filter(state=Inbound.State.WAITING).exists()

    def prove(self) -> Mapping[str, int]:
        messages = self.messages[self.proven * MESSAGES :]
        customers, self.proven = self.customers[self.proven :], len(self.customers)
        asked = {"messages": messages, "customers": customers, "source": self.source}
        return figures(_WRONG, asked)

    def tell(self) -> Mapping[str, float]:
        return {"hooks_messages": len(self.messages)}
