-- definer:
CREATE OR REPLACE FUNCTION k.owes_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whoever had his factors removed by a link sets one up again before anything else opens.
  SELECT EXISTS (SELECT FROM public.sign_in_factorreset f
                  WHERE f.user_id = person AND f.used_at IS NOT NULL)
$$;
