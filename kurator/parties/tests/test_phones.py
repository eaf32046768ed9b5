"""The short way for numbers in full says what the library says."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.imports.services.contacts import read_contact_cell
from kurator.parties import contact_values
from kurator.parties.contact_values import ContactValue, _plain_digits, _shape_of, read_phone

CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
EXAMPLES = [
    phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    for kind in phonenumbers.PhoneNumberType.values()
    if (example := phonenumbers.example_number_for_type(region, kind)) is not None
]


def _by_the_library(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, "UA")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]


def test_an_example_of_every_kind_and_country() -> None:
    wrong = [
        number
        for number in EXAMPLES
        if _plain_digits(number) not in (None, _by_the_library(number))
    ]
    assert wrong == []
    taken = sum(_plain_digits(number) is not None for number in EXAMPLES)
    assert taken > len(EXAMPLES) / 2


@given(code=st.sampled_from(CODES), rest=st.text("0123456789", min_size=5, max_size=12))
def test_whatever_is_typed(code: int, rest: str) -> None:
    number = f"+{code}{rest}"
    assert _plain_digits(number) in (None, _by_the_library(number))


@given(rest=st.text("0123456789", min_size=9, max_size=9))
def test_ukrainian_numbers(rest: str) -> None:
    number = f"+380{rest}"
    assert _plain_digits(number) in (None, _by_the_library(number))


@pytest.mark.parametrize("number", ["+380671112233", "+79161234567", "+4915112345678"])
def test_both_ways_give_one_contact(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = read_phone(number, zone="Europe/Kyiv")
    monkeypatch.setattr(contact_values, "_plain_digits", lambda _: None)
    assert read_phone(number, zone="Europe/Kyiv") == short


def test_countries_that_share_a_code_are_left_to_the_library() -> None:
    assert _shape_of(1) is None
    assert _shape_of(7) is None


@pytest.mark.parametrize(
    ("typed", "norm", "extension"),
    [
        ("8 (067) 000-99-88 доб. 801", "380670009988", "801"),
        ("8-044-000-01-08", "380440000108", ""),
        ("80670009988", "380670009988", ""),
        ("0 800 500 000", "380800500000", ""),
        ("8 (495) 000-39-06", "74950003906", ""),
        ("+380 67 000-99-88,801", "380670009988", "801"),
        ("tel:+380670009988;ext=801", "380670009988", "801"),
        ("+380 67 000-99-88 extn 801", "380670009988", "801"),
        ("+380 67 000-99-88 [доб. 801]", "380670009988", "801"),
        ("+380 67 000-99-88 доп. 801", "380670009988", "801"),
        ("+380 67 000-99-88, вн. тел. 801", "380670009988", "801"),
    ],
)
def test_a_number_as_lists_hold_it(typed: str, norm: str, extension: str) -> None:
    read = read_phone(typed, zone="Europe/Kyiv")
    assert (read.norm, read.extension) == (norm, extension)


@pytest.mark.parametrize(
    ("cell", "norm"), [("8 (067) 000-99-88", "380670009988"), ("8 495 000 39 06", "no_phone")]
)
def test_the_same_in_a_column_of_ukrainian_numbers(cell: str, norm: str) -> None:
    found = read_contact_cell("phone", cell, "UA")
    assert (found.norm if isinstance(found, ContactValue) else found.code) == norm
