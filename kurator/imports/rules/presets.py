"""
Mappings that are known beforehand: the exports of other programs, recognized by their heads.

Each file of `presets/` holds the lists of one program; `target` is a field, an attribute that is
made when it is missing, or null for a column that is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from kurator.imports.rules.headers import normal_head
from kurator.kernel.localized import LocalizedText

FOLDER: Final = Path(__file__).resolve().parent.parent / "presets"
LEAST_HEADS: Final = 3
LEAST_SHARE: Final = 0.6
"""So much of the file's heads a preset must know to be offered."""
Target = str | Mapping[str, Any] | None


@dataclass(frozen=True)
class Preset:
    """`targets` by folded head; `kind` is that of the customers in such a file."""

    code: str
    label: LocalizedText
    kind: str
    heads: tuple[tuple[str, ...], ...]
    targets: Mapping[str, Target]


@cache
def presets() -> tuple[Preset, ...]:
    found = [
        one for path in sorted(FOLDER.glob("*.json")) for one in orjson.loads(path.read_bytes())
    ]
    return tuple(_preset(one) for one in found)


def _preset(kept: Mapping[str, Any]) -> Preset:
    columns = kept["columns"]
    return Preset(
        code=kept["code"],
        label=kept["label"],
        kind=kept["kind"],
        heads=tuple(tuple(column["heads"]) for column in columns),
        targets={
            normal_head(head): column["target"] for column in columns for head in column["heads"]
        },
    )


def fitting(heads: Sequence[str]) -> list[Preset]:
    """Presets that know most of the heads, the best first."""
    folded = {normal_head(head) for head in heads}
    known = {one.code: len(folded & one.targets.keys()) for one in presets()}
    found = [
        one for one in presets() if known[one.code] >= max(LEAST_HEADS, LEAST_SHARE * len(folded))
    ]
    return sorted(found, key=lambda one: (-known[one.code], len(one.targets)))
