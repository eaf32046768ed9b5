"""
The part of an update's trigger for one row alone: compared in variables of the trigger.

What a statement costs for one row is the making ready of its expressions. Here those of a column
are made ready only when it, or one of its neighbours, has changed; nothing is joined or aggregated.
"""

from kurator.platform.capture import TrackedColumn, TrackedTable
from kurator.platform.queries import literal

DECLARED = " edit record; diff jsonb := '{}'; personal jsonb; mask bigint := 0;"


def alone_statements(table: TrackedTable, *, noted: str) -> str:
    """Return what comes first in the body: it ends the call unless the statement changed many rows."""
    return (
        f"{_read(table)}"
        "  IF NOT FOUND THEN RETURN NULL; END IF;\n"
        "  IF NOT edit.is_many THEN\n"
        f"{_silent(table)}{_plain(table)}{_attributes(table)}"
        "    IF diff <> '{}' OR personal IS NOT NULL OR mask <> 0 THEN\n"
        f"      noted := k.note_change({literal(table.entity)}, {literal(noted)}, {literal(table.topic)},"
        f" edit.id, edit.{_party(table)}, diff, personal, mask);\n"
        "    END IF;\n"
        "    RETURN NULL;\n"
        "  END IF;\n"
    )


def _party(table: TrackedTable) -> str:
    return "id" if table.party_column == "id" else "party"


def _read(table: TrackedTable) -> str:
    """Both states of the one row. Of many rows this is any pair, and only `is_many` is looked at."""
    columns = "".join(
        f", a.{c.name} AS n_{c.name}, b.{c.name} AS o_{c.name}" for c in table.columns
    )
    party = "" if table.party_column == "id" else f", a.{table.party_column} AS party"
    return (
        f"  SELECT EXISTS (SELECT FROM new_rows OFFSET 1) AS is_many, a.id{party}{columns} INTO edit"
        " FROM new_rows a, old_rows b;\n"
    )


def _changed(column: TrackedColumn) -> str:
    return f"edit.n_{column.name} IS DISTINCT FROM edit.o_{column.name}"


def _silent(table: TrackedTable) -> str:
    """Columns that are not kept in the history only set their bits, all by one expression."""
    columns = [c for c in table.columns if c.is_silent]
    if not (columns and table.wakes_strategies):
        return ""
    bits = " | ".join(
        f"CASE WHEN {_changed(c)} THEN k.field_bit({literal(c.field)}) ELSE 0 END" for c in columns
    )
    return f"    mask := {bits};\n"


def _plain(table: TrackedTable) -> str:
    columns = [c for c in table.columns if not (c.is_silent or c.is_attributes)]
    if not columns:
        return ""
    return (
        f"    IF {' OR '.join(_changed(c) for c in columns)} THEN\n"
        f"{''.join(_note_column(table, c) for c in columns)}"
        "    END IF;\n"
    )


def _note_column(table: TrackedTable, column: TrackedColumn) -> str:
    field = literal(column.field)
    kept = "coalesce(personal, '{}')" if column.is_personal else "diff"
    pair = f"jsonb_build_array(edit.o_{column.name}, edit.n_{column.name})"
    bit = f" mask := mask | k.field_bit({field});" if table.wakes_strategies else ""
    return (
        f"      IF {_changed(column)} THEN"
        f" {'personal' if column.is_personal else 'diff'} := {kept} || jsonb_build_object({field}, {pair});"
        f"{bit} END IF;\n"
    )


def _attributes(table: TrackedTable) -> str:
    return "".join(_note_attributes(table, c) for c in table.columns if c.is_attributes)


def _note_attributes(table: TrackedTable, column: TrackedColumn) -> str:
    old, new = f"edit.o_{column.name}", f"edit.n_{column.name}"
    mask = "mask | bit_or(k.field_bit('attr.' || key))" if table.wakes_strategies else "mask"
    return (
        f"    IF {_changed(column)} THEN\n"
        "      SELECT diff || jsonb_object_agg("
        f"'attr.' || key, jsonb_build_array({old} -> key, {new} -> key)), {mask}\n"
        f"        INTO diff, mask FROM jsonb_object_keys({old} || {new}) AS key"
        f" WHERE {new} -> key IS DISTINCT FROM {old} -> key;\n"
        "    END IF;\n"
    )
