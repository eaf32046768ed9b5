"""Starts the drawing process, waits no longer than allowed and believes no more than it must."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import structlog

from kurator.files.services.storage import content_path, is_preview_name, keep_preview

log = structlog.get_logger(__name__)
PROGRAM: Final = Path(__file__).resolve().parent.parent / "drawing" / "draw.py"
SECONDS: Final = 20
MAX_ANSWER: Final = 32 * 1024 * 1024


def draw_content(key: str, *, method: str) -> int | None:
    """Make the previews of a content; returns the number of pictures, None when there is none."""
    answer = _run(method, content_path(key))
    made = _parts(answer)
    if not made:
        return None
    if not all(is_preview_name(name) for name in made):
        return None
    for name, data in made.items():
        keep_preview(key, name, data)
    return sum(name.startswith("picture-") for name in made)


def _run(method: str, path: Path) -> bytes:
    """Return what the process wrote, b'' when it failed, was killed or took too long."""
    with (
        path.open("rb") as source,
        subprocess.Popen(  # noqa: S603 - our own program, no word of it from a user
            [sys.executable, "-I", str(PROGRAM), method],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
            cwd="/",
            start_new_session=True,
        ) as process,
    ):
        try:
            answer, said = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            log.warning("drawing_too_slow", method=method)
            return b""
    if process.returncode != 0 or len(answer) > MAX_ANSWER:
        log.info(
            "drawing_failed",
            method=method,
            code=process.returncode,
            said=said[-300:].decode(errors="replace"),
        )
        return b""
    return answer


def _parts(answer: bytes) -> dict[str, bytes]:
    head, _, rest = answer.partition(b"\n")
    try:
        entries = json.loads(head)["made"]
        made = {}
        for name, length in entries:
            made[str(name)], rest = rest[: int(length)], rest[int(length) :]
    except (ValueError, KeyError, TypeError):
        return {}
    return made
