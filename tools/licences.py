"""Whether the licence of every dependency may stand beside Apache-2.0."""

import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.linters.source import ROOT

# Weak copyleft is used unchanged, as a library; strong copyleft is not.
ALLOWED = frozenset(
    {
        "0BSD",
        "AFL-2.1",
        "Apache-2.0",
        "BlueOak-1.0.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC-BY-4.0",
        "CC0-1.0",
        "ISC",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "OFL-1.1",
        "PostgreSQL",
        "PSF-2.0",
        "Python-2.0",
        "Unlicense",
        "Zlib",
    }
)

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}

SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD-3-Clause License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Dual License": "BSD-3-Clause",
    "LGPLv3": "LGPL-3.0-only",
    "MPL 2.0": "MPL-2.0",
    "PSF": "PSF-2.0",
}

# Said in the package's LICENSE file only.
READ_BY_HAND = {
    "axe-playwright-python": "MIT",
    "cli-table": "MIT",
    # its own code and PDFium; what PDFium is built with (FreeType, libjpeg, zlib …) is permissive
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression is allowed: each part of AND, one part of OR."""
    flat = expression.replace("(", "").replace(")", "")
    return all(
        any(_known(choice) in ALLOWED for choice in re.split(r"\s+OR\s+|/", part))
        for part in re.split(r"\s+AND\s+", flat)
    )


def _known(name: str) -> str:
    name = re.sub(r"\s+WITH\s+.*", "", name.strip())
    return SPELLINGS.get(name, name)


def python_licences() -> Iterator[tuple[str, str]]:
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", locked, re.MULTILINE):
        try:
            yield name, _python_licence(importlib.metadata.metadata(name))
        except importlib.metadata.PackageNotFoundError:
            # Locked for another platform or another Python.
            continue


def _python_licence(metadata: importlib.metadata.PackageMetadata) -> str:
    if metadata["License-Expression"]:
        return str(metadata["License-Expression"])
    prefix = "License :: OSI Approved :: "
    found = [
        CLASSIFIERS.get(line.removeprefix(prefix), line.removeprefix(prefix))
        for line in metadata.get_all("Classifier") or []
        if line.startswith(prefix)
    ]
    return " OR ".join(found) or str(metadata["License"] or "").split("\n")[0] or "unknown"


def web_licences() -> Iterator[tuple[str, str]]:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path:
            yield path.rpartition("node_modules/")[2], package.get("license") or _installed(path)


def _installed(path: str) -> str:
    """Some packages say it only in their own manifest."""
    manifest = ROOT / "web" / Path(path) / "package.json"
    if not manifest.exists():
        # Built for another platform: the same project as the one that is installed.
        return "MIT"
    said = json.loads(manifest.read_text(encoding="utf-8")).get("license", "unknown")
    return said["type"] if isinstance(said, dict) else str(said)


def main() -> int:
    found = [
        (name, READ_BY_HAND.get(name, licence))
        for name, licence in (*python_licences(), *web_licences())
    ]
    refused = sorted({pair for pair in found if not is_allowed(pair[1])})
    for name, licence in refused:
        print(f"{name}: {licence} is not on the list of allowed licences (tools/licences.py)")
    if not refused:
        print(f"{len(found)} dependencies, all with an allowed licence")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
