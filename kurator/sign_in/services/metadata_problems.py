"""Why the description of a SAML provider could not be taken over, in words."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import LocalizedText

REASONS: Final[Mapping[str, LocalizedText]] = {
    "unreachable": {
        "en": "its address does not answer",
        "ru": "адрес не отвечает",
        "uk": "адреса не відповідає",
    },
    "timeout": {
        "en": "its address answers too slowly",
        "ru": "адрес отвечает слишком медленно",
        "uk": "адреса відповідає надто повільно",
    },
    "tls": {
        "en": "the certificate of its web server does not hold",
        "ru": "сертификат веб-сервера не подходит",
        "uk": "сертифікат вебсервера не підходить",
    },
    "too_large": {
        "en": "it is larger than a megabyte",
        "ru": "оно больше мегабайта",
        "uk": "він більший за мегабайт",
    },
    "status": {
        "en": "its address answers with an error or leads elsewhere",
        "ru": "адрес отвечает ошибкой или ведёт в другое место",
        "uk": "адреса відповідає помилкою або веде деінде",
    },
    "blocked": {
        "en": "Kurator may not call this address: https and a public host are needed",
        "ru": "Kurator не может обратиться по этому адресу: нужны https и внешний узел",
        "uk": "Kurator не може звернутися за цією адресою: потрібні https і зовнішній вузол",
    },
    "form": {
        "en": "this is no SAML metadata of an identity provider",
        "ru": "это не метаданные SAML службы входа",
        "uk": "це не метадані SAML служби входу",
    },
    "several": {
        "en": "it describes several identity providers; enter the entity ID of yours",
        "ru": "в нём описано несколько служб входа; укажите entity ID своей",
        "uk": "у ньому описано кілька служб входу; вкажіть entity ID своєї",
    },
    "other": {
        "en": "it describes another identity provider than the one set up here",
        "ru": "в нём описана другая служба входа, не та, что настроена здесь",
        "uk": "у ньому описано іншу службу входу, не ту, що налаштована тут",
    },
    "address": {
        "en": "it names no log-in address for HTTP-Redirect",
        "ru": "в нём нет адреса входа для HTTP-Redirect",
        "uk": "у ньому немає адреси входу для HTTP-Redirect",
    },
    "certificate": {
        "en": "it names no signing certificate that can be read",
        "ru": "в нём нет читаемого сертификата для подписи",
        "uk": "у ньому немає читного сертифіката для підпису",
    },
    "expired": {
        "en": "it is no longer valid by its own word",
        "ru": "срок его действия истёк",
        "uk": "строк його дії минув",
    },
}


class MetadataRefused(KuratorError):
    """`reason` is one of REASONS."""

    code = "access.metadata_refused"
    status = 422
    texts = {
        "en": "The provider's description was not taken over: {reason}.",
        "ru": "Описание службы входа не принято: {reason}.",
        "uk": "Опис служби входу не прийнято: {reason}.",
    }

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason=REASONS[reason])
