-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.find_duplicates(phones text[], emails text[], tax text, external text, except_id uuid)
RETURNS TABLE (matched text, value text, party_id uuid, number bigint, display_name text, team jsonb, is_recycled boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
  WITH same AS (
    (SELECT 'phone' AS matched, c.norm AS value, c.party_id FROM public.parties_contactpoint c
      WHERE c.norm = ANY(phones) AND c.kind = 'PHONE' LIMIT 10)
    UNION ALL
    (SELECT 'email', c.norm, c.party_id FROM public.parties_contactpoint c
      WHERE c.norm = ANY(emails) AND c.kind = 'EMAIL' LIMIT 10)
    UNION ALL
    (SELECT 'tax_id', p.tax_id, p.id FROM public.parties_party p
      WHERE p.tax_id = nullif(tax, '') AND NOT p.tax_id = '' LIMIT 10)
    UNION ALL
    (SELECT 'external_id', p.external_id, p.id FROM public.parties_party p
      WHERE p.external_id = nullif(external, '') LIMIT 10)
  )
  SELECT s.matched, s.value, CASE WHEN v.deleted_at IS NULL THEN v.id END, v.number, v.display_name,
         CASE WHEN v.id IS NULL THEN t.name END, p.deleted_at IS NOT NULL
    FROM same s JOIN public.parties_party p ON p.id = s.party_id
    LEFT JOIN public.parties_party v ON v.id = p.id AND v.owner_id IN (SELECT k.my_owners())
    LEFT JOIN public.access_user u ON u.id = p.owner_id
    LEFT JOIN public.access_team t ON t.id = u.team_id
   WHERE p.id IS DISTINCT FROM except_id
   ORDER BY v.id IS NULL, p.number LIMIT 10
$$;
