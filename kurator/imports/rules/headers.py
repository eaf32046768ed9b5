"""The head of a table: is there one, which field does a column name, how is a new one called."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from kurator.imports.rules import dates, numbers
from kurator.imports.types import FileProblem
from kurator.kernel.defuse import restore

MAX_COLUMNS: Final = 500
MAX_CODE: Final = 40
MAX_LABEL: Final = 100
_CAMEL: Final = re.compile(r"(?<=[a-zа-яёіїєґ])(?=[A-ZА-ЯЁІЇЄҐ])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD: Final = re.compile(r"[\W_]+")
_LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "iu", "я": "ia",
}  # fmt: skip
_TO_LATIN: Final = str.maketrans(_LATIN)

ALIASES: Final[Mapping[str, Collection[str]]] = {
    "party.external_id": (
        "id", "unique id", "customer id", "client id", "external id", "account id", "subscriber id", "user id",
        "customer no", "customer number", "account number", "code", "customer code", "ид",
        "код", "код клиента", "номер клиента", "id клиента", "внешний код", "лицевой счет",
        "номер договора", "код клієнта", "номер клієнта", "id клієнта", "зовнішній код",
        "особовий рахунок", "номер договору", "rec id", "record id", "contact id", "ідентифікатор",
        "идентификатор",
    ),
    "party.name": (
        "name", "full name", "customer name", "client name", "company", "company name",
        "имя", "фио", "ф и о", "наименование", "название", "клиент", "имя клиента", "компания",
        "фамилия имя отчество", "піб", "п і б", "імя", "ім я", "назва", "клієнт", "найменування",
        "surname", "last name", "first name", "middle name", "given name", "фамилия", "отчество",
        "прізвище", "по батькові", "contact name", "полное имя", "повне імя",
    ),
    "party.phone": (
        "phone", "phone number", "tel", "telephone", "mobile", "mobile phone", "cell", "телефон",
        "тел", "мобильный", "мобильный телефон", "номер телефона", "сотовый", "мобільний",
        "мобільний телефон", "номер телефону", "work phone", "office phone", "business phone",
        "home phone", "other phone", "mobile phone number", "рабочий телефон", "домашний телефон",
        "другой телефон", "робочий телефон", "домашній телефон", "інший телефон",
    ),
    "party.email": (
        "email", "e mail", "mail", "email address", "e mail address", "почта", "эл почта",
        "электронная почта", "имейл", "пошта", "ел пошта", "електронна пошта", "адрес почты",
        "work email", "personal email", "other email",
        "work e mail", "home e mail", "other e mail", "рабочий e mail", "рабочий email",
        "адрес e mail", "робоча пошта",
    ),
    "party.tax_id": (
        "tax id", "vat", "vat number", "tin", "инн", "инн клиента", "едрпоу", "рнокпп", "іпн",
        "єдрпоу", "код єдрпоу", "ідентифікаційний код",
    ),
    "party.birth_date": (
        "birth date", "birthday", "date of birth", "dob", "дата рождения", "день рождения",
        "дата народження", "день народження",
    ),
    "party.owner": (
        "owner", "manager", "account manager", "responsible", "менеджер", "ответственный",
        "відповідальний", "куратор",
    ),
    "party.tags": ("tags", "labels", "теги", "метки", "позначки", "мітки"),
    "party.kind": ("customer type", "client type", "тип клиента", "тип клієнта"),
}  # fmt: skip


PARTS_OF_NAME: Final = frozenset({
    "first name", "last name", "middle name", "given name", "surname", "имя", "фамилия", "отчество",
    "імя", "ім я", "прізвище", "по батькові",
})  # fmt: skip

NAMES_OF_FIRMS: Final = frozenset({"company", "company name", "компания", "компанія"})


def normal_head(text: str) -> str:
    """Fold a head or label for comparison: `customerID`, `Customer_id` → `customer id`."""
    spaced = _CAMEL.sub(" ", text.strip().lstrip("\ufeff"))
    return " ".join(_NO_WORD.sub(" ", spaced.replace("ʼ", "").replace("'", "")).casefold().split())


def clean_heads(cells: Sequence[str]) -> list[str]:
    """Return the heads without white space; raises FileProblem for more columns than any list."""
    heads = [restore(" ".join(cell.replace("\x00", "").split()))[:200] for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MAX_COLUMNS:
        raise FileProblem("too_many_columns", columns=len(heads), limit=MAX_COLUMNS)
    return heads


def looks_like_head(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """A head has no numbers, dates or addresses, and its words do not come again below."""
    filled = [cell.strip() for cell in first if cell.strip()]
    if not filled or any(_is_value(cell) for cell in filled):
        return False
    repeated = sum(
        1
        for place, cell in enumerate(first)
        if cell.strip() and any(place < len(row) and row[place] == cell for row in others)
    )
    return repeated == 0 or repeated * 2 < len(filled)


def _is_value(cell: str) -> bool:
    return numbers.is_number(cell) or dates.is_date_shape(cell) or "@" in cell


def head_hash(heads: Iterable[str]) -> str:
    """The fingerprint by which the mapping of an earlier file is found again."""
    joined = "\x1f".join(normal_head(head) for head in heads)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()


def match_field(head: str, names: Mapping[str, str]) -> str | None:
    """Return the code of the field known under this head; `names` maps folded names to codes."""
    return names.get(normal_head(head))


def known_names(fields: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Folded name → code; `fields` gives codes with labels and aliases, earlier ones win."""
    names: dict[str, str] = {}
    for code, labels in fields:
        for label in (*labels, *ALIASES.get(code, ())):
            if label:
                names.setdefault(normal_head(label), code)
    return names


def label_for(head: str) -> str:
    """`SeniorCitizen` → `Senior citizen`; heads of several words stay as they are."""
    words = _CAMEL.sub(" ", head.replace("_", " ")).split()
    if len(words) < 2 or " " in head.strip():
        return (" ".join(words)[:1].upper() + " ".join(words)[1:])[:MAX_LABEL]
    first, *rest = words
    kept = [word if word.isupper() and len(word) > 1 else word.lower() for word in rest]
    return " ".join([first[:1].upper() + first[1:], *kept])[:MAX_LABEL]


def code_for(text: str, taken: Collection[str] = ()) -> str:
    """Return a Latin code for a head or a choice, unlike those `taken`."""
    slug = _NO_WORD.sub("_", normal_head(text).translate(_TO_LATIN))
    slug = re.sub(r"[^a-z0-9_]", "", slug).strip("_")[:MAX_CODE].strip("_")
    if not slug or not slug[0].isalpha():
        slug = f"x_{slug}".rstrip("_")
    code, number = slug, 2
    while code in taken:
        code, number = f"{slug}_{number}", number + 1
    return code
