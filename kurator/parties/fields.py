"""Built-in fields of a customer, as SQL over a row `p` of parties_party."""

from collections.abc import Mapping, Sequence
from typing import Final

from kurator.expressions.types import Choice, FieldSpec, Kind
from kurator.kernel.ids import NOBODY_ID
from kurator.kernel.localized import LocalizedText
from kurator.parties.zone_names import ZONE_NAMES
from kurator.platform.catalogue import Field

CONTACT_POINTS: Final = frozenset({"party.contact", "party.contact_norm", "party.contact_kind"})


def text(en: str, ru: str, uk: str) -> LocalizedText:
    return {"en": en, "ru": ru, "uk": uk}


GROUPS: Final[Mapping[str, LocalizedText]] = {
    "main": text("Main", "Основное", "Основне"),
    "contacts": text("Contacts", "Контакты", "Контакти"),
    "legal": text("Details", "Реквизиты", "Реквізити"),
    "custom": text("Attributes", "Атрибуты", "Атрибути"),
    "service": text("Record", "Запись", "Запис"),
}

KINDS: Final = (
    Choice("PERSON", text("Person", "Человек", "Людина")),
    Choice("ORGANIZATION", text("Organization", "Организация", "Організація")),
)
STATUSES: Final = (
    Choice("NEW", text("New", "Новый", "Новий")),
    Choice("ACTIVE", text("Customer", "Клиент", "Клієнт")),
    Choice("LEAVING", text("Leaving", "Уходит", "Йде")),
    Choice("SLEEPING", text("Dormant", "Спящий", "Сплячий")),
    Choice("FORMER", text("Former", "Бывший", "Колишній")),
)
LANGUAGE_CHOICES: Final = (
    Choice("ru", text("Russian", "русский", "російська")),
    Choice("uk", text("Ukrainian", "украинский", "українська")),
    Choice("en", text("English", "английский", "англійська")),
)


def _contact_exists(kind: str) -> str:
    return (
        "EXISTS (SELECT FROM parties_contactpoint c"
        f" WHERE c.party_id = p.id AND c.kind = '{kind}' AND {{predicate}})"
    )


_TAG_EXISTS: Final = (
    "EXISTS (SELECT FROM parties_partytag t WHERE t.party_id = p.id AND {predicate})"
)
_CONTACT_ROWS: Final = (
    "ARRAY(SELECT {sql} FROM parties_contactpoint c WHERE c.party_id = p.id AND c.kind = '{kind}'"
    " ORDER BY c.is_preferred DESC, c.position, c.id)"
)
PHONE_SQL: Final = "('+' || c.norm)"
COLLECTION_ROWS: Final[Mapping[str, str]] = {
    "party.phone": _CONTACT_ROWS.format(sql=PHONE_SQL, kind="PHONE"),
    "party.email": _CONTACT_ROWS.format(sql="c.norm", kind="EMAIL"),
    "party.tags": "ARRAY(SELECT t.tag_id FROM parties_partytag t WHERE t.party_id = p.id"
    " ORDER BY t.added_at, t.id)",
}
"""How a SELECT list reads the values of a collection."""
PHONES_IN_FULL: Final = _CONTACT_ROWS.format(
    sql="'+' || c.norm || CASE WHEN c.extension = '' THEN '' ELSE ' #' || c.extension END",
    kind="PHONE",
)
"""With their extensions, as a file takes them out."""

SORT_SQL: Final[Mapping[str, str]] = {"party.name": "p.sort_name", "party.owner": "p.owner_id"}
"""Where a list sorts by something else than the value."""


def _column(
    code: str,
    kind: Kind,
    labels: LocalizedText,
    *,
    sql: str = "",
    choices: tuple[Choice, ...] = (),
    exists_sql: str | None = None,
    depends: frozenset[str] | None = None,
    value_names: tuple[Choice, ...] = (),
) -> FieldSpec:
    return FieldSpec(
        code=code,
        kind=kind,
        sql=sql or "p." + code.removeprefix("party."),
        labels=labels,
        choices=choices,
        depends=frozenset({code}) if depends is None else depends,
        exists_sql=exists_sql,
        value_names=value_names,
    )


_NAME = Field(
    spec=_column(
        "party.name",
        Kind.TEXT,
        text("Name", "Название", "Назва"),
        sql="p.display_name",
        depends=frozenset({"party.name", "party.lang"}),
    ),
    group="main",
    is_personal=True,
    is_multilingual=True,
    aliases=(
        "name", "full name", "fullname", "customer", "customer name", "company",
        "имя", "название", "наименование", "клиент", "фио", "компания",
        "ім'я", "назва", "найменування", "клієнт", "піб", "компанія",
    ),
)  # fmt: skip

_MAIN: Final[Sequence[Field]] = (
    _NAME,
    Field(
        spec=_column("party.number", Kind.NUMBER, text("Number", "Номер", "Номер")),
        group="main",
        can_edit=False,
        can_import=False,
    ),
    Field(
        spec=_column("party.kind", Kind.CHOICE, text("Kind", "Вид", "Вид"), choices=KINDS),
        group="main",
        aliases=("kind", "type", "вид", "тип"),
    ),
    Field(
        spec=_column(
            "party.status",
            Kind.CHOICE,
            text("Relationship", "Отношения", "Стосунки"),
            choices=STATUSES,
        ),
        group="main",
        aliases=("status", "relationship", "статус", "отношения", "стосунки"),
    ),
    Field(
        spec=_column(
            "party.owner",
            Kind.USER,
            text("Owner", "Владелец", "Власник"),
            sql=f"nullif(p.owner_id, '{NOBODY_ID}'::uuid)",
        ),
        group="main",
        weight=1,
        aliases=("owner", "manager", "responsible", "владелец", "менеджер", "ответственный",
                 "власник", "відповідальний"),
    ),
    Field(
        spec=_column(
            "party.tags",
            Kind.TAGS,
            text("Tags", "Теги", "Теги"),
            sql="t.tag_id",
            exists_sql=_TAG_EXISTS,
        ),
        group="main",
        can_sort=False,
        can_edit=False,
        aliases=("tags", "tag", "labels", "теги", "тег", "метки", "мітки"),
    ),
)  # fmt: skip

_CONTACTS: Final[Sequence[Field]] = (
    Field(
        spec=_column(
            "party.phone",
            Kind.TEXT,
            text("Phone", "Телефон", "Телефон"),
            sql=PHONE_SQL,
            exists_sql=_contact_exists("PHONE"),
            depends=CONTACT_POINTS,
        ),
        group="contacts",
        can_sort=False,
        can_edit=False,
        is_personal=True,
        weight=3,
        aliases=("phone", "phone number", "tel", "telephone", "mobile", "cell", "телефон", "тел",
                 "мобильный", "номер телефона", "мобільний", "номер телефону"),
    ),
    Field(
        spec=_column(
            "party.email",
            Kind.TEXT,
            text("E-mail", "Эл. почта", "Ел. пошта"),
            sql="c.norm",
            exists_sql=_contact_exists("EMAIL"),
            depends=CONTACT_POINTS,
        ),
        group="contacts",
        can_sort=False,
        can_edit=False,
        is_personal=True,
        weight=2,
        aliases=("email", "e-mail", "mail", "email address", "почта", "эл. почта",
                 "электронная почта", "пошта", "ел. пошта", "електронна пошта", "імейл"),
    ),
    Field(
        spec=_column(
            "party.lang", Kind.CHOICE, text("Language", "Язык", "Мова"), choices=LANGUAGE_CHOICES
        ),
        group="contacts",
        aliases=("language", "lang", "язык", "мова"),
    ),
    Field(
        spec=_column(
            "party.time_zone",
            Kind.TEXT,
            text("Time zone", "Часовой пояс", "Часовий пояс"),
            value_names=ZONE_NAMES,
        ),
        group="contacts",
        aliases=("time zone", "timezone", "tz", "часовой пояс", "часовий пояс"),
    ),
)  # fmt: skip

_LEGAL: Final[Sequence[Field]] = (
    Field(
        spec=_column(
            "party.external_id",
            Kind.TEXT,
            text("External id", "Внешний код", "Зовнішній код"),
        ),
        group="legal",
        aliases=("external id", "externalid", "id", "customer id", "customerid", "code",
                 "внешний код", "код", "код клиента", "зовнішній код", "код клієнта"),
    ),
    Field(
        spec=_column(
            "party.tax_id",
            Kind.TEXT,
            text("Tax number", "ИНН / ЕДРПОУ", "ЄДРПОУ / РНОКПП"),
        ),
        group="legal",
        is_personal=True,
        weight=1,
        aliases=("tax id", "tax number", "vat", "vat number", "inn", "edrpou", "инн", "едрпоу",
                 "єдрпоу", "рнокпп", "іпн"),
    ),
    Field(
        spec=_column(
            "party.birth_date", Kind.DATE, text("Birth date", "Дата рождения", "Дата народження")
        ),
        group="legal",
        is_personal=True,
        aliases=("birth date", "birthdate", "date of birth", "dob", "birthday", "дата рождения",
                 "день рождения", "дата народження", "день народження"),
    ),
)  # fmt: skip


def _service(code: str, kind: Kind, labels: LocalizedText, *, is_tracked: bool = False) -> Field:
    return Field(
        spec=_column(code, kind, labels),
        group="service",
        can_edit=False,
        can_import=False,
        is_tracked=is_tracked,
    )


_SERVICE: Final[Sequence[Field]] = (
    _service("party.created_at", Kind.INSTANT, text("Added", "Добавлен", "Додано")),
    _service("party.updated_at", Kind.INSTANT, text("Changed", "Изменён", "Змінено")),
)

BUILT_IN: Final[Sequence[Field]] = (*_MAIN, *_CONTACTS, *_LEGAL, *_SERVICE)

COMPLETENESS: Final = "party.completeness"
COMPLETENESS_LABEL: Final = text("Filled in, %", "Заполнено, %", "Заповнено, %")
