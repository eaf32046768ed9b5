"""The customer's card: the record, what other domains add, and the feed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.field_rights import FIELD_OF_CONTACT
from kurator.parties.fields import COMPLETENESS
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.feeds import read_feed
from kurator.parties.selectors.recycled import missing_party
from kurator.parties.selectors.rows import wire_values
from kurator.parties.selectors.visibility import SEEN_PARTY, seen_parameters
from kurator.platform.features import features
from kurator.platform.prepared import read_prepared

FEED_PAGE: Final = 30
_CONTACTS: Final = """
(SELECT coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'value', c.value,
          'norm', c.norm, 'extension', c.extension, 'label', c.label,
          'is_preferred', c.is_preferred) ORDER BY c.kind DESC, c.is_preferred DESC, c.position, c.id), '[]')
   FROM parties_contactpoint c WHERE c.party_id = p.id)::text
"""
# Each sub-select costs planning: what the contact points and weights tell is not asked again.
_FROM_ELSEWHERE: Final = frozenset({"party.phone", "party.email", COMPLETENESS})
_OWNER: Final = "(SELECT n.name FROM k.names_of_people(ARRAY[p.owner_id]) n)"


def get_party(
    viewer: Viewer, party_id: UUID, *, catalogue: Catalogue | None = None
) -> dict[str, Any]:
    """Return the record, JSON-ready, in one statement; raises NotFound, PartyRecycled."""
    found = find_party(viewer, party_id, catalogue=catalogue)
    if found is None:
        raise missing_party(viewer, party_id)
    return found


def find_party(
    viewer: Viewer, party_id: UUID, *, catalogue: Catalogue | None = None
) -> dict[str, Any] | None:
    """Return the record or None when the viewer does not see it."""
    catalogue = catalogue or current_catalogue()
    codes = [
        code
        for code, item in catalogue.fields.items()
        if item.is_on_card and code not in _FROM_ELSEWHERE
    ]
    columns = ", ".join(column_sql(catalogue.fields, code) for code in codes)
    rows = read_prepared(
        f"SELECT p.number, p.kind, p.display_name, p.name, p.lang, p.version, {_CONTACTS},"
        f" {_OWNER}, {columns}"
        f" FROM parties_party p WHERE p.id = %(party)s AND {SEEN_PARTY}",
        seen_parameters(viewer) | {"party": party_id},
    )
    if not rows:
        return None
    number, kind, display_name, name, lang, version, contacts, owner, *values = rows[0]
    points = _seen_points(viewer, orjson.loads(contacts))
    wire = wire_values(codes, values, catalogue.fields)
    wire["party.phone"] = [f"+{c['norm']}" for c in points if c["kind"] == "PHONE"]
    wire["party.email"] = [c["norm"] for c in points if c["kind"] == "EMAIL"]
    completeness = _completeness(wire, catalogue)
    wire[COMPLETENESS] = completeness["percent"]
    wire = {code: value for code, value in wire.items() if code in catalogue.fields}
    return {
        "id": party_id,
        "number": number,
        "kind": kind,
        "display_name": display_name,
        "name": orjson.loads(name),
        "lang": lang,
        "version": version,
        "owner": {"id": wire["party.owner"], "name": owner} if owner else None,
        "contact_points": points,
        "tags": _tags(wire.get("party.tags", ()), catalogue, viewer),
        "completeness": completeness,
        "values": wire,
    }


def _seen_points(viewer: Viewer, points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        point for point in points if FIELD_OF_CONTACT.get(point["kind"]) not in viewer.hidden_fields
    ]


def _tags(tag_ids: Sequence[UUID], catalogue: Catalogue, viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {"id": tag_id, "name": text_in(catalogue.tags[str(tag_id)], viewer.language)}
        for tag_id in tag_ids
        if str(tag_id) in catalogue.tags
    ]


def _completeness(values: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The same share as the computed field's, from values that are read already."""
    weights = {code: item.weight for code, item in catalogue.fields.items() if item.weight > 0}
    missing = [code for code in weights if values[code] in (None, "", [])]
    total = sum(weights.values())
    filled = total - sum(weights[code] for code in missing)
    return {"percent": 100 * filled // total if total else 100, "missing": missing}


def get_card(viewer: Viewer, party_id: UUID) -> dict[str, Any]:
    """Return everything the card screen shows; raises NotFound, PartyRecycled."""
    catalogue = current_catalogue()
    party = get_party(viewer, party_id, catalogue=catalogue)
    sections = {
        section.code: section.load(viewer, party_id)
        for feature in features()
        for section in feature.card_sections
    }
    feed = read_feed(
        viewer, party_id, before=None, limit=FEED_PAGE, catalogue=catalogue, is_seen=True
    )
    return {"party": party, "sections": sections, "feed": feed}
