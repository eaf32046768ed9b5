"""What is known about one customer: each feature gives its part, for the copy he may ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class PersonalDataSource:
    """`read(viewer, party_id)` returns everything of this kind, JSON-ready."""

    code: str
    label: LocalizedText
    read: Callable[[Any, UUID], Any]


def personal_data_sources() -> list[PersonalDataSource]:
    from kurator.platform.features import features

    return [source for feature in features() for source in feature.personal_data]
