"""
Where backups lie, and how the embedded server hands its log over to them.

The server calls a small script for each finished piece of its log. The script keeps the piece once
there is a first backup for it to belong to; before that it lets it go, so that an installation
without backups does not fill its disk.
"""

import os
from pathlib import Path

from kurator.platform.database.account import Account
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import home_directory, write_private

# With a piece handed over this often at the latest, a lost disk costs less than a minute of work.
ARCHIVE_SECONDS = 30
_SCRIPT = """#!/bin/sh
# Written at each start: keeps a finished piece of the database's log, compressed and on disk.
set -e
kept='{directory}'
test -d "$kept" || exit 0
if test -f "$kept/$2.gz"; then
  gzip -dc "$kept/$2.gz" | cmp -s - "$1"
  exit
fi
draft="$kept/.$2.draft"
gzip -1 -c "$1" > "$draft"
sync "$draft"
mv "$draft" "$kept/$2.gz"
sync "$kept"
"""


def backup_directory() -> Path:
    given = os.environ.get("KURATOR_BACKUP_DIR", "").strip()
    return Path(given).expanduser().absolute() if given else home_directory() / "backups"


def log_archive() -> Path:
    return backup_directory() / "log"


def archive_settings(account: Account, *, script: Path) -> dict[str, str]:
    """Write the script and return the server's settings that call it."""
    if "'" in str(log_archive()) or "'" in str(script):
        raise DatabaseError("KURATOR_HOME and KURATOR_BACKUP_DIR may not contain an apostrophe.")
    write_private(script, _SCRIPT.format(directory=log_archive()))
    account.own(script)
    seconds = os.environ.get("KURATOR_ARCHIVE_SECONDS") or str(ARCHIVE_SECONDS)
    return {
        "summarize_wal": "on",
        "archive_mode": "on",
        "archive_command": f'sh "{script}" "%p" "%f"',
        "archive_timeout": seconds if log_archive().is_dir() else "0",
    }


def restore_command(*folders: Path) -> str:
    """Bring back a piece of the log from the first folder that has it, compressed or as it was."""
    tries = []
    for folder in folders:
        tries.append(f'{{ test -f "{folder}/%f.gz" && gzip -dc "{folder}/%f.gz" > "%p"; }}')
        tries.append(f'{{ test -f "{folder}/%f" && cp "{folder}/%f" "%p"; }}')
    return " || ".join(tries)
