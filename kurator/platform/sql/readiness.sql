-- What /readyz asks of a log-in that has no rights on any table.

-- A change that is written and kept; raises where none is taken.
-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.try_write() RETURNS timestamptz
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.platform_writeprobe AS p (id, at) VALUES (1, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET at = excluded.at RETURNING p.at
$$;

-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.applied_steps() RETURNS TABLE (app text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.app, m.name FROM public.django_migrations m
$$;
