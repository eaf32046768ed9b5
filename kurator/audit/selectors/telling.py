"""How an event is told to a person: what it is called, and what it was about, without ids."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from kurator.kernel.localized import LocalizedText, text_in
from kurator.platform.features import features

_CUSTOMERS: Final[LocalizedText] = {
    "en": "Customers: {count}",
    "ru": "Клиентов: {count}",
    "uk": "Клієнтів: {count}",
}
NOBODY: Final = "anonymous"
"""The kind of actor of what came from somebody who is not logged in: he has no name."""


def kind_labels() -> dict[str, LocalizedText]:
    return {kind: label for feature in features() for kind, label in feature.event_kinds.items()}


def told_kind(kind: str, labels: Mapping[str, LocalizedText], language: str) -> str:
    """Return the label of a kind of event; a kind that no feature declares any more is its own."""
    return text_in(labels[kind], language) if kind in labels else kind


def told_subject(name: str, words: str | None, details: Mapping[str, Any], language: str) -> str:
    """
    Return what to call the subject, '' where only its id is known: by its `name` of today, by its
    `words` of today (JSON, of each language), or by what the event itself kept.
    """
    if name or words:
        return name or text_in(orjson.loads(words or "{}"), language)
    for kept in ("name", "email"):
        if isinstance(details.get(kept), str) and details[kept]:
            return str(details[kept])
    if "list" in details:
        return _list_names(language).get(details["list"], str(details["list"]))
    if "customers" in details:
        return text_in(_CUSTOMERS, language).format(count=details["customers"])
    return ""


def _list_names(language: str) -> dict[str, str]:
    return {
        exporter.code: text_in(exporter.label, language)
        for feature in features()
        for exporter in feature.exporters
    }
