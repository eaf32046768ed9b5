-- plain
CREATE OR REPLACE FUNCTION k.fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT translate(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      translate(lower($1), E'абвгґдеєёзиіїйыклмнопрстуфхэyjw,;()"«»“”\n\t\r\u00a0ьъ\'’ʼ`´',
                           'abvggdeeeziiiiiklmnoprstufheiiv             '),
      'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia'),
      'shch', 'sh'), 'kh', 'h'), 'ii', 'i'),
    'hcq', 'gkk')
$$;
-- plain
CREATE OR REPLACE FUNCTION k.sort_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT replace(replace(replace(replace(replace(lower(left($1, 200)),
    'ґ', 'гӿ'), 'є', 'еӿ'), 'ё', 'еӿ'), 'і', 'иӿ'), 'ї', 'иӿӿ')
$$;
-- plain
CREATE OR REPLACE FUNCTION k.like_escaped(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT replace(replace(replace($1, '\', '\\'), '%', '\%'), '_', '\_')
$$;
-- plain
CREATE OR REPLACE FUNCTION k.party_document(name jsonb, number bigint, external_id text, tax_id text, contacts text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT ' ' || concat_ws(' ',
           (SELECT string_agg(DISTINCT k.fold(left(value, 500)), ' ') FROM jsonb_each_text(name)),
           'k-' || number, k.fold(external_id), nullif(k.fold(tax_id), ''), k.fold(contacts))
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_documents(ids uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.parties_partysearch AS s (party_id, owners, document)
  SELECT p.id, ARRAY[p.owner_id],
         k.party_document(p.name, p.number, p.external_id, p.tax_id, c.contacts)
    FROM public.parties_party p
    LEFT JOIN (SELECT c.party_id,
                      string_agg(concat_ws(' ', c.norm, nullif('x' || c.extension, 'x')), ' ' ORDER BY c.id) AS contacts
                 FROM public.parties_contactpoint c WHERE c.party_id = ANY(ids) GROUP BY c.party_id) c
      ON c.party_id = p.id
   WHERE p.id = ANY(ids)
  ON CONFLICT (party_id) DO UPDATE SET owners = excluded.owners, document = excluded.document
   WHERE (s.owners, s.document) IS DISTINCT FROM (excluded.owners, excluded.document)
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN SELECT array_agg(n.id) INTO ids FROM new_rows n;
  ELSE SELECT array_agg(n.id) INTO ids FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE (n.name, n.external_id, n.tax_id, n.owner_id) IS DISTINCT FROM (o.name, o.external_id, o.tax_id, o.owner_id);
  END IF;
  IF ids IS NOT NULL THEN PERFORM k.index_documents(ids); END IF;
  RETURN NULL;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_contacts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  IF TG_OP = 'DELETE' THEN SELECT array_agg(DISTINCT party_id) INTO ids FROM old_rows;
  ELSE SELECT array_agg(DISTINCT party_id) INTO ids FROM new_rows;
  END IF;
  IF ids IS NOT NULL THEN PERFORM k.index_documents(ids); END IF;
  RETURN NULL;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_scope() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN cardinality(o.owners) < (SELECT count(*) FROM public.access_user) THEN o.owners END
    FROM (SELECT ARRAY(SELECT k.my_owners()) AS owners) o
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_beginnings(owners uuid[], needle text, max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE beginning text := k.like_escaped(k.sort_key(needle)) || '%';
BEGIN
  IF cardinality(owners) <= 64 THEN
    RETURN QUERY EXECUTE format(
      'SELECT f.id FROM unnest(%L::uuid[]) AS o(id) CROSS JOIN LATERAL (
         SELECT p.id, p.sort_name FROM public.parties_party p
          WHERE p.owner_id = o.id AND p.sort_name LIKE %L ORDER BY p.sort_name, p.id LIMIT %s) f
        ORDER BY f.sort_name, f.id LIMIT %3$s', owners, beginning, max_rows);
  ELSE
    RETURN QUERY EXECUTE format(
      'SELECT p.id FROM public.parties_party p WHERE p.sort_name LIKE %L AND %s
        ORDER BY p.sort_name, p.id LIMIT %s',
      beginning, CASE WHEN owners IS NULL THEN 'true' ELSE format('p.owner_id = ANY(%L::uuid[])', owners) END, max_rows);
  END IF;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_documents(owners uuid[], patterns text[], max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE conditions text;
BEGIN
  SELECT string_agg(format('s.document LIKE %L', one), ' AND ') INTO conditions FROM unnest(patterns) AS one;
  IF owners IS NOT NULL THEN
    conditions := format('s.owners && %L::uuid[] AND %s', owners, conditions);
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT s.party_id FROM public.parties_partysearch s WHERE %s LIMIT %s', conditions, max_rows);
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_contacts(owners uuid[], condition text, max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT p.id FROM public.parties_contactpoint c JOIN public.parties_party p ON p.id = c.party_id
      WHERE %s AND %s LIMIT %s',
    condition, CASE WHEN owners IS NULL THEN 'true' ELSE format('p.owner_id = ANY(%L::uuid[])', owners) END, max_rows);
END $$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.search_parties(route text, needle text, max_rows int)
RETURNS TABLE (party_id uuid, rank bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE
  owners uuid[] := k.search_scope();
  found uuid[] := '{}';
  words text[] := ARRAY(SELECT w FROM regexp_split_to_table(trim(k.fold(needle)), ' +') AS w WHERE w <> '' LIMIT 6);
BEGIN
  IF route = 'phone' THEN
    found := ARRAY(SELECT k.search_contacts(owners,
      format('c.kind = ''PHONE'' AND reverse(c.norm) LIKE %L', reverse(needle) || '%'), max_rows));
    IF cardinality(found) = 0 OR length(needle) < 7 THEN
      found := found || ARRAY(SELECT k.search_documents(owners, ARRAY['%' || needle || '%'], max_rows));
    END IF;
  ELSIF route = 'email' THEN
    found := ARRAY(SELECT k.search_contacts(owners,
      format('c.norm LIKE %L', k.like_escaped(lower(needle)) || '%'), max_rows));
    IF cardinality(found) = 0 THEN
      found := ARRAY(SELECT k.search_documents(owners, ARRAY['%' || k.like_escaped(words[1]) || '%'], max_rows));
    END IF;
  ELSIF cardinality(words) > 0 THEN
    found := ARRAY(SELECT k.search_beginnings(owners, needle, max_rows));
    IF cardinality(found) < max_rows AND length(needle) > 1 THEN
      found := found || ARRAY(SELECT k.search_documents(owners, ARRAY(
        SELECT CASE WHEN length(w) > 2 THEN '%' ELSE '% ' END || k.like_escaped(w) || '%' FROM unnest(words) AS w
      ), max_rows));
    END IF;
  END IF;
  RETURN QUERY SELECT f.id, min(f.ordinality) FROM unnest(found) WITH ORDINALITY AS f(id, ordinality)
    GROUP BY f.id ORDER BY 2 LIMIT max_rows;
END $$;
-- table parties_party
CREATE OR REPLACE TRIGGER index_insert AFTER INSERT ON public.parties_party
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_parties();
-- table parties_party
CREATE OR REPLACE TRIGGER index_update AFTER UPDATE ON public.parties_party
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_parties();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_insert AFTER INSERT ON public.parties_contactpoint
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_update AFTER UPDATE ON public.parties_contactpoint
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_delete AFTER DELETE ON public.parties_contactpoint
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
