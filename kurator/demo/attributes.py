"""Custom attributes and tags of the demo company, and its price list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kurator.kernel.localized import LocalizedText

CURRENCY: Final = "UAH"


def words(ru: str, uk: str, en: str) -> LocalizedText:
    return {"ru": ru, "uk": uk, "en": en}


@dataclass(frozen=True)
class Tariff:
    """`fee` is in kopecks a month, `speed` in Mbit/s."""

    code: str
    name: LocalizedText
    fee: int
    speed: int


HOME_TARIFFS: Final = (
    Tariff("HOME_50", words("Дом 50", "Дім 50", "Home 50"), 19900, 50),
    Tariff("HOME_100", words("Дом 100", "Дім 100", "Home 100"), 27500, 100),
    Tariff("HOME_300", words("Дом 300", "Дім 300", "Home 300"), 35000, 300),
    Tariff("HOME_1000", words("Дом 1000", "Дім 1000", "Home 1000"), 49000, 1000),
)
BUSINESS_TARIFFS: Final = (
    Tariff("OFFICE_50", words("Офис 50", "Офіс 50", "Office 50"), 89000, 50),
    Tariff("BUSINESS_100", words("Бизнес 100", "Бізнес 100", "Business 100"), 165000, 100),
    Tariff("BUSINESS_200", words("Бизнес 200", "Бізнес 200", "Business 200"), 280000, 200),
    Tariff("CORPORATE", words("Корпоративный", "Корпоративний", "Corporate"), 740000, 1000),
)

CONTRACT: Final = words("Договор и тариф", "Договір і тариф", "Contract and plan")
MONEY: Final = words("Деньги", "Гроші", "Money")
SERVICE: Final = words("Обслуживание", "Обслуговування", "Service")


@dataclass(frozen=True)
class AttributeShape:
    code: str
    kind: str
    label: LocalizedText
    group: LocalizedText
    weight: int = 0
    choices: Sequence[tuple[str, LocalizedText]] = ()

    def definition(self) -> dict[str, Any]:
        """Return the columns of the definition."""
        return {
            "code": self.code,
            "kind": self.kind,
            "label": dict(self.label),
            "group": dict(self.group),
            "weight": self.weight,
            "choices": [{"code": code, "label": dict(label)} for code, label in self.choices],
            "currency": CURRENCY if self.kind == "money" else "",
        }


ATTRIBUTES: Final[tuple[AttributeShape, ...]] = (
    AttributeShape(
        "tariff",
        "choice",
        words("Тариф", "Тариф", "Plan"),
        CONTRACT,
        weight=2,
        choices=[(t.code, t.name) for t in (*HOME_TARIFFS, *BUSINESS_TARIFFS)],
    ),
    AttributeShape(
        "monthly_fee",
        "money",
        words("Абонплата в месяц", "Абонплата на місяць", "Monthly fee"),
        CONTRACT,
    ),
    AttributeShape(
        "contract_number",
        "text",
        words("Номер договора", "Номер договору", "Contract number"),
        CONTRACT,
        weight=1,
    ),
    AttributeShape(
        "contract_until",
        "date",
        words("Договор до", "Договір до", "Contract until"),
        CONTRACT,
        weight=2,
    ),
    AttributeShape(
        "connection",
        "choice",
        words("Подключение", "Підключення", "Connection"),
        CONTRACT,
        choices=[
            ("FIBER", words("Оптика", "Оптика", "Fiber")),
            ("CABLE", words("Медный кабель", "Мідний кабель", "Copper cable")),
            ("RADIO", words("Радиоканал", "Радіоканал", "Radio link")),
        ],
    ),
    AttributeShape("debt", "money", words("Долг", "Борг", "Debt"), MONEY),
    AttributeShape(
        "paid_on",
        "date",
        words("Последний платёж", "Останній платіж", "Latest payment"),
        MONEY,
    ),
    AttributeShape(
        "autopay",
        "bool",
        words("Автоплатёж", "Автоплатіж", "Automatic payment"),
        MONEY,
    ),
    AttributeShape(
        "support_calls",
        "number",
        words(
            "Обращений в поддержку за 60 дней",
            "Звернень до підтримки за 60 днів",
            "Support calls in 60 days",
        ),
        SERVICE,
    ),
    AttributeShape(
        "satisfaction",
        "number",
        words("Оценка сервиса, 1–5", "Оцінка сервісу, 1–5", "Service score, 1–5"),
        SERVICE,
        weight=1,
    ),
)


@dataclass(frozen=True)
class TagShape:
    code: str
    name: LocalizedText


TAGS: Final[tuple[TagShape, ...]] = (
    TagShape("vip", words("VIP", "VIP", "VIP")),
    TagShape("wholesale", words("Опт", "Опт", "Wholesale")),
    TagShape("partner", words("Партнёр", "Партнер", "Partner")),
    TagShape("pioneer", words("С первых дней", "З перших днів", "Since the first days")),
    TagShape("do_not_call", words("Не звонить", "Не телефонувати", "Do not call")),
    TagShape("complained", words("Жаловался", "Скаржився", "Complained")),
)
