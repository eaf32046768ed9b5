"""Take the pictures of the documents anew, out of what the journeys and `make shots` left behind."""

import sys
from pathlib import Path
from typing import Final

from PIL import Image

from tools.linters.source import ROOT

COLORS: Final = 256
JOURNEYS: Final = {
    "account": "account-armed",
    "bulk-contacts": "bulk-contacts-preview",
    "bulk-preview": "bulk-preview",
    "consent": "consent",
    "erase-dialog": "erase-dialog",
    "exports": "exports",
    "factor-link": "factor-link",
    "factor-reset": "person-factor-link",
    "files": "files-card",
    "groups": "grouped-list",
    "import": "import-columns",
    "import-saved-mapping": "import-saved-mapping",
    "import-undo": "import-revert",
    "key": "key-once",
    "note-files": "note-files-writing",
    "operations": "operations",
    "person": "people-disabled",
    "recycle-bin": "recycle-bin",
    "retention": "retention",
    "role": "role-fields",
    "security-log": "security-log",
    "seeing-as": "seeing-as-refused",
    "segment": "segment-builder",
    "share-view": "share-view",
    "shared": "shared",
    "single-sign-on": "single-sign-on",
    "undo-conflicts": "undo-conflicts",
    "webhooks": "source-made",
    "who-looked": "who-looked",
    "why": "strategy-why",
}
SHOTS: Final = {
    "customer": "parties-record.en.light.desk",
    "customers": "parties.en.light.desk",
    "phone": "parties-record.en.light.phone",
    "strategy": "strategies-record.en.light.desk",
}


def sources(artifacts: Path) -> dict[str, Path]:
    """Where each picture comes from, by its name in `docs/pictures`."""
    taken = {name: artifacts / "journeys" / f"{shot}.png" for name, shot in JOURNEYS.items()}
    return taken | {name: artifacts / "shots" / f"{shot}.png" for name, shot in SHOTS.items()}


def main() -> int:
    found = sources(ROOT / "artifacts")
    missing = sorted(str(path.relative_to(ROOT)) for path in found.values() if not path.exists())
    for name, path in found.items():
        if path.exists():
            few = Image.open(path).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
            few.save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)
    for gone in missing:
        print(f"not there, its picture stays as it was: {gone}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
