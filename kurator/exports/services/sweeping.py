"""Files whose days are over go, and those that an erasure has withdrawn."""

import shutil
from datetime import datetime, timedelta
from typing import Final

from kurator.exports.models import Export
from kurator.exports.services.files import delete_file, folder
from kurator.exports.services.queue import EXPORTS, tell_withdrawn
from kurator.exports.services.refusals import Withdrawn
from kurator.kernel.localized import LANGUAGES
from kurator.platform.context import open_scope

LEFT_AFTER: Final = timedelta(hours=1)
CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""Of the database and of the disk."""


def drop_withdrawn() -> int:
    """Delete files that an erasure has put out of reach, and tell whose they were."""
    texts = {language: Withdrawn().detail(language) for language in LANGUAGES}
    with open_scope(EXPORTS.system):
        keys = []
        over = Export.objects.filter(status=Export.Status.EXPIRED).exclude(file_key="")
        for one in over.select_for_update(skip_locked=True):
            keys.append(one.file_key)
            one.file_key, one.failure = "", {"code": Withdrawn.code, "texts": texts}
            one.save(update_fields=["file_key", "failure"])
            EXPORTS.announce(one)
            if not one.is_removed:
                tell_withdrawn(one)
        for key in keys:  # before the note of it is committed: a file left behind is nobody's
            delete_file(key)
    return len(keys)


def expire_files(*, now: datetime) -> int:
    """Remove files that are too old, and what is older than an hour and than any export at work."""
    with open_scope(EXPORTS.system):
        over = Export.objects.filter(status=Export.Status.DONE, expires_at__lte=now)
        keys = []
        for one in over.select_for_update(skip_locked=True):
            keys.append(one.file_key)
            one.status, one.file_key = Export.Status.EXPIRED, ""
            one.save(update_fields=["status", "file_key"])
            EXPORTS.announce(one)
        known = set(Export.objects.exclude(file_key="").values_list("file_key", flat=True))
        at_work = Export.objects.filter(status=Export.Status.RUNNING, started_at__isnull=False)
        begun = at_work.order_by("started_at").values_list("started_at", flat=True).first()
    border = min(now - LEFT_AFTER, (begun or now) - CLOCKS_DIFFER).timestamp()
    left = [p for p in folder().glob("*") if p.name not in known and p.stat().st_mtime < border]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            keys.append(path.name)
    for key in set(keys):
        delete_file(key)
    return len(set(keys))
