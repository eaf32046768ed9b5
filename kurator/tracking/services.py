"""What is noted beside the history."""

import orjson
from django.db import connection

from kurator.kernel.localized import LocalizedText


def keep_words(*, actor: LocalizedText, reason: LocalizedText) -> None:
    """
    Keep what the act of the open transaction is called in all languages. Called after its changes: an
    act without a change needs no words, and a person's edit pays nothing for those of a strategy.
    """
    words = orjson.dumps({"actor": dict(actor), "reason": dict(reason)}).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tracking_actwords (transaction_id, words) SELECT x.id::uuid, %s::jsonb"
            " FROM (SELECT nullif(current_setting('k.tx_id', true), '')) AS x(id)"
            " WHERE x.id IS NOT NULL ON CONFLICT DO NOTHING",
            [words],
        )
