-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.colleagues() RETURNS TABLE (id uuid, name text, email text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
  SELECT u.id, u.name, u.email FROM public.access_user u WHERE u.is_active AND NOT u.is_system
$$;
-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.rights_of(person uuid)
RETURNS TABLE (name text, language text, permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
  SELECT u.name, u.language, r.permissions, r.scope, k.owners_seen_by(u.id, r.scope), r.fields,
         k.shares_of(u.id)
    FROM public.access_user u CROSS JOIN LATERAL k.combined_rights(u.id) AS r
   WHERE u.id = person AND u.is_active AND NOT u.is_system
$$;
