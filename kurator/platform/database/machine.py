"""Server settings sized to the machine."""

import os
from collections.abc import Mapping

MEGABYTE = 1024 * 1024


def memory_megabytes() -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return min(total, _container_megabytes(total))


def _container_megabytes(otherwise: int) -> int:
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(path, encoding="ascii") as file:
                text = file.read().strip()
        except OSError:
            continue
        if text.isdigit():
            return max(int(text) // MEGABYTE, 256)
    return otherwise


def server_settings(*, memory: int, processors: int) -> Mapping[str, str]:
    """Settings for a machine with so many megabytes of memory and processors."""
    return {
        **DURABILITY,
        **_memory_settings(memory),
        **_parallel_settings(processors),
        **PLANNING,
        **WRITE_AHEAD_LOG,
        **VACUUM,
        **LOG,
        "max_connections": "120",
        "timezone": "UTC",
        "password_encryption": "scram-sha-256",
        "shared_preload_libraries": "pg_stat_statements",
        "pg_stat_statements.track_utility": "off",
        "track_io_timing": "on",
    }


# What the promises rest on: an acknowledged commit survives a loss of power.
DURABILITY = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# Solid-state disks; and compiling a plan costs more than these queries last.
PLANNING = {"random_page_cost": "1.1", "effective_io_concurrency": "64", "jit": "off"}
# Few checkpoints, spread out.
WRITE_AHEAD_LOG = {
    "wal_compression": "lz4",
    "max_wal_size": "4GB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
}
# Early; queues have tighter settings of their own.
VACUUM = {
    "autovacuum_naptime": "20s",
    "autovacuum_vacuum_scale_factor": "0.1",
    "autovacuum_analyze_scale_factor": "0.05",
}
# A file for each day of the week; never the values, they are customers' data.
LOG = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_min_duration_statement": "1000",
    "log_parameter_max_length": "0",
    "log_lock_waits": "on",
    "log_temp_files": "64MB",
}


def _memory_settings(memory: int) -> Mapping[str, str]:
    return {
        "shared_buffers": f"{max(64, min(1024, memory * 15 // 100))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": f"{max(4, min(32, memory // 512))}MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 16))}MB",
        "huge_pages": "try",
    }


def _parallel_settings(processors: int) -> Mapping[str, str]:
    return {
        "max_parallel_workers_per_gather": str(max(0, min(2, processors - 1))),
        "max_parallel_workers": str(processors),
        "max_worker_processes": str(processors + 6),
    }
