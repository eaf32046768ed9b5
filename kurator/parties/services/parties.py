"""A customer is created."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import IntegrityError, connection

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, PermissionMissing
from kurator.kernel.ids import new_id
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.contact_values import ContactValue, read_contact
from kurator.parties.field_rights import FIELD_OF_CONTACT, require_open
from kurator.parties.selectors.duplicates import Duplicate, find_duplicates
from kurator.parties.services.ownership import hand_over
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import Loc, Patch, ValueRefused, printable, put_value


@dataclass(frozen=True)
class NewContact:
    kind: str
    value: object
    extension: str = ""
    label: str = ""
    is_preferred: bool = False
    loc: Loc = ()
    """Where in the request it stands."""


@dataclass(frozen=True)
class NewParty:
    """`values` go by field code; `party.name` is a text or texts by language."""

    values: Mapping[str, object]
    contacts: Sequence[NewContact] = ()
    tag_ids: Sequence[UUID] = ()


@dataclass(frozen=True)
class CreatedParty:
    id: UUID
    number: int
    version: int
    duplicates: Sequence[Duplicate]


def create_party(*, viewer: Viewer, party: NewParty) -> CreatedParty:
    """
    Create a customer of the viewer, or of another owner when he may assign.

    Duplicates do not stop it, they come back; only a taken external id does. Raises InvalidInput.
    """
    catalogue = current_catalogue()
    require_open(viewer, [FIELD_OF_CONTACT.get(contact.kind) for contact in party.contacts])
    require_open(viewer, ["party.tags"] if party.tag_ids else [])
    patch, contacts = _read_new(party, catalogue, viewer)
    owner_id = patch.columns.pop("owner_id", viewer.user_id)
    if owner_id != viewer.user_id and "parties.assign" not in viewer.permissions:
        raise PermissionMissing(permission="parties.assign")
    duplicates = _duplicates(viewer, patch, contacts)
    party_id = new_id()
    number, version = _insert_party(party_id, viewer, patch)
    _insert_contacts(party_id, party.contacts, contacts)
    _insert_tags(party_id, party.tag_ids)
    if owner_id != viewer.user_id:
        hand_over(viewer=viewer, party_ids=[party_id], owner_id=UUID(str(owner_id)))
    return CreatedParty(party_id, number, version, duplicates)


def _read_new(
    party: NewParty, catalogue: Catalogue, viewer: Viewer
) -> tuple[Patch, list[ContactValue]]:
    patch, problems = Patch(), []

    def attempt(loc: Loc, code: str, value: object) -> None:
        try:
            put_value(patch, code, value, catalogue)
        except ValueRefused as refusal:
            problems.append(refusal.problem(loc))

    for code, value in party.values.items():
        attempt(("values", printable(code)), code, value)
    zone = str(patch.columns.get("time_zone", viewer.time_zone))
    contacts = []
    for contact in party.contacts:
        try:
            contacts.append(
                read_contact(contact.kind, contact.value, zone=zone, extension=contact.extension)
            )
        except ValueRefused as refusal:
            problems.append(refusal.problem(contact.loc))
    problems += [
        FieldProblem(("tags", index), "parties.unknown_tag", TEXTS["parties.unknown_tag"])
        for index, tag_id in enumerate(party.tag_ids)
        if str(tag_id) not in catalogue.tags
    ]
    if problems:
        raise InvalidInput(problems=problems)
    return patch, contacts


def _duplicates(viewer: Viewer, patch: Patch, contacts: Sequence[ContactValue]) -> list[Duplicate]:
    found = find_duplicates(
        viewer,
        phones=[c.norm for c in contacts if c.kind == "PHONE"],
        emails=[c.norm for c in contacts if c.kind == "EMAIL"],
        tax_id=str(patch.columns.get("tax_id") or ""),
        external_id=str(patch.columns.get("external_id") or ""),
    )
    if any(duplicate.matched == "external_id" for duplicate in found):
        raise external_id_taken(("values", "party.external_id"))
    return found


def external_id_taken(loc: Loc) -> InvalidInput:
    code = "parties.external_id_taken"
    return InvalidInput(problems=[FieldProblem(loc, code, TEXTS[code])])


_INSERT: Final = """
INSERT INTO parties_party (id, number, kind, external_id, name, lang, status, owner_id, tax_id,
                           birth_date, time_zone, attrs)
VALUES (%(id)s, k.take_numbers('party', 1), %(kind)s, %(external_id)s, %(name)s::jsonb, %(lang)s,
        %(status)s, %(owner_id)s, %(tax_id)s, %(birth_date)s::date, %(time_zone)s, %(attrs)s::jsonb)
RETURNING number, version
"""


def _insert_party(party_id: UUID, viewer: Viewer, patch: Patch) -> tuple[int, int]:
    columns: dict[str, Any] = {
        "kind": "PERSON",
        "status": "NEW",
        "external_id": None,
        "tax_id": "",
        "birth_date": None,
        "lang": viewer.language,
        "time_zone": viewer.time_zone,
        **patch.columns,
    }
    names = {language: name for language, name in patch.names.items() if name}
    if patch.own_name is not None:
        names[columns["lang"]] = patch.own_name
    if not names:
        raise InvalidInput(
            problems=[ValueRefused("parties.required").problem(("values", "party.name"))]
        )
    columns |= {
        "id": party_id,
        "owner_id": viewer.user_id,
        "name": orjson.dumps(names).decode(),
        "attrs": orjson.dumps(patch.set_attrs()).decode(),
    }
    return insert_row(_INSERT, columns)


def insert_row(sql: str, params: Mapping[str, Any]) -> tuple[int, int]:
    """Return number and version of the new customer; raises InvalidInput where the external id is taken."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            number, version = cursor.fetchone()
            return number, version
    except IntegrityError as error:
        if "one_external_id" in str(error):
            raise external_id_taken(("values", "party.external_id")) from error
        raise


_INSERT_CONTACTS: Final = """
INSERT INTO parties_contactpoint (id, party_id, kind, value, norm, extension, label, is_preferred, position)
SELECT id, %(party_id)s, kind, value, norm, extension, label, is_preferred, position
  FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(values)s::text[], %(norms)s::text[],
              %(extensions)s::text[], %(labels)s::text[], %(preferred)s::boolean[])
       WITH ORDINALITY AS n(id, kind, value, norm, extension, label, is_preferred, position)
"""


def _insert_contacts(
    party_id: UUID, given: Sequence[NewContact], read: Sequence[ContactValue]
) -> None:
    if not read:
        return
    params: dict[str, Any] = {
        "party_id": party_id,
        "ids": [new_id() for _ in read],
        "kinds": [contact.kind for contact in read],
        "values": [contact.value for contact in read],
        "norms": [contact.norm for contact in read],
        "extensions": [contact.extension for contact in read],
        "labels": [contact.label for contact in given],
        "preferred": [contact.is_preferred for contact in given],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_CONTACTS, params)


def _insert_tags(party_id: UUID, tag_ids: Sequence[UUID]) -> None:
    wanted = list(dict.fromkeys(tag_ids))
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_partytag (id, party_id, tag_id)"
            " SELECT n.id, %s, n.tag_id FROM unnest(%s::uuid[], %s::uuid[]) AS n(id, tag_id)",
            [party_id, [new_id() for _ in wanted], wanted],
        )
