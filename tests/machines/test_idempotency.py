"""
The Idempotency-Key against a model of thirty lines: two people, few keys, two bodies; requests that
are repeated, refused, die before they commit, meet each other, come after a week or with other
rights. Whatever happens, a key has its effect once, and its answer goes to nobody else.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kurator.access.models import Role
from kurator.platform import once
from kurator.platform.models import KeptAnswer
from kurator.platform.once import KEPT_DAYS, sweep_kept_answers
from kurator.segments.models import Segment
from tests.cast import Cast, make_cast
from tests.client import Answer, ApiClient
from tests.machines.running import beside, live

PEOPLE = st.sampled_from(["anna", "boris"])
KEYS = st.sampled_from(["first", "second", "third"])
NAMES = st.sampled_from(["Loyal", "New"])
REFUSED = ""
"""A segment without a name is refused."""
ALL_OF_THEM = {"op": "eq", "field": "party.kind", "value": "PERSON"}


@dataclass(frozen=True)
class Kept:
    name: str
    rights: str
    content: bytes


@dataclass
class Model:
    """What a key promises, without a database."""

    rights: str = "all"
    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    def outcome(self, who: str, key: str, name: str) -> str:
        kept = self.kept.get((who, key))
        if kept is None:
            return "made" if name else "refused"
        if kept.name != name:
            return "reused"
        return "again" if kept.rights == self.rights else "gone"

    def keep(self, who: str, key: str, name: str, content: bytes) -> None:
        self.kept[(who, key)] = Kept(name, self.rights, content)
        self.made[name] += 1


class DiedHalfWay(Exception):
    pass


class Idempotency(RuleBasedStateMachine):
    cast: Cast
    lives = count()
    meddle: Callable[[], None] | None

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.life = next(self.lives)
        self._give_rights("all")

    def post(self, who: str, key: str, name: str) -> Answer:
        body = {"name": {"en": f"{name} {self.life}"} if name else {}, "expression": ALL_OF_THEM}
        headers = {"Idempotency-Key": f"{self.life}-{key}"}
        return ApiClient.logged_in(self.cast, who).post("/segments", body, **headers)

    def check(self, answer: Answer, who: str, key: str, name: str) -> None:
        expected = self.model.outcome(who, key, name)
        assert _outcome(answer) == expected
        if expected == "made":
            self.model.keep(who, key, name, answer.content)
        elif expected == "again":
            assert answer.content == self.model.kept[(who, key)].content

    @rule(who=PEOPLE, key=KEYS, name=NAMES)
    def ask(self, who: str, key: str, name: str) -> None:
        self.check(self.post(who, key, name), who, key, name)

    @rule(who=PEOPLE, key=KEYS)
    def ask_what_is_refused(self, who: str, key: str) -> None:
        self.check(self.post(who, key, REFUSED), who, key, REFUSED)

    @rule(who=PEOPLE, key=KEYS, name=NAMES)
    def ask_and_die_before_it_is_committed(self, who: str, key: str, name: str) -> None:
        def die() -> None:
            raise DiedHalfWay

        type(self).meddle = die
        answer = self.post(who, key, name)
        type(self).meddle = None
        if self.model.outcome(who, key, name) == "made":
            assert answer.status == 500
        else:
            self.check(answer, who, key, name)

    @rule(who=PEOPLE, key=KEYS, name=NAMES, other=PEOPLE, other_key=KEYS, other_name=NAMES)
    def ask_while_another_is_under_way(
        self, who: str, key: str, name: str, other: str, other_key: str, other_name: str
    ) -> None:
        met: list[Answer] = []
        type(self).meddle = lambda: met.append(
            beside(lambda: self.post(other, other_key, other_name))
        )
        answer = self.post(who, key, name)
        type(self).meddle = None
        for one in met:
            if (other, other_key) == (who, key):
                assert _outcome(one) == "busy"
            else:
                self.check(one, other, other_key, other_name)
        self.check(answer, who, key, name)

    @rule(rights=st.sampled_from(["all", "fewer"]))
    def rights_change(self, rights: str) -> None:
        self._give_rights(rights)

    def _give_rights(self, rights: str) -> None:
        self.model.rights = rights
        hidden = {} if rights == "all" else {"party.tax_id": "NONE"}
        Role.objects.filter(code="TEST_TEAM").update(fields=hidden)

    @rule()
    def a_week_passes(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE platform_keptanswer SET created_at = created_at - make_interval(days => %s)",
                [KEPT_DAYS + 1],
            )
        sweep_kept_answers()
        self.model.kept.clear()

    @invariant()
    def each_was_made_as_often_as_the_model_says(self) -> None:
        rows = Segment.objects.filter(name__en__endswith=f" {self.life}")
        found = Counter(row.name["en"].split()[0] for row in rows)
        assert found == +self.model.made

    @invariant()
    def only_what_was_made_is_kept(self) -> None:
        kept = KeptAnswer.objects.filter(key__startswith=f"{self.life}-")
        names = {user.id: name for name, user in vars(self.cast).items()}
        found = {(names[row.user_id], row.key.split("-")[1]) for row in kept}
        assert found == self.model.kept.keys()


CODES = {"idempotency_key_reused": "reused", "idempotency_key_busy": "busy"}
CODES |= {"idempotency_answer_gone": "gone"}


def _outcome(answer: Answer) -> str:
    if answer.status == 201:
        return "again" if "Idempotency-Replayed" in answer.headers else "made"
    assert answer.status in (409, 422), answer.content
    return CODES.get(answer.json["code"].removeprefix("kurator."), "refused")


@pytest.mark.django_db(transaction=True)
def test_a_key_has_its_effect_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_by(point: str) -> Any:
        meddle, Idempotency.meddle = Idempotency.meddle, None
        if meddle is not None:
            meddle()

    Idempotency.cast, Idempotency.meddle = make_cast(), None
    monkeypatch.setattr(once, "fault_point", pass_by)
    live(Idempotency, lives=10, steps=15)
