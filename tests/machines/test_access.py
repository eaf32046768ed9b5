"""
Customers, people, teams and roles move, shares come and run out, the recycle bin fills and empties.
After each step the literal conditions of lock 1, the bare tables under lock 2 and a model say the
same for everybody, of what is seen and of what may be changed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from kurator.access.models import Role
from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.activities.models import Note, Task
from kurator.activities.services import add_note
from kurator.kernel.errors import KuratorError
from kurator.parties.models import PartyShare
from kurator.parties.services.ownership import hand_over, hand_over_each
from kurator.parties.services.recycling import recycle_parties, restore_parties
from kurator.parties.services.sharing import revoke_share, share_party
from kurator.parties.tests.builders import make_party
from kurator.people.services import persons, roles, teams
from kurator.platform.context import PEOPLE_ROLE, WEB_ROLE, Context, open_role, open_scope
from tests.machines.access_model import OWNERS, PARTIES, PEOPLE, ROLES, TEAMS, Model, Share
from tests.machines.access_world import (
    World,
    changed_by_lock_two,
    make_world,
    seen_by_lock_one,
    seen_by_lock_two,
)
from tests.machines.running import RolledBack, live

PERSON, PARTY = st.sampled_from(PEOPLE), st.sampled_from(PARTIES)
TEAM, ROLE = st.sampled_from(sorted(TEAMS)), st.sampled_from(sorted(ROLES))
SOME_PARTIES = st.sets(PARTY, min_size=1, max_size=3)
OWNER, RECEIVER = st.sampled_from(OWNERS), st.sampled_from((*PEOPLE, *sorted(TEAMS)))
TEAM_OR_NONE = st.none() | TEAM
SCOPE = st.sampled_from(["OWN", "TEAM", "SUBTREE", "ALL"])


class Access(RolledBack):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.ids = self.world.ids

    def as_person(self, who: str) -> AbstractContextManager[None]:
        return open_scope(Context(uid=str(self.ids[who])), role=WEB_ROLE)

    def by(self, who: str, act: Callable[[Viewer], Any]) -> Any:
        """Return what comes of it, or the name of the refusal."""
        viewer = find_viewer(self.ids[who])
        if viewer is None:
            return "disabled"
        try:
            with self.as_person(who):
                return act(viewer)
        except KuratorError as error:
            return type(error).__name__

    def administer(self, act: Callable[[Viewer], Any]) -> str:
        def with_open_role(viewer: Viewer) -> str:
            with open_role(PEOPLE_ROLE):
                act(viewer)
            return ""

        return str(self.by("arkady", with_open_role))

    # People, teams and roles

    @rule(who=PERSON, team=TEAM_OR_NONE)
    def a_person_comes_into_a_team(self, who: str, team: str | None) -> None:
        if team is None or team in self.model.parents:
            assert self._change(who, team_id=self.ids[team] if team else None) == ""
            self.model.team[who] = team

    @rule(who=PERSON, held=st.sets(ROLE))
    def a_person_has_other_roles(self, who: str, held: set[str]) -> None:
        assert self._change(who, role_ids=self.world.some(held)) == ""
        self.model.held[who] = held

    def _change(self, who: str, **changes: Any) -> str:
        return self.administer(
            lambda viewer: persons.change_person(
                viewer=viewer, user_id=self.ids[who], changes=changes
            )
        )

    @rule(role=ROLE, scope=SCOPE)
    def a_role_reaches_further_or_less_far(self, role: str, scope: str) -> None:
        refusal = self.administer(
            lambda viewer: roles.change_role(
                viewer=viewer,
                role_id=self.ids[role],
                changes={"scope": Role.Scope(scope)},
                restrictable=frozenset(),
            )
        )
        assert refusal == ""
        self.model.scopes[role] = scope

    @rule(team=TEAM, parent=TEAM_OR_NONE)
    def a_team_moves(self, team: str, parent: str | None) -> None:
        known = self.model.parents
        if team not in known or (parent is not None and parent not in known):
            return
        refusal = self.administer(
            lambda viewer: teams.move_team(
                viewer=viewer,
                team_id=self.ids[team],
                parent_id=self.ids[parent] if parent else None,
            )
        )
        assert refusal == ("TeamCircle" if self.model.is_below(parent, team) else "")
        if not refusal:
            known[team] = parent

    @rule(team=TEAM)
    def a_team_is_removed(self, team: str) -> None:
        known = self.model.parents
        if team not in known:
            return
        refusal = self.administer(
            lambda viewer: teams.remove_team(viewer=viewer, team_id=self.ids[team])
        )
        is_used = team in known.values() or team in self.model.team.values()
        assert refusal == ("TeamInUse" if is_used else "")
        if not refusal:
            del known[team]
            for key in [key for key in self.model.shares if key[1] == team]:
                del self.model.shares[key]

    @rule(who=PERSON)
    def a_person_is_disabled(self, who: str) -> None:
        refusal = self.administer(
            lambda viewer: persons.disable_person(
                viewer=viewer, user_id=self.ids[who], now=datetime.now(UTC)
            )
        )
        assert refusal == ""
        self.model.disabled.add(who)

    @rule(who=PERSON)
    def a_person_is_let_in_again(self, who: str) -> None:
        refusal = self.administer(
            lambda viewer: persons.enable_person(viewer=viewer, user_id=self.ids[who])
        )
        assert refusal == ""
        self.model.disabled.discard(who)

    # Customers

    @rule(who=PERSON, parties=SOME_PARTIES, to=OWNER, each=st.booleans())
    def customers_are_handed_over(self, who: str, parties: set[str], to: str, each: bool) -> None:
        ids, owner_id = self.world.some(parties), self.ids[to]

        def act(viewer: Viewer) -> int:
            if not each:
                return hand_over(viewer=viewer, party_ids=ids, owner_id=owner_id)
            owner_ids = [owner_id] * len(ids)
            return len(hand_over_each(viewer=viewer, party_ids=ids, owner_ids=owner_ids))

        moved = {p for p in parties & self.model.gives(who) if self.model.owner[p] != to}
        if to in self.model.disabled:
            moved = set()
        is_refused = to in self.model.disabled and not each
        self._expect(self.by(who, act), who, "InvalidInput" if is_refused else len(moved))
        if who not in self.model.disabled:
            self.model.owner |= dict.fromkeys(moved, to)

    @rule(who=PERSON, parties=SOME_PARTIES)
    def customers_are_recycled(self, who: str, parties: set[str]) -> None:
        gone = parties & self.model.gives(who)
        done = self.by(
            who,
            lambda viewer: recycle_parties(
                viewer=viewer, party_ids=self.world.some(parties), now=datetime.now(UTC)
            ),
        )
        self._expect(done, who, len(gone))
        if who not in self.model.disabled:
            self.model.recycled |= gone

    @rule(who=PERSON, parties=SOME_PARTIES)
    def customers_are_restored(self, who: str, parties: set[str]) -> None:
        back = parties & self.model.bin(who)
        done = self.by(
            who, lambda viewer: restore_parties(viewer=viewer, party_ids=self.world.some(parties))
        )
        self._expect(done, who, len(back))
        if who not in self.model.disabled:
            self.model.recycled -= back

    @rule(party=PARTY, to=OWNER)
    def a_task_is_assigned(self, party: str, to: str) -> None:
        Task.objects.filter(party_id=self.ids[party]).update(assignee_id=self.ids[to])
        self.model.assignee[party] = to

    def _expect(self, found: Any, who: str, expected: Any) -> None:
        assert found == ("disabled" if who in self.model.disabled else expected)

    # Shares

    @initialize(to=st.sampled_from(["viktor", "port"]), can_edit=st.booleans())
    def a_stranger_is_shown_a_customer_for_a_day(self, to: str, can_edit: bool) -> None:
        """In every life, so that in many of them the day ends before he sees the customer anyway."""
        self.a_customer_is_shared("anna", "oak", to, can_edit, 1)

    @rule(
        who=PERSON,
        party=PARTY,
        to=RECEIVER,
        can_edit=st.booleans(),
        days=st.sampled_from([-1, 0, 1]),
    )
    def a_customer_is_shared(
        self, who: str, party: str, to: str, can_edit: bool, days: int
    ) -> None:
        now = datetime.now(UTC)

        def act(viewer: Viewer) -> str:
            share_party(
                viewer=viewer,
                party_id=self.ids[party],
                user_id=self.ids[to] if to in PEOPLE else None,
                team_id=self.ids[to] if to in TEAMS else None,
                can_edit=can_edit,
                until=now + timedelta(days=days) if days else None,
                now=now,
            )
            return ""

        refusal = self.by(who, act)
        self._expect(refusal, who, self._refusal_to_share(who, party, to, days))
        if not refusal:
            self.model.shares[(party, to)] = Share(can_edit, has_end=days > 0)

    def _refusal_to_share(self, who: str, party: str, to: str, days: int) -> str:
        if days < 0 or to == who:
            return "InvalidInput"
        if party not in self.model.gives(who):
            return "NotFound"
        is_there = to in self.model.parents or (to in PEOPLE and to not in self.model.disabled)
        return "" if is_there else "InvalidInput"

    @rule(who=PERSON, data=st.data())
    def a_share_is_taken_back(self, who: str, data: st.DataObject) -> None:
        if not self.model.shares:
            return
        party, to = data.draw(st.sampled_from(sorted(self.model.shares)))
        receiver = {"user_id" if to in PEOPLE else "team_id": self.ids[to]}
        share_id = PartyShare.objects.get(party_id=self.ids[party], **receiver).id
        refusal = self.by(
            who,
            lambda viewer: revoke_share(viewer=viewer, party_id=self.ids[party], share_id=share_id),
        )
        expected = None if party in self.model.gives(who) else "NotFound"
        self._expect(refusal, who, expected)
        if refusal is None:
            del self.model.shares[(party, to)]

    @precondition(lambda self: any(share.has_end for share in self.model.shares.values()))
    @rule()
    def shares_run_out(self) -> None:
        past = datetime.now(UTC) - timedelta(seconds=1)
        PartyShare.objects.filter(until__isnull=False).update(until=past)
        for share in self.model.shares.values():
            share.is_over = share.has_end

    # Writing

    @rule(who=PERSON, party=PARTY)
    def a_note_is_written(self, who: str, party: str) -> None:
        def act(viewer: Viewer) -> str:
            now = datetime.now(UTC)
            add_note(viewer=viewer, party_id=self.ids[party], text="Called", now=now)
            return ""

        is_seen, may = party in self.model.sees(who), party in self.model.edits(who)
        refusal = "" if may else "OnlyShared" if is_seen else "NotFound"
        self._expect(self.by(who, act), who, refusal)

    @rule(who=PERSON, party=PARTY, owner=OWNER)
    def somebody_writes_past_lock_one(self, who: str, party: str, owner: str) -> None:
        """The program forgot to ask: the database refuses what it would have refused."""
        id_, now = self.ids[party], datetime.now(UTC)
        note = Note(party_id=id_, text="Called", author_id=self.ids[who], created_at=now)
        share = PartyShare(
            party_id=id_, user_id=self.ids["nina"], created_at=now, created_by_id=self.ids[who]
        )
        found = [
            self._is_let(who, lambda: Note.objects.bulk_create([note])),
            self._is_let(who, lambda: PartyShare.objects.bulk_create([share])),
            self._is_let(who, lambda: make_party(owner=self.ids[owner])),
        ]
        model = self.model
        expected = [
            party in model.edits(who),
            party in model.gives(who),
            model.sees_owner(who, owner),
        ]
        assert found == expected

    def _is_let(self, who: str, write: Callable[[], object]) -> bool:
        try:
            with self.as_person(who):
                write()
                transaction.set_rollback(True)
        except ProgrammingError as refusal:
            if "row-level security" not in str(refusal):
                raise
            return False
        return True

    # After each step

    @invariant()
    def lock_one_says_what_the_model_says(self) -> None:
        for who in PEOPLE:
            viewer = find_viewer(self.ids[who])
            assert (viewer is None) == (who in self.model.disabled)
            if viewer is not None:
                found = seen_by_lock_one(self.world, viewer)
                assert (who, found) == (who, self._expected_of_lock_one(who))

    def _expected_of_lock_one(self, who: str) -> dict[str, set[str]]:
        ways = ("seen", "seen by a kept plan", "seen by the ORM")
        seen = dict.fromkeys(ways, self.model.sees(who))
        return seen | {"edited": self.model.edits(who), "given": self.model.gives(who)}

    @invariant()
    def lock_two_says_what_the_model_says(self) -> None:
        """Of a person who is disabled too: nothing is opened in his name, and nothing is lost."""
        for who in PEOPLE:
            with self.as_person(who):
                seen = seen_by_lock_two(self.world)
                changed = changed_by_lock_two(self.world)
                transaction.set_rollback(True)
            assert (who, seen) == (who, self._expected_to_be_seen(who))
            assert (who, changed) == (who, self._expected_to_be_changed(who))

    def _expected_to_be_seen(self, who: str) -> dict[str, set[str]]:
        model = self.model
        sees = model.sees(who)
        kinds = dict.fromkeys(("customers", "notes", "contact points", "search"), sees)
        return kinds | {
            "tasks": sees | model.assigned(who),
            "shares": sees & {party for party, _ in model.shares},
            "bin": model.bin(who),
            "may write": model.edits(who),
            "may give": model.gives(who),
        }

    def _expected_to_be_changed(self, who: str) -> dict[str, set[str]]:
        model = self.model
        edits = model.edits(who)
        return {
            "customers": edits,
            "contact points": edits,
            "tasks": edits | model.assigned(who),
            "shares": model.gives(who) & {party for party, _ in model.shares},
        }


@pytest.mark.django_db
def test_both_locks_open_what_the_model_opens() -> None:
    Access.world = make_world()
    live(Access, lives=8, steps=15)
