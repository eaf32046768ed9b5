"""Kept names of actors, as they are told."""

import pytest

from kurator.tracking.types import tell_act


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("user", "Анна", ("Анна", "Анна", "Анна")),
        ("user", "Anna (key: CRM)", ("Anna (key: CRM)", "Anna (ключ: CRM)", "Anna (ключ: CRM)")),
        ("user", "A (b) (as C)", ("A (b) (as C)", "A (b) (глазами: C)", "A (b) (очима: C)")),
        ("system", "strategy engine", ("Kurator", "Kurator", "Kurator")),
        (
            "console",
            "kurator users",
            (
                "Command line (kurator users)",
                "Командная строка (kurator users)",
                "Командний рядок (kurator users)",
            ),
        ),
        ("sql", "postgres", ("postgres", "postgres", "postgres")),
        ("strategy", "Keep (key: x)", ("Keep (key: x)",) * 3),
    ],
)
def test_who(kind: str, name: str, told: tuple[str, str, str]) -> None:
    found = [tell_act(kind=kind, name=name, language=code).actor for code in ("en", "ru", "uk")]
    assert found == list(told)


def test_why() -> None:
    def told(reason: str, words: str | None = None) -> str:
        act = tell_act(kind="user", name="A", language="ru", reason=reason, words=words)
        return act.reason

    assert told("undo:0190") == "возврат прежнего"
    assert told("customers.csv") == "customers.csv"
    assert told("run", '{"reason": {"en": "run", "ru": "начисление"}}') == "начисление"
    assert told("run", '{"reason": {}}') == "run"
