"""What an import is among the runs in the background."""

from typing import Final

from kurator.imports.models import Import
from kurator.platform.runs import RunKind

ANALYZE: Final = "imports.analyze"
CHECK: Final = "imports.check"
RUN: Final = "imports.run"
IMPORTS: Final = RunKind(
    "imports",
    Import,
    argument="import_id",
    jobs={
        Import.Status.ANALYZING: ANALYZE,
        Import.Status.CHECKING: CHECK,
        Import.Status.RUNNING: RUN,
    },
)
