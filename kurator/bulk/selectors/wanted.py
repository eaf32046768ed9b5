"""What an action asks for, read and checked; its texts and contact points apart from the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.bulk.types import Action, ContactEdit, TextEdit
from kurator.expressions.scalars import is_uuid
from kurator.expressions.types import Kind
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.catalogue import Catalogue
from kurator.parties.contact_values import read_contact
from kurator.parties.field_rights import FIELD_OF_CONTACT, require_open
from kurator.parties.fields import text
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import Loc, Patch, ValueRefused, read_patch

NAME: Final = "party.name"
EXTERNAL_ID: Final = "party.external_id"
OWNER: Final = "party.owner"
TAGS: Final = "party.tags"
CHOSEN_TEXTS: Final = frozenset({"party.time_zone"})
"""Texts that are one of a list."""

_NOTHING_TO_DO: Final = text(
    "Choose what is to be changed.", "Выберите, что изменить.", "Виберіть, що змінити."
)
_NOT_A_TEXT: Final = text(
    "A rule changes texts; this field is set to a value or cleared.",
    "Правилом меняют тексты; этому полю задают значение или очищают его.",
    "Правилом змінюють тексти; цьому полю задають значення або очищають його.",
)
_CONTACTS: Final = text(
    "A customer may have several of these: they are added, removed and replaced as contacts.",
    "Их у клиента бывает несколько: их добавляют, убирают и заменяют как контакты.",
    "Їх у клієнта буває кілька: їх додають, прибирають і замінюють як контакти.",
)
_TWICE: Final = text(
    "This is changed twice in one change. Leave one of the two.",
    "Здесь одно и то же меняется дважды. Оставьте что-то одно.",
    "Тут те саме змінюється двічі. Залиште щось одне.",
)
_ONLY_NAMES: Final = text(
    "Only names are kept by language.",
    "По языкам хранятся только названия.",
    "За мовами зберігаються лише назви.",
)
_ONE_EACH: Final = text(
    "An external id belongs to one customer, and {selected} are selected."
    " Clear it, or find and replace a part of it.",
    "Внешний код бывает только у одного клиента, а выбрано клиентов: {selected}."
    " Очистите его или найдите и замените его часть.",
    "Зовнішній код буває лише в одного клієнта, а вибрано клієнтів: {selected}."
    " Очистьте його або знайдіть і замініть його частину.",
)


@dataclass(frozen=True)
class Wanted:
    """`patch` is the same for all; `texts` and `contacts` are worked out customer by customer."""

    patch: Patch
    texts: Sequence[TextEdit]
    contacts: Sequence[ContactEdit]

    @property
    def is_worked_out(self) -> bool:
        return bool(self.texts or self.contacts)


def settle_action(action: Action, catalogue: Catalogue) -> Wanted:
    """Raises InvalidInput naming each value that cannot be set."""
    patch = read_patch(action.values, catalogue)
    puts = [TextEdit(NAME, "put", new=patch.own_name)] if patch.own_name is not None else []
    puts += [TextEdit(NAME, "put", code, new=name or "") for code, name in patch.names.items()]
    columns = dict(patch.columns)
    if "external_id" in columns:
        puts.append(TextEdit(EXTERNAL_ID, "put", new=str(columns.pop("external_id") or "")))
    rest = Patch(columns=columns, attrs=patch.attrs)
    return Wanted(rest, [*puts, *action.texts], action.contacts)


def read_action(viewer: Viewer, action: Action, catalogue: Catalogue) -> Wanted:
    """Return what is to be done; raises InvalidInput naming each place, and FieldClosed."""
    require_open(viewer, _fields_beyond_catalogue(action))
    problems = [*_set_problems(action), *_tag_problems(action, catalogue.tags)]
    for index, edit in enumerate(action.texts):
        problems += _text_problems(edit, ("texts", index), action, catalogue)
    for index, contact in enumerate(action.contacts):
        problems += _contact_problems(contact, ("contacts", index), zone=viewer.time_zone)
    if action.is_empty:
        problems.append(FieldProblem(("set",), "bulk.nothing_to_do", _NOTHING_TO_DO))
    if problems:
        raise InvalidInput(problems=problems)
    return settle_action(action, catalogue)


def with_own_places(
    values: Mapping[str, Any], owner_ids: Sequence[UUID], only_tags: Sequence[UUID] | None
) -> tuple[dict[str, Any], Sequence[UUID], Sequence[UUID] | None]:
    """Owner and tags, which may be set like any field, taken out of the values; raises InvalidInput."""
    rest, problems = dict(values), []
    if OWNER in rest:
        given = rest.pop(OWNER)
        if owner_ids:
            problems.append(FieldProblem(("set", OWNER), "bulk.twice", _TWICE))
        elif given is not None and not _is_id(given):
            problems.append(_problem(("set", OWNER), "parties.expected_user"))
        else:
            owner_ids = [UUID(given) if given else NOBODY_ID]
    if TAGS in rest:
        given = rest.pop(TAGS)
        if only_tags is not None:
            problems.append(FieldProblem(("set", TAGS), "bulk.twice", _TWICE))
        elif given is not None and not (isinstance(given, list) and all(map(_is_id, given))):
            problems.append(_problem(("set", TAGS), "parties.unknown_tag"))
        else:
            only_tags = list(dict.fromkeys(UUID(one) for one in given or ()))
    if problems:
        raise InvalidInput(problems=problems)
    return rest, owner_ids, only_tags


def _is_id(value: object) -> bool:
    return isinstance(value, str) and is_uuid(value)


def refuse_one_for_many(wanted: Wanted, selected: int) -> None:
    """Raise InvalidInput when one external id is to become that of several customers."""
    for edit in wanted.texts:
        if (edit.field, edit.rule) == (EXTERNAL_ID, "put") and edit.new and selected > 1:
            raise InvalidInput(problems=[
                FieldProblem(("set", EXTERNAL_ID), "bulk.one_each", _ONE_EACH, {"selected": selected})
            ])  # fmt: skip


def fields_of(action: Action) -> list[str]:
    """What of a customer it writes, by the codes of the catalogue."""
    codes = [*action.values, *(edit.field for edit in action.texts)]
    codes += [FIELD_OF_CONTACT.get(edit.kind, "party.contact") for edit in action.contacts]
    codes += [TAGS] if action.is_of_tags else []
    codes += [OWNER] if action.owner_ids else []
    return list(dict.fromkeys(codes))


def _fields_beyond_catalogue(action: Action) -> Iterator[str]:
    """Of those that the catalogue does not refuse by itself, whether they are open."""
    yield from (code for code in fields_of(action) if code not in action.values)


def _set_problems(action: Action) -> Iterator[FieldProblem]:
    for code in action.values:
        if code in FIELD_OF_CONTACT.values():
            yield FieldProblem(("set", code), "bulk.is_contact", _CONTACTS)


def _tag_problems(action: Action, known: Mapping[str, object]) -> Iterator[FieldProblem]:
    lists = {
        "add_tags": action.add_tags,
        "remove_tags": action.remove_tags,
        "only_tags": action.only_tags or (),
    }
    for name, tag_ids in lists.items():
        if any(str(tag_id) not in known for tag_id in tag_ids):
            yield _problem((name,), "parties.unknown_tag")
    if action.only_tags is not None and (action.add_tags or action.remove_tags):
        yield FieldProblem(("only_tags",), "bulk.twice", _TWICE)


def _text_problems(
    edit: TextEdit, loc: Loc, action: Action, catalogue: Catalogue
) -> Iterator[FieldProblem]:
    wrong = _problem_of_field(edit.field, (*loc, "field"), action, catalogue)
    if wrong is not None:
        yield wrong
    if edit.language and edit.field != NAME:
        yield FieldProblem((*loc, "language"), "bulk.only_names", _ONLY_NAMES)
    if edit.rule == "replace" and edit.pattern is None:
        yield _problem((*loc, "find"), "parties.required")
    if edit.rule == "letters" and not edit.letters:
        yield _problem((*loc, "letters"), "parties.required")


def _problem_of_field(
    code: str, place: Loc, action: Action, catalogue: Catalogue
) -> FieldProblem | None:
    found = catalogue.fields.get(code)
    if found is None:
        return _problem(place, "parties.unknown_field")
    if code in FIELD_OF_CONTACT.values():
        return FieldProblem(place, "bulk.is_contact", _CONTACTS)
    if not found.can_edit:
        return _problem(place, "parties.read_only")
    if found.spec.kind is not Kind.TEXT or code in CHOSEN_TEXTS:
        return FieldProblem(place, "bulk.not_a_text", _NOT_A_TEXT)
    return FieldProblem(place, "bulk.twice", _TWICE) if code in action.values else None


def _contact_problems(edit: ContactEdit, loc: Loc, *, zone: str) -> Iterator[FieldProblem]:
    if edit.act == "replace" and edit.pattern is None:
        yield _problem((*loc, "find"), "parties.required")
    if edit.act == "add" or (edit.act == "remove" and edit.value):
        try:
            read_contact(edit.kind, edit.value, zone=zone, extension=edit.extension)
        except ValueRefused as refusal:
            yield refusal.problem((*loc, "value"))


def _problem(loc: Loc, code: str) -> FieldProblem:
    return FieldProblem(loc, code, TEXTS[code])
