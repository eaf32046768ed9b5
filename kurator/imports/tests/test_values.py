"""How single cells are read: numbers, money, dates, yes and no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.imports.rules.cells import reader_for
from kurator.imports.rules.dates import is_date_shape, order_evidence, parse_date, settle_order
from kurator.imports.rules.numbers import decimal_of, parse_money, parse_number, split_money
from kurator.imports.types import CellOptions, CellProblem, ColumnPlan, TargetSpec
from kurator.kernel.defuse import defuse, is_formula, restore

THIN, NBSP, NARROW = "\u2009", "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("5", None, 5),
        ("-5", "point", -5),
        ("−5,5", "comma", -5.5),
        ("1,234.50", "point", 1234.5),
        ("1.234,50", "comma", 1234.5),
        (f"1{NBSP}234{NBSP}567,25", "comma", 1234567.25),
        (f"1{THIN}234", None, 1234),
        (f"12{NARROW}345.5", None, 12345.5),
        ("1'234'567", None, 1234567),
        ("(12.5)", "point", -12.5),
        ("1,234", "point", 1234),
        ("1,234", "comma", 1.234),
        ("29.85", None, 29.85),
        ("1889.5", "point", 1889.5),
        (".5", "point", 0.5),
        ("1,234", None, "ambiguous_number"),
        ("1.234", None, "ambiguous_number"),
        ("1.234", "comma", 1234),
        ("12,34,56", "point", "no_number"),
        ("12a", "point", "no_number"),
        ("", "point", "no_number"),
        ("3.8E+11", "point", "damaged_number"),
        ("1234567890123456789", "point", "number_too_long"),
        ("NaN", "point", "no_number"),
        ("1e400", "point", "damaged_number"),
        ("٣", "point", 3),
    ],
)
def test_numbers(text: str, decimal: str | None, value: object) -> None:
    found = parse_number(text, decimal)  # type: ignore[arg-type]  # a literal from the table
    assert (found.code if isinstance(found, CellProblem) else found) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$29.85", 2985),
        ("29.85", 2985),
        ("1889.5", 188950),
        ("100", 10000),
        ("-$5.10", -510),
        ("$-5.10", -510),
        ("USD 7", 700),
        ("7 usd", 700),
        ("5.00000", 500),
        ("29.855", "too_many_decimals"),
        ("29.85 грн", "other_currency"),
        ("many", "no_money"),
        ("$", "no_number"),
    ],
)
def test_money_is_never_rounded(text: str, value: object) -> None:
    found = parse_money(text, "point", currency="USD", minor_units=2)
    assert (found.code if isinstance(found, CellProblem) else found) == value


def test_currency_signs() -> None:
    assert split_money("1 200,50 ₴") == ("1 200,50", "UAH")
    assert split_money("€ 5") == ("5", "EUR")
    assert split_money("100 руб.") == ("100", "RUB")
    assert split_money("5 apples") is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "2"], (None, False)),
        (["1.5", "1,234"], ("point", False)),
        (["1,5", "1.234"], ("comma", False)),
        (["1,234"], (None, True)),
        (["1,234.5"], ("point", False)),
        (["1.5", "1,5"], (None, True)),
    ],
)
def test_the_column_proves_its_decimal_mark(texts: list[str], expected: object) -> None:
    assert decimal_of(texts) == expected


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("2025-03-04", None, "2025-03-04"),
        ("2025-03-04T00:00:00Z", None, "2025-03-04"),
        ("20250304", None, "2025-03-04"),
        ("04032025", None, "impossible_date"),
        ("04.03.2025", None, "2025-03-04"),
        ("4.3.25", None, "2025-03-04"),
        ("04.03.2025", "month", "2025-03-04"),
        ("03.25.2025", "month", "impossible_date"),
        ("4.3.99", None, "1999-03-04"),
        ("31.02.2025", None, "impossible_date"),
        ("31.02.2025", "day", "impossible_date"),
        ("29.02.2024", None, "2024-02-29"),
        ("29.02.2025", None, "impossible_date"),
        ("03/04/2025", None, "ambiguous_date"),
        ("03/04/2025", "day", "2025-04-03"),
        ("03/04/2025", "month", "2025-03-04"),
        ("25/12/2025", None, "2025-12-25"),
        ("12/25/2025", "day", "impossible_date"),
        ("12/25/2025", "month", "2025-12-25"),
        ("5 мая 2024", None, "2024-05-05"),
        ("5 травня 2024", None, "2024-05-05"),
        ("5-Mar-2024", None, "2024-03-05"),
        ("0001-01-01", None, "date_out_of_range"),
        ("tomorrow", None, "no_date"),
        ("2025-13-01", None, "impossible_date"),
    ],
)
def test_dates(text: str, order: str | None, value: str) -> None:
    found = parse_date(text, order)  # type: ignore[arg-type]  # a literal from the table
    assert (found.code if isinstance(found, CellProblem) else found) == value


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["03/04/2025"], (None, True)),
        (["03/04/2025", "25/12/2024"], ("day", False)),
        (["03/04/2025", "12/25/2024"], ("month", False)),
        (["25/12/2024", "12/25/2024"], (None, True)),
        (["03.04.2025"], (None, False)),
        (["31.02.2025", "03/04/2025"], (None, True)),
        (["25.12.2024", "03/04/2025"], (None, True)),
        (["25.12.2024", "12/25/2024"], ("month", False)),
        (["2025-04-03"], (None, False)),
        (["31/31/2025"], (None, False)),
    ],
)
def test_the_column_proves_its_order_of_dates(texts: list[str], expected: object) -> None:
    assert settle_order(order_evidence(texts)) == expected


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1)))
def test_every_date_comes_back(day: object) -> None:
    iso = str(day)
    if int(iso[:4]) > 2200:
        return
    year, month, number = iso.split("-")
    assert parse_date(iso, None) == iso
    assert parse_date(f"{number}.{month}.{year}", None) == iso
    assert parse_date(f"{month}/{number}/{year}", "month") == iso
    assert is_date_shape(f"{number}/{month}/{year}")


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_every_amount_comes_back(minor: int) -> None:
    sign, whole, rest = "-" if minor < 0 else "", abs(minor) // 100, abs(minor) % 100
    for text in (f"{sign}{whole}.{rest:02}", f"{sign}{whole:,}.{rest:02}"):
        assert parse_money(text, "point", currency="UAH", minor_units=2) == minor
    text = f"{sign}{whole:,}".replace(",", NBSP) + f",{rest:02} ₴"
    assert parse_money(text, "comma", currency="UAH", minor_units=2) == minor


@given(st.text())
def test_defused_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not is_formula(defuse(text))
    assert restore(defuse(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "\t=1", "\u00a0=cmd|x", "＝A1", "+380", "-5", "@a"])
def test_formulas_are_seen_behind_invisible_characters(text: str) -> None:
    assert is_formula(text)


def _reader(kind: str, **choices: str) -> object:
    target = TargetSpec("attr.x", kind, choices=choices, longest=100)
    return reader_for(ColumnPlan(0, "X", target, CellOptions()))


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("bool", "Да", True),
        ("bool", "НІ", False),
        ("bool", "maybe", "no_bool"),
        ("text", "a\x00b", "nul"),
        ("text", "x" * 101, "text_too_long"),
        ("text", "👩‍🚀 שלום", "👩‍🚀 שלום"),
        ("name", "Анна\n  Петрова", "Анна Петрова"),
        ("name", "\u200b\u202e", None),
        ("name", "ا\u200f", "ا\u200f"),
        ("email", "a@b.ua; c@d.ua", ("a@b.ua", "c@d.ua")),
        ("email", "a@b", "no_email"),
        ("phone", "3.80677E+11", "damaged_number"),
        ("number", "n/a", None),
    ],
)
def test_cells(kind: str, cell: str, value: object) -> None:
    found = _reader(kind)(cell)  # type: ignore[operator]  # the reader is a function
    assert (found.code if isinstance(found, CellProblem) else found) == value


def test_choices_are_read_in_any_case() -> None:
    read = _reader("choice", dsl="dsl", оптика="fiber")
    assert read("DSL") == "dsl"  # type: ignore[operator]  # the reader is a function
    assert read("Оптика") == "fiber"  # type: ignore[operator]
    assert read("cable").code == "unknown_choice"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "is_defused"),
    [
        ("+380 67 123 45 67", False),
        ("+380 67 123 45 67 #801, +1 201 555 01 23", False),
        ("+380671234567", True),  # a spreadsheet makes a number of it
        ("+380 67 123-45-67", True),  # and reckons this
        ("+380 67 A1", True),
        ("+380 67\n=1+1", True),
        ("+٣٨٠ 67 123", True),
        ("'+380 67 123 45 67", True),  # so that it comes back with its own mark
        ("''=1", True),
        ("'plain", False),
    ],
)
def test_what_is_no_formula_is_left_alone(text: str, is_defused: bool) -> None:
    assert (defuse(text) != text) is is_defused
    assert restore(defuse(text)) == text


def test_phones_of_earlier_exports_come_back() -> None:
    assert restore("'+380671234567") == "+380671234567"
    assert restore("'+380 67 123 45 67") == "+380 67 123 45 67"
