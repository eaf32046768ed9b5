"""A customer is made by a request with a key: it is there once, whatever died meanwhile."""

import json
from collections.abc import Mapping

from kurator.bench.crash.people import headers, people
from kurator.bench.crash.serving import Request, door
from kurator.bench.strategy import BENCH
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.platform.context import open_scope

PREFIX = "Asked for "


class Workload:
    is_proven_late = False

    def __init__(self) -> None:
        people()
        self.asked: list[str] = []
        self.proven = 0

    def kill(self, point: str) -> bool:
        key = str(new_id())
        self.asked.append(f"{PREFIX}{key}")
        body = {"values": {"party.name": self.asked[-1]}}
        request = Request("/api/v1/parties", json.dumps(body).encode(), headers(key=key))
        has_died, _ = door().ask(request, killed_at=point)
        return has_died

    def prove(self) -> Mapping[str, int]:
        names, self.proven = self.asked[self.proven :], len(self.asked)
        with open_scope(BENCH):
            shown = Party.objects.filter(display_name__in=names)
            found = list(shown.values_list("display_name", flat=True))
        return {
            "web_lost": len(set(names) - set(found)),
            "web_twice": len(found) - len(set(found)),
        }

    def tell(self) -> Mapping[str, float]:
        return {"web_requests": len(self.asked)}
