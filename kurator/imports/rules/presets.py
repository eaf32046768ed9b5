"""
Mappings that are known beforehand: the exports of other programs, recognized by their heads.

Each file of `presets/` holds the lists of one program, `attributes.json` what they fill beside the
fields. A field or an attribute names its heads from the best to the last, in all languages of the
program. `name` are groups: of the first that the file has, all columns make the name. `marks` are
heads that hardly any other table has. `ignored` is what only the other program understands.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson

from kurator.imports.rules.headers import normal_head
from kurator.imports.types import EMAIL, NAME, PHONE
from kurator.kernel.localized import LocalizedText

FOLDER: Final = Path(__file__).resolve().parent.parent / "presets"
ATTRIBUTES: Final = "attributes"
LEAST_HEADS: Final = 3
LEAST_SHARE: Final = 0.5
"""So much of the file's heads a preset must know to be offered,"""
ENOUGH_HEADS: Final = 12
"""or so many: a full export may have a hundred columns of the firm's own."""
_SEVERAL: Final = (PHONE, EMAIL)


@dataclass(frozen=True)
class Preset:
    """`kind` is that of the customers in such a file; heads are folded."""

    code: str
    label: LocalizedText
    kind: str
    marks: frozenset[str]
    name: tuple[tuple[str, ...], ...]
    fields: Mapping[str, tuple[str, ...]]
    """Code of a field, or of an attribute of `attributes()`, → its heads, the best first."""
    ignored: frozenset[str]
    heads: tuple[tuple[str, ...], ...]
    """As they are written, those of one target together."""

    @property
    def known(self) -> frozenset[str]:
        return frozenset(chain(self.ignored, *self.name, *self.fields.values()))

    def targets(self, heads: Sequence[str]) -> dict[int, str | None]:
        """Column → what it fills, None = left out; columns that the preset does not know are not named."""
        places: dict[str, list[int]] = {}
        for place, head in enumerate(map(normal_head, heads)):
            places.setdefault(head, []).append(place)
        found: dict[int, str | None] = {
            place: None for head in self.known if head in places for place in places[head]
        }
        for target, wanted in self.fields.items():
            there = list(chain.from_iterable(places.get(head, ()) for head in wanted))
            found.update(dict.fromkeys(there if target in _SEVERAL else there[:1], target))
        found.update(dict.fromkeys(self._parts_of_name(places), NAME))
        return found

    def _parts_of_name(self, places: Mapping[str, Sequence[int]]) -> list[int]:
        there = ([places[head][0] for head in group if head in places] for group in self.name)
        return next(filter(None, there), [])


@cache
def attributes() -> Mapping[str, Mapping[str, Any]]:
    """Code → {kind, label} of what the presets make where it is missing."""
    found: dict[str, Mapping[str, Any]] = orjson.loads((FOLDER / f"{ATTRIBUTES}.json").read_bytes())
    return found


@cache
def presets() -> tuple[Preset, ...]:
    files = (path for path in sorted(FOLDER.glob("*.json")) if path.stem != ATTRIBUTES)
    return tuple(_preset(one) for path in files for one in orjson.loads(path.read_bytes()))


def _preset(kept: Mapping[str, Any]) -> Preset:
    return Preset(
        code=kept["code"],
        label=kept["label"],
        kind=kept["kind"],
        marks=frozenset(_folded(kept["marks"])),
        name=tuple(map(_folded, kept["name"])),
        fields={code: _folded(heads) for code, heads in kept["fields"].items()},
        ignored=frozenset(_folded(kept["ignored"])),
        heads=tuple(map(tuple, (*kept["name"], *kept["fields"].values()))),
    )


def _folded(heads: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(normal_head, heads)))


def fitting(heads: Sequence[str]) -> list[Preset]:
    """Presets that know most of the heads, the best first."""
    folded = {normal_head(head) for head in heads}
    known = Counter({one.code: len(folded & one.known) for one in presets()})
    least = max(LEAST_HEADS, min(LEAST_SHARE * len(folded), ENOUGH_HEADS))
    found = [one for one in presets() if known[one.code] >= least and folded & one.marks]
    return sorted(found, key=lambda one: (-known[one.code], len(one.known)))
