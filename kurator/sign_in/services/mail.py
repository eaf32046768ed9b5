"""Letters: an invitation, a forgotten password, lost factors, news about one's own log-in."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from kurator.access.models import EntryLink, User
from kurator.kernel.localized import LocalizedText, text_in

FACTORS_REMOVED: Final = "factors_removed"
PROVIDER_LINKED: Final = "provider_linked"
SEND_NEWS: Final = "sign_in.send_news"
_SUBJECTS: Final[Mapping[str, LocalizedText]] = {
    EntryLink.Purpose.INVITATION: {
        "en": "Your invitation to Kurator",
        "ru": "Приглашение в Kurator",
        "uk": "Запрошення до Kurator",
    },
    EntryLink.Purpose.RESET: {
        "en": "A new password for Kurator",
        "ru": "Новый пароль для Kurator",
        "uk": "Новий пароль для Kurator",
    },
    EntryLink.Purpose.FACTORS: {
        "en": "A new second factor for Kurator",
        "ru": "Новый второй фактор для Kurator",
        "uk": "Новий другий фактор для Kurator",
    },
    FACTORS_REMOVED: {
        "en": "Your second factors in Kurator were removed",
        "ru": "Ваши вторые факторы в Kurator удалены",
        "uk": "Ваші другі фактори в Kurator видалено",
    },
    PROVIDER_LINKED: {
        "en": "A log-in provider now opens your account in Kurator",
        "ru": "Ваша учётная запись в Kurator открывается через службу входа",
        "uk": "Ваш обліковий запис у Kurator відкривається через службу входу",
    },
}
_BODIES: Final[Mapping[str, LocalizedText]] = {
    EntryLink.Purpose.INVITATION: {
        "en": "{name},\n\nyou are invited to Kurator. Open this link within seven days and choose a "
        "password:\n\n{link}\n\nThe link works once. If you do not expect it, do nothing.\n",
        "ru": "{name},\n\nвас приглашают в Kurator. Откройте ссылку в течение семи дней и придумайте "
        "пароль:\n\n{link}\n\nСсылка действует один раз. Если вы её не ждали, ничего не делайте.\n",
        "uk": "{name},\n\nвас запрошують до Kurator. Відкрийте посилання протягом семи днів і "
        "придумайте пароль:\n\n{link}\n\nПосилання діє один раз. Якщо ви його не чекали, нічого не "
        "робіть.\n",
    },
    EntryLink.Purpose.RESET: {
        "en": "{name},\n\nsomebody asked for a new password for this address. If it was you, open "
        "this link within an hour:\n\n{link}\n\nThe link works once. If it was not you, do nothing: "
        "your password stays as it is.\n",
        "ru": "{name},\n\nдля этого адреса попросили новый пароль. Если это вы, откройте ссылку в "
        "течение часа:\n\n{link}\n\nСсылка действует один раз. Если это не вы, ничего не делайте: "
        "пароль останется прежним.\n",
        "uk": "{name},\n\nдля цієї адреси попросили новий пароль. Якщо це ви, відкрийте посилання "
        "протягом години:\n\n{link}\n\nПосилання діє один раз. Якщо це не ви, нічого не робіть: "
        "пароль залишиться тим самим.\n",
    },
    EntryLink.Purpose.FACTORS: {
        "en": "{name},\n\nan administrator lets you set up a new second factor. Open this link within "
        "a day; it asks for your password, removes your present factors and lets you add a new "
        "one:\n\n{link}\n\nThe link works once. Your sessions have ended. If you did not ask for it, "
        "tell your administrator and do not open it.\n",
        "ru": "{name},\n\nадминистратор даёт вам настроить новый второй фактор. Откройте ссылку в "
        "течение суток: она спросит пароль, удалит нынешние факторы и даст добавить "
        "новый:\n\n{link}\n\nСсылка действует один раз. Ваши сеансы завершены. Если вы об этом не "
        "просили, сообщите администратору и не открывайте её.\n",
        "uk": "{name},\n\nадміністратор дає вам налаштувати новий другий фактор. Відкрийте посилання "
        "протягом доби: воно запитає пароль, видалить теперішні фактори й дасть додати "
        "новий:\n\n{link}\n\nПосилання діє один раз. Ваші сеанси завершено. Якщо ви про це не "
        "просили, повідомте адміністратора й не відкривайте його.\n",
    },
    FACTORS_REMOVED: {
        "en": "{name},\n\nall your second factors in Kurator were removed by the link of an "
        "administrator and your password. If it was not you, tell your administrator at once.\n",
        "ru": "{name},\n\nвсе ваши вторые факторы в Kurator удалены по ссылке администратора и вашему "
        "паролю. Если это были не вы, немедленно сообщите администратору.\n",
        "uk": "{name},\n\nусі ваші другі фактори в Kurator видалено за посиланням адміністратора й "
        "вашим паролем. Якщо це були не ви, негайно повідомте адміністратора.\n",
    },
    PROVIDER_LINKED: {
        "en": "{name},\n\nyour account in Kurator was connected to a log-in provider of your company, "
        "which lets you in from now on. If it was not you, tell your administrator at once.\n",
        "ru": "{name},\n\nваша учётная запись в Kurator связана со службой входа вашей компании, и "
        "теперь вы можете входить через неё. Если это были не вы, немедленно сообщите "
        "администратору.\n",
        "uk": "{name},\n\nваш обліковий запис у Kurator пов’язано зі службою входу вашої компанії, і "
        "тепер ви можете входити через неї. Якщо це були не ви, негайно повідомте "
        "адміністратора.\n",
    },
}


def send_news_mail(*, user: User, news: str) -> None:
    """Tell of what was done to the person's own log-in, so that a stranger's act is noticed."""
    _send(user, news, text_in(_BODIES[news], user.language).format(name=user.name))


def send_link_mail(*, user: User, purpose: str, link: str) -> None:
    """Send the link; a fault of the mail server is the job's to repeat."""
    body = text_in(_BODIES[purpose], user.language).format(name=user.name, link=link)
    _send(user, purpose, body)


def _send(user: User, kind: str, body: str) -> None:
    EmailMessage(
        subject=text_in(_SUBJECTS[kind], user.language),
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
    ).send()
