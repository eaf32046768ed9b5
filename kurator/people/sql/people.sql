-- definer: kurator_people
CREATE OR REPLACE FUNCTION k.customers_of(person uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FROM public.parties_party p WHERE p.owner_id = person
$$;
