"""Shapes that several domains' answers and requests are made of."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LocalizedText
from kurator.platform.api import StrictSchema


class NameIn(StrictSchema):
    ru: str | None = Field(None, max_length=200)
    uk: str | None = Field(None, max_length=200)
    en: str | None = Field(None, max_length=200)

    def texts(self) -> dict[str, str]:
        """The languages that have a text."""
        pairs = {"ru": self.ru, "uk": self.uk, "en": self.en}
        return {code: text.strip() for code, text in pairs.items() if text and text.strip()}

    def needed_texts(self, missing: LocalizedText) -> dict[str, str]:
        """The same; raises InvalidInput with the words of `missing` when there is none."""
        texts = self.texts()
        if not texts:
            raise InvalidInput(problems=[FieldProblem(("name",), "missing", missing)])
        return texts


class ProblemOut(Schema):
    loc: list[str | int]
    code: str
    msg: str


class RecordRow(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    values: dict[str, Any]
