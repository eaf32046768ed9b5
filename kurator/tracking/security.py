"""Security events: who did what that matters for safety, from where; append-only."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection


def note_security_event(
    kind: str, *, subject: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """
    Append one event to the open transaction; actor, address and request are those bound to it.

    `kind` is `<package>.<what_happened>`, `subject` the id of what it happened to; `details` hold no
    secrets and no values of customers, because they are sealed and cannot be erased apart. A refused
    request is rolled back with its event: note those through `request.after_refusal`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.note_security_event(%s, %s, %s::jsonb)",
            [
                kind,
                _storable(subject),
                orjson.dumps(_storable(dict(details or {})), default=str).decode(),
            ],
        )


def _storable(value: Any) -> Any:
    """What a stranger typed (a failed log-in's e-mail) must not stop the note: no NUL, no half characters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_storable(str(key)): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_storable(item) for item in value]
    return value
