-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.my_shared() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE ROWS 10 SET search_path = pg_catalog AS $$
  SELECT s.party_id FROM public.parties_partyshare s
    JOIN public.access_user u ON u.id = nullif(current_setting('k.uid', true), '')::uuid
   WHERE (s.user_id = u.id OR s.team_id = u.team_id) AND (s.until IS NULL OR s.until > clock_timestamp())
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.my_shared_to_edit() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE ROWS 10 SET search_path = pg_catalog AS $$
  SELECT s.party_id FROM public.parties_partyshare s
    JOIN public.access_user u ON u.id = nullif(current_setting('k.uid', true), '')::uuid
   WHERE (s.user_id = u.id OR s.team_id = u.team_id) AND s.can_edit
     AND (s.until IS NULL OR s.until > clock_timestamp())
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.may_give(party uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog AS $$
  -- Whether the viewer sees this customer without a share: asked for each new row, by keys alone.
  SELECT EXISTS (SELECT FROM public.parties_party p
                   JOIN public.access_visibleowner v ON v.owner_id = p.owner_id
                  WHERE p.id = party AND p.deleted_at IS NULL
                    AND v.viewer_id = nullif(current_setting('k.uid', true), '')::uuid)
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.may_write(party uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog AS $$
  -- The same, or by a share to be changed.
  SELECT EXISTS (SELECT FROM public.parties_party p
                  WHERE p.id = party AND p.deleted_at IS NULL
                    AND (EXISTS (SELECT FROM public.access_visibleowner v
                                  WHERE v.owner_id = p.owner_id
                                    AND v.viewer_id = nullif(current_setting('k.uid', true), '')::uuid)
                      OR EXISTS (SELECT FROM public.parties_partyshare s
                                   JOIN public.access_user u ON u.id = nullif(current_setting('k.uid', true), '')::uuid
                                  WHERE s.party_id = p.id AND (s.user_id = u.id OR s.team_id = u.team_id) AND s.can_edit
                                    AND (s.until IS NULL OR s.until > clock_timestamp()))))
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.shares_of(person uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(jsonb_object_agg(f.party_id, f.can_edit), '{}') FROM (
    SELECT s.party_id, bool_or(s.can_edit) AS can_edit FROM public.parties_partyshare s
      JOIN public.access_user u ON u.id = person
     WHERE (s.user_id = u.id OR s.team_id = u.team_id) AND (s.until IS NULL OR s.until > clock_timestamp())
     GROUP BY s.party_id LIMIT 2000) f
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.count_shares(person uuid, of_team uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FROM public.parties_partyshare s WHERE s.user_id = person OR s.team_id = of_team
$$;
