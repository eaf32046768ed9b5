"""What an upgrade would do: the migrations that are missing, the room and the time they need."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import psycopg

from kurator.kernel.localized import LocalizedText, text_in
from kurator.operations.wording import terminal_language
from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.home import home_directory

# A backup is written beside the data, and tables that are rewritten exist twice for a while.
ROOM_FACTOR: Final = 1.5
SPARE_BYTES: Final = 1 << 30
SECONDS_EACH: Final = 0.5
BACKUP_BYTES_A_SECOND: Final = 100e6
# Operations that read or write a whole table: their time follows its size.
WHOLE_TABLE: Final = frozenset({"AddIndex", "AddConstraint", "AlterField", "RunPython", "RunSQL"})
TABLE_BYTES_A_SECOND: Final = 50e6
NAMED: Final = 12

TEXTS: Final[Mapping[str, LocalizedText]] = {
    "nothing": {
        "en": "The data are up to date; nothing to upgrade.",
        "ru": "Данные соответствуют программе; обновлять нечего.",
        "uk": "Дані відповідають програмі; оновлювати нічого.",
    },
    "would": {
        "en": "To be brought up to date, steps: {count}",
        "ru": "Будет обновлено, шагов: {count}",
        "uk": "Буде оновлено, кроків: {count}",
    },
    "renewed": {
        "en": "Functions and rules of access to be renewed, {count}: {names}",
        "ru": "Будут обновлены функции и правила доступа, {count}: {names}",
        "uk": "Буде оновлено функції та правила доступу, {count}: {names}",
    },
    "figures": {
        "en": "Room needed: {needed} MB (with the backup before it), free: {free} MB. "
        "Expected: about {seconds:.0f} s.",
        "ru": "Нужно места: {needed} МБ (вместе с копией перед обновлением), свободно: {free} МБ. "
        "Ожидается: около {seconds:.0f} с.",
        "uk": "Потрібно місця: {needed} МБ (разом із копією перед оновленням), вільно: {free} МБ. "
        "Очікується: близько {seconds:.0f} с.",
    },
    "no_room": {
        "en": "The upgrade needs {needed} MB of disk, {free} MB are free. Nothing was changed.",
        "ru": "Для обновления нужно {needed} МБ на диске, свободно {free} МБ. Ничего не изменено.",
        "uk": "Для оновлення потрібно {needed} МБ на диску, вільно {free} МБ. Нічого не змінено.",
    },
    "busy": {
        "en": "Somebody holds a table (attempt {attempt}); again in {seconds:.0f} s.",
        "ru": "Таблица занята (попытка {attempt}); снова через {seconds:.0f} с.",
        "uk": "Таблиця зайнята (спроба {attempt}); знову через {seconds:.0f} с.",
    },
    "done": {
        "en": "Upgraded in {seconds:.0f} s. Start Kurator: make run",
        "ru": "Обновлено за {seconds:.0f} с. Запустите Kurator: make run",
        "uk": "Оновлено за {seconds:.0f} с. Запустіть Kurator: make run",
    },
}


@dataclass(frozen=True)
class Migration:
    name: str
    operations: Sequence[str]
    reads_whole_table: bool


@dataclass(frozen=True)
class Plan:
    migrations: Sequence[Migration]
    needed: int
    free: int
    renewed: Sequence[str] = ()
    """Functions and rules of access that differ from the declared ones."""

    @property
    def is_empty(self) -> bool:
        return not (self.migrations or self.renewed)

    @property
    def has_room(self) -> bool:
        return self.free >= self.needed


def words(code: str, **values: object) -> str:
    return text_in(TEXTS[code], terminal_language()).format(**values)


def names_of(renewed: Sequence[str]) -> str:
    more = ["…"] if len(renewed) > NAMED else []
    return ", ".join([*renewed[:NAMED], *more])


def plan_upgrade(renewed: Callable[[], Sequence[str]]) -> Plan:
    """`renewed` is asked once the program knows its tables."""
    found = _missing()
    size = database_bytes()
    needed = int(size * ROOM_FACTOR) + SPARE_BYTES if found else 0
    return Plan(found, needed, shutil.disk_usage(home_directory()).free, renewed())


def _missing() -> list[Migration]:
    """Of all apps, also those of libraries, in the order in which they would be applied."""
    os.environ.setdefault("KURATOR_DATABASE_LOGIN", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    planned = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        Migration(
            name=f"{one.app_label}.{one.name}",
            operations=[operation.describe() for operation in one.operations],
            reads_whole_table=any(type(o).__name__ in WHOLE_TABLE for o in one.operations),
        )
        for one, _ in planned
    ]


def database_bytes() -> int:
    with psycopg.connect(**conninfo_for("admin")) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def expected_seconds(plan: Plan, size: int) -> float:
    """A guess: the backup, a moment for each migration, and reading for those that must read."""
    whole = sum(one.reads_whole_table for one in plan.migrations)
    # Few tables make up most of a database; one migration touches one or two of them.
    reading = whole * (size / 5) / TABLE_BYTES_A_SECOND
    return size / BACKUP_BYTES_A_SECOND + len(plan.migrations) * SECONDS_EACH + reading


def is_lock_refusal(said: str) -> bool:
    return "lock timeout" in said or "LockNotAvailable" in said or "deadlock detected" in said
