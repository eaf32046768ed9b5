-- definer: kurator_scoped, kurator_auth, kurator_worker
CREATE OR REPLACE FUNCTION k.my_owners() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE ROWS 20 SET search_path = pg_catalog AS $$
  SELECT owner_id FROM public.access_visibleowner
   WHERE viewer_id = nullif(current_setting('k.uid', true), '')::uuid
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.viewer_of(session_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- A session without the second factor that a role asks for opens nothing but one's own account.
  SELECT u.id, u.email, u.name, u.language, u.theme,
         CASE WHEN r.is_strict AND NOT s.is_strong THEN '{}' ELSE r.permissions END,
         CASE WHEN r.is_strict AND NOT s.is_strong THEN 'OWN' ELSE r.scope END,
         CASE WHEN r.is_strict AND NOT s.is_strong THEN '{}'
              WHEN r.scope = 'ALL' THEN NULL ELSE ARRAY(
           SELECT v.owner_id FROM public.access_visibleowner v WHERE v.viewer_id = u.id) END
    FROM public.access_session s
    JOIN public.access_user u ON u.id = s.user_id AND u.is_active
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(DISTINCT p.code) FILTER (WHERE p.code IS NOT NULL), '{}') AS permissions,
             coalesce((array_agg(r.scope ORDER BY array_position('{ALL,SUBTREE,TEAM,OWN}'::text[], r.scope)))[1], 'OWN') AS scope,
             coalesce(bool_or(r.requires_second_factor), false) AS is_strict
        FROM public.access_userrole ur JOIN public.access_role r ON r.id = ur.role_id
        LEFT JOIN LATERAL unnest(r.permissions) AS p(code) ON true
       WHERE ur.user_id = u.id) r
   WHERE s.key_hash = session_hash AND s.expires_at > clock_timestamp()
     AND s.last_seen_at > clock_timestamp() - interval '8 hours'
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.enter_session(session_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- The session was used: noted every few minutes, and never waited for.
  WITH used AS (
    SELECT s.key_hash FROM public.access_session s
     WHERE s.key_hash = session_hash
       AND s.last_seen_at < clock_timestamp() - interval '5 minutes'
       AND s.last_seen_at > clock_timestamp() - interval '8 hours'
       FOR UPDATE SKIP LOCKED), noted AS (
    UPDATE public.access_session s SET last_seen_at = clock_timestamp()
      FROM used WHERE s.key_hash = used.key_hash)
  SELECT * FROM k.viewer_of(session_hash)
$$;
-- definer: kurator_auth, kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.needs_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM public.access_userrole ur JOIN public.access_role r ON r.id = ur.role_id
                  WHERE ur.user_id = person AND r.requires_second_factor)
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.people()
RETURNS TABLE (id uuid, name text, team_id uuid, is_active boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
  SELECT u.id, u.name, u.team_id, u.is_active FROM public.access_user u WHERE NOT u.is_system
$$;
