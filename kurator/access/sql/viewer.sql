-- definer: kurator_scoped, kurator_auth, kurator_worker
CREATE OR REPLACE FUNCTION k.my_owners() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE ROWS 20 SET search_path = pg_catalog AS $$
  SELECT owner_id FROM public.access_visibleowner
   WHERE viewer_id = nullif(current_setting('k.uid', true), '')::uuid
$$;
-- definer: kurator_people, kurator_worker
CREATE OR REPLACE FUNCTION k.combined_rights(person uuid)
RETURNS TABLE (permissions text[], scope text, fields jsonb)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
  WITH held AS (
    SELECT r.permissions, r.scope, r.fields FROM public.access_userrole ur
      JOIN public.access_role r ON r.id = ur.role_id WHERE ur.user_id = person
  ), narrowed AS (  -- a field is narrowed only when every role narrows it; the widest counts
    SELECT f.key AS code, CASE WHEN bool_or(f.value = 'READ') THEN 'READ' ELSE 'NONE' END AS best
      FROM held CROSS JOIN LATERAL jsonb_each_text(held.fields) AS f
     WHERE f.value IN ('READ', 'NONE')
     GROUP BY f.key HAVING count(*) = (SELECT count(*) FROM held)
  )
  SELECT ARRAY(SELECT DISTINCT p.code FROM held CROSS JOIN LATERAL unnest(held.permissions) AS p(code)),
         coalesce((SELECT h.scope FROM held h
                    ORDER BY array_position('{ALL,SUBTREE,TEAM,OWN}'::text[], h.scope) LIMIT 1), 'OWN'),
         coalesce((SELECT jsonb_object_agg(n.code, n.best) FROM narrowed n), '{}')
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.owners_seen_by(person uuid, scope text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN scope = 'ALL' THEN NULL ELSE ARRAY(
    SELECT v.owner_id FROM public.access_visibleowner v WHERE v.viewer_id = person) END
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.rights_in_session(session_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- A session without the second factor that a role asks for opens nothing but one's own account;
  -- the one word it has stands in types.py, too, and is no permission.
  SELECT u.id, u.email, u.name, u.language, u.theme,
         CASE WHEN w.is_weak THEN '{access.owes_factor}' ELSE r.permissions END,
         CASE WHEN w.is_weak THEN 'OWN' ELSE r.scope END,
         CASE WHEN w.is_weak THEN '{}' ELSE k.owners_seen_by(u.id, r.scope) END,
         r.fields, CASE WHEN w.is_weak THEN '{}' ELSE k.shares_of(u.id) END
    FROM public.access_session s
    JOIN public.access_user u ON u.id = s.user_id AND u.is_active
    CROSS JOIN LATERAL k.combined_rights(u.id) AS r
    -- OFFSET 0: asked once, not at each place that stands on the answer.
    CROSS JOIN LATERAL (SELECT NOT s.is_strong AND k.needs_second_factor(u.id) AS is_weak OFFSET 0) w
   WHERE s.key_hash = session_hash AND s.expires_at > clock_timestamp()
     AND s.last_seen_at > clock_timestamp() - interval '8 hours'
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.note_use_of_session(session_hash text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Noted every few minutes, and never waited for.
  WITH used AS (
    SELECT s.key_hash FROM public.access_session s
     WHERE s.key_hash = session_hash
       AND s.last_seen_at < clock_timestamp() - interval '5 minutes'
       AND s.last_seen_at > clock_timestamp() - interval '8 hours'
       FOR UPDATE SKIP LOCKED), noted AS (
    UPDATE public.access_session s SET last_seen_at = clock_timestamp()
      FROM used WHERE s.key_hash = used.key_hash), seen AS (
    UPDATE public.access_user SET last_seen_at = clock_timestamp()
     WHERE id = (SELECT u.id FROM public.access_session s JOIN public.access_user u ON u.id = s.user_id
                  WHERE s.key_hash = session_hash AND s.expires_at > clock_timestamp() AND u.is_active
                    AND (u.last_seen_at IS NULL OR u.last_seen_at < clock_timestamp() - interval '5 minutes')
                    FOR NO KEY UPDATE OF u SKIP LOCKED))
  SELECT
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.use_session(session_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- On a full disk nothing is written, and everything is still read.
  IF current_setting('transaction_read_only') = 'off' THEN
    PERFORM k.note_use_of_session(session_hash);
  END IF;
  RETURN QUERY SELECT * FROM k.rights_in_session(session_hash);
END $$;
-- definer: kurator_auth, kurator_scoped
CREATE OR REPLACE FUNCTION k.is_proven(session_hash text, person uuid, lasts interval) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whether the person behind the session showed a short while ago that it is he.
  SELECT EXISTS (SELECT FROM public.access_session s
                  WHERE s.key_hash = session_hash AND s.user_id = person
                    AND s.proven_at > clock_timestamp() - lasts)
$$;
-- definer: kurator_auth, kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.needs_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM public.access_userrole ur JOIN public.access_role r ON r.id = ur.role_id
                  WHERE ur.user_id = person AND r.requires_second_factor)
      OR k.owes_second_factor(person)
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.note_use_of_key(wanted_hash text, caller text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE public.access_apikey SET last_used_at = clock_timestamp(), last_used_addr = caller
   WHERE id = (SELECT a.id FROM public.access_apikey a
                WHERE a.key_hash = wanted_hash AND a.revoked_at IS NULL
                  AND (a.last_used_at IS NULL OR a.last_used_at < clock_timestamp() - interval '1 minute')
                  FOR NO KEY UPDATE SKIP LOCKED)
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.rights_of_key(wanted_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb,
               key_id uuid, key_name text, networks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT u.id, u.email, u.name, u.language, u.theme,
         ARRAY(SELECT p.code FROM unnest(r.permissions) AS p(code) WHERE p.code = ANY(a.scopes)),
         r.scope, k.owners_seen_by(u.id, r.scope), r.fields, k.shares_of(u.id), a.id, a.name, a.networks
    FROM public.access_apikey a
    JOIN public.access_user u ON u.id = a.user_id AND u.is_active
    CROSS JOIN LATERAL k.combined_rights(u.id) AS r
   WHERE a.key_hash = wanted_hash AND a.revoked_at IS NULL
     AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp())
     -- A person who could not log in without setting up a factor first acts by no program either.
     AND NOT (k.needs_second_factor(u.id) AND k.lacks_second_factor(u.id))
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.viewer_of_key(wanted_hash text, caller text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb,
               key_id uuid, key_name text, networks text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF current_setting('transaction_read_only') = 'off' THEN
    PERFORM k.note_use_of_key(wanted_hash, caller);
  END IF;
  RETURN QUERY SELECT * FROM k.rights_of_key(wanted_hash);
END $$;
-- definer: kurator_auth, kurator_people
CREATE OR REPLACE FUNCTION k.revoke_keys_of(person uuid) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE public.access_apikey SET revoked_at = clock_timestamp()
   WHERE user_id = person AND revoked_at IS NULL RETURNING id
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.people()
RETURNS TABLE (id uuid, name text, team_id uuid, is_active boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
  SELECT u.id, u.name, u.team_id, u.is_active FROM public.access_user u WHERE NOT u.is_system
$$;
-- definer: kurator_people
CREATE OR REPLACE FUNCTION k.sees_beyond(person uuid, viewer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whether `person` sees customers that `viewer`, who does not see all, does not.
  SELECT EXISTS (SELECT FROM public.access_visibleowner theirs WHERE theirs.viewer_id = person
                    AND NOT EXISTS (SELECT FROM public.access_visibleowner own
                                     WHERE own.viewer_id = viewer AND own.owner_id = theirs.owner_id))
      OR k.shares_beyond(person, viewer)
$$;
-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.looked_through(session_hash text, permissions text[], scope text, fields jsonb)
RETURNS TABLE (user_id uuid, email text, name text, permissions_seen text[], scope_seen text, fields_seen jsonb, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
  -- Whose eyes this session sees with: never beyond the rights of its own person, whatever has been
  -- changed since the look began.
  SELECT u.id, u.email, u.name, r.permissions, r.scope, r.fields, l.ends_at
    FROM public.access_session s
    JOIN public.access_look l ON l.session_id = s.id AND l.ended_at IS NULL AND l.ends_at > clock_timestamp()
    JOIN public.access_user u ON u.id = l.person_id AND u.is_active AND NOT u.is_system
    CROSS JOIN LATERAL k.combined_rights(u.id) AS r
   WHERE s.key_hash = session_hash AND l.user_id = s.user_id
     AND 'people.see_as' = ANY(looked_through.permissions)
     AND r.permissions <@ looked_through.permissions
     AND array_position('{OWN,TEAM,SUBTREE,ALL}'::text[], r.scope)
      <= array_position('{OWN,TEAM,SUBTREE,ALL}'::text[], looked_through.scope)
     AND NOT EXISTS (SELECT FROM jsonb_each_text(looked_through.fields) AS own
                      WHERE array_position('{NONE,READ,EDIT}'::text[], coalesce(r.fields ->> own.key, 'EDIT'))
                          > array_position('{NONE,READ,EDIT}'::text[], own.value))
     AND (looked_through.scope = 'ALL' OR NOT k.sees_beyond(u.id, s.user_id))
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.enter(session_hash text)
RETURNS TABLE (user_id uuid, email text, name text, language text, theme text,
               permissions text[], scope text, owner_ids uuid[], fields jsonb, shares jsonb,
               looker_id uuid, looker_name text, until timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Language and theme stay those of whoever reads the screen.
  SELECT coalesce(l.user_id, o.user_id), coalesce(l.email, o.email), coalesce(l.name, o.name),
         o.language, o.theme, coalesce(l.permissions_seen, o.permissions), coalesce(l.scope_seen, o.scope),
         CASE WHEN l.user_id IS NULL THEN o.owner_ids ELSE k.owners_seen_by(l.user_id, l.scope_seen) END,
         coalesce(l.fields_seen, o.fields),
         CASE WHEN l.user_id IS NULL THEN o.shares ELSE k.shares_of(l.user_id) END,
         CASE WHEN l.user_id IS NULL THEN NULL ELSE o.user_id END,
         CASE WHEN l.user_id IS NULL THEN NULL ELSE o.name END, l.until
    FROM k.use_session(session_hash) o
    LEFT JOIN LATERAL k.looked_through(session_hash, o.permissions, o.scope, o.fields) l ON true
$$;
-- definer: kurator_web, kurator_worker, kurator_scoped
CREATE OR REPLACE FUNCTION k.watcher_in_session(session_hash text)
RETURNS TABLE (user_id uuid, owner_ids uuid[], shares jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- For streams, which look again and again without the person doing anything.
  SELECT coalesce(l.user_id, o.user_id),
         CASE WHEN l.user_id IS NULL THEN o.owner_ids ELSE k.owners_seen_by(l.user_id, l.scope_seen) END,
         CASE WHEN l.user_id IS NULL THEN o.shares ELSE k.shares_of(l.user_id) END
    FROM k.rights_in_session(session_hash) o
    LEFT JOIN LATERAL k.looked_through(session_hash, o.permissions, o.scope, o.fields) l ON true
$$;
