"""Stages a customer has been in, in the copy of his data."""

from typing import Final

from kurator.platform.personal_data import PersonalDataSource

MOVE_DATA: Final = PersonalDataSource(
    "stages",
    {"en": "Stages of service", "ru": "Этапы обслуживания", "uk": "Етапи обслуговування"},
    "SELECT jsonb_build_object('strategy', s.name, 'from', t.from_ord, 'to', t.to_ord,"
    " 'since', t.effective_at, 'cause', t.cause, 'decided_by', t.facts)"
    " FROM strategies_transition t JOIN strategies_strategy s ON s.id = t.strategy_id"
    " WHERE t.party_id = %(party)s ORDER BY t.decided_at, t.seq",
)
