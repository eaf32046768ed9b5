-- definer:
CREATE OR REPLACE FUNCTION k.owes_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Whoever had his factors removed by a link sets one up again before anything else opens.
  -- Kept until 0.2: the second table, for the version before.
  SELECT EXISTS (SELECT FROM public.access_entrylink l
                  WHERE l.user_id = person AND l.purpose = 'FACTORS' AND l.used_at IS NOT NULL)
      OR EXISTS (SELECT FROM public.sign_in_factorreset f
                  WHERE f.user_id = person AND f.used_at IS NOT NULL)
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.lacks_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Neither a factor of his own, nor a provider that vouches for the second step, too; a debt is
  -- paid by a factor of his own only.
  SELECT k.owes_second_factor(person) OR (
         NOT EXISTS (SELECT FROM public.mfa_authenticator f
                      WHERE f.user_id = person AND f.type IN ('totp', 'webauthn'))
     AND NOT EXISTS (SELECT FROM public.sign_in_provideraccount a
                       JOIN public.sign_in_provider p ON p.id = a.provider_id
                      WHERE a.user_id = person AND p.is_enabled AND p.is_second_factor))
$$;
