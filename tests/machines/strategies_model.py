"""Who stands where, how he came there and what is still to be done for him, without a database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")
OUTSIDE, LOBBY = "outside", "lobby"
STAGES = ("active", "leaving", "old")
OLD_AFTER, STALE_AFTER = timedelta(days=2), timedelta(days=6)
BACK = "win back"
Steps = Mapping[str, Sequence[tuple[str, timedelta]]]
"""What is done in a stage, and how long after the entry; all but to win him back are tasks."""
QUIET: Steps = {
    "active": [("call", timedelta()), ("write", timedelta(days=1))],
    "leaving": [("ask", timedelta())],
    "old": [("wish", timedelta())],
}
RESTLESS: Steps = {**QUIET, "leaving": [*QUIET["leaving"], (BACK, timedelta(hours=12))]}


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


@dataclass
class Customer:
    status: str
    kind: str = "PERSON"
    born: date | None = None
    is_recycled: bool = False
    depth: int | None = None
    """Of the longest chain that touched him since the engine's last turn."""

    def touch(self, depth: int = 0) -> None:
        self.depth = max(depth, self.depth or 0)


@dataclass(frozen=True)
class Plan:
    """What is published: the order of the stages, and whether only the young ones are served."""

    stages: Sequence[str]
    is_for_young: bool

    def place(self, customer: Customer, now: datetime) -> str:
        today = now.astimezone(ZONE).date()
        age = today - customer.born if customer.born else None
        is_stale = self.is_for_young and age is not None and age >= STALE_AFTER
        if customer.is_recycled or customer.kind != "PERSON" or is_stale:
            return OUTSIDE
        holds = {
            "active": customer.status == "ACTIVE",
            "leaving": customer.status == "LEAVING",
            "old": age is not None and age >= OLD_AFTER,
        }
        return next((stage for stage in reversed(self.stages) if holds[stage]), LOBBY)

    def next_at(self, customer: Customer, now: datetime) -> datetime | None:
        """When time alone may change something."""
        if customer.is_recycled or customer.born is None:
            return None
        after = [OLD_AFTER] * ("old" in self.stages) + [STALE_AFTER] * self.is_for_young
        flips = [midnight(customer.born + days) for days in after]
        return min((flip for flip in flips if flip > now), default=None)

    def ord(self, place: str) -> int:
        return [OUTSIDE, LOBBY, *self.stages].index(place) - 1


@dataclass
class Standing:
    place: str
    seq: int
    episode: int
    entered_at: datetime
    next_at: datetime | None = None
    n: int = 0
    """Of the version that put him there."""
    ord: int = -1


@dataclass
class Move:
    before: str
    after: str
    episode: int
    effective_at: datetime
    decided_at: datetime
    causes: frozenset[str]
    depth: int
    from_ord: int
    to_ord: int
    status: str
    """What his status was when it was decided."""


@dataclass
class ToDo:
    due_at: datetime
    depth: int
    status: str = "PLANNED"


@dataclass
class Strategy:
    steps: Steps
    state: str = "DRAFT"
    plan: Plan | None = None
    n: int = 0
    asked: set[str] = field(default_factory=set)
    """Why all are to be placed anew."""
    standing: dict[str, Standing] = field(default_factory=dict)
    moves: dict[str, list[Move]] = field(default_factory=dict)
    to_do: dict[tuple[str, int, str], ToDo] = field(default_factory=dict)
    entered: Counter[str] = field(default_factory=Counter)
    tasks: dict[tuple[str, str], list[bool]] = field(default_factory=dict)
    """By customer and step; whether each is open."""

    def publish(self, plan: Plan) -> None:
        self.asked.add("PUBLICATION" if self.n else "ACTIVATION")
        self.plan, self.n, self.state = plan, self.n + 1, "ACTIVE"

    def turn(self, customers: dict[str, Customer], now: datetime) -> None:
        asked, self.asked = self.asked, set()
        if "END" in asked:
            self.cancel(lambda party, seq: True)
        if self.state != "ACTIVE":
            return
        if asked:
            self._place(customers, customers, now, asked)
        for depth in range(9):
            changed = [name for name, customer in customers.items() if customer.depth == depth]
            self._place(changed, customers, now, {"CHANGE"}, depth)
        due = [n for n, s in self.standing.items() if s.next_at is not None and s.next_at <= now]
        self._place(due, customers, now, {"TIME"})

    def _place(
        self,
        names: Iterable[str],
        customers: dict[str, Customer],
        now: datetime,
        causes: set[str],
        depth: int = 0,
    ) -> None:
        assert self.plan is not None
        for name in names:
            customer = customers[name]
            place, next_at = self.plan.place(customer, now), self.plan.next_at(customer, now)
            old = self.standing.get(name)
            if old is None and place == OUTSIDE and next_at is None:
                continue
            old = self.standing.setdefault(name, Standing(OUTSIDE, 0, 0, now))
            if old.place != place:
                has_come = causes == {"TIME"} and old.next_at is not None
                effective_at = old.next_at if has_come and old.next_at else now
                self._move(name, old, place, now, customer.status, effective_at, causes, depth)
            old.next_at, old.n, old.ord = next_at, self.n, self.plan.ord(place)

    def _move(
        self,
        name: str,
        standing: Standing,
        place: str,
        now: datetime,
        status: str,
        effective_at: datetime,
        causes: set[str],
        depth: int,
    ) -> None:
        before = standing.place
        self.cancel(lambda party, seq: (party, seq) == (name, standing.seq))
        standing.place, standing.entered_at = place, now
        standing.seq += 1
        standing.episode += before == OUTSIDE
        self.moves.setdefault(name, []).append(
            Move(
                before=before,
                after=place,
                episode=standing.episode,
                effective_at=effective_at,
                decided_at=now,
                causes=frozenset(causes),
                depth=depth,
                from_ord=standing.ord,
                to_ord=self.plan.ord(place) if self.plan else -1,
                status=status,
            )
        )
        self.entered[place] += place != OUTSIDE
        for step, delay in self.steps.get(place, []):
            self.to_do[name, standing.seq, step] = ToDo(now + delay, depth)

    def cancel(self, concerns: Callable[[str, int], bool]) -> None:
        for (party, seq, _), one in self.to_do.items():
            if one.status == "PLANNED" and concerns(party, seq):
                one.status = "CANCELLED"

    def carry_out(self, customers: dict[str, Customer], now: datetime) -> None:
        for (party, _, step), one in self.to_do.items():
            is_running = self.state in ("ACTIVE", "ENDED")
            if not is_running or one.status != "PLANNED" or one.due_at > now:
                continue
            one.status = "DONE" if self.state == "ACTIVE" else "CANCELLED"
            if one.status == "CANCELLED":
                continue
            customer = customers[party]
            if customer.is_recycled:
                continue
            if step != BACK and not any(self.tasks.get((party, step), ())):
                self.tasks.setdefault((party, step), []).append(True)
            if step == BACK and customer.status != "ACTIVE":
                customer.status = "ACTIVE"
                customer.touch(one.depth + 1)

    def forget(self, party: str) -> None:
        self.standing.pop(party, None)
        self.moves.pop(party, None)
        self.to_do = {key: one for key, one in self.to_do.items() if key[0] != party}
        self.tasks = {key: tasks for key, tasks in self.tasks.items() if key[0] != party}
