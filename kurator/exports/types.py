"""The vocabulary of exports."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileFormat(StrEnum):
    CSV = "CSV"
    XLSX = "XLSX"


@dataclass(frozen=True)
class Earlier:
    """An export of the last day: when it was asked for and how many rows it took."""

    at: datetime
    rows: int


@dataclass(frozen=True)
class Allowance:
    """What may be taken out now; `possible_at` is when an export becomes possible again."""

    exports_left: int
    rows_left: int
    possible_at: datetime | None
