"""
Generates the triggers that track and capture a table, from its declaration.

One statement-level trigger per operation, with transition tables read into an array first (the
shape that also works on a sharded cluster, scale-out.md 6). The body has no loops over columns at
run time: the comparison of each column is written out. An update of one row, the everyday edit, is
compared in the trigger's own variables instead: for one row making ready the set-based statement
costs more than all else (ADR 0027).
"""

from kurator.platform.capture import TrackedColumn, TrackedTable
from kurator.platform.queries import literal
from kurator.tracking.alone import DECLARED, alone_statements


def _changed(column: TrackedColumn) -> str:
    """Compared once in `_compared`, read wherever it is asked."""
    return f"d.is_{column.name}"


def _compared(table: TrackedTable) -> str:
    """
    Old and new values of a row side by side, each with whether it has changed. The plan of the first
    call is kept by the connection: a full join is never done by nested loops, which would take the
    square of the number of rows later on.
    """
    columns = ", ".join(
        f"o.{c.name} AS o_{c.name}, n.{c.name} AS n_{c.name},"
        f" n.{c.name} IS DISTINCT FROM o.{c.name} AS is_{c.name}"
        for c in table.columns
    )
    party = "" if table.party_column == "id" else f", n.{table.party_column} AS party"
    return f"SELECT n.id{party}, {columns} FROM new_rows n FULL JOIN old_rows o ON o.id = n.id OFFSET 0"


def _pair(column: TrackedColumn) -> str:
    return (
        f"CASE WHEN {_changed(column)}"
        f" THEN jsonb_build_array(d.o_{column.name}, d.n_{column.name}) END"
    )


def _object(columns: list[TrackedColumn]) -> str:
    """Changed columns as {field: [old, new]}, without building anything when none has changed."""
    if not columns:
        return "'{}'::jsonb"
    pairs = ", ".join(f"{literal(c.field)}, {_pair(c)}" for c in columns)
    any_changed = " OR ".join(_changed(c) for c in columns)
    return (
        f"CASE WHEN {any_changed} THEN jsonb_strip_nulls(jsonb_build_object({pairs}))"
        " ELSE '{}' END"
    )


def _attributes(table: TrackedTable) -> str:
    """The changed keys of the attributes' column with their bits, NULLs when there are none."""
    parts = [_ATTRIBUTES.format(column=c.name) for c in table.columns if c.is_attributes]
    return f" CROSS JOIN LATERAL ({parts[0]}) a" if parts else ""


_ATTRIBUTES = """
      SELECT jsonb_object_agg('attr.' || key, jsonb_build_array(d.o_{column} -> key, d.n_{column} -> key)) AS diff,
             bit_or(k.field_bit('attr.' || key)) AS mask
        FROM jsonb_object_keys(CASE WHEN d.is_{column} THEN d.o_{column} || d.n_{column} ELSE '{{}}' END) AS key
       WHERE d.n_{column} -> key IS DISTINCT FROM d.o_{column} -> key"""


def _diff(table: TrackedTable) -> str:
    return _object(
        [c for c in table.columns if not (c.is_personal or c.is_attributes or c.is_silent)]
    )


def _personal(table: TrackedTable) -> str:
    columns = [c for c in table.columns if c.is_personal]
    return f"nullif({_object(columns)}, '{{}}')" if columns else "NULL::jsonb"


def _mask(table: TrackedTable) -> str:
    """Bits of the changed columns; those of attributes are taken from their diff."""
    if not table.wakes_strategies:
        return "0::bigint"
    parts = [
        f"CASE WHEN {_changed(c)} THEN k.field_bit({literal(c.field)}) ELSE 0 END"
        for c in table.columns
        if not c.is_attributes
    ]
    return " | ".join(parts) or "0"


def _all_bits(table: TrackedTable) -> str:
    if not table.wakes_strategies:
        return "0::bigint"
    return " | ".join(f"k.field_bit({literal(c.field)})" for c in table.columns) or "0"


def _select(table: TrackedTable, operation: str) -> str:
    party = table.party_column
    if operation == "U":
        owner = "d.id" if party == "id" else "d.party"
        attributes = _attributes(table)
        diff, mask = (
            (" || coalesce(a.diff, '{}')", " | coalesce(a.mask, 0)") if attributes else ("", "")
        )
        return (
            f"SELECT d.id, {owner}, {_diff(table)}{diff}, {_personal(table)}, {_mask(table)}{mask}"
            f" FROM ({_compared(table)}) d{attributes} OFFSET 0"
        )
    alias = "new_rows" if operation == "I" else "old_rows"
    mask = "-1::bigint" if party == "id" else f"({_all_bits(table)})"
    plain = [c for c in table.columns if not (c.is_personal or c.is_attributes or c.is_silent)]
    private = [c for c in table.columns if c.is_personal]
    if party == "id" and operation == "I":  # a new customer: his first values are in the row
        return f"SELECT r.id, r.{party}, '{{}}'::jsonb, NULL::jsonb, {mask} FROM {alias} r"
    diff, personal = _whole(plain, operation), _whole(private, operation)
    return f"SELECT r.id, r.{party}, {diff}, nullif({personal}, '{{}}'), {mask} FROM {alias} r"


def _whole(columns: list[TrackedColumn], operation: str) -> str:
    """All values of an inserted row as [null, new], of a deleted one as [old, null]."""
    if not columns:
        return "'{}'::jsonb"
    shape = "NULL, r.{0}" if operation == "I" else "r.{0}, NULL"
    pairs = ", ".join(
        f"{literal(c.field)}, jsonb_build_array({shape.format(c.name)})" for c in columns
    )
    return f"jsonb_build_object({pairs})"


_OPERATIONS = {
    "I": ("INSERT", "REFERENCING NEW TABLE AS new_rows"),
    "U": ("UPDATE", "REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows"),
    "D": ("DELETE", "REFERENCING OLD TABLE AS old_rows"),
}


_KEPT = {
    "U": " WHERE s.diff <> '{}' OR s.personal IS NOT NULL OR s.mask <> 0",
    # Who is removed for good leaves no values behind: not even as what was removed.
    "D": " WHERE NOT EXISTS (SELECT FROM public.tracking_erasure e WHERE e.party_id = s.party)",
}


def trigger_statements(table: TrackedTable) -> list[str]:
    """Return the statements that (re)create functions and triggers of one table."""
    statements = []
    for code, (verb, transition) in _OPERATIONS.items():
        name = f"capture_{table.table}_{verb.lower()}"
        # An update without differences is the one thing of which the history keeps no line.
        noted = code if table.is_kept else "U"
        keep = _KEPT.get(code, "")
        declared, alone = (
            (DECLARED, alone_statements(table, noted=noted)) if code == "U" else ("", "")
        )
        statements += [
            f"CREATE OR REPLACE FUNCTION k.{name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = pg_catalog, public AS $body$\n"
            f"DECLARE captured k.captured[]; noted int;{declared}\nBEGIN\n{alone}"
            f"  SELECT array_agg(ROW(s.*)::k.captured) INTO captured FROM (\n"
            f"    {_select(table, code)}) s (id, party, diff, personal, mask){keep};\n"
            "  IF captured IS NOT NULL THEN\n"
            f"    noted := k.note_changes({literal(table.entity)}, '{noted}', {literal(table.topic)}, captured);\n"
            "  END IF;\n"
            f"  RETURN NULL;\nEND $body$",
            f"CREATE OR REPLACE TRIGGER capture_{verb.lower()} AFTER {verb} ON public.{table.table}"
            f" {transition} FOR EACH STATEMENT EXECUTE FUNCTION k.{name}()",
        ]
    return statements


def trigger_functions(table: TrackedTable) -> list[str]:
    return [f"capture_{table.table}_{verb.lower()}()" for verb, _ in _OPERATIONS.values()]
