"""What becomes of the texts of customers, worked out one by one; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kurator.bulk.reason_texts import NAMELESS
from kurator.bulk.rules import rewritten
from kurator.bulk.selectors.wanted import EXTERNAL_ID, NAME
from kurator.bulk.types import TextEdit
from kurator.parties.attribute_fields import PREFIX
from kurator.parties.catalogue import Catalogue
from kurator.parties.selectors.rewriting import PartyTexts
from kurator.parties.values import MAX_NAME, Patch, ValueRefused, ValueTarget, read_text, target_of

Place = tuple[str, str]
"""A field and, of names, a language."""
_COLUMNS: Final = {EXTERNAL_ID: "external_id", "party.tax_id": "tax_id"}


@dataclass(frozen=True)
class Turn:
    """A value before and after, as it is shown."""

    field: str
    language: str
    old: str | None
    new: str | None


class Refused(Exception):
    """The customer stays as he is, whatever else was to become of him."""

    def __init__(self, code: str, field: str) -> None:
        self.code, self.field = code, field
        super().__init__(code)


class TextPlanner:
    def __init__(self, edits: Sequence[TextEdit], catalogue: Catalogue) -> None:
        self._edits = edits
        self._targets: Mapping[str, ValueTarget] = {
            edit.field: target_of(edit.field, catalogue) for edit in edits if edit.field != NAME
        }

    @property
    def reads_attributes(self) -> bool:
        return any(code.startswith(PREFIX) for code in self._targets)

    def plan(self, texts: PartyTexts) -> tuple[Patch, list[Turn]] | None:
        """Return what is to be written and how it looks, None for nothing; raises Refused."""
        before: dict[Place, str] = {}
        after: dict[Place, str] = {}
        for edit in self._edits:
            for place in _places(edit, texts):
                old = after.get(place)
                if old is None:
                    old = before[place] = _present(place, texts)
                after[place] = rewritten(edit, old) if old or edit.rule == "put" else old
        changed = {place: new for place, new in after.items() if new != before[place]}
        return self._patch(texts, before, changed) if changed else None

    def _patch(
        self, texts: PartyTexts, before: Mapping[Place, str], changed: Mapping[Place, str]
    ) -> tuple[Patch, list[Turn]] | None:
        patch, turns, names = Patch(), [], dict(texts.names)
        for place, new in changed.items():
            code, language = place
            try:
                kept = self._put(patch, names, place, new)
            except ValueRefused as refusal:
                raise Refused(refusal.code, code) from None
            if (kept or "") != before[place]:
                turns.append(Turn(code, language, before[place] or None, kept))
        if not turns:
            return None
        if names != texts.names:
            if not any(names.values()):
                raise Refused(NAMELESS, NAME)
            patch.names = dict(names)
        return patch, turns

    def _put(self, patch: Patch, names: dict[str, str], place: Place, new: str) -> str | None:
        code, language = place
        if code != NAME:
            self._targets[code].put(patch, new)
            stored = patch.attrs if code.startswith(PREFIX) else patch.columns
            value = stored[code.removeprefix(PREFIX) if stored is patch.attrs else _COLUMNS[code]]
            return None if value in (None, "") else str(value)
        name = read_text(new, limit=MAX_NAME)
        if name is None:
            names.pop(language, None)
        else:
            names[language] = name
        return name


def _places(edit: TextEdit, texts: PartyTexts) -> Sequence[Place]:
    if edit.field != NAME:
        return ((edit.field, ""),)
    if edit.language:
        return ((NAME, edit.language),)
    if edit.rule == "put":
        return ((NAME, texts.language),)
    return [(NAME, language) for language in texts.names]


def _present(place: Place, texts: PartyTexts) -> str:
    code, language = place
    value: Any
    if code == NAME:
        value = texts.names.get(language)
    elif code.startswith(PREFIX):
        value = texts.attrs.get(code.removeprefix(PREFIX))
    else:
        value = getattr(texts, _COLUMNS[code])
    return value if isinstance(value, str) else ""
