"""
`import`: a file of customers with a phone and twelve attributes each, written by the worker's own
run in a process of its own, against COPY of the very rows it wrote into the same tables with their
indexes.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from kurator.bench.bulk import MANY, PREVIEW_DEMAND, preview_seconds
from kurator.bench.figures import Figure, median, report, seconds
from kurator.bench.loaded import become_worker
from kurator.bench.stack import cpu_of, descendants, proportional_megabytes
from kurator.platform.database import embedded
from kurator.platform.database.connections import conninfo_for, is_embedded
from kurator.platform.database.setup import drop_database, set_up_database

DEMAND_ROWS_PER_SECOND = 10_000
DEMAND_MEGABYTES = 400
SAMPLE_SECONDS = 0.2
ROUNDS = 3
TABLES = ("parties_party", "parties_contactpoint")
KEPT_ABOUT_THEM = ("parties_partysearch", "tracking_change")
"""What the triggers write for each row: the search document and the history."""
_RUN = """
import sys
from datetime import UTC, datetime
from uuid import UUID
import django
django.setup()
from kurator.imports.services.running import run_import
run_import(UUID(sys.argv[1]), clock=lambda: datetime.now(UTC))
"""


def run(rows: int) -> None:
    name = f"kurator_bench_import_{rows}"
    _prepare(name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "customers.csv"
        _write_file(file, rows)
        import_id, person = _upload(file)
        spent, megabytes, processor = _run_import(import_id)
        with psycopg.connect(**conninfo_for("admin", name=name), autocommit=True) as admin:
            _require_all(admin, rows)
            previews = [preview_seconds(person, import_id) for _ in range(ROUNDS)]
            floors = _copy_floors(admin, Path(folder))
    own = sum(floors[table] for table in TABLES)
    report(Figure("import", "rows_per_second", rows / spent, "rows/s", DEMAND_ROWS_PER_SECOND))
    report(Figure("import", "seconds_to_copy_of_all_it_writes", spent, "s", sum(floors.values())))
    report(Figure("import", "seconds_to_copy_of_customers", spent, "s", own))
    report(Figure("import", "process_cpu_seconds", processor, "s", spent))
    report(Figure("import", "memory_peak", megabytes, "MB", DEMAND_MEGABYTES))
    # of customers that are all new, the undo sends them into the recycle bin
    report(Figure("import", "undo_preview", median(previews), "s", PREVIEW_DEMAND * rows / MANY))
    drop_database(name)


def _prepare(name: str) -> None:
    if is_embedded() and not embedded.status().is_running:
        embedded.start()
    drop_database(name)
    set_up_database(name=name)
    os.environ["KURATOR_DATABASE_NAME"] = name
    os.environ["KURATOR_DATABASE_LOGIN"] = "owner"
    os.environ.setdefault("KURATOR_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from kurator.config.install import install_database_objects

    call_command("migrate", interactive=False, verbosity=0)
    install_database_objects()


CHOICES = ("Month-to-month", "One year", "Two year")
NAMES = ("Olena", "Ivan", "Anna", "Boris", "Nadia", "Viktor", "Kateryna", "Taras", "Ада", "Лев")


def _write_file(path: Path, rows: int) -> None:
    made = random.Random(7)
    heads = [
        "customer id", "name", "phone", "plan", "contract", "tenure", "monthly fee", "total paid",
        "is senior", "has fiber", "region", "since", "contract end", "score", "comment",
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(heads)
        for number in range(rows):
            writer.writerow(_row(number, made))


def _row(number: int, made: random.Random) -> list[object]:
    day = f"{made.randrange(1, 29):02}"
    return [
        f"B{number:08}",
        f"{made.choice(NAMES)} {made.randrange(1_000_000):06} {number}",
        f"+38067{number % 10_000_000:07}",
        f"Plan {made.randrange(40)}",
        made.choice(CHOICES),
        made.randrange(72),
        f"{made.randrange(1800, 12000) / 100:.2f}",
        f"{made.randrange(1800, 900_000) / 100:.2f}",
        made.choice(("Yes", "No")),
        made.choice(("Yes", "No")),
        f"Region {made.randrange(25)}",
        f"20{made.randrange(10, 25)}-{made.randrange(1, 13):02}-{day}",
        f"20{made.randrange(26, 30)}-{made.randrange(1, 13):02}-{day}",
        f"{made.randrange(1_000_000) / 1000 + 0.0005:.4f}",
        f"Note {made.randrange(100_000_000)}",
    ]


def _upload(file: Path) -> tuple[UUID, UUID]:
    """A person sends the file and agrees to what is suggested, as the pages do it."""
    from kurator.access.selectors import find_viewer
    from kurator.access.services import create_role, create_team, create_user
    from kurator.imports.services import course, running, uploading
    from kurator.imports.services.files import read_chunks
    from kurator.platform.context import open_scope
    from kurator.platform.features import permissions

    become_worker()
    with open_scope():
        role = create_role(
            code="BENCH", name={"en": "Bench"}, permissions=list(permissions()), scope="ALL"
        )
        team = create_team(name={"en": "Bench"})
        user = create_user(
            email="bench@example.com",
            name="Bench",
            password="",
            team_id=team.id,
            role_ids=[role.id],
        )
    with open_scope():
        viewer = find_viewer(user.id)
    assert viewer is not None  # noqa: S101 - just made
    with open_scope(course.context_for(viewer, file.name)):
        one = uploading.receive_file(
            viewer=viewer,
            file_name=file.name,
            source_name="",
            chunks=read_chunks(file),
            is_queued=False,
        )
        running.begin_run(viewer=viewer, import_id=one.id, now=datetime.now(UTC))
    return one.id, user.id


def _run_import(import_id: UUID) -> tuple[float, float, float]:
    """Return seconds, the peak of the process's memory, and its processor time."""
    environment = {**os.environ, "KURATOR_DATABASE_LOGIN": "worker"}
    started = time.perf_counter()
    worker = subprocess.Popen([sys.executable, "-c", _RUN, str(import_id)], env=environment)
    peak = processor = 0.0
    while worker.poll() is None:
        pids = [worker.pid, *descendants(worker.pid)]
        peak = max(peak, sum(proportional_megabytes(pid) for pid in pids))
        processor = max(processor, sum(cpu_of(pid) for pid in pids))
        time.sleep(SAMPLE_SECONDS)
    spent = time.perf_counter() - started
    if worker.returncode:
        raise SystemExit(f"the import ended with {worker.returncode}")
    return spent, peak, processor


def _require_all(admin: psycopg.Connection[Any], rows: int) -> None:
    found = admin.execute("SELECT status, created, refused, failure FROM imports_import").fetchone()
    if found is None or found[:2] != ("DONE", rows):
        raise SystemExit(f"the import did not write all rows: {found}")


def _copy_floors(admin: psycopg.Connection[Any], folder: Path) -> dict[str, float]:
    """Seconds of COPY of the same rows into the emptied tables, indexes kept, our triggers off."""
    tables = (*TABLES, *KEPT_ABOUT_THEM)
    for table in tables:
        _copy_out(admin, table, folder / table)
        admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
    admin.execute(f"TRUNCATE {', '.join(tables)} CASCADE".encode())
    admin.execute("CHECKPOINT")
    return {table: seconds(partial(_copy_in, admin, table, folder / table)) for table in tables}


def _copy_out(admin: psycopg.Connection[Any], table: str, file: Path) -> None:
    statement = f"COPY {_listed(admin, table)} TO STDOUT (FORMAT binary)".encode()
    with admin.cursor().copy(statement) as source, file.open("wb") as target:
        for chunk in source:
            target.write(chunk)


def _listed(admin: psycopg.Connection[Any], table: str) -> str:
    names = admin.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    ).fetchone()
    return f"{table} ({names[0] if names else ''})"


def _copy_in(admin: psycopg.Connection[Any], table: str, file: Path) -> None:
    statement = f"COPY {_listed(admin, table)} FROM STDIN (FORMAT binary)".encode()
    with admin.cursor().copy(statement) as target, file.open("rb") as source:
        while chunk := source.read(1 << 20):
            target.write(chunk)
