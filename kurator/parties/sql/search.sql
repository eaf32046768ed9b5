-- plain
CREATE OR REPLACE FUNCTION k.fold(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(replace(replace(replace(
  CASE WHEN octet_length(written) = length(written)
  THEN translate(lower(written), E'yjw,;()"\n\t\r\'`', 'iiv        ')
  ELSE replace(replace(replace(replace(replace(replace(replace(
         translate(lower(written), E'абвгґдеєёзиіїйыклмнопрстуфхэyjw,;()"«»“”\n\t\r\u00a0ьъ\'’ʼ`´',
                                   'abvggdeeeziiiiiklmnoprstufheiiv             '),
         'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia')
  END, 'shch', 'sh'), 'kh', 'h'), 'ii', 'i'), 'hcq', 'gkk');
-- plain
CREATE OR REPLACE FUNCTION k.sort_key(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(lower(left(written, 200)),
  'ґ', 'гӿ'), 'є', 'еӿ'), 'ё', 'еӿ'), 'і', 'иӿ'), 'ї', 'иӿӿ');
-- plain
CREATE OR REPLACE FUNCTION k.like_escaped(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(written, '\', '\\'), '%', '\%'), '_', '\_');
-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.index_documents(ids uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.parties_partysearch AS s (party_id, owners, document)
  SELECT p.id, ARRAY[p.owner_id],
         concat_ws(' ', '', k.fold((
           SELECT string_agg(DISTINCT left(value, 500), ' ') FROM jsonb_each_text(p.name))),
           k.fold(concat_ws(' ', 'k-' || p.number, p.external_id, nullif(p.tax_id, ''), c.contacts)))
    FROM public.parties_party p
    LEFT JOIN (SELECT c.party_id,
                      string_agg(concat_ws(' ', c.norm, nullif('x' || c.extension, 'x')), ' ' ORDER BY c.id) AS contacts
                 FROM public.parties_contactpoint c WHERE c.party_id = ANY(ids) GROUP BY c.party_id) c
      ON c.party_id = p.id
   WHERE p.id = ANY(ids) AND p.deleted_at IS NULL
  ON CONFLICT (party_id) DO UPDATE SET owners = excluded.owners, document = excluded.document
   WHERE (s.owners, s.document) IS DISTINCT FROM (excluded.owners, excluded.document)
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET enable_nestloop = off AS $$
DECLARE ids uuid[]; gone uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN SELECT array_agg(n.id) INTO ids FROM new_rows n;
  ELSE SELECT array_agg(n.id), array_agg(n.id) FILTER (WHERE n.deleted_at IS NOT NULL) INTO ids, gone
         FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE (n.name, n.external_id, n.tax_id, n.owner_id, n.deleted_at) IS DISTINCT FROM (o.name, o.external_id, o.tax_id, o.owner_id, o.deleted_at);
  END IF;
  IF gone IS NOT NULL THEN  -- who lies in the recycle bin is not found
    DELETE FROM public.parties_partysearch s WHERE s.party_id = ANY(gone);
  END IF;
  IF ids IS NOT NULL THEN PERFORM k.index_documents(ids); END IF;
  RETURN NULL;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_contacts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  IF TG_OP = 'DELETE' THEN SELECT array_agg(DISTINCT o.party_id) INTO ids FROM old_rows o;
  ELSIF TG_OP = 'UPDATE' THEN SELECT array_agg(DISTINCT n.party_id) INTO ids FROM new_rows n;
  ELSE  -- customers inserted by the same statement have their document already
    SELECT array_agg(DISTINCT n.party_id) INTO ids
      FROM new_rows n LEFT JOIN public.parties_partysearch s ON s.party_id = n.party_id
     WHERE s.party_id IS NULL
        OR strpos(s.document, k.fold(concat_ws(' ', n.norm, nullif('x' || n.extension, 'x')))) = 0;
  END IF;
  IF ids IS NOT NULL THEN PERFORM k.index_documents(ids); END IF;
  RETURN NULL;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_scope() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM public.access_user u WHERE u.id <> ALL(o.owners)) THEN o.owners END
    FROM (SELECT ARRAY(SELECT k.my_owners()) AS owners) o
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_beginnings(owners uuid[], beginning text, max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE beyond text := beginning || U&'\+10FFFF';
BEGIN
  IF cardinality(owners) <= 64 THEN  -- each owner's part of the index by itself
    RETURN QUERY
      SELECT f.id FROM unnest(owners) AS o(id) CROSS JOIN LATERAL (
        SELECT p.id, p.sort_name FROM public.parties_party p
         WHERE p.deleted_at IS NULL AND p.owner_id = o.id AND p.sort_name >= beginning AND p.sort_name < beyond
         ORDER BY p.sort_name, p.id LIMIT max_rows) f
       ORDER BY f.sort_name, f.id LIMIT max_rows;
  ELSE
    RETURN QUERY
      SELECT p.id FROM public.parties_party p
       WHERE p.deleted_at IS NULL AND p.sort_name >= beginning AND p.sort_name < beyond
         AND (owners IS NULL OR p.owner_id = ANY(owners))
       ORDER BY p.sort_name, p.id LIMIT max_rows;
  END IF;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_phone_ends(owners uuid[], digits text, max_rows int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
  SELECT p.id FROM (
    SELECT c.party_id FROM public.parties_contactpoint c
     WHERE c.kind = 'PHONE' AND reverse(c.norm) ~>=~ reverse(digits) AND reverse(c.norm) ~<~ (reverse(digits) || ':')
     LIMIT 5000) c
  CROSS JOIN LATERAL (
    SELECT p.id FROM public.parties_party p
     WHERE p.id = c.party_id AND p.deleted_at IS NULL AND (owners IS NULL OR p.owner_id = ANY(owners)) LIMIT 1) p
  LIMIT max_rows
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_address_beginnings(owners uuid[], beginning text, max_rows int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
  SELECT p.id FROM (
    SELECT c.party_id FROM public.parties_contactpoint c
     WHERE c.norm ~>=~ beginning AND c.norm ~<~ (beginning || U&'\+10FFFF') LIMIT 5000) c
  CROSS JOIN LATERAL (
    SELECT p.id FROM public.parties_party p
     WHERE p.id = c.party_id AND p.deleted_at IS NULL AND (owners IS NULL OR p.owner_id = ANY(owners)) LIMIT 1) p
  LIMIT max_rows
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_documents(owners uuid[], condition text, max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
BEGIN
  IF owners IS NOT NULL THEN
    condition := format('s.owners && %L::uuid[] AND %s', owners, condition);
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT s.party_id FROM public.parties_partysearch s WHERE %s LIMIT %s', condition, max_rows);
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.search_exact_number(owners uuid[], needle text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
  SELECT p.id FROM public.parties_party p
   WHERE p.number = substring(needle FROM '^(?:[KkКк]-?)?([0-9]{1,15})$')::bigint
     AND p.deleted_at IS NULL AND (owners IS NULL OR p.owner_id = ANY(owners))
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.search_parties(route text, needle text, max_rows int)
RETURNS TABLE (party_id uuid, rank bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE
  owners uuid[] := k.search_scope();
  found uuid[];
  shared uuid[];
  condition text;
BEGIN
  IF route = 'phone' THEN
    found := ARRAY(SELECT k.search_phone_ends(owners, needle, max_rows));
    IF cardinality(found) = 0 OR length(needle) < 7 THEN  -- not LIKE: its index knows runs of three only
      condition := format('k.number_grams(s.document) @> %L::text[] AND strpos(s.document, %L) > 0',
                          k.number_grams(needle), needle);
    END IF;
  ELSIF route = 'email' THEN
    found := ARRAY(SELECT k.search_address_beginnings(owners, needle, max_rows));
    IF cardinality(found) = 0 THEN
      condition := format('s.document LIKE %L', '%' || k.like_escaped(k.fold(needle)) || '%');
    END IF;
  ELSE
    found := ARRAY(SELECT k.search_beginnings(owners, k.sort_key(needle), max_rows));
    IF length(needle) > 1 THEN
      SELECT string_agg(
               format('s.document LIKE %L', CASE WHEN length(w) > 2 THEN '%' ELSE '% ' END || k.like_escaped(w) || '%'),
               ' AND ') INTO condition
        FROM (SELECT w FROM string_to_table(k.fold(needle), ' ') AS w WHERE w <> '' LIMIT 6) words;
    END IF;
  END IF;
  IF condition IS NOT NULL AND cardinality(found) < max_rows THEN
    found := found || ARRAY(SELECT k.search_documents(owners, condition, max_rows));
  END IF;
  IF owners IS NOT NULL THEN  -- what is shared is few, and looked through as it is
    shared := ARRAY(SELECT k.my_shared());
    IF cardinality(shared) > 0 THEN
      found := found || ARRAY(
        SELECT s.party_id FROM public.parties_partysearch s
         WHERE s.party_id = ANY(shared)
           AND NOT EXISTS (SELECT FROM string_to_table(k.fold(needle), ' ') AS w
                            WHERE w <> '' AND strpos(s.document, w) = 0));
    END IF;
  END IF;
  IF needle ~ '^[KkКк0-9]' AND route IN ('phone', 'name') THEN  -- whose number was typed whole comes first
    found := ARRAY(SELECT k.search_exact_number(owners, needle)) || found;
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
