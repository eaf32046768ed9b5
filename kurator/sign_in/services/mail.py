"""Letters: an invitation, a forgotten password, news about one's own log-in."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from kurator.access.models import EntryLink, User
from kurator.kernel.localized import LocalizedText, text_in

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
}


def send_link_mail(*, user: User, purpose: str, link: str) -> None:
    """Send the link; a fault of the mail server is the job's to repeat."""
    body = text_in(_BODIES[purpose], user.language).format(name=user.name, link=link)
    EmailMessage(
        subject=text_in(_SUBJECTS[purpose], user.language),
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
    ).send()
