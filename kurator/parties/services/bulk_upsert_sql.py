"""Statements of the bulk writer; all rows of a batch come as one JSON document."""

from typing import Final

EXISTING: Final = """
SELECT id, external_id, owner_id, deleted_at IS NOT NULL FROM parties_party
 WHERE external_id IN (SELECT jsonb_array_elements_text(%s::jsonb))
 ORDER BY id FOR NO KEY UPDATE
"""

# One statement for customers and their contact points, so that their search documents are
# written once.
INSERT: Final = """
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
    id uuid, kind text, external_id text, name jsonb, lang text, status text, owner_id uuid,
    tax_id text, birth_date date, time_zone text, attrs jsonb)
), numbers AS MATERIALIZED (SELECT k.take_numbers('party', %(amount)s) AS first_number
), made AS (
  INSERT INTO parties_party (id, number, kind, external_id, name, lang, status, owner_id, tax_id,
                             birth_date, time_zone, attrs, created_at, updated_at, version)
  SELECT g.id, n.first_number + row_number() OVER () - 1, g.kind, g.external_id, g.name, g.lang,
         g.status, g.owner_id, g.tax_id, g.birth_date, g.time_zone, g.attrs, %(now)s, %(now)s, 1
    FROM given g CROSS JOIN numbers n
  ON CONFLICT (external_id) WHERE external_id IS NOT NULL DO NOTHING
  RETURNING id
), reached AS (
  INSERT INTO parties_contactpoint
    (id, party_id, kind, value, norm, extension, label, is_preferred, position)
  SELECT r.id, r.party_id, r.kind, r.value, r.norm, r.extension, '', false, r.position
    FROM jsonb_to_recordset(%(contacts)s::jsonb) AS r(
           id uuid, party_id uuid, kind text, value text, norm text, extension text,
           position smallint)
    JOIN made m ON m.id = r.party_id
)
SELECT id FROM made
"""

# One name that the customer has in some language already is no new one in another: a file says in
# which language a column is, not each row. Spaces between its words count as one.
_IS_CALLED_SO: Final = r"""p.name @> g.names
           OR (SELECT count(*) FROM jsonb_object_keys(g.names)) = 1
          AND EXISTS (SELECT FROM jsonb_each_text(g.names) n JOIN jsonb_each_text(p.name) k
                          ON regexp_replace(k.value, '[\s\u00a0\u2007\u202f]+', ' ', 'g') = n.value)"""

UPDATE: Final = (
    """
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
    id uuid, columns jsonb, attrs jsonb, dropped jsonb, names jsonb, own_name text)
), wanted AS MATERIALIZED (
  SELECT p.id,
         coalesce(g.columns ->> 'kind', p.kind) AS kind,
         coalesce(g.columns ->> 'status', p.status) AS status,
         coalesce(g.columns ->> 'lang', p.lang) AS lang,
         coalesce(g.columns ->> 'time_zone', p.time_zone) AS time_zone,
         coalesce(g.columns ->> 'tax_id', p.tax_id) AS tax_id,
         coalesce((g.columns ->> 'owner_id')::uuid, p.owner_id) AS owner_id,
         CASE WHEN jsonb_exists(g.columns, 'birth_date') THEN (g.columns ->> 'birth_date')::date
              ELSE p.birth_date END AS birth_date,
         jsonb_strip_nulls(p.name || """
    f"CASE WHEN {_IS_CALLED_SO} THEN '{{}}' ELSE g.names END)"
    """ || CASE WHEN g.own_name IS NULL THEN '{}'
           ELSE jsonb_build_object(p.lang, g.own_name) END AS name,
         (p.attrs || g.attrs) - ARRAY(SELECT jsonb_array_elements_text(g.dropped)) AS attrs
    FROM given g JOIN parties_party p ON p.id = g.id
)
UPDATE parties_party p
   SET kind = w.kind, status = w.status, lang = w.lang, time_zone = w.time_zone,
       tax_id = w.tax_id, owner_id = w.owner_id, birth_date = w.birth_date,
       name = CASE WHEN w.name = '{}' THEN p.name ELSE w.name END, attrs = w.attrs
  FROM wanted w
 WHERE p.id = w.id
   AND (p.kind, p.status, p.lang, p.time_zone, p.tax_id, p.owner_id, p.birth_date, p.name, p.attrs)
       IS DISTINCT FROM
       (w.kind, w.status, w.lang, w.time_zone, w.tax_id, w.owner_id, w.birth_date, w.name, w.attrs)
RETURNING p.id
"""
)

UPDATE_IN_PLACE: Final = UPDATE.replace("owner_id = w.owner_id, ", "")
"""The same customers without moving them to their new owners."""

INSERT_CONTACTS: Final = """
INSERT INTO parties_contactpoint
  (id, party_id, kind, value, norm, extension, label, is_preferred, position)
SELECT DISTINCT ON (r.party_id, r.kind, r.norm)
       r.id, r.party_id, r.kind, r.value, r.norm, r.extension, '', false, 100 + r.position
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
         id uuid, party_id uuid, kind text, value text, norm text, extension text,
         position smallint)
 WHERE NOT EXISTS (SELECT FROM parties_contactpoint c WHERE c.party_id = r.party_id
                    AND c.kind = r.kind AND c.norm = r.norm)
RETURNING party_id
"""

TAGS: Final = """
INSERT INTO parties_partytag (id, party_id, tag_id)
SELECT r.id, r.party_id, r.tag_id
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(id uuid, party_id uuid, tag_id uuid)
ON CONFLICT (party_id, tag_id) DO NOTHING
RETURNING party_id
"""
