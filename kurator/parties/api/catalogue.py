from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest
from kurator.expressions.check import OPERATORS
from kurator.kernel.localized import Language, text_in
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.fields import GROUPS
from kurator.parties.models import Tag
from kurator.parties.schemas.catalogue import (
    AttributeIn,
    AttributeOut,
    AttributePatch,
    ChoiceOut,
    FieldOut,
    TagIn,
    TagOut,
    TagPatch,
)
from kurator.parties.selectors import definitions
from kurator.parties.services import attributes, tags
from kurator.platform.api import ANYONE, Door
from kurator.platform.catalogue import Field

door = Door("catalogue", "")


@door.get("/fields", permission=ANYONE, response=list[FieldOut])
def list_fields(request: ApiRequest) -> list[FieldOut]:
    """Return the catalogue of customers' fields in the reader's language."""
    catalogue = current_catalogue()
    language = request.viewer.language
    return [_field_out(item, catalogue, language) for item in catalogue.fields.values()]


def _field_out(item: Field, catalogue: Catalogue, language: Language) -> FieldOut:
    spec = item.spec
    return FieldOut(
        code=item.code,
        kind=spec.kind,
        label=text_in(spec.labels, language),
        group=_group(item, catalogue, language),
        group_code=item.group,
        choices=[
            ChoiceOut(value=choice.value, label=text_in(choice.labels, language) or choice.value)
            for choice in (*spec.choices, *spec.value_names)
        ],
        currency=spec.currency,
        minor_units=spec.minor_units,
        is_custom=item.is_custom,
        is_multilingual=item.is_multilingual,
        is_tracked=item.is_tracked,
        can_filter=item.can_filter,
        can_sort=item.can_sort,
        can_list=item.can_list,
        can_edit=item.can_edit,
        can_import=item.can_import,
        weight=item.weight,
        operators=list(OPERATORS[spec.kind]) if item.can_filter else [],
    )


def _group(item: Field, catalogue: Catalogue, language: Language) -> str:
    own = catalogue.attributes[item.code.removeprefix("attr.")].group if item.is_custom else {}
    return text_in(own or GROUPS[item.group], language)


@door.get("/attributes", permission=ANYONE, response=list[AttributeOut])
def list_attributes(request: ApiRequest) -> Sequence[Any]:
    """Return all custom attributes, retired ones too."""
    return definitions.list_attributes(request.viewer)


@door.post("/attributes", permission="attributes.manage", response={201: AttributeOut})
def define_attribute(request: ApiRequest, payload: AttributeIn) -> Any:
    """Define a custom attribute; it can be used at once."""
    return 201, attributes.define_attribute(**payload.model_dump())


@door.patch("/attributes/{attribute_id}", permission="attributes.manage", response=AttributeOut)
def change_attribute(request: ApiRequest, attribute_id: UUID, payload: AttributePatch) -> Any:
    """Change a custom attribute; its kind stays."""
    return attributes.change_attribute(
        attribute_id=attribute_id, changes=payload.model_dump(exclude_none=True)
    )


def _tag_out(tag: Tag, language: Language) -> TagOut:
    return TagOut(
        id=tag.id,
        code=tag.code,
        name=text_in(tag.name, language),
        names=tag.name,
        is_active=tag.is_active,
    )


@door.get("/tags", permission=ANYONE, response=list[TagOut])
def list_tags(request: ApiRequest) -> list[TagOut]:
    """Return tags by name."""
    found = [
        _tag_out(tag, request.viewer.language) for tag in definitions.list_tags(request.viewer)
    ]
    return sorted(found, key=lambda tag: tag.name.lower())


@door.post("/tags", permission="tags.manage", response={201: TagOut})
def create_tag(request: ApiRequest, payload: TagIn) -> Any:
    """Create a tag."""
    return 201, _tag_out(tags.create_tag(name=payload.name), request.viewer.language)


@door.patch("/tags/{tag_id}", permission="tags.manage", response=TagOut)
def change_tag(request: ApiRequest, tag_id: UUID, payload: TagPatch) -> Any:
    """Rename a tag, or retire it."""
    tag = tags.change_tag(tag_id=tag_id, name=payload.name, is_active=payload.is_active)
    return _tag_out(tag, request.viewer.language)
