-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.owners_of(ids uuid[]) RETURNS TABLE (id uuid, owner_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.owner_id FROM public.parties_party p WHERE p.id = ANY(ids)
$$;
