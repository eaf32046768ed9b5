-- plain
CREATE OR REPLACE FUNCTION k.party_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.latin(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT replace(replace(replace(replace(replace(replace(replace(replace(
    translate($1, 'абвгґдезиіїйклмнопрстуфхыэьъёєў', 'abvhgdezyiijklmnoprstufhye''''eeu'),
    'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'yu'), 'я', 'ya'), '''', '')
$$;
-- plain
CREATE OR REPLACE FUNCTION k.party_names(name jsonb, number bigint, external_id text, tax_id text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT concat_ws(' ', names, nullif(k.latin(names), names), 'k-' || number, lower(external_id), tax_id)
    FROM (SELECT lower(string_agg(DISTINCT value, ' ')) AS names FROM jsonb_each_text(name)) n
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.index_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.parties_partysearch (party_id, names, contacts)
  SELECT n.id, k.party_names(n.name, n.number, n.external_id, n.tax_id), '' FROM new_rows n
  ON CONFLICT (party_id) DO UPDATE SET names = excluded.names
   WHERE parties_partysearch.names <> excluded.names;
  RETURN NULL;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.reindex_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE public.parties_partysearch s SET names = k.party_names(n.name, n.number, n.external_id, n.tax_id)
    FROM new_rows n JOIN old_rows o ON o.id = n.id
   WHERE s.party_id = n.id
     AND (n.name, n.external_id, n.tax_id) IS DISTINCT FROM (o.name, o.external_id, o.tax_id);
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
  IF ids IS NULL THEN RETURN NULL; END IF;
  UPDATE public.parties_partysearch s SET contacts = c.contacts
    FROM (SELECT i.id, coalesce((SELECT string_agg(p.norm || CASE WHEN p.extension <> '' THEN ' x' || p.extension ELSE '' END, ' ' ORDER BY p.id)
            FROM public.parties_contactpoint p WHERE p.party_id = i.id), '') AS contacts
            FROM unnest(ids) AS i(id)) c
   WHERE s.party_id = c.id AND s.contacts <> c.contacts;
  RETURN NULL;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.take_numbers(series text, amount int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.parties_numberseries AS n (code, next_number) VALUES (series, 10001 + amount)
  ON CONFLICT (code) DO UPDATE SET next_number = n.next_number + amount
  RETURNING next_number - amount
$$;
-- table parties_party
CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON public.parties_party
  FOR EACH ROW EXECUTE FUNCTION k.party_stamp();
-- table parties_party
CREATE OR REPLACE TRIGGER index_insert AFTER INSERT ON public.parties_party
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_parties();
-- table parties_party
CREATE OR REPLACE TRIGGER index_update AFTER UPDATE ON public.parties_party
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.reindex_parties();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_insert AFTER INSERT ON public.parties_contactpoint
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_update AFTER UPDATE ON public.parties_contactpoint
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
-- table parties_contactpoint
CREATE OR REPLACE TRIGGER index_delete AFTER DELETE ON public.parties_contactpoint
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.index_contacts();
