"""The purposes that customers agree to."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.audit.models import ConsentPurpose
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText

_CODE: Final = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
WRONG_CODE: LocalizedText = {
    "en": "A code is 2 to 40 small Latin letters, digits and underscores, and begins with a letter.",
    "ru": "Код: от 2 до 40 строчных латинских букв, цифр и подчёркиваний, первой стоит буква.",
    "uk": "Код: від 2 до 40 малих латинських літер, цифр і підкреслень, першою стоїть літера.",
}
TAKEN_CODE: LocalizedText = {
    "en": "Another purpose has this code.",
    "ru": "Этот код у другой цели.",
    "uk": "Цей код має інша мета.",
}
NAMELESS: LocalizedText = {
    "en": "Give it a name in at least one language.",
    "ru": "Назовите её хотя бы на одном языке.",
    "uk": "Назвіть її хоча б однією мовою.",
}


def create_purpose(
    *, viewer: Viewer, code: str, name: Mapping[str, str], text: Mapping[str, str]
) -> ConsentPurpose:
    """Add a purpose; its code stays, because conditions name it. Raises InvalidInput."""
    if not _CODE.fullmatch(code):
        raise _wrong("code", "consents.wrong_code", WRONG_CODE)
    if ConsentPurpose.objects.filter(code=code).exists():
        raise _wrong("code", "consents.taken_code", TAKEN_CODE)
    _require_name(name)
    purpose = ConsentPurpose(
        id=new_id(),
        code=code,
        name=dict(name),
        text=dict(text),
        position=ConsentPurpose.objects.count(),
    )
    ConsentPurpose.objects.bulk_create([purpose])
    return purpose


def change_purpose(
    *, viewer: Viewer, purpose_id: UUID, changes: Mapping[str, Any]
) -> ConsentPurpose:
    """Change name, text, position or whether it is in use; raises NotFound, InvalidInput."""
    purpose = ConsentPurpose.objects.filter(id=purpose_id).first()
    if purpose is None:
        raise NotFound
    if "name" in changes:
        _require_name(changes["name"])
    for field, value in changes.items():
        setattr(purpose, field, value)
    purpose.save(update_fields=[*changes])
    return purpose


def _require_name(name: Mapping[str, str]) -> None:
    if not any(text.strip() for text in name.values()):
        raise _wrong("name", "missing", NAMELESS)


def _wrong(field: str, code: str, texts: LocalizedText) -> InvalidInput:
    return InvalidInput(problems=[FieldProblem((field,), code, texts)])
