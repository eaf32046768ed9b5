"""What the installation's settings say of files."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kurator.files.rules.kinds import KINDS

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """`clamd` is unix:/path or host:port of a virus scanner, '' = none."""

    megabytes: int
    kinds: frozenset[str]
    daily_megabytes: int
    daily_files: int
    bin_days: int
    clamd: str

    @property
    def bytes(self) -> int:
        return self.megabytes * MEGABYTE

    @property
    def endings(self) -> Sequence[str]:
        """What a file dialog offers."""
        return [e for code, kind in KINDS.items() if code in self.kinds for e in kind.endings]

    @property
    def usual_endings(self) -> Sequence[str]:
        """What a refusal names: of each kind the one ending that people know."""
        return [kind.endings[0] for code, kind in KINDS.items() if code in self.kinds]


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "")
    if given and not given.isdigit():
        raise ValueError(f"{name} must be a whole number, not {given!r}")
    return int(given or default)


def current_limits() -> Limits:
    """Read from the environment; raises ValueError naming the setting."""
    named = {part.strip() for part in os.environ.get("KURATOR_FILE_KINDS", "").split(",")} - {""}
    unknown = sorted(named - set(KINDS))
    if unknown:
        raise ValueError(f"KURATOR_FILE_KINDS names {unknown[0]!r}; known are {', '.join(KINDS)}")
    return Limits(
        megabytes=_number("KURATOR_FILE_MB", 100),
        kinds=frozenset(named or KINDS),
        daily_megabytes=_number("KURATOR_FILE_DAILY_MB", 2000),
        daily_files=_number("KURATOR_FILE_DAILY_COUNT", 500),
        bin_days=_number("KURATOR_FILE_BIN_DAYS", 30),
        clamd=os.environ.get("KURATOR_CLAMD", ""),
    )
