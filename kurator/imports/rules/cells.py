"""One cell to one value of a field, or the reason why not."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from kurator.imports.rules import dates, numbers, profiles
from kurator.imports.rules.lists import several, split_tags
from kurator.imports.types import CellOptions, CellProblem, ColumnPlan, Decimal
from kurator.kernel import defuse
from kurator.kernel.visible import is_visible

PHONE_KIND: Final = "phone"
EMAIL_KIND: Final = "email"
_SPACE: Final = re.compile(r"\s+")
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")
_EMAIL: Final = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@,;<>\".]{2,63}")

Reader = Callable[[str], Any]
ContactReader = Callable[[str, str, str], Any]
"""(kind, text, country) → a contact point or a CellProblem."""


def reader_for(plan: ColumnPlan, read_contact: ContactReader | None = None) -> Reader:
    """
    Return the function that reads one stripped, non-empty cell of this column.

    Without `read_contact` phones and e-mails stay the texts they are.
    """
    read = _READERS.get(plan.target.kind, _text)(plan)
    if read_contact is not None and plan.target.kind in (PHONE_KIND, EMAIL_KIND):
        read = _with_contacts(read, plan, read_contact)
    return _guarded(read, plan)


def _with_contacts(read: Reader, plan: ColumnPlan, read_contact: ContactReader) -> Reader:
    kind, region = plan.target.kind, plan.options.region

    def read_all(cell: str) -> Any:
        texts = read(cell)
        if isinstance(texts, CellProblem):
            return texts
        contacts = tuple(read_contact(kind, text, region) for text in texts)
        return next((found for found in contacts if isinstance(found, CellProblem)), contacts)

    return read_all


def _guarded(read: Reader, plan: ColumnPlan) -> Reader:
    longest = plan.target.longest

    def guarded(cell: str) -> Any:
        if "\x00" in cell or (not cell.isascii() and _BROKEN.search(cell)):
            return CellProblem("nul")
        if len(cell) > longest:
            return CellProblem("text_too_long", {"length": len(cell), "limit": longest})
        return read(defuse.restore(cell)) if cell.isascii() or is_visible(cell) else None

    return guarded


def _text(plan: ColumnPlan) -> Reader:
    return str


def _name(plan: ColumnPlan) -> Reader:
    return lambda cell: _SPACE.sub(" ", cell)


def _number(plan: ColumnPlan) -> Reader:
    options = plan.options

    def read(cell: str) -> Any:
        if cell.casefold() in numbers.BLANKS:
            return None
        return numbers.parse_number(cell, _decimal(cell, options))

    return read


def _money(plan: ColumnPlan) -> Reader:
    options, target = plan.options, plan.target

    def read(cell: str) -> Any:
        if cell.casefold() in numbers.BLANKS:
            return None
        return numbers.parse_money(
            cell,
            _decimal(cell, options),
            currency=target.currency,
            minor_units=target.minor_units,
        )

    return read


def _decimal(text: str, options: CellOptions) -> Decimal | None:
    """The mark of the column; in a workbook it holds for texts only, not for typed numbers."""
    return "point" if options.is_typed and numbers.is_typed(text) else options.decimal


def _bool(plan: ColumnPlan) -> Reader:
    def read(cell: str) -> Any:
        found = profiles.BOOLS.get(cell.casefold())
        return CellProblem("no_bool") if found is None else found

    return read


def _date(plan: ColumnPlan) -> Reader:
    order = plan.options.date_order

    def read(cell: str) -> Any:
        if cell.casefold() in numbers.BLANKS:
            return None
        return dates.parse_date(cell, order)

    return read


def _choice(plan: ColumnPlan) -> Reader:
    choices: Mapping[str, str] = plan.target.choices

    def read(cell: str) -> Any:
        code = choices.get(cell.casefold())
        return CellProblem("unknown_choice", {"known": len(choices)}) if code is None else code

    return read


def _user(plan: ColumnPlan) -> Reader:
    people = plan.target.choices

    def read(cell: str) -> Any:
        found = people.get(cell.casefold())
        if found is None:
            return CellProblem("unknown_person")
        return found if found else CellProblem("person_of_others")

    return read


def _tags(plan: ColumnPlan) -> Reader:
    known = plan.target.choices

    def read(cell: str) -> Any:
        found, unknown = split_tags(cell, known)
        if unknown:
            return CellProblem("unknown_tag", {"tag": unknown[0][:60]}, rest=found)
        return found

    return read


def _phones(plan: ColumnPlan) -> Reader:
    def read(cell: str) -> Any:
        found = several(cell)
        if any(numbers.EXACT.fullmatch(part) for part in found):
            return CellProblem("damaged_number")
        return found

    return read


def _emails(plan: ColumnPlan) -> Reader:
    def read(cell: str) -> Any:
        found = several(cell)
        return found if all(map(_EMAIL.fullmatch, found)) else CellProblem("no_email")

    return read


_READERS: Final[Mapping[str, Callable[[ColumnPlan], Reader]]] = {
    "text": _text,
    "name": _name,
    "number": _number,
    "money": _money,
    "bool": _bool,
    "date": _date,
    "choice": _choice,
    "user": _user,
    "tags": _tags,
    "phone": _phones,
    "email": _emails,
}
