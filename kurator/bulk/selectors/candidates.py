"""Whom a rule may be about, as SQL over `p`: the others need not be read and worked out."""

from typing import Any

from kurator.bulk.selectors.wanted import EXTERNAL_ID, NAME, Wanted
from kurator.bulk.types import ContactEdit, Pattern, TextEdit
from kurator.parties.attribute_fields import PREFIX


def candidates_sql(wanted: Wanted, params: dict[str, Any]) -> list[str]:
    """Return conditions and add their parameters; a customer who meets none does not change."""
    texts = [_text_sql(edit, f"text{n}", params) for n, edit in enumerate(wanted.texts)]
    contacts = [_contact_sql(edit, f"point{n}", params) for n, edit in enumerate(wanted.contacts)]
    return [*texts, *contacts]


def _text_sql(edit: TextEdit, name: str, params: dict[str, Any]) -> str:
    if edit.field == NAME and not (edit.language or edit.rule == "put"):
        if edit.pattern is None:
            return "TRUE"
        found = _contains(edit.pattern, "n.value", name, params)
        return f"EXISTS (SELECT FROM jsonb_each_text(p.name) n WHERE {found})"
    value = _value_sql(edit, name, params)
    if edit.rule == "put":
        params[name] = edit.new
        return f"coalesce({value}, '') <> %({name})s"
    if edit.pattern is not None:
        return _contains(edit.pattern, value, name, params)
    return f"coalesce({value}, '') <> ''"


def _value_sql(edit: TextEdit, name: str, params: dict[str, Any]) -> str:
    if edit.field == NAME and not edit.language:
        return "(p.name ->> p.lang)"
    if edit.field == NAME:
        params[f"{name}_key"] = edit.language
        return f"(p.name ->> %({name}_key)s)"
    if edit.field.startswith(PREFIX):
        params[f"{name}_key"] = edit.field.removeprefix(PREFIX)
        return f"(p.attrs ->> %({name}_key)s)"
    return "p.external_id" if edit.field == EXTERNAL_ID else "p.tax_id"


def _contact_sql(edit: ContactEdit, name: str, params: dict[str, Any]) -> str:
    if edit.act == "add":
        return "TRUE"
    params[f"{name}_kind"] = edit.kind
    conditions = [f"c.party_id = p.id AND c.kind = %({name}_kind)s"]
    if edit.pattern is not None:
        told = "'+' || c.norm" if edit.kind == "PHONE" else "c.value"
        conditions.append(_contains(edit.pattern, told, name, params))
    if edit.label:
        params[f"{name}_label"] = edit.label
        conditions.append(f"lower(c.label) = lower(%({name}_label)s)")
    return f"EXISTS (SELECT FROM parties_contactpoint c WHERE {' AND '.join(conditions)})"


def _contains(pattern: Pattern, value: str, name: str, params: dict[str, Any]) -> str:
    params[f"{name}_find"] = pattern.find
    if pattern.is_exact:
        return f"position(%({name}_find)s in {value}) > 0"
    return f"position(lower(%({name}_find)s) in lower({value})) > 0"
