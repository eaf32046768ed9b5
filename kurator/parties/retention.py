"""When customers in the recycle bin are removed for good."""

from typing import Final

from kurator.parties.fields import text
from kurator.platform.retention import RetentionRule

RECYCLE_BIN: Final = RetentionRule(
    code="parties.recycle_bin",
    label=text("Recycle bin", "Корзина", "Кошик"),
    hint=text(
        "Deleted customers are removed for good, with everything that belongs to them. It cannot be undone.",
        "Удалённые клиенты стираются навсегда вместе со всем, что им принадлежит. Отменить это нельзя.",
        "Видалені клієнти стираються назавжди разом з усім, що їм належить. Скасувати це не можна.",
    ),
    table="parties_party",
    older="t.deleted_at < before",
    calls="k.erase_parties(%s, 'age')",
    portion=500,
    least_days=7,
)
