"""The security log as a file takes it out: the same filter and order, no pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.selectors.events import UUID_PATTERN, EventQuery, conditions_of
from kurator.audit.selectors.telling import kind_labels, told_kind, told_subject
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LocalizedText, text_in
from kurator.parties.selectors.visibility import visible_sql
from kurator.platform.exporting import CellKind, ExportColumn, Exporter, ExportTable
from kurator.tracking.types import tell_actor

BATCH: Final = 2_000
MAX_KINDS: Final = 200
LABEL: Final[LocalizedText] = {
    "en": "Security log",
    "ru": "Журнал безопасности",
    "uk": "Журнал безпеки",
}
_HEADS: Final[Mapping[str, LocalizedText]] = {
    "at": {"en": "When", "ru": "Когда", "uk": "Коли"},
    "label": {"en": "What", "ru": "Что", "uk": "Що"},
    "kind": {"en": "Code", "ru": "Код", "uk": "Код"},
    "actor": {"en": "Who", "ru": "Кто", "uk": "Хто"},
    "subject_name": {"en": "About", "ru": "О ком или о чём", "uk": "Про кого чи про що"},
    "subject": {"en": "Id", "ru": "Идентификатор", "uk": "Ідентифікатор"},
    "channel": {"en": "Way", "ru": "Способ", "uk": "Спосіб"},
    "addr": {"en": "Address", "ru": "Адрес", "uk": "Адреса"},
    "client": {"en": "Program", "ru": "Программа", "uk": "Програма"},
    "request_id": {"en": "Request code", "ru": "Код запроса", "uk": "Код запиту"},
    "details": {"en": "Details", "ru": "Подробности", "uk": "Подробиці"},
}
_CHANNELS: Final[Mapping[str, LocalizedText]] = {
    "web": {"en": "in the browser", "ru": "в браузере", "uk": "у браузері"},
    "api": {"en": "by the API", "ru": "через API", "uk": "через API"},
    "worker": {"en": "in the background", "ru": "в фоне", "uk": "у фоні"},
    "import": {"en": "by an import", "ru": "импортом", "uk": "імпортом"},
    "bulk": {"en": "by a change of many", "ru": "массовым изменением", "uk": "масовою зміною"},
    "hook": {"en": "by a message", "ru": "сообщением программы", "uk": "повідомленням програми"},
    "strategy": {"en": "by a strategy", "ru": "стратегией", "uk": "стратегією"},
    "console": {
        "en": "by the command line",
        "ru": "из командной строки",
        "uk": "з командного рядка",
    },
    "as": {
        "en": "with another person’s eyes",
        "ru": "глазами другого человека",
        "uk": "очима іншої людини",
    },
    "sql": {"en": "by SQL", "ru": "через SQL", "uk": "через SQL"},
}
_BAD_SHAPE: Final[LocalizedText] = {
    "en": "This does not describe a part of the log.",
    "ru": "Это не описание части журнала.",
    "uk": "Це не опис частини журналу.",
}
_ROWS: Final = """
SELECT e.at, e.kind,
       e.actor_kind, CASE WHEN e.actor_kind <> 'anonymous' THEN e.actor_name ELSE '' END,
       coalesce(s.name, p.display_name, ''), e.subject, e.channel, e.addr, e.client, e.request_id,
       CASE WHEN e.details = '{{}}' THEN '' ELSE e.details::text END, coalesce(r.name, t.name)::text
  FROM tracking_securityevent e
 CROSS JOIN LATERAL (
       SELECT CASE WHEN e.subject ~ %(uuid)s THEN e.subject::uuid END) u(id)
  LEFT JOIN k.people() s ON s.id = u.id
  LEFT JOIN parties_party p ON p.id = u.id AND {visible}
  LEFT JOIN access_role r ON r.id = u.id
  LEFT JOIN access_team t ON t.id = u.id
 WHERE {conditions} ORDER BY e.at DESC, e.id DESC
"""


def read_query(viewer: Viewer, wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the log is wanted; raises InvalidInput."""
    given = {name: value for name, value in wire.items() if value not in (None, "", [])}
    wrong = [name for name, value in given.items() if not _fits(name, value)]
    if wrong:
        problems = [FieldProblem(("query", name), "audit.bad_log", _BAD_SHAPE) for name in wrong]
        raise InvalidInput(problems=problems)
    return given


def _fits(name: str, value: Any) -> bool:
    if name == "kind":
        is_list = isinstance(value, list) and len(value) <= MAX_KINDS
        return is_list and all(isinstance(one, str) and "\x00" not in one for one in value)
    return name in _READERS and isinstance(value, str) and _can_read(_READERS[name], value)


def _can_read(reader: Callable[[str], Any], value: str) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found


def _word(value: str) -> str:
    if "\x00" in value or len(value) > 200:
        raise ValueError(value)
    return value


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "actor_id": UUID,
    "subject": _word,
    "addr": _word,
    "since": _instant,
    "until": _instant,
}


def _asked(query: Mapping[str, Any]) -> EventQuery:
    found = {name: _READERS[name](value) for name, value in query.items() if name in _READERS}
    return EventQuery(kinds=query.get("kind", ()), **found)


def count_events(viewer: Viewer, query: Mapping[str, Any], now: datetime, cap: int) -> int:
    conditions, parameters = conditions_of(_asked(query))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM tracking_securityevent e"
            f" WHERE {' AND '.join(conditions) or 'TRUE'} LIMIT {int(cap)}) AS counted",
            parameters,
        )
        return int(cursor.fetchone()[0])


def open_events(viewer: Viewer, query: Mapping[str, Any], now: datetime) -> ExportTable:
    """Begin to read with a cursor of the server, the latest first."""
    conditions, parameters = conditions_of(_asked(query))
    sql = _ROWS.format(conditions=" AND ".join(conditions) or "TRUE", visible=visible_sql(viewer))
    columns = [
        ExportColumn(
            code,
            text_in(head, viewer.language),
            CellKind.INSTANT if code == "at" else CellKind.TEXT,
        )
        for code, head in _HEADS.items()
    ]
    return ExportTable(columns, _named(sql, parameters | {"uuid": UUID_PATTERN}, viewer.language))


def _named(sql: str, parameters: Mapping[str, Any], language: str) -> Iterator[Sequence[Any]]:
    kinds = kind_labels()
    channels = {code: text_in(label, language) for code, label in _CHANNELS.items()}
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while found := cursor.fetchmany(BATCH):
            for at, kind, actor_kind, actor_name, *about_what in found:
                name, subject, channel, *rest, details, words = about_what
                actor = tell_actor(actor_kind, actor_name, language)
                way, label = channels.get(channel, channel), told_kind(kind, kinds, language)
                about = told_subject(name, words, orjson.loads(details or "{}"), language)
                yield at, label, kind, actor, about, subject, way, *rest, details


SECURITY_LOG: Final = Exporter(
    code="security_event",
    label=LABEL,
    permission="audit.security",
    read_query=read_query,
    count=count_events,
    open_table=open_events,
)
