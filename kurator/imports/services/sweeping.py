"""Files that are over are removed."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from kurator.imports.models import Import
from kurator.imports.services.files import delete_file
from kurator.imports.services.queue import IMPORTS
from kurator.platform.context import open_scope


def forget_old_files(*, now: datetime) -> int:
    """Remove files that no import names: those whose time is over, and those of refused requests."""
    with open_scope(IMPORTS.system):
        known = set(Import.objects.exclude(file_key="").values_list("file_key", flat=True))
    orphans = [path.name for path in _old_files(now) if path.name not in known]
    for key in orphans:
        delete_file(key)
    return len(orphans)


def _old_files(now: datetime) -> list[Path]:
    """Files of more than an hour: a younger one may belong to a request that is not committed."""
    folder = Path(settings.FILES_DIR) / "imports"
    border = now.timestamp() - 3600
    return [path for path in folder.glob("*") if path.stat().st_mtime < border]
