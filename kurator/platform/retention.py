"""
How long kinds of data are kept: each feature says what grows old, an administrator says when it goes.

Counting and dropping are functions of the database, generated from the rule, so that the worker can
drop what it may not delete by itself, and only what is old.
"""

from dataclasses import dataclass

from kurator.kernel.localized import LocalizedText

MAX_COUNTED = 1_000_000


@dataclass(frozen=True)
class RetentionRule:
    """
    `older` is the SQL condition under which a row `t` of the table is older than `before`. The row is
    deleted, or, with `erase`, these columns are set, or, with `calls`, a function of the database is
    given the ids. `default_days` None = kept for ever; nobody may set less than `least_days`.
    """

    code: str
    label: LocalizedText
    hint: LocalizedText
    table: str
    older: str
    erase: str = ""
    calls: str = ""
    """`k.name(%s)`, which takes an array of ids and returns how many went."""
    portion: int = 10_000
    """Most rows that go in one transaction."""
    default_days: int | None = None
    least_days: int = 1

    @property
    def function(self) -> str:
        return self.code.replace(".", "_")


def retention_rules() -> dict[str, RetentionRule]:
    """All rules by code, in the order of the features."""
    from kurator.platform.features import features

    return {rule.code: rule for feature in features() for rule in feature.retention}


_COUNT = """
CREATE OR REPLACE FUNCTION k.count_old_{function}(before timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FROM (SELECT FROM public.{table} t WHERE {older} LIMIT {most} + 1) old
$$"""
_DROP = """
CREATE OR REPLACE FUNCTION k.drop_old_{function}(before timestamptz, portion integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE dropped bigint;
BEGIN
  {act}
  RETURN dropped;
END $$"""


_AGED = "ARRAY(SELECT t.{row} FROM public.{table} t WHERE {older} LIMIT portion)"


def retention_statements(rule: RetentionRule) -> list[str]:
    """Return the statements that (re)create the functions of one rule."""
    return [
        _COUNT.format(function=rule.function, table=rule.table, older=rule.older, most=MAX_COUNTED),
        _DROP.format(function=rule.function, act=_act(rule)),
    ]


def _act(rule: RetentionRule) -> str:
    if rule.calls:
        aged = _AGED.format(row="id", table=rule.table, older=rule.older)
        return f"dropped := {rule.calls % aged};"
    aged = _AGED.format(row="ctid", table=rule.table, older=rule.older)
    verb = (
        f"UPDATE public.{rule.table} d SET {rule.erase}"
        if rule.erase
        else f"DELETE FROM public.{rule.table} d"
    )
    return f"{verb} WHERE d.ctid = ANY({aged});\n  GET DIAGNOSTICS dropped = ROW_COUNT;"


def retention_functions(rule: RetentionRule) -> dict[str, list[str]]:
    """Signature → roles that may call it."""
    return {
        f"k.count_old_{rule.function}(before timestamptz)": ["kurator_scoped", "kurator_worker"],
        f"k.drop_old_{rule.function}(before timestamptz, portion integer)": ["kurator_worker"],
    }
