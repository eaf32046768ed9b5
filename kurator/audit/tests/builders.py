"""Purposes and consents for tests."""

from datetime import UTC, datetime
from uuid import UUID

from kurator.access.models import Role, User, UserRole
from kurator.audit.models import Consent, ConsentPurpose
from kurator.kernel.ids import new_id


def make_purpose(code: str = "advertising") -> ConsentPurpose:
    return ConsentPurpose.objects.create(code=code, name={"en": code.title()})


def consent_ids(party_id: UUID, user_id: UUID) -> dict[str, UUID]:
    """One purpose and one statement of this customer, by the names of path parameters."""
    purpose, statement_id, now = make_purpose(), new_id(), datetime.now(UTC)
    Consent.objects.create(
        party_id=party_id,
        statement_id=statement_id,
        purpose=purpose,
        channel="PHONE",
        state="GIVEN",
        at=now,
        source="form",
        user_id=user_id,
        recorded_at=now,
    )
    return {"purpose_id": purpose.id, "statement_id": statement_id}


def without(user: User, *taken: str) -> None:
    """Take permissions from a person's role."""
    role = Role.objects.get(id=UserRole.objects.get(user_id=user.id).role_id)
    left = [code for code in role.permissions if code not in taken]
    Role.objects.filter(id=role.id).update(permissions=left)
