"""Every refusal leaves as application/problem+json (RFC 9457) with a stable code."""

import errno
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import DataError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import InsufficientPrivilege, QueryCanceled, ReadOnlySqlTransaction

from kurator.kernel.errors import InvalidInput, KuratorError, PermissionMissing
from kurator.kernel.localized import Language, LocalizedText, language_of, text_in
from kurator.platform.features import permissions
from kurator.platform.looking import OnlyLooking
from kurator.platform.metrics import POLICY_REFUSALS
from kurator.platform.once import AnswerKept

log = structlog.get_logger(__name__)

RENEWED: Final = "cache lookup failed for function"
"""Of a statement that began before an upgrade renewed the functions of the database."""
RETRY_LATER: Final = frozenset({429, 503})
RETRY_SECONDS: Final = 30
ANONYMOUS: Final[LocalizedText] = {
    "en": "Log in to continue.",
    "ru": "Войдите, чтобы продолжить.",
    "uk": "Увійдіть, щоб продовжити.",
}
BROKEN: Final[LocalizedText] = {
    "en": "Something failed on our side. Nothing was changed. Report the request code.",
    "ru": "Сбой на нашей стороне. Ничего не изменено. Сообщите код запроса.",
    "uk": "Збій на нашому боці. Нічого не змінено. Повідомте код запиту.",
}
MALFORMED: Final[LocalizedText] = {
    "en": "The request cannot be read: it is not what this address accepts.",
    "ru": "Запрос не читается: по этому адресу принимается другое.",
    "uk": "Запит не читається: за цією адресою приймається інше.",
}
NO_ADDRESS: Final[LocalizedText] = {
    "en": "The API has no such address.",
    "ru": "Такого адреса в API нет.",
    "uk": "Такої адреси в API немає.",
}
NO_METHOD: Final[LocalizedText] = {
    "en": "This address does not take {method}; it takes {allowed}.",
    "ru": "Этот адрес не принимает {method}; принимает {allowed}.",
    "uk": "Ця адреса не приймає {method}; приймає {allowed}.",
}
UNREACHABLE: Final[LocalizedText] = {
    "en": "The database does not answer right now. Nothing was changed. Try again in a moment.",
    "ru": "База данных сейчас не отвечает. Ничего не изменено. Повторите чуть позже.",
    "uk": "База даних зараз не відповідає. Нічого не змінено. Повторіть трохи згодом.",
}
READ_ONLY: Final[LocalizedText] = {
    "en": "Nothing can be changed at the moment: the disk of the server is almost full. What you "
    "see is right. An administrator must make room; then try again.",
    "ru": "Сейчас ничего нельзя изменить: диск сервера почти заполнен. То, что вы видите, верно. "
    "Администратор должен освободить место, потом повторите.",
    "uk": "Зараз нічого не можна змінити: диск сервера майже заповнений. Те, що ви бачите, правильне. "
    "Адміністратор має звільнити місце, потім повторіть.",
}
TOO_SLOW: Final[LocalizedText] = {
    "en": "This takes too long and was stopped. Nothing was changed. Narrow the question.",
    "ru": "Это длится слишком долго и остановлено. Ничего не изменено. Сузьте вопрос.",
    "uk": "Це триває надто довго і зупинено. Нічого не змінено. Звузьте запит.",
}
OUT_OF_RANGE: Final[LocalizedText] = {
    "en": "One of the values is too large, too small or not a text that can be kept.",
    "ru": "Одно из значений слишком велико, слишком мало или не годится как текст.",
    "uk": "Одне зі значень завелике, замале або не годиться як текст.",
}
_FIELD_TEXTS: Final[Mapping[str, LocalizedText]] = {
    "missing": {
        "en": "Required.",
        "ru": "Нужно заполнить.",
        "uk": "Потрібно заповнити.",
    },
    "extra_forbidden": {
        "en": "There is no such field here.",
        "ru": "Такого поля здесь нет.",
        "uk": "Такого поля тут немає.",
    },
    "string_too_long": {
        "en": "At most {max_length} characters.",
        "ru": "Не больше {max_length} знаков.",
        "uk": "Не більше {max_length} знаків.",
    },
    "string_too_short": {
        "en": "At least {min_length} characters.",
        "ru": "Не меньше {min_length} знаков.",
        "uk": "Не менше {min_length} знаків.",
    },
    "uuid_parsing": {
        "en": "Not an id.",
        "ru": "Это не идентификатор.",
        "uk": "Це не ідентифікатор.",
    },
    "nul": {
        "en": "Contains a character that no text may have (NUL or half of a pair).",
        "ru": "Содержит знак, недопустимый в тексте (NUL или половина пары).",
        "uk": "Містить знак, неприпустимий у тексті (NUL або половина пари).",
    },
    "": {
        "en": "Not the expected kind of value.",
        "ru": "Значение не того вида, что ожидается.",
        "uk": "Значення не того виду, що очікується.",
    },
}


def request_language(request: HttpRequest) -> Language:
    viewer = getattr(request, "viewer", None)
    if viewer is not None:
        return language_of(viewer.language)
    return language_of(request.headers.get("Accept-Language", ""))


def problem_response(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    data: Mapping[str, Any] | None = None,
    retry_after: int = 0,
) -> HttpResponse:
    body = {
        "type": f"urn:kurator:{code}",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors or [],
        "request_id": getattr(request, "request_id", ""),
        **(data or {}),
    }
    response = HttpResponse(
        orjson.dumps(body, default=str), status=status, content_type="application/problem+json"
    )
    if retry_after or status in RETRY_LATER:
        response.headers["Retry-After"] = str(retry_after or RETRY_SECONDS)
    return response


def error_response(request: HttpRequest, error: KuratorError) -> HttpResponse:
    language = request_language(request)
    errors = [
        {"loc": list(problem.loc), "code": problem.code, "msg": problem.message(language)}
        for problem in error.problems
    ]
    return problem_response(
        request,
        status=error.status,
        code=error.code,
        detail=_detail(error, language),
        errors=errors,
        data={k: v for k, v in error.data.items() if not isinstance(v, Mapping)},
        retry_after=error.retry_after,
    )


def _detail(error: KuratorError, language: Language) -> str:
    """The text calls a permission by its name; its code stands beside it, for programs."""
    if isinstance(error, PermissionMissing) and (
        known := permissions().get(str(error.data["permission"]))
    ):
        error = PermissionMissing(permission=known.label)
    return error.detail(language)


def _validation_response(request: HttpRequest, error: ValidationError) -> HttpResponse:
    language = request_language(request)
    errors = []
    for item in error.errors:
        kind = str(item.get("type", ""))
        texts = _FIELD_TEXTS.get(kind, _FIELD_TEXTS[""])
        loc = [part for part in item.get("loc", ()) if part != "payload"]
        message = text_in(texts, language).format_map(item.get("ctx") or {})
        errors.append({"loc": loc, "code": kind, "msg": message})
    return problem_response(
        request,
        status=InvalidInput.status,
        code=InvalidInput.code,
        detail=text_in(InvalidInput.texts, language),
        errors=errors,
    )


def _http_response(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, KuratorError):  # the parser's, wrapped by the framework
        return error_response(request, error.__cause__)
    detail = text_in(MALFORMED, request_language(request))
    return problem_response(
        request, status=error.status_code, code="kurator.malformed_request", detail=detail
    )


def _out_of_range_response(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database cannot hold a value that the schema let through."""
    log.warning("value_out_of_range", request_id=getattr(request, "request_id", ""))
    detail = text_in(OUT_OF_RANGE, request_language(request))
    return problem_response(request, status=422, code="kurator.out_of_range", detail=detail)


def _unreadable_response(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = text_in(MALFORMED, request_language(request))
    return problem_response(request, status=400, code="kurator.malformed_request", detail=detail)


def address_response(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """What the framework says of an address or a method that is not there, as all other refusals."""
    if answer.status_code == HTTPStatus.NOT_FOUND:
        detail = text_in(NO_ADDRESS, request_language(request))
        return problem_response(request, status=404, code="kurator.no_address", detail=detail)
    allowed = answer.headers.get("Allow", "")
    texts = text_in(NO_METHOD, request_language(request))
    detail = texts.format(method=request.method, allowed=allowed)
    problem = problem_response(request, status=405, code="kurator.no_method", detail=detail)
    problem.headers["Allow"] = allowed
    return problem


def _anonymous_response(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    detail = text_in(ANONYMOUS, request_language(request))
    return problem_response(request, status=401, code="access.anonymous", detail=detail)


def broken_response(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error.__cause__, InsufficientPrivilege):
        POLICY_REFUSALS.inc()
    log.exception(
        "request_failed", request_id=getattr(request, "request_id", ""), error=repr(error)
    )
    detail = text_in(BROKEN, request_language(request))
    return problem_response(request, status=500, code="kurator.broken", detail=detail)


def _unwritten_response(request: HttpRequest, error: InternalError) -> HttpResponse:
    """What would have written something while its reader only looks, or while the disk is full."""
    if RENEWED in str(error):
        return unavailable_response(request, error)
    if not isinstance(error.__cause__, ReadOnlySqlTransaction):
        return broken_response(request, error)
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.is_looked_through:
        return error_response(request, OnlyLooking(name=viewer.name))
    return _full_response(request)


def _unkept_response(request: HttpRequest, error: OSError) -> HttpResponse:
    """What could not be written because the disk is full is no fault of the program."""
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return _full_response(request) if is_full else broken_response(request, error)


def _full_response(request: HttpRequest) -> HttpResponse:
    detail = text_in(READ_ONLY, request_language(request))
    return problem_response(request, status=503, code="kurator.read_only", detail=detail)


def unavailable_response(
    request: HttpRequest, error: OperationalError | InternalError
) -> HttpResponse:
    """The database is away, or stopped a statement: worth another try, and never a lie."""
    is_slow = isinstance(error.__cause__, QueryCanceled)
    log.warning(
        "request_not_served", request_id=getattr(request, "request_id", ""), error=repr(error)
    )
    return problem_response(
        request,
        status=503,
        code="kurator.too_slow" if is_slow else "kurator.unavailable",
        detail=text_in(TOO_SLOW if is_slow else UNREACHABLE, request_language(request)),
        retry_after=5,
    )


def install_handlers(api: NinjaAPI) -> None:
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        KuratorError: error_response,
        ValidationError: _validation_response,
        HttpError: _http_response,
        AuthenticationError: _anonymous_response,
        OperationalError: unavailable_response,
        InternalError: _unwritten_response,
        OSError: _unkept_response,
        AnswerKept: lambda _, kept: kept.response,
        DataError: _out_of_range_response,
        OverflowError: _out_of_range_response,
        MultiPartParserError: _unreadable_response,
        SuspiciousOperation: _unreadable_response,
        Exception: broken_response,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
