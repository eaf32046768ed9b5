-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.my_places() RETURNS TABLE (team_id uuid, role_ids uuid[])
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
  SELECT u.team_id, ARRAY(SELECT ur.role_id FROM public.access_userrole ur WHERE ur.user_id = u.id)
    FROM public.access_user u WHERE u.id = nullif(current_setting('k.uid', true), '')::uuid
$$;
