"""The programs of all active strategies in this process, compiled once per published version."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.db import connection

from kurator.segments.vocabulary import vocabulary_for
from kurator.strategies.engine.compiler import Program, compile_version, field_mask_sql
from kurator.strategies.types import read_definition

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Active:
    """A running program and the bit mask of the fields it depends on."""

    program: Program
    mask: int


@dataclass
class Programs:
    """Call `refresh` at the beginning of each transaction; it reads one small table."""

    by_version: dict[UUID, Active] = field(default_factory=dict)

    def refresh(self) -> Sequence[Active]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.version_id FROM strategies_strategy s"
                " WHERE s.state = 'ACTIVE' ORDER BY s.id"
            )
            wanted = [row[0] for row in cursor.fetchall()]
        for version_id in wanted:
            if version_id not in self.by_version:
                self._compile(version_id)
        self.by_version = {v: a for v, a in self.by_version.items() if v in wanted}
        return list(self.by_version.values())

    def _compile(self, version_id: UUID) -> None:
        try:
            program = program_of(version_id)
            self.by_version[version_id] = Active(program, _mask_of(program))
        except Exception:
            log.exception("version_does_not_compile", version=str(version_id))


def program_of(version_id: UUID) -> Program:
    """Compile one published version."""
    from kurator.strategies.models import StrategyVersion

    version = StrategyVersion.objects.get(id=version_id)
    return compile_version(
        strategy_id=version.strategy_id,
        version_id=version.id,
        definition=read_definition(version.definition),
        vocabulary=vocabulary_for("en"),
    )


def _mask_of(program: Program) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field_mask_sql(program.fields)}")
        return int(cursor.fetchone()[0])
