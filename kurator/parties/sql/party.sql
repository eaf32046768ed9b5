-- plain
CREATE OR REPLACE FUNCTION k.party_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.take_numbers(series text, amount int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.parties_numberseries AS n (code, next_number) VALUES (series, 10001 + amount)
  ON CONFLICT (code) DO UPDATE SET next_number = n.next_number + amount
  RETURNING next_number - amount
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.stamp_catalogue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.parties_cataloguestamp (id, stamp) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.names_of_people(ids uuid[])
RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog AS $$
  SELECT u.id, u.name FROM public.access_user u WHERE u.id = ANY(ids) AND NOT u.is_system
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.taken_external_ids(wanted text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.external_id FROM public.parties_party p WHERE p.external_id = ANY(wanted)
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.hand_over(party_ids uuid[], new_owner uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE moved int;
BEGIN
  IF NOT EXISTS (SELECT FROM public.access_user u WHERE u.id = new_owner AND (u.is_active OR u.is_system)) THEN
    RETURN -1;
  END IF;
  PERFORM p.id FROM public.parties_party p
    WHERE p.id = ANY(party_ids) AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners())
    ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE public.parties_party p SET owner_id = new_owner
   WHERE p.id = ANY(party_ids) AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners()) AND p.owner_id <> new_owner;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;
-- table parties_party
ALTER TABLE public.parties_party SET (fillfactor = 85);
-- table parties_party
CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON public.parties_party
  FOR EACH ROW EXECUTE FUNCTION k.party_stamp();
-- table parties_attribute
CREATE OR REPLACE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON public.parties_attribute
  FOR EACH STATEMENT EXECUTE FUNCTION k.stamp_catalogue();
-- table parties_tag
CREATE OR REPLACE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON public.parties_tag
  FOR EACH STATEMENT EXECUTE FUNCTION k.stamp_catalogue();
