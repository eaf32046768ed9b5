"""One line per stage: its name, its share while somebody looks, the seconds it took."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kurator.operations.wording import stage_name


@contextmanager
def follow() -> Iterator[Callable[[str, float], None]]:
    lines = _Lines()
    try:
        yield lines.tell
    except BaseException:
        lines.end("✗")
        raise
    lines.end()


class _Lines:
    def __init__(self) -> None:
        self.stage, self.began = "", 0.0

    def tell(self, stage: str, share: float) -> None:
        if stage != self.stage:
            self.end()
            self.stage, self.began = stage, time.monotonic()
        if sys.stdout.isatty():
            percent = f"{share:.0%}" if share else ""
            sys.stdout.write(f"\r  {stage_name(stage)} … {percent} ")
            sys.stdout.flush()

    def end(self, mark: str = "") -> None:
        if not self.stage:
            return
        took = mark or f"{time.monotonic() - self.began:.1f} s"
        start = "\r" if sys.stdout.isatty() else ""
        sys.stdout.write(f"{start}  {stage_name(self.stage)} … {took}\n")
        sys.stdout.flush()
        self.stage = ""
