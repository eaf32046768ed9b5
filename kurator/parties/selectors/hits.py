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
    "extension": "c.kind = 'PHONE' AND strpos(c.norm || ' x' || c.extension, %(needle)s) > 0",
    "email": "c.kind = 'EMAIL' AND strpos(c.norm, %(needle)s) > 0",
    # Words of an address are words of the index, too: the row says which address has them.
    "name": "c.kind = 'EMAIL' AND strpos(c.norm, lower(%(needle)s)) > 0",
}

_HIDING: Final = {
    "phone": {"party.phone"},
    "extension": {"party.phone"},
    "email": {"party.email"},
    "name": {"party.email"},
}


def find_hits(viewer: Viewer, lookup: Lookup, limit: int) -> Sequence[SearchHit]:
    """Return customers, those whose name begins with the query first."""
    is_hidden = _HIDING[lookup.route] & viewer.hidden_fields
    is_address = lookup.route != "name" or lookup.needle.isascii()
    match = _MATCH[lookup.route] if is_address and not is_hidden else "false"
    shown = "c.value" if lookup.route == "extension" else "c.norm"
    # The contacts are read of those who are shown, not of all who were found.
    rows = read_prepared(
        f"SELECT h.id::text, h.display_name, h.number, coalesce((SELECT {shown}"
        f" FROM parties_contactpoint c WHERE c.party_id = h.id AND {match} LIMIT 1), '')"
        f" FROM (SELECT p.id, p.display_name, p.number, f.rank FROM {FOUND_SQL}"
        f" WHERE {SEEN_PARTY} AND {seen_match_sql(viewer)} ORDER BY f.rank LIMIT %(limit)s) h"
        " ORDER BY h.rank",
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
