"""Why somebody is not let in; none says whether the account exists."""

from typing import ClassVar

from kurator.kernel.errors import KuratorError


class LogInRefused(KuratorError):
    code = "access.log_in_refused"
    status = 401
    texts = {
        "en": "This e-mail and password do not match. Check both and try again.",
        "ru": "Почта или пароль неверны. Проверьте их и повторите.",
        "uk": "Пошта або пароль неправильні. Перевірте їх і повторіть.",
    }


class CodeRefused(KuratorError):
    code = "access.code_refused"
    status = 401
    texts = {
        "en": "This code does not fit, or it was used already. Wait for the next one and try again.",
        "ru": "Код не подходит или уже использован. Дождитесь следующего и повторите.",
        "uk": "Код не підходить або вже використаний. Дочекайтеся наступного і повторіть.",
    }


class PasskeyRefused(KuratorError):
    code = "access.passkey_refused"
    status = 401
    texts = {
        "en": "This passkey is not known here, or it answered too late. Try again or log in otherwise.",
        "ru": "Этот ключ входа здесь не известен или ответил слишком поздно. Повторите или войдите иначе.",
        "uk": "Цей ключ входу тут не відомий або відповів запізно. Повторіть або увійдіть інакше.",
    }


class FlowOver(KuratorError):
    code = "access.flow_over"
    status = 401
    texts = {
        "en": "This log-in has run out. Begin again.",
        "ru": "Время этого входа вышло. Начните снова.",
        "uk": "Час цього входу вийшов. Почніть знову.",
    }


class OwnCodeRefused(CodeRefused):
    """Refused inside a session, which goes on: 401 would tell the page that it is over."""

    status = 422


class OwnPasskeyRefused(PasskeyRefused):
    status = 422


class OwnFlowOver(FlowOver):
    status = 422
    texts = {
        "en": "This took too long. Begin again.",
        "ru": "Прошло слишком много времени. Начните снова.",
        "uk": "Минуло забагато часу. Почніть знову.",
    }


class ForeignPage(KuratorError):
    code = "access.foreign_page"
    status = 403
    texts = {
        "en": "This page belongs to another address. Open Kurator at its own address and log in there.",
        "ru": "Эта страница с другого адреса. Откройте Kurator по его адресу и войдите там.",
        "uk": "Ця сторінка з іншої адреси. Відкрийте Kurator за його адресою і увійдіть там.",
    }


class TooManyAttempts(KuratorError):
    code = "access.too_many_attempts"
    status: ClassVar[int] = 429
    texts = {
        "en": "Too many failed attempts. Try again in {retry_after} seconds.",
        "ru": "Слишком много неудачных попыток. Повторите через {retry_after} с.",
        "uk": "Забагато невдалих спроб. Повторіть через {retry_after} с.",
    }

    def __init__(self, *, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after=retry_after)


class WrongPassword(KuratorError):
    code = "access.wrong_password"
    status = 422
    texts = {
        "en": "The present password is another one.",
        "ru": "Текущий пароль другой.",
        "uk": "Поточний пароль інший.",
    }


class FactorMandatory(KuratorError):
    code = "access.factor_mandatory"
    status = 409
    texts = {
        "en": "Your role asks for a second factor, and this is the last one. Add another first.",
        "ru": "Ваша роль требует второго фактора, а этот последний. Сначала добавьте другой.",
        "uk": "Ваша роль вимагає другого фактора, а цей останній. Спершу додайте інший.",
    }


class FactorThere(KuratorError):
    code = "access.factor_there"
    status = 409
    texts = {
        "en": "An authenticator app is set up already. Remove it before you set up another.",
        "ru": "Приложение с кодами уже настроено. Удалите его, прежде чем настраивать другое.",
        "uk": "Застосунок із кодами вже налаштований. Видаліть його, перш ніж налаштовувати інший.",
    }


class NoFactorLost(KuratorError):
    code = "access.no_factor_lost"
    status = 409
    texts = {
        "en": "This person has no second factor, so there is nothing to reset.",
        "ru": "У этого человека нет второго фактора, сбрасывать нечего.",
        "uk": "Ця людина не має другого фактора, скидати нічого.",
    }


class NoPassword(KuratorError):
    code = "access.no_password"
    status = 409
    texts = {
        "en": "This person has no password, and the link asks for it. Reset the password first.",
        "ru": "У этого человека нет пароля, а ссылка его спросит. Сначала сбросьте пароль.",
        "uk": "Ця людина не має пароля, а посилання його запитає. Спершу скиньте пароль.",
    }


class NoFactor(KuratorError):
    code = "access.no_factor"
    status = 409
    texts = {
        "en": "Recovery codes stand in for a second factor. Set one up first.",
        "ru": "Резервные коды заменяют второй фактор. Сначала настройте его.",
        "uk": "Резервні коди заміняють другий фактор. Спершу налаштуйте його.",
    }
