-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.colleagues() RETURNS TABLE (id uuid, name text, email text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
  SELECT u.id, u.name, u.email FROM public.access_user u WHERE u.is_active AND NOT u.is_system
$$;
-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.rights_of(person uuid)
RETURNS TABLE (name text, language text, permissions text[], scope text, owner_ids uuid[])
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
  SELECT u.name, u.language,
         ARRAY(SELECT DISTINCT p.code FROM public.access_userrole ur
                 JOIN public.access_role r ON r.id = ur.role_id
                CROSS JOIN LATERAL unnest(r.permissions) AS p(code) WHERE ur.user_id = u.id),
         s.scope,
         CASE WHEN s.scope = 'ALL' THEN NULL ELSE ARRAY(
           SELECT v.owner_id FROM public.access_visibleowner v WHERE v.viewer_id = u.id) END
    FROM public.access_user u
    CROSS JOIN LATERAL (
      SELECT coalesce((array_agg(r.scope ORDER BY array_position('{ALL,SUBTREE,TEAM,OWN}'::text[], r.scope)))[1], 'OWN') AS scope
        FROM public.access_userrole ur JOIN public.access_role r ON r.id = ur.role_id
       WHERE ur.user_id = u.id) s
   WHERE u.id = person AND u.is_active AND NOT u.is_system
$$;
