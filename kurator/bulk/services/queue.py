"""What a change of many is among the runs in the background."""

from typing import Final

from kurator.bulk.models import BulkRun
from kurator.platform.runs import RunKind

RUN: Final = "bulk.run"
BULK: Final = RunKind("bulk", BulkRun, argument="run_id", jobs={BulkRun.Status.RUNNING: RUN})
