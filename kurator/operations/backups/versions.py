"""Which Kurator this is."""

import importlib.metadata
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def version_of_kurator() -> str:
    """As installed; in a checkout as its pyproject.toml says."""
    try:
        return importlib.metadata.version("kurator")
    except importlib.metadata.PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
