"""How the machines run: many short lives, each from an empty beginning, on one real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

# By its usual name most lives are copies of the one before with a part repeated. That finds equal
# values; here it would leave five different lives of thirty.
ANEW = "each life anew"
AVAILABLE_PROVIDERS[ANEW] = HypothesisProvider


class RolledBack(RuleBasedStateMachine):
    """A life within the transaction of the test, after which nothing of it is left."""

    def __init__(self) -> None:
        super().__init__()
        self.beginning = transaction.savepoint()

    def end(self) -> None:
        """What must come of it at last."""

    def teardown(self) -> None:
        try:
            self.end()
        finally:
            transaction.savepoint_rollback(self.beginning)


class Killed(BaseException):
    """As SIGKILL: no handler of the product sees it."""


def rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def live(machine: type[RuleBasedStateMachine], *, lives: int, steps: int) -> None:
    """Each life is the same each time, so that a failure is found again."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            report_multiple_bugs=False,
            derandomize=True,
            backend=ANEW,
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
