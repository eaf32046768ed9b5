"""
`crash`: kill -9 of the database under eight writers, and of the processes of Kurator at every named
fault point. Nothing that was acknowledged is lost; nothing is done twice towards a peer that accepts
a key; towards one that does not, at most once, and what is not known is visible. Each family of
points has a workload and a proof of its own (`workloads.py`).

MINUTES in the environment lengthens it: `make chaos MINUTES=60`. KURATOR_CRASH_KILLS=8:35:2 shortens it
to so many kills of the database and of processes, and so many workers that stand still for a while.
"""

import os
import time
from dataclasses import dataclass

from kurator.bench.aside import installation_aside

DATABASE_KILLS = 100
PROCESS_KILLS = 200
PAUSES = 42


@dataclass(frozen=True)
class Extent:
    """How often to kill; with `until` as long as the clock says."""

    database_kills: int
    process_kills: int
    pauses: int = 0
    until: float = 0.0

    @staticmethod
    def from_environment() -> "Extent":
        minutes = float(os.environ.get("MINUTES") or 0)
        short = os.environ.get("KURATOR_CRASH_KILLS", "")
        if short:
            return Extent(*map(int, short.split(":")))
        until = time.monotonic() + minutes * 60 if minutes else 0.0
        return Extent(DATABASE_KILLS, PROCESS_KILLS, PAUSES, until)


def run(rows: int) -> None:
    extent = Extent.from_environment()
    with installation_aside():
        os.environ["KURATOR_DATABASE_LOGIN"] = "worker"
        os.environ["KURATOR_EGRESS_ALLOW"] = "127.0.0.0/8"  # the receiver of webhooks
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
        import django

        django.setup()
        from kurator.bench.crash.database import kill_database
        from kurator.bench.crash.killing import Killing

        if extent.database_kills:
            kill_database(rounds=extent.database_kills)
        killing = Killing()
        killing.kill(extent.process_kills)
        killing.pause(extent.pauses)
        while time.monotonic() < extent.until:
            kill_database(rounds=10)
            killing.kill(50)
            killing.pause(10)
        killing.report()
