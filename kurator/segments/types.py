"""What leaves the domain: a segment as a definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class SegmentDefinition:
    id: UUID
    name: LocalizedText
    expression: Mapping[str, Any]
