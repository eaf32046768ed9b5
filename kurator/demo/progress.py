"""A bar on a terminal; in a file or a log a line at times."""

import sys
from collections.abc import Callable
from typing import Final, TextIO

WIDTH: Final = 32


def reporter(stream: TextIO = sys.stdout) -> Callable[[float], None]:
    """Return a function that shows a share between 0 and 1; it never goes back."""
    shown = -1

    def show(share: float) -> None:
        nonlocal shown
        percent = min(100, int(share * 100))
        if percent <= shown:
            return
        is_step = percent // 20 > shown // 20
        shown = percent
        if stream.isatty():
            done = WIDTH * percent // 100
            bar = "█" * done + "░" * (WIDTH - done)
            stream.write(f"\r  {bar} {percent:3d} %" + ("\n" if percent == 100 else ""))
        elif is_step:
            stream.write(f"  {percent:3d} %\n")
        stream.flush()

    return show
