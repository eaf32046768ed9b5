"""Recording what a customer agrees to, and taking back what was recorded by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.audit.models import Consent, ConsentPurpose
from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText
from kurator.parties.selectors.visibility import require_editable_party
from kurator.platform.queries import read_rows

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
CLOCK_SKEW: Final = timedelta(minutes=5)
UNKNOWN_PURPOSE: LocalizedText = {
    "en": "No such purpose, or no longer in use.",
    "ru": "Такой цели нет, или она больше не используется.",
    "uk": "Такої мети немає, або вона більше не використовується.",
}
WRONG_DATE: LocalizedText = {
    "en": "A consent cannot be of the future, nor from before 1990.",
    "ru": "Согласие не может быть из будущего или раньше 1990 года.",
    "uk": "Згода не може бути з майбутнього чи раніше 1990 року.",
}


class ConsentUndone(KuratorError):
    code = "consents.undone"
    status = 409
    texts = {
        "en": "This has been taken back already. Nothing was changed.",
        "ru": "Это уже отменено. Ничего не изменено.",
        "uk": "Це вже скасовано. Нічого не змінено.",
    }


@dataclass(frozen=True)
class Statement:
    """What the customer said: to which purpose, by which channels, and how that is known."""

    purpose_id: UUID
    channels: Sequence[str]
    state: str
    at: datetime
    source: str
    evidence: str = ""


def record_consent(*, viewer: Viewer, party_id: UUID, statement: Statement, now: datetime) -> UUID:
    """Record one statement, one fact for each channel; raises NotFound, OnlyShared, InvalidInput."""
    require_editable_party(viewer, party_id)
    if not ConsentPurpose.objects.filter(id=statement.purpose_id, is_active=True).exists():
        raise InvalidInput(
            problems=[FieldProblem(("purpose_id",), "consents.unknown_purpose", UNKNOWN_PURPOSE)]
        )
    if not EARLIEST <= statement.at <= now + CLOCK_SKEW:
        raise InvalidInput(problems=[FieldProblem(("at",), "consents.wrong_date", WRONG_DATE)])
    statement_id = new_id()
    Consent.objects.bulk_create(
        Consent(
            id=new_id(),
            party_id=party_id,
            statement_id=statement_id,
            purpose_id=statement.purpose_id,
            channel=channel,
            state=statement.state,
            at=statement.at,
            source=statement.source.strip(),
            evidence=statement.evidence.strip(),
            user_id=viewer.user_id,
            recorded_at=now,
        )
        for channel in sorted(set(statement.channels))
    )
    return statement_id


# What held before: the latest fact of the same channel that is older than the one taken back.
_FACTS: Final = """
SELECT c.purpose_id, c.channel, c.at, c.source,
       coalesce((SELECT b.state FROM audit_consent b
                  WHERE b.party_id = c.party_id AND b.purpose_id = c.purpose_id
                    AND b.channel = c.channel AND (b.at, b.id) < (c.at, c.id)
                  ORDER BY b.at DESC, b.id DESC LIMIT 1), 'NONE')
  FROM audit_consent c WHERE c.party_id = %s AND c.statement_id = %s
"""


def undo_statement(*, viewer: Viewer, party_id: UUID, statement_id: UUID, now: datetime) -> UUID:
    """Let hold again what held before; raises NotFound, OnlyShared, ConsentUndone."""
    require_editable_party(viewer, party_id)
    facts = read_rows(_FACTS, [party_id, statement_id])
    if not facts:
        raise NotFound
    if Consent.objects.filter(party_id=party_id, undoes_id=statement_id).exists():
        raise ConsentUndone
    undoing = new_id()
    Consent.objects.bulk_create(
        Consent(
            id=new_id(),
            party_id=party_id,
            statement_id=undoing,
            purpose_id=purpose_id,
            channel=channel,
            state=before,
            at=at,
            source=source,
            undoes_id=statement_id,
            user_id=viewer.user_id,
            recorded_at=now,
        )
        for purpose_id, channel, at, source, before in facts
    )
    return undoing
