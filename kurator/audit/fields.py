"""For each purpose of consent a field of the customer: the channels by which consent is given."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kurator.audit.models import Consent
from kurator.expressions.types import Choice, FieldSpec, Kind
from kurator.kernel.localized import LocalizedText
from kurator.platform.capture import TrackedColumn, TrackedTable
from kurator.platform.catalogue import Field, FieldPlug

STATE: Final = "consent.state"
CHANNELS: Final[dict[str, LocalizedText]] = {
    Consent.Channel.PHONE: {"en": "by phone", "ru": "по телефону", "uk": "телефоном"},
    Consent.Channel.SMS: {"en": "by SMS", "ru": "по SMS", "uk": "через SMS"},
    Consent.Channel.EMAIL: {"en": "by e-mail", "ru": "по эл. почте", "uk": "ел. поштою"},
    Consent.Channel.MESSENGER: {"en": "by messenger", "ru": "в мессенджере", "uk": "у месенджері"},
    Consent.Channel.POST: {"en": "by post", "ru": "письмом", "uk": "листом"},
}
# The latest fact of each channel decides.
_GIVEN: Final = """(SELECT DISTINCT ON (f.channel) f.channel, f.state FROM audit_consent f
  WHERE f.party_id = p.id AND f.purpose_id = '{purpose}'::uuid
  ORDER BY f.channel, f.at DESC, f.id DESC) c WHERE c.state = 'GIVEN'"""
LABEL: LocalizedText = {"en": "Consent: {name}", "ru": "Согласие: {name}", "uk": "Згода: {name}"}

TRACKED: Final = TrackedTable(
    table="audit_consent",
    entity="consent",
    party_column="party_id",
    columns=[TrackedColumn("state", STATE, is_silent=True)],
    is_kept=False,
)
"""Captured for strategies; its own facts are its history."""


def _fields(purposes: Sequence[Mapping[str, Any]]) -> list[Field]:
    return [_field(one["id"], one["code"], one["name"]) for one in purposes]


def _field(purpose_id: str, code: str, name: LocalizedText) -> Field:
    given = _GIVEN.format(purpose=purpose_id)
    any_name = next((text for text in name.values() if text), code)
    spec = FieldSpec(
        code=f"consent.{code}",
        kind=Kind.CHOICE,
        sql="c.channel",
        labels={
            language: words.format(name=name.get(language) or any_name)
            for language, words in LABEL.items()
        },
        choices=tuple(Choice(channel, labels) for channel, labels in CHANNELS.items()),
        depends=frozenset({STATE}),
        exists_sql=f"EXISTS (SELECT FROM {given} AND {{predicate}})",
        facts_sql=f"(SELECT coalesce(jsonb_agg(c.channel ORDER BY c.channel), '[]') FROM {given})",
    )
    return Field(
        spec=spec,
        group="service",
        can_list=False,
        can_sort=False,
        can_edit=False,
        can_import=False,
        is_tracked=False,
        rows_sql=f"ARRAY(SELECT c.channel FROM {given} ORDER BY c.channel)",
        is_on_card=False,
    )


CONSENT_FIELDS: Final = FieldPlug(
    "SELECT coalesce(json_agg(json_build_object('id', id, 'code', code, 'name', name)"
    " ORDER BY position, code), '[]') FROM audit_consentpurpose WHERE is_active",
    _fields,
)
