"""The customer's record, contacts, tags and history in the copy of his data."""

from typing import Final

from kurator.parties.fields import text
from kurator.platform.personal_data import PersonalDataSource

PERSONAL_DATA: Final = (
    PersonalDataSource(
        "record",
        text("Record", "Карточка", "Картка"),
        "SELECT to_jsonb(p) FROM parties_party p WHERE p.id = %(party)s",
    ),
    PersonalDataSource(
        "contacts",
        text("Contacts", "Контакты", "Контакти"),
        "SELECT to_jsonb(c) - 'party_id' FROM parties_contactpoint c"
        " WHERE c.party_id = %(party)s ORDER BY c.position, c.id",
    ),
    PersonalDataSource(
        "tags",
        text("Tags", "Теги", "Теги"),
        "SELECT jsonb_build_object('name', g.name, 'added_at', t.added_at)"
        " FROM parties_partytag t JOIN parties_tag g ON g.id = t.tag_id"
        " WHERE t.party_id = %(party)s ORDER BY t.added_at, t.id",
    ),
    PersonalDataSource(
        "history",
        text("History of changes", "История изменений", "Історія змін"),
        "SELECT jsonb_build_object('at', x.at,"
        " 'by', coalesce(w.words -> 'actor' ->> %(language)s, x.actor_name), 'by_kind', x.actor_kind,"
        " 'channel', x.channel, 'reason', coalesce(w.words -> 'reason' ->> %(language)s, x.reason),"
        " 'entity', c.entity, 'operation', c.operation,"
        " 'changes', c.diff || coalesce(c.personal, '{}'))"
        " FROM tracking_change c JOIN tracking_changetransaction x ON x.id = c.transaction_id"
        " LEFT JOIN tracking_actwords w ON w.transaction_id = x.id"
        " WHERE c.party_id = %(party)s ORDER BY c.id",
    ),
)
