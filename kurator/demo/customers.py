"""Customers of the demo company, made from the seed: who they are and how to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from uuid import UUID

from kurator.demo.company import Colleague
from kurator.demo.ids import HISTORY_DAYS, demo_id
from kurator.demo.names import ENGLISH_SURNAMES, person_name
from kurator.demo.organizations import organization_login, organization_name
from kurator.kernel.ids import NOBODY_ID

COUNTRIES: Final = ("UA", "RU", "KZ", "GB")
COUNTRY_WEIGHTS: Final = (52, 20, 12, 16)
TIME_ZONES: Final = {
    "UA": ("Europe/Kyiv",),
    "RU": ("Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"),
    "KZ": ("Asia/Almaty",),
    "GB": ("Europe/London",),
}
# Numbers nobody has: the drama ranges of Ofcom; elsewhere blocks that begin with zeros.
_PHONES: Final = {
    "UA": ("38067000", "38050000", "38044000"),
    "RU": ("7999000", "7495000", "7812000"),
    "KZ": ("7700000", "7727000"),
    "GB": ("447700900", "441632960"),
}
_LENGTHS: Final = {"UA": 12, "RU": 11, "KZ": 11, "GB": 12}
_STREETS: Final = {
    "ru": ("ул. Садовая", "ул. Лесная", "пр. Мира", "ул. Двинская", "ул. Заречная"),
    "uk": ("вул. Садова", "вул. Лісова", "просп. Миру", "вул. Зелена", "вул. Набережна"),
    "en": ("Station Road", "Mill Lane", "Church Street", "Park Avenue", "High Street"),
}
_CITIES: Final = {
    "UA": (("Киев", "Київ", "Kyiv"), ("Львов", "Львів", "Lviv"), ("Одесса", "Одеса", "Odesa"),
           ("Днепр", "Дніпро", "Dnipro"), ("Винница", "Вінниця", "Vinnytsia")),
    "RU": (("Москва", "Москва", "Moscow"), ("Самара", "Самара", "Samara"),
           ("Екатеринбург", "Єкатеринбург", "Yekaterinburg")),
    "KZ": (("Алматы", "Алмати", "Almaty"), ("Астана", "Астана", "Astana")),
    "GB": (("Лондон", "Лондон", "London"), ("Лидс", "Лідс", "Leeds"),
           ("Бристоль", "Бристоль", "Bristol")),
}  # fmt: skip


@dataclass(frozen=True)
class Contact:
    id: UUID
    kind: str
    value: str
    norm: str
    extension: str = ""
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True)
class Customer:
    """`born` is the day of creation, counted back from today."""

    id: UUID
    index: int
    number: int
    kind: str
    country: str
    name: dict[str, str]
    language: str
    time_zone: str
    tax_id: str
    birth_year: int
    birth_day: int
    external_id: str | None
    owner: Colleague | None
    born: int
    contacts: list[Contact] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        return self.kind == "PERSON"

    @property
    def owner_id(self) -> UUID:
        return self.owner.id if self.owner else NOBODY_ID


def _language(random: Random, country: str) -> str:
    if country == "UA":
        return "uk" if random.random() < 0.7 else "ru"
    return "en" if country == "GB" else "ru"


def _phone(random: Random, country: str, turn: int) -> str:
    """Return a number that differs for each turn, as long as the block lasts."""
    prefix = random.choice(_PHONES[country])
    digits = _LENGTHS[country] - len(prefix)
    return prefix + f"{turn * 7919 % 10**digits:0{digits}d}"


def _typed(random: Random, norm: str, country: str) -> str:
    """Write a number as people do: each in his own way."""
    if country == "GB":
        return random.choice((f"+44 {norm[2:6]} {norm[6:]}", f"0{norm[2:6]} {norm[6:]}"))
    code = 2 if country == "UA" else 1
    rest = norm[code:]
    if country == "UA":
        rest = rest[1:]
        head = random.choice(("+380", "380"))
        return f"{head} {rest[:2]} {rest[2:5]}-{rest[5:7]}-{rest[7:]}"
    return random.choice(
        (
            f"+7 ({rest[:3]}) {rest[3:6]}-{rest[6:8]}-{rest[8:]}",
            f"8 {rest[:3]} {rest[3:6]} {rest[6:8]} {rest[8:]}",
            f"+{norm}",
        )
    )


def _tax_id(random: Random, country: str, *, is_person: bool) -> str:
    if random.random() < 0.35:
        return ""
    lengths = {"UA": 10 if is_person else 8, "RU": 12 if is_person else 10, "KZ": 12, "GB": 9}
    digits = lengths[country]
    body = f"{random.randrange(10 ** (digits - 1), 10**digits)}"
    return f"GB{body}" if country == "GB" else body


def _address(random: Random, country: str, language: str) -> str:
    city = random.choice(_CITIES[country])[("ru", "uk", "en").index(language)]
    street, house = random.choice(_STREETS[language]), random.randrange(1, 120)
    if language == "en":
        return f"{house} {street}, {city}"
    return f"{city}, {street}, {house}"


def _contacts(random: Random, customer: Customer, login: str) -> list[Contact]:
    day = float(customer.born)
    phone = _phone(random, customer.country, customer.index * 2)
    has_extension = not customer.is_person and random.random() < 0.4
    found = [
        Contact(
            demo_id(random, day=day),
            "PHONE",
            _typed(random, phone, customer.country),
            phone,
            extension=str(random.randrange(101, 999)) if has_extension else "",
            is_preferred=True,
        )
    ]
    if random.random() < (0.25 if customer.is_person else 0.6):
        other = _phone(random, customer.country, customer.index * 2 + 1)
        typed = _typed(random, other, customer.country)
        found.append(Contact(demo_id(random, day=day), "PHONE", typed, other))
    if random.random() < 0.78:
        suffix = "com" if customer.country == "GB" else random.choice(("com", "net", "org"))
        address = (
            f"{login}{customer.index}@example.{suffix}"
            if customer.is_person
            else f"office@{login}-{customer.index}.example"
        )
        found.append(Contact(demo_id(random, day=day), "EMAIL", address, address))
    if random.random() < 0.4:
        address = _address(random, customer.country, customer.language)
        found.append(Contact(demo_id(random, day=day), "ADDRESS", address, address.lower()))
    return found


def _owner(random: Random, people: Sequence[Colleague], *, is_person: bool) -> Colleague | None:
    """Home teams serve people, business teams firms; one in sixteen waits for an owner."""
    if random.random() < 0.06:
        return None
    suffix = "home" if is_person else "business"
    return random.choice([one for one in people if one.team.endswith(suffix)])


def make_customer(seed: int, index: int, people: Sequence[Colleague], first: int) -> Customer:
    """Make the index-th customer; it does not depend on how many there are."""
    random = Random(f"{seed}:customer:{index}")
    country = random.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]
    is_person = random.random() < 0.72
    # a company grows: more customers of late than at first
    born = -1 - int(HISTORY_DAYS * 0.985 * (1 - random.random() ** 0.75))
    if is_person:
        person = person_name(random, country)
        name, login = person.full, person.login
    else:
        name = organization_name(random, country, ENGLISH_SURNAMES)
        login = organization_login(name)
    language = _language(random, country)
    shown = {language: name[language]} if random.random() < 0.25 else name
    values: dict[str, Any] = {
        "id": demo_id(random, day=float(born)),
        "index": index,
        "number": first + index,
        "kind": "PERSON" if is_person else "ORGANIZATION",
        "country": country,
        "name": shown,
        "language": language,
        "time_zone": random.choice(TIME_ZONES[country]),
        "tax_id": _tax_id(random, country, is_person=is_person),
        "birth_year": random.randrange(1948, 2005) if is_person and random.random() < 0.7 else 0,
        "birth_day": random.randrange(365),
        "external_id": f"BIL-{100_000 + index}" if random.random() < 0.9 else None,
        "owner": _owner(random, people, is_person=is_person),
        "born": born,
    }
    customer = Customer(**values)
    customer.contacts.extend(_contacts(random, customer, login))
    return customer
