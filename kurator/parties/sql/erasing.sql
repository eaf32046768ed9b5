-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.recycled_of(party_ids uuid[])
RETURNS TABLE (id uuid, number bigint, owner_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.number, p.owner_id FROM public.parties_party p
   WHERE p.id = ANY(party_ids) AND p.deleted_at IS NOT NULL AND p.owner_id IN (SELECT k.my_owners())
   ORDER BY p.id
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.forget_answers() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- Sealed, so that nobody can say which of them tell of whom: of all stays only that they were given.
  UPDATE public.platform_keptanswer SET body = '' WHERE octet_length(body) > 0
$$;
-- definer:
CREATE OR REPLACE FUNCTION k.erase_parties(gone uuid[], cause text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE total int := cardinality(gone);
BEGIN
  IF total = 0 THEN RETURN 0; END IF;
  INSERT INTO public.tracking_erasure (party_id, erased_at, actor_id)
  SELECT g.id, clock_timestamp(), coalesce(current_setting('k.actor_id', true), '')
    FROM unnest(gone) AS g(id) ORDER BY g.id
  ON CONFLICT DO NOTHING;
  -- Told by name, some hundreds at a time: other programs have to let go of them, too.
  INSERT INTO public.platform_outboxevent (id, topic, payload)
  SELECT uuidv7(), 'parties.erased', jsonb_build_object(
           'ids', jsonb_agg(e.id ORDER BY e.id), 'owners', jsonb_agg(e.owner_id ORDER BY e.id))
    FROM (SELECT p.id, p.owner_id, (row_number() OVER (ORDER BY p.id) - 1) / 200 AS n
            FROM public.parties_party p WHERE p.id = ANY(gone)) e
   GROUP BY e.n;
  PERFORM k.clear_parties(gone);
  PERFORM k.forget_answers();
  PERFORM k.note_security_event('parties.erased', CASE WHEN total = 1 THEN gone[1]::text ELSE '' END,
    jsonb_build_object('customers', total, 'cause', cause));
  RETURN total;
END $$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.erase_recycled(party_ids uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT k.may('parties.erase') THEN RETURN 0; END IF;
  RETURN k.erase_parties(ARRAY(
    SELECT p.id FROM public.parties_party p
     WHERE p.id = ANY(party_ids) AND p.deleted_at IS NOT NULL AND p.owner_id IN (SELECT k.my_owners())
     ORDER BY p.id FOR UPDATE), 'hand');
END $$;
-- definer: kurator_worker
CREATE OR REPLACE FUNCTION k.erase_again(party_ids uuid[], at timestamptz[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone uuid[];
BEGIN
  gone := ARRAY(SELECT p.id FROM public.parties_party p
                 WHERE p.id = ANY(party_ids) ORDER BY p.id FOR UPDATE);
  INSERT INTO public.tracking_erasure (party_id, erased_at)
  SELECT u.id, u.at FROM unnest(party_ids, at) AS u(id, at) ORDER BY u.id
  ON CONFLICT DO NOTHING;
  -- Also of those without a record: something may have been written of them at the last moment.
  PERFORM k.clear_parties(party_ids);
  PERFORM k.forget_answers();
  IF cardinality(gone) > 0 THEN
    PERFORM k.note_security_event('parties.erased', '',
      jsonb_build_object('customers', cardinality(gone), 'cause', 'restore'));
  END IF;
  RETURN cardinality(gone);
END $$;
