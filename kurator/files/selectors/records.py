"""The kinds of record that features have registered for files."""

from collections.abc import Mapping
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.types import TAGS
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.localized import LocalizedText
from kurator.parties.selectors.visibility import refuse_only_shared
from kurator.platform.features import features
from kurator.platform.records import RecordKind

UNKNOWN_KIND: LocalizedText = {
    "en": "Files are not kept on records of this kind.",
    "ru": "К записям этого вида файлы не прикладывают.",
    "uk": "До записів цього виду файли не додають.",
}
UNKNOWN_TAG: LocalizedText = {
    "en": "There is no such mark for files of this record.",
    "ru": "Такой пометки для файлов этой записи нет.",
    "uk": "Такої позначки для файлів цього запису немає.",
}


def record_kinds() -> dict[str, RecordKind]:
    return {kind.code: kind for feature in features() for kind in feature.record_kinds}


def readable_kinds(viewer: Viewer) -> list[str]:
    """Codes of the kinds whose records the viewer may open at all."""
    return [code for code, kind in record_kinds().items() if kind.permission in viewer.permissions]


def find_party(viewer: Viewer, record_kind: str, record_id: UUID) -> UUID:
    """Return the customer of a record the viewer sees; raises NotFound, InvalidInput."""
    kind = record_kinds().get(record_kind)
    if kind is None:
        problem = FieldProblem(("record_kind",), "files.unknown_kind", UNKNOWN_KIND)
        raise InvalidInput(problems=[problem])
    party_id = kind.find_party(viewer, record_id) if kind.permission in viewer.permissions else None
    if party_id is None:
        raise NotFound
    return party_id


def find_editable_party(viewer: Viewer, record_kind: str, record_id: UUID) -> UUID:
    """The same for whoever puts something on the record; raises OnlyShared, too."""
    party_id = find_party(viewer, record_kind, record_id)
    refuse_only_shared(viewer, party_id)
    return party_id


def tags_of(record_kind: str) -> Mapping[str, LocalizedText]:
    """Return the tags that files of such a record may bear, by code: those of all and its own."""
    kind = record_kinds().get(record_kind)
    return {**TAGS, **(kind.tags if kind else {})}


def require_tags(record_kind: str, tags: list[str]) -> list[str]:
    """Return the marks once each, in the order of the list; raises InvalidInput."""
    known = tags_of(record_kind)
    wrong = [at for at, tag in enumerate(tags) if tag not in known]
    if wrong:
        problems = [FieldProblem(("tags", at), "files.unknown_tag", UNKNOWN_TAG) for at in wrong]
        raise InvalidInput(problems=problems)
    return [tag for tag in known if tag in tags]
