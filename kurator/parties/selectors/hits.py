"""Hits of the one search box among customers."""

from collections.abc import Sequence
from typing import Final

from kurator.access.types import Viewer
from kurator.parties.selectors.search import FOUND_SQL, Lookup, found_params, seen_match_sql
from kurator.parties.selectors.visibility import SEEN_PARTY, seen_parameters
from kurator.platform.prepared import read_prepared
from kurator.platform.sections import SearchHit

# The reach is wider than what is shown: the viewer's lock is applied after the search.
_REACH: Final = 3
_MATCH: Final = {
    "phone": "c.kind = 'PHONE' AND strpos(c.norm, %(needle)s) > 0",
    "email": "c.kind = 'EMAIL' AND strpos(c.norm, %(needle)s) > 0",
    "name": "false",
}

_HIDING: Final = {"phone": {"party.phone"}, "email": {"party.email"}, "name": set[str]()}


def find_hits(viewer: Viewer, lookup: Lookup, limit: int) -> Sequence[SearchHit]:
    """Return customers, those whose name begins with the query first."""
    match = "false" if _HIDING[lookup.route] & viewer.hidden_fields else _MATCH[lookup.route]
    rows = read_prepared(
        "SELECT p.id::text, p.display_name, p.number, coalesce((SELECT c.norm"
        f" FROM parties_contactpoint c WHERE c.party_id = p.id AND {match}"
        f" LIMIT 1), '') FROM {FOUND_SQL} WHERE {SEEN_PARTY} AND {seen_match_sql(viewer)}"
        " ORDER BY f.rank LIMIT %(limit)s",
        found_params(lookup, limit * _REACH) | seen_parameters(viewer) | {"limit": limit},
    )
    return [
        SearchHit(
            id=party_id,
            title=display_name,
            subtitle=f"K-{number}",
            match=f"+{norm}" if norm and lookup.route == "phone" else norm,
        )
        for party_id, display_name, number, norm in rows
    ]
