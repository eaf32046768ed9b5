"""What the product is made of, as CycloneDX: `python -m tools.sbom [FILE]`. Needs no network."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.linters.source import ROOT

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s\\]+)", re.IGNORECASE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
DEFAULT = ROOT / "artifacts" / "sbom.cdx.json"


def python_components(text: str) -> Iterator[dict[str, Any]]:
    """The packages of a compiled list of requirements, with the hashes they are pinned to."""
    found: dict[str, Any] | None = None
    for line in text.splitlines():
        if pinned := PINNED.match(line):
            if found:
                yield found
            name, version = pinned.group(1).lower(), pinned.group(2)
            found = _component(f"pkg:pypi/{name}@{version}", name, version)
        elif found and (digest := HASH.search(line)):
            found["hashes"].append({"alg": "SHA-256", "content": digest.group(1)})
    if found:
        yield found


def npm_components(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is in the pages, without what only builds and tests them."""
    for path, package in sorted(lock["packages"].items()):
        if path and not package.get("dev") and "version" in package:
            name = path.rpartition("node_modules/")[2]
            place = name.replace("@", "%40", 1)
            yield _component(f"pkg:npm/{place}@{package['version']}", name, package["version"])


def _component(purl: str, name: str, version: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [],
    }


def document() -> dict[str, Any]:
    python = (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8")
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "kurator"}},
        # One version may lie at several places of the tree.
        "components": list(
            {c["purl"]: c for c in (*python_components(python), *npm_components(lock))}.values()
        ),
    }


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else DEFAULT
    found = document()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    without = [
        c["name"]
        for c in found["components"]
        if c["purl"].startswith("pkg:pypi") and not c["hashes"]
    ]
    print(f"{len(found['components'])} components")
    if without:
        print(f"Not pinned to a hash: {', '.join(without)}")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
