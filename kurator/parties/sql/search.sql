-- plain
CREATE OR REPLACE FUNCTION k.fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    translate(lower($1), 'абвгґдеєёзиіїйыклмнопрстуфхэyjwьъ''’ʼ`´"«»“”,;()', 'abvggdeeeziiiiiklmnoprstufheiiv'),
    'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia'),
    'shch', 'sh'), 'kh', 'h'), 'ii', 'i'), '  ', ' ')
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
