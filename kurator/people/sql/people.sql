-- definer: kurator_people
CREATE OR REPLACE FUNCTION k.customers_of(person uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FROM public.parties_party p WHERE p.owner_id = person
$$;
-- definer: kurator_people
CREATE OR REPLACE FUNCTION k.end_team_shares(team uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM public.parties_partyshare WHERE team_id = team
$$;
