"""Consents, and who saw the customer, in the copy of his data."""

from typing import Final

from kurator.platform.personal_data import PersonalDataSource

CONSENT_DATA: Final = PersonalDataSource(
    "consents",
    {"en": "Consents", "ru": "Согласия", "uk": "Згоди"},
    "SELECT jsonb_build_object('purpose', u.name, 'channel', c.channel, 'state', c.state,"
    " 'at', c.at, 'source', c.source, 'evidence', c.evidence, 'recorded_at', c.recorded_at)"
    " FROM audit_consent c JOIN audit_consentpurpose u ON u.id = c.purpose_id"
    " WHERE c.party_id = %(party)s ORDER BY c.at, c.id",
)
VIEW_DATA: Final = PersonalDataSource(
    "views",
    {"en": "Days on which the record was opened", "ru": "Дни, когда карточку открывали",
     "uk": "Дні, коли картку відкривали"},
    # Which colleague it was is that colleague's personal data: days and numbers only.
    "SELECT jsonb_build_object('day', v.day, 'people', count(DISTINCT v.user_id),"
    " 'times', sum(v.views)) FROM audit_partyview v"
    " WHERE v.party_id = %(party)s GROUP BY v.day ORDER BY v.day",
)  # fmt: skip
