"""Programs that tell us of customers: made, changed, removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.services import require_person
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.parties.catalogue import current_catalogue
from kurator.tracking.security import note_security_event
from kurator.webhooks.models import Inbound, LatestValue, Source
from kurator.webhooks.services.answering import (
    EXTERNAL_ID,
    answer_for,
    closed_fields,
    require_writes,
)
from kurator.webhooks.services.secrets import close_secret, new_secret

# What a message may not decide: who serves a customer, and by which id he is known.
NOT_BY_MESSAGE: Final = frozenset({"party.owner", "party.external_id", "party.tags"})
UNKNOWN_FIELD = {
    "en": "A message cannot set this field.",
    "ru": "Сообщение не может менять это поле.",
    "uk": "Повідомлення не може змінювати це поле.",
}
FIELD_CLOSED = {
    "en": "A message finds and changes customers on your rights, and “{field}” is closed to you.",
    "ru": "Сообщение находит и меняет клиентов с вашими правами, а поле «{field}» вам закрыто.",
    "uk": "Повідомлення знаходить і змінює клієнтів з вашими правами, а поле «{field}» вам закрито.",
}


def create_source(*, viewer: Viewer, name: str, mapping: Mapping[str, Any]) -> tuple[Source, str]:
    """
    Return the source and its secret, which is not shown again; raises InvalidInput,
    PermissionMissing, and KeyNotEnough for a program.
    """
    _check(viewer, mapping)
    secret, source_id = new_secret(), new_id()
    source = Source.objects.create(
        id=source_id,
        name=name,
        secret=close_secret(secret, owner=source_id),
        mapping=dict(mapping),
        owner_id=viewer.user_id,
    )
    note_security_event("webhooks.source_created", subject=str(source.id), details={"name": name})
    return source, secret


def change_source(
    *,
    viewer: Viewer,
    source_id: UUID,
    name: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    is_active: bool | None = None,
    now: datetime,
) -> Source:
    """Change what is given; whoever changes the mapping answers for it from then on."""
    source = _locked(source_id)
    if mapping is not None:
        _check(viewer, mapping)
        source.mapping = dict(mapping)
        answer_for(source, viewer=viewer, now=now)
    source.name = source.name if name is None else name
    source.is_active = source.is_active if is_active is None else is_active
    source.save()
    note_security_event("webhooks.source_changed", subject=str(source.id), details=_named(source))
    return source


def renew_source_secret(*, viewer: Viewer, source_id: UUID, now: datetime) -> tuple[Source, str]:
    """
    Return a new secret; the old one is worthless at once. Who knows it speaks through the source,
    so from now on it may do what he may; raises InvalidInput, PermissionMissing, KeyNotEnough.
    """
    source, secret = _locked(source_id), new_secret()
    _check(viewer, source.mapping)
    answer_for(source, viewer=viewer, now=now)
    source.secret = close_secret(secret, owner=source.id)
    source.save(update_fields=["secret", "owner_id", "owned_since"])
    note_security_event("webhooks.secret_renewed", subject=str(source.id), details=_named(source))
    return source, secret


def delete_source(*, viewer: Viewer, source_id: UUID) -> None:
    """Remove a source with its messages; the customers it brought stay."""
    source = _locked(source_id)
    LatestValue.objects.filter(source=source).delete()
    source.delete()
    note_security_event("webhooks.source_deleted", subject=str(source_id), details=_named(source))


def _named(source: Source) -> dict[str, str]:
    return {"name": source.name}


def retry_message(*, viewer: Viewer, source_id: UUID, message_id: UUID) -> Inbound:
    """Let a failed message be worked on again; raises NotFound."""
    found = Inbound.objects.select_for_update().filter(id=message_id, source_id=source_id).first()
    if found is None:
        raise NotFound
    if found.state == Inbound.State.FAILED:
        found.state, found.failure, found.done_at = Inbound.State.WAITING, "", None
        found.save(update_fields=["state", "failure", "done_at"])
    return found


def _locked(source_id: UUID) -> Source:
    source = Source.objects.select_for_update().filter(id=source_id).first()
    if source is None:
        raise NotFound
    return source


def _check(viewer: Viewer, mapping: Mapping[str, Any]) -> None:
    require_person(viewer)  # the secret of a source would outlive the key by which it was made
    require_writes(viewer)
    catalogue = current_catalogue()
    fields, whole = catalogue.fields, catalogue.whole
    problems = [
        FieldProblem(("mapping", "values", code), "unknown_field", UNKNOWN_FIELD)
        for code in mapping["values"]
        if code not in fields or not fields[code].can_edit or code in NOT_BY_MESSAGE
    ]
    if EXTERNAL_ID in closed_fields(viewer, ()):
        label = whole[EXTERNAL_ID].spec.labels
        loc = ("mapping", "external_id")
        problems.append(FieldProblem(loc, "field_closed", FIELD_CLOSED, {"field": label}))
    if problems:
        raise InvalidInput(problems=problems)
