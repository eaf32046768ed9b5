"""Customers, attributes and tags for tests, written straight into the tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.models import Attribute, ContactPoint, Party, PartyTag, Tag

_numbers = count(1)


def make_party(
    *,
    owner: Any = None,
    name: str | Mapping[str, str] = "",
    kind: str = Party.Kind.PERSON,
    status: str = Party.Status.ACTIVE,
    lang: str = "en",
    external_id: str | None = None,
    tax_id: str = "",
    birth_date: date | None = None,
    time_zone: str = "Europe/Kyiv",
    attrs: Mapping[str, Any] | None = None,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    tags: Sequence[Tag] = (),
) -> Party:
    """Make a customer of `owner` (a user or his id; nobody's when left out)."""
    number = next(_numbers)
    owner_id: UUID = NOBODY_ID if owner is None else getattr(owner, "id", owner)
    names = {lang: name or f"Customer {number}"} if isinstance(name, str) else dict(name)
    party = Party.objects.create(
        number=_take_number(),
        name=names,
        lang=lang,
        kind=kind,
        status=status,
        owner_id=owner_id,
        external_id=external_id,
        tax_id=tax_id,
        birth_date=birth_date,
        time_zone=time_zone,
        attrs=dict(attrs or {}),
    )
    for phone in phones:
        make_contact_point(party, phone)
    for email in emails:
        make_contact_point(party, email, kind=ContactPoint.Kind.EMAIL)
    for tag in tags:
        PartyTag.objects.create(party=party, tag=tag)
    return party


def _take_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.take_numbers('party', 1)")
        return int(cursor.fetchone()[0])


def make_contact_point(
    party: Party, value: str, *, kind: str = ContactPoint.Kind.PHONE, extension: str = ""
) -> ContactPoint:
    is_phone = kind == ContactPoint.Kind.PHONE
    norm = "".join(c for c in value if c.isdigit()) if is_phone else value.lower()
    return ContactPoint.objects.create(
        party=party, kind=kind, value=value, norm=norm, extension=extension
    )


def make_attribute(
    code: str,
    kind: str = Attribute.Kind.TEXT,
    *,
    label: Mapping[str, str] | None = None,
    choices: Sequence[str] = (),
    currency: str = "",
    weight: int = 0,
) -> Attribute:
    """Define a custom attribute; its field is `attr.<code>`. Choices get their code as label."""
    return Attribute.objects.create(
        code=code,
        kind=kind,
        label=dict(label or {"en": code.title(), "ru": code.title(), "uk": code.title()}),
        choices=[{"code": item, "label": {"en": item}} for item in choices],
        currency=currency,
        weight=weight,
    )


def make_tag(code: str = "") -> Tag:
    code = code or f"tag-{new_id()}"
    return Tag.objects.create(code=code, name={"en": code, "ru": code, "uk": code})
