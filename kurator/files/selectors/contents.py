"""All contents that are kept of one customer, for the copy of his data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.rules.kinds import KINDS, fitting_name
from kurator.files.types import Scan
from kurator.parties.selectors.visibility import SEEN_PARTY, seen_parameters
from kurator.platform.prepared import read_prepared

# A version that repeats an earlier one shares its key: the content goes out once.
_CONTENTS: Final = f"""
SELECT DISTINCT ON (v.file_id, v.key) f.name, v.kind, v.key, v.number, v.number = f.current, v.size,
       v.created_at
  FROM files_fileversion v
  JOIN files_file f ON f.id = v.file_id
  JOIN parties_party p ON p.id = f.party_id
 WHERE v.party_id = %(party)s AND v.scan = ANY(%(given)s) AND {SEEN_PARTY}
 ORDER BY v.file_id, v.key, v.number DESC
"""


@dataclass(frozen=True)
class KeptContent:
    """`name` has the ending of the content; `is_present` is the version that the file shows."""

    name: str
    key: str
    number: int
    is_present: bool
    size: int
    created_at: datetime


def contents_of_party(viewer: Viewer, party_id: UUID) -> list[KeptContent]:
    """
    Return every version of every file, those in the bin too, by name and number. What a scanner
    holds back or found infected is given to nobody and left out.
    """
    parameters = seen_parameters(viewer) | {
        "party": party_id,
        "given": [Scan.CLEAN.value, Scan.UNSCANNED.value],
    }
    rows = read_prepared(_CONTENTS, parameters)
    found = [
        KeptContent(fitting_name(name, KINDS[kind]), key, number, is_present, size, created_at)
        for name, kind, key, number, is_present, size, created_at in rows
    ]
    return sorted(found, key=lambda one: (one.name, one.number))
