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
-- definer: kurator_people
CREATE OR REPLACE FUNCTION k.shares_beyond(person uuid, viewer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whether somebody is shared with `person` who is neither shared with `viewer` nor his to see.
  SELECT EXISTS (
    SELECT FROM jsonb_object_keys(k.shares_of(person)) AS shared(party_id)
      JOIN public.parties_party p ON p.id = shared.party_id::uuid
     WHERE NOT k.shares_of(viewer) ? shared.party_id
       AND NOT EXISTS (SELECT FROM public.access_visibleowner v
                        WHERE v.viewer_id = viewer AND v.owner_id = p.owner_id))
$$;
