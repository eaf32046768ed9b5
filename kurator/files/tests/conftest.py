"""Contents of tests stand in a folder of their own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def on_disk(files_dir: Path) -> Any:
    """Call it: names of all contents that stand on the disk, finished or not."""

    def look() -> list[str]:
        folders = ("contents", "incoming")
        paths = (p for one in folders for p in (files_dir / "records" / one).rglob("*"))
        return sorted(path.name for path in paths if path.is_file())

    return look
