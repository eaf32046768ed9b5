"""A customer is shown to people and teams beyond the owner's reach, and taken back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError, NotFound
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.fields import text
from kurator.parties.models import PartyShare
from kurator.parties.selectors.visibility import require_own_party
from kurator.tracking.security import note_security_event

MAX_SHARED: Final = 1000
_PROBLEMS: Final = {
    "parties.share_with_one": text(
        "Name a person or a team, not both.",
        "Укажите человека или команду, не обоих сразу.",
        "Вкажіть людину або команду, не обох одразу.",
    ),
    "parties.share_with_oneself": text(
        "You serve this customer and see it anyway: name a colleague.",
        "Вы ведёте этого клиента и видите его и так: укажите коллегу.",
        "Ви ведете цього клієнта й бачите його і так: вкажіть колегу.",
    ),
    "parties.share_past": text(
        "This moment is in the past.", "Этот момент уже прошёл.", "Ця мить уже минула."
    ),
    "parties.share_unknown": text(
        "There is no such person or team.",
        "Такого человека или команды нет.",
        "Такої людини або команди немає.",
    ),
}


class TooManyShares(KuratorError):
    code = "parties.too_many_shares"
    status = 409
    texts = text(
        "{limit} customers are shared there already. Hand customers over instead.",
        "Здесь уже поделились клиентами: {limit}, больше нельзя. Лучше передайте клиентов.",
        "Тут уже поділилися клієнтами: {limit}, більше не можна. Краще передайте клієнтів.",
    )


def _refuse(loc: str, code: str) -> InvalidInput:
    return InvalidInput(problems=[FieldProblem((loc,), code, _PROBLEMS[code])])


@transaction.atomic
def share_party(
    *,
    viewer: Viewer,
    party_id: UUID,
    user_id: UUID | None,
    team_id: UUID | None,
    can_edit: bool,
    until: datetime | None,
    now: datetime,
) -> PartyShare:
    """
    Share with one person or team; what was shared with them before is replaced.

    Raises NotFound for a customer that is only shared with the viewer himself, InvalidInput.
    """
    if (user_id is None) == (team_id is None):
        raise _refuse("user_id", "parties.share_with_one")
    if until is not None and until <= now:
        raise _refuse("until", "parties.share_past")
    require_own_party(viewer, party_id)
    if user_id == viewer.user_id:  # it would outlast the day on which the customer is taken away
        raise _refuse("user_id", "parties.share_with_oneself")
    _require_receiver(user_id, team_id)
    receiver = Q(user_id=user_id) if user_id else Q(team_id=team_id)
    PartyShare.objects.filter(receiver, party_id=party_id).delete()
    share = PartyShare(
        id=new_id(),
        party_id=party_id,
        user_id=user_id,
        team_id=team_id,
        can_edit=can_edit,
        until=until,
        created_at=now,
        created_by_id=viewer.user_id,
    )
    try:
        PartyShare.objects.bulk_create([share])
    except IntegrityError as error:
        raise _refuse("team_id" if team_id else "user_id", "parties.share_unknown") from error
    note_security_event(
        "parties.shared",
        subject=str(party_id),
        details={"with": str(user_id or team_id), "can_edit": can_edit, "until": until},
    )
    return share


def _require_receiver(user_id: UUID | None, team_id: UUID | None) -> None:
    if user_id == NOBODY_ID:
        raise _refuse("user_id", "parties.share_unknown")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM k.people() u WHERE u.id = %s AND u.is_active)"
            " OR EXISTS (SELECT FROM access_team t WHERE t.id = %s), k.count_shares(%s, %s)",
            [user_id, team_id, user_id, team_id],
        )
        is_known, count = cursor.fetchone()
    if not is_known:
        raise _refuse("team_id" if team_id else "user_id", "parties.share_unknown")
    if count >= MAX_SHARED:
        raise TooManyShares(limit=MAX_SHARED)


@transaction.atomic
def revoke_share(*, viewer: Viewer, party_id: UUID, share_id: UUID) -> None:
    """End a share; it is gone with the next request of those who had it."""
    require_own_party(viewer, party_id)
    count, _ = PartyShare.objects.filter(id=share_id, party_id=party_id).delete()
    if not count:
        raise NotFound
    note_security_event("parties.share_revoked", subject=str(party_id))
