-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.owners_of(ids uuid[]) RETURNS TABLE (id uuid, owner_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.owner_id FROM public.parties_party p WHERE p.id = ANY(ids)
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.names_unseen(ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whether one of the ids is a customer whom the viewer does not see (any more).
  SELECT EXISTS (SELECT FROM public.parties_party p WHERE p.id = ANY(ids)
                    AND p.owner_id NOT IN (SELECT k.my_owners()) AND p.id NOT IN (SELECT k.my_shared()))
$$;
