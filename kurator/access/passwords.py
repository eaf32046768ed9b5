"""What a password must be; the list of common ones lies on this machine."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LocalizedText

SHORTEST_PASSWORD = 12

_TOO_SHORT: LocalizedText = {
    "en": "At least {least} characters; several words in a row are easy to remember.",
    "ru": "Не меньше {least} знаков; несколько слов подряд легко запомнить.",
    "uk": "Не менше {least} знаків; кілька слів підряд легко запам’ятати.",
}
_COMMON: LocalizedText = {
    "en": "This password is on the lists that attackers try first. Choose another.",
    "ru": "Этот пароль есть в списках, с которых начинают взломщики. Выберите другой.",
    "uk": "Цей пароль є у списках, з яких починають зламники. Виберіть інший.",
}
_PERSONAL: LocalizedText = {
    "en": "The password must not be made of your name, your e-mail or the name of this program.",
    "ru": "Пароль не должен состоять из вашего имени, почты или названия программы.",
    "uk": "Пароль не має складатися з вашого імені, пошти чи назви програми.",
}
_MONOTONOUS: LocalizedText = {
    "en": "Too few different characters.",
    "ru": "Слишком мало разных знаков.",
    "uk": "Замало різних знаків.",
}


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _core(password: str) -> str:
    """A common word stays common behind a tail of digits and signs, and when it is repeated."""
    text = password.lower().strip("0123456789!@#$%^&*()-_=+.,?/ ")
    for size in range(3, len(text) // 2 + 1):
        if len(text) % size == 0 and text == text[:size] * (len(text) // size):
            return text[:size]
    return text


def _is_personal(password: str, *, email: str, name: str) -> bool:
    rest = password.lower()
    words = [*name.lower().split(), *email.lower().replace("@", ".").split("."), "kurator"]
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 3:
            rest = rest.replace(word, "")
    return len(rest) < min(6, len(password))


def password_problem(password: str, *, email: str, name: str) -> LocalizedText | None:
    """Return why the password cannot be taken, or None."""
    if len(password) < SHORTEST_PASSWORD:
        return {lang: text.format(least=SHORTEST_PASSWORD) for lang, text in _TOO_SHORT.items()}
    if len(set(password.lower())) < 5:
        return _MONOTONOUS
    if {password.lower(), _core(password)} & _common():
        return _COMMON
    return _PERSONAL if _is_personal(password, email=email, name=name) else None


def refuse_weak_password(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Raise InvalidInput that names `field` when the password cannot be taken."""
    texts = password_problem(password, email=email, name=name)
    if texts is not None:
        raise InvalidInput(problems=[FieldProblem((field,), "weak_password", texts)])
