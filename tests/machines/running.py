"""How the machines run: many short lives, each from an empty beginning, on one real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def live(machine: type[RuleBasedStateMachine], *, lives: int, steps: int) -> None:
    """Each life is the same each time, so that a failure is found again."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


Result = TypeVar("Result")


def beside(act: Callable[[], Result]) -> Result:
    """Do it on a connection of its own, while the transaction of this one is still open."""

    def with_own_connection() -> Result:
        try:
            with connection.cursor() as cursor:
                # Whoever waits for what is open here would wait for ever.
                cursor.execute("SET lock_timeout = '3s'")
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(with_own_connection).result(timeout=60)
