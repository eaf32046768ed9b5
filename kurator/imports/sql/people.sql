-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.external_ids_in_use(external_ids text[])
RETURNS TABLE (external_id text, is_mine boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog AS $$
  SELECT p.external_id, p.owner_id IN (SELECT k.my_owners()) FROM public.parties_party p
   WHERE p.external_id = ANY(external_ids)
$$;
