"""Texts in several languages; `LANGUAGES` is the order of fallback."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["ru", "uk", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "uk", "en")
DEFAULT_LANGUAGE: Language = "en"

LocalizedText = Mapping[str, str]


def text_in(texts: LocalizedText, language: str) -> str:
    """Return the text in `language`, else in the first language that has one, else ''."""
    if found := texts.get(language):
        return found
    return next((texts[code] for code in LANGUAGES if texts.get(code)), "") or next(
        iter(texts.values()), ""
    )


def language_of(tag: str) -> Language:
    """Return the supported language for a BCP-47 tag or an Accept-Language header."""
    for part in tag.split(","):
        base = part.split(";")[0].strip().split("-")[0].lower()
        for language in LANGUAGES:
            if base == language:
                return language
    return DEFAULT_LANGUAGE
