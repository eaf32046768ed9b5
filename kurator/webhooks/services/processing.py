"""
What messages say becomes values of customers.

Law: the end is the same in whatever order messages come, however late and however often. For
each value the newest word of the source counts, by the instant the message names, then by its id.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.db import connection, transaction

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.parties.catalogue import current_catalogue
from kurator.parties.services.bulk_upsert import PartyUpsert, upsert_parties
from kurator.parties.values import Patch, ValueRefused, put_value
from kurator.platform.faults import fault_point
from kurator.webhooks.models import Inbound, Source
from kurator.webhooks.rules import value_at
from kurator.webhooks.services.answering import WRITES, closed_fields

BATCH: Final = 50
LOCK: Final = 7_205_759
LONGEST_SUBJECT: Final = 200


class MessageUnfit(Exception):
    """The message does not say what its source's mapping expects; `kind` tells what."""


def process_messages(*, now: datetime) -> int:
    """Work on what waits, in one transaction; returns how many. One worker at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    waiting = Inbound.objects.filter(state=Inbound.State.WAITING).select_related("source")
    taken = list(waiting.order_by("id")[:BATCH])
    for message in taken:
        failure = _try(message, now)
        Inbound.objects.filter(id=message.id).update(
            state=Inbound.State.FAILED if failure else Inbound.State.DONE,
            failure=failure,
            subject=_named(message),
            done_at=now,
        )
    if taken:
        fault_point("hooks.processed")
    return len(taken)


def _try(message: Inbound, now: datetime) -> str:
    """Apply a message; returns what is wrong with it, '' when nothing is. It stops only itself."""
    try:
        with transaction.atomic():
            _apply(message, now)
    except MessageUnfit as unfit:
        return str(unfit)
    except Exception as error:  # whatever is in it, the next one must be worked on
        return f"broken: {error!r}"[:1000].replace("\x00", "")
    return ""


def _named(message: Inbound) -> str:
    """Whom the message is about, also when nothing came of it; '' when it does not say."""
    try:
        subject = value_at(_read(bytes(message.body)), message.source.mapping["external_id"])
    except MessageUnfit:
        return ""
    is_id = isinstance(subject, str | int) and not isinstance(subject, bool)
    return str(subject).replace("\x00", "").strip()[:LONGEST_SUBJECT] if is_id else ""


def _apply(message: Inbound, now: datetime) -> None:
    source, said = message.source, _read(bytes(message.body))
    mapping: Mapping[str, Any] = source.mapping
    subject = value_at(said, mapping["external_id"])
    if isinstance(subject, bool) or not isinstance(subject, str | int) or subject == "":
        raise MessageUnfit("no_external_id")
    person = _person(source)
    at = _instant(value_at(said, mapping["at"]))
    given = {
        code: value_at(said, path) for code, path in mapping["values"].items() if _has(said, path)
    }
    _refuse_unfit(given)
    newest = _newest(source, str(subject)[:LONGEST_SUBJECT], list(given), at, message.external_id)
    values = {code: given[code] for code in newest}
    row = PartyUpsert(external_id=str(subject), values=values, owner_id=source.owner_id)
    result = upsert_parties(viewer_owner_ids=person.owner_ids, rows=[row], now=now)
    if result.refused:
        problem = result.refused[0][1]
        raise MessageUnfit(f"{problem.code}: {problem.message('en')}"[:1000])


def _refuse_unfit(given: Mapping[str, Any]) -> None:
    """
    All values count, also those that something newer has overtaken: otherwise it would depend on
    the order whether the message is refused.
    """
    catalogue = current_catalogue()
    for code, value in given.items():
        try:
            put_value(Patch(), code, value, catalogue)
        except ValueRefused as refused:
            problem = refused.problem((code,))
            raise MessageUnfit(f"{problem.code}: {problem.message('en')}"[:1000]) from refused


def _read(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MessageUnfit("no_json") from error


def _has(said: Any, path: str) -> bool:
    """Whether the message mentions the value, be it as null."""
    above, _, name = path.rpartition(".")
    place = value_at(said, above) if above else said
    return isinstance(place, Mapping) and name in place


def _instant(value: Any) -> datetime:
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise MessageUnfit("no_instant") from error
    raise MessageUnfit("no_instant")


def _newest(source: Source, subject: str, codes: list[str], at: datetime, message: str) -> set[str]:
    """Note the word on each value; returns those on which nothing newer has been said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webhooks_latestvalue AS v (source_id, subject, field, at, message_id)"
            " SELECT %s, %s, code, %s, %s FROM unnest(%s::text[]) AS code ORDER BY code"
            " ON CONFLICT (source_id, subject, field) DO UPDATE"
            " SET at = EXCLUDED.at, message_id = EXCLUDED.message_id"
            " WHERE (EXCLUDED.at, EXCLUDED.message_id) > (v.at, v.message_id) RETURNING field",
            [source.id, subject, at, message, codes],
        )
        return {row[0] for row in cursor.fetchall()}


def _person(source: Source) -> Viewer:
    """
    Whoever answers for the source, with the rights of this moment: messages touch whom he sees, and
    set what he may change.
    """
    person = find_viewer(source.owner_id)
    if person is None or any(code not in person.permissions for code in WRITES):
        raise MessageUnfit("nobody_answers")
    if closed_fields(person, source.mapping["values"]):
        raise MessageUnfit("field_closed")
    return person
