-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.is_live(party uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM public.parties_party p WHERE p.id = party AND p.deleted_at IS NULL)
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.recycle_parties(party_ids uuid[], at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE moved int;
BEGIN
  PERFORM p.id FROM public.parties_party p
    WHERE p.id = ANY(party_ids) AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners())
    ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE public.parties_party p SET deleted_at = at
   WHERE p.id = ANY(party_ids) AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners());
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.restore_parties(party_ids uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE moved int;
BEGIN
  PERFORM p.id FROM public.parties_party p
    WHERE p.id = ANY(party_ids) AND p.deleted_at IS NOT NULL AND p.owner_id IN (SELECT k.my_owners())
    ORDER BY p.id FOR NO KEY UPDATE;
  UPDATE public.parties_party p SET deleted_at = NULL
   WHERE p.id = ANY(party_ids) AND p.deleted_at IS NOT NULL AND p.owner_id IN (SELECT k.my_owners());
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.recycled_parties(only_id uuid, words text, before_at timestamptz, before_id uuid, max_rows int,
                                              by_external boolean DEFAULT true)
RETURNS TABLE (id uuid, number bigint, display_name text, kind text, owner_id uuid, deleted_at timestamptz, deleted_by text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
  SELECT f.id, f.number, f.display_name, f.kind, f.owner_id, f.deleted_at,
         (SELECT t.actor_name FROM public.tracking_change c
            JOIN public.tracking_changetransaction t ON t.id = c.transaction_id
           WHERE c.party_id = f.id AND c.entity = 'party' AND jsonb_exists(c.diff, 'party.deleted_at')
           ORDER BY c.id DESC LIMIT 1)
    FROM (SELECT p.* FROM public.parties_party p
           WHERE p.deleted_at IS NOT NULL AND p.owner_id IN (SELECT k.my_owners())
             AND (only_id IS NULL OR p.id = only_id)
             AND (before_at IS NULL OR (p.deleted_at, p.id) < (before_at, before_id))
             AND (words = '' OR k.sort_key(p.display_name) LIKE '%' || k.like_escaped(k.sort_key(words)) || '%'
                  OR 'k-' || p.number = lower(words) OR p.number::text = words OR (by_external AND p.external_id = words))
           ORDER BY p.deleted_at DESC, p.id DESC LIMIT max_rows) f
   ORDER BY f.deleted_at DESC, f.id DESC
$$;
