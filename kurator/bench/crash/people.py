"""Whoever asks for all that is killed: somebody who may do everything, and a colleague."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from kurator.access.models import Session
from kurator.access.selectors import find_viewer
from kurator.access.services import create_role, create_user
from kurator.access.sessions import hash_session_key
from kurator.access.types import Viewer
from kurator.bench.strategy import BENCH
from kurator.kernel.ids import new_id
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.features import permissions

KEY, CSRF = "bench-crash", "c" * 32


@dataclass(frozen=True)
class People:
    person: UUID
    colleague: UUID

    @contextmanager
    def asking(self) -> Iterator[Viewer]:
        """The transaction of a request of the person's."""
        with open_scope(BENCH):
            viewer = find_viewer(self.person)
        if viewer is None:
            raise LookupError(f"nobody has the id {self.person}")
        context = Context(
            uid=str(self.person), actor_kind="user", actor_id=str(self.person), channel="web"
        )
        with open_scope(context, role=WEB_ROLE):
            yield viewer


@cache
def people() -> People:
    with open_scope(BENCH):
        role = create_role(
            code=f"bench-{new_id()}",
            name={"en": "Bench"},
            permissions=list(permissions()),
            scope="ALL",
        )
        found = People(_make(role.id), _make(role.id))
        Session.objects.update_or_create(
            key_hash=hash_session_key(KEY),
            defaults={
                "user_id": found.person,
                "expires_at": datetime.now(UTC) + timedelta(days=1),
            },
        )
    return found


def _make(role_id: UUID) -> UUID:
    user = create_user(
        email=f"{new_id()}@bench.example",
        name="Bench",
        password="",
        team_id=None,
        role_ids=[role_id],
    )
    return user.id


def headers(*, key: str, content_type: str = "application/json") -> dict[str, str]:
    """Of a request of the person's, with its Idempotency-Key."""
    return {
        "Cookie": f"kurator_session={KEY}; kurator_csrf={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": content_type,
        "Idempotency-Key": key,
    }
