"""
The erasure list beside the backups: ids of customers who were removed for good, and when.

A database that is brought back to an earlier instant holds them again; what is on this list is
cleared before it opens. The list is only ever added to, and holds nothing of a person but the id.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import psycopg

from kurator.platform.database.archive import backup_directory
from kurator.platform.database.connections import conninfo_for

NAME = "erased.jsonl"
_ALL = "SELECT party_id::text, erased_at FROM public.tracking_erasure ORDER BY erased_at, party_id"


def list_path() -> Path:
    return backup_directory() / NAME


def kept() -> dict[str, str]:
    """Return id → instant; a line that a crash cut off is left out, it is written again."""
    found = {}
    for line in _lines():
        try:
            entry = json.loads(line)
            found[str(entry["party"])] = str(entry["at"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep(erased: Mapping[str, str]) -> int:
    """Add those that are not on the list yet, safely on the disk; returns how many were new."""
    known = kept()
    new = {party: at for party, at in erased.items() if party not in known}
    if not new:
        return 0
    list_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(json.dumps({"party": party, "at": at}) + "\n" for party, at in new.items())
    descriptor = os.open(list_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        # Also after a line that was cut off.
        file.write("\n" + text if known or list_path().stat().st_size else text)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def keep_all() -> int:
    """Bring the list up to the running database; returns how many were new."""
    with psycopg.connect(**conninfo_for("admin")) as connection:
        there = connection.execute("SELECT to_regclass('public.tracking_erasure')").fetchone()
        if there is None or there[0] is None:
            return 0  # made by a version that knew of no erasures
        rows = connection.execute(_ALL).fetchall()
    return keep({party: at.isoformat() for party, at in rows})


def _lines() -> list[str]:
    try:
        return list_path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
