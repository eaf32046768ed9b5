"""Why a customer was left as he was, in the languages of the house."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText
from kurator.parties.fields import text
from kurator.parties.value_texts import TEXTS

CONTACT_THERE: Final = "bulk.contact_there"
TOO_LONG: Final = "parties.too_long"
NAMELESS: Final = "bulk.nameless"

_OWN: Final[Mapping[str, LocalizedText]] = {
    CONTACT_THERE: text(
        "The customer has the new contact already.",
        "Такой контакт у клиента уже есть.",
        "Такий контакт у клієнта вже є.",
    ),
    TOO_LONG: text(
        "The new value would be too long.",
        "Новое значение было бы слишком длинным.",
        "Нове значення було б задовгим.",
    ),
    NAMELESS: text(
        "No name would be left.", "Не осталось бы названия.", "Не лишилося б назви."
    ),
    "gone": text(
        "Deleted or handed over meanwhile.",
        "За это время удалён или передан.",
        "За цей час видалений або переданий.",
    ),
    "conflict": text(
        "Changed since by somebody else.", "С тех пор изменил кто-то другой.", "Відтоді змінив хтось інший."
    ),
    "closed": text("Partly closed to you.", "Частично закрыто для вас.", "Частково закрито для вас."),
}  # fmt: skip


def reason_of(code: str) -> LocalizedText:
    return _OWN.get(code) or TEXTS.get(code, {})
