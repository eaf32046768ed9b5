"""One root of expected errors; each subclass stands beside the service that raises it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kurator.kernel.localized import LocalizedText, text_in


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong at one place of a request; `loc` is the path to the place."""

    loc: tuple[str | int, ...]
    code: str
    texts: LocalizedText
    data: Mapping[str, Any] = field(default_factory=dict)

    def message(self, language: str) -> str:
        words = text_in(self.texts, language)
        # Without data the words are finished: what a person typed may stand in them, with braces.
        return words.format_map(self.data) if self.data else words


class KuratorError(Exception):
    """An expected refusal: `code` is stable, `status` is the HTTP status, `texts` the message."""

    code: ClassVar[str] = "kurator.error"
    status: ClassVar[int] = 409
    retry_after: int = 0
    """Seconds after which another try makes sense; 0 = nothing is said."""
    texts: ClassVar[LocalizedText] = {
        "en": "The request could not be carried out.",
        "ru": "Запрос не удалось выполнить.",
        "uk": "Запит не вдалося виконати.",
    }

    def __init__(self, *, problems: Sequence[FieldProblem] = (), **data: Any) -> None:
        self.problems = tuple(problems)
        self.data = data
        super().__init__(self.code)

    def detail(self, language: str) -> str:
        values = {
            name: text_in(value, language) if isinstance(value, Mapping) else value
            for name, value in self.data.items()
        }
        return text_in(self.texts, language).format_map(values)


class NotFound(KuratorError):
    code = "kurator.not_found"
    status = 404
    texts = {
        "en": "Nothing is found here, or it belongs to customers you do not serve.",
        "ru": "Здесь ничего нет, или это клиент, которого ведёте не вы.",
        "uk": "Тут нічого немає, або це клієнт, якого ведете не ви.",
    }


class PermissionMissing(KuratorError):
    code = "kurator.permission_missing"
    status = 403
    texts = {
        "en": "Your role does not include this action ({permission}). Ask an administrator.",
        "ru": "Ваша роль не включает это действие ({permission}). Обратитесь к администратору.",
        "uk": "Ваша роль не містить цієї дії ({permission}). Зверніться до адміністратора.",
    }


class InvalidInput(KuratorError):
    code = "kurator.invalid_input"
    status = 422
    texts = {
        "en": "Some values cannot be accepted; each is named below.",
        "ru": "Некоторые значения принять нельзя; каждое названо ниже.",
        "uk": "Деякі значення прийняти не можна; кожне названо нижче.",
    }


class VersionConflict(KuratorError):
    code = "kurator.version_conflict"
    status = 412
    texts = {
        "en": "The record has changed since you opened it. Reload it and repeat.",
        "ru": "Запись изменилась после того, как вы её открыли. Обновите её и повторите.",
        "uk": "Запис змінився після того, як ви його відкрили. Оновіть його і повторіть.",
    }


class KeyNotEnough(KuratorError):
    code = "access.key_not_enough"
    status = 403
    texts = {
        "en": "This needs a person who is logged in; a key is not enough.",
        "ru": "Для этого нужен вошедший человек; ключа недостаточно.",
        "uk": "Для цього потрібна людина, яка увійшла; ключа недостатньо.",
    }
