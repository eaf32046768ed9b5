"""Fields of the catalogue that a role may hide or make read-only."""

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.parties.catalogue import current_catalogue
from kurator.parties.fields import GROUPS
from kurator.platform.catalogue import Field

ALWAYS_SEEN = frozenset(
    {"party.name", "party.number", "party.kind", "party.owner", "party.created_at"}
)
"""By these a customer is called, drawn, guarded and put in order: no screen could do without."""


def list_restrictable(viewer: Viewer) -> list[tuple[Field, str]]:
    """Return fields with the names of their groups."""
    catalogue = current_catalogue()
    return [
        (item, text_in(GROUPS[item.group], viewer.language))
        for item in catalogue.whole.values()
        if item.code not in ALWAYS_SEEN
    ]


def codes(viewer: Viewer) -> frozenset[str]:
    return frozenset(item.code for item, _ in list_restrictable(viewer))
