"""How the events of log-in are called in the security log."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText


def _named(en: str, ru: str, uk: str) -> LocalizedText:
    return {"en": en, "ru": ru, "uk": uk}


EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "access.logged_in": _named("Logged in", "Вход", "Вхід"),
    "access.logged_out": _named("Logged out", "Выход", "Вихід"),
    "access.log_in_failed": _named("Log-in failed", "Неудачный вход", "Невдалий вхід"),
    "access.proven": _named("Identity confirmed", "Личность подтверждена", "Особу підтверджено"),
    "access.session_ended": _named("Session ended", "Сеанс завершён", "Сеанс завершено"),
    "access.sessions_ended": _named("Sessions ended", "Сеансы завершены", "Сеанси завершено"),
    "access.password_changed": _named("Password changed", "Пароль изменён", "Пароль змінено"),
    "access.password_reset": _named(
        "Password set by a link", "Пароль задан по ссылке", "Пароль задано за посиланням"
    ),
    "access.reset_asked": _named(
        "Link for a new password asked for",
        "Запрошена ссылка для нового пароля",
        "Запитано посилання для нового пароля",
    ),
    "access.invitation_accepted": _named(
        "Invitation accepted", "Приглашение принято", "Запрошення прийнято"
    ),
    "access.factor_added": _named(
        "Second factor added", "Второй фактор добавлен", "Другий фактор додано"
    ),
    "access.factor_removed": _named(
        "Second factor removed", "Второй фактор удалён", "Другий фактор видалено"
    ),
    "access.recovery_codes_renewed": _named(
        "Recovery codes made anew", "Резервные коды обновлены", "Резервні коди оновлено"
    ),
    "access.factor_reset_offered": _named(
        "Link to reset second factors made",
        "Создана ссылка для сброса вторых факторов",
        "Створено посилання для скидання других факторів",
    ),
    "access.factors_reset": _named(
        "Second factors reset by a link",
        "Вторые факторы сброшены по ссылке",
        "Другі фактори скинуто за посиланням",
    ),
    "access.provider_created": _named(
        "Log-in provider added", "Служба входа добавлена", "Службу входу додано"
    ),
    "access.provider_changed": _named(
        "Log-in provider changed", "Служба входа изменена", "Службу входу змінено"
    ),
    "access.provider_deleted": _named(
        "Log-in provider removed", "Служба входа удалена", "Службу входу видалено"
    ),
    "access.provider_linked": _named(
        "Recognized by a log-in provider",
        "Узнан через службу входа",
        "Розпізнано через службу входу",
    ),
}
