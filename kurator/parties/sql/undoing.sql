-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.parties_of_changes(transactions uuid[], ids uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  -- One's own customers, and those whom one gave away oneself by these very changes: only of others
  -- the changes are read for that. Without ids all whom the changes reached.
  IF ids IS NULL THEN
    RETURN QUERY SELECT d.party_id
      FROM (SELECT DISTINCT c.party_id FROM public.tracking_change c WHERE c.transaction_id = ANY(transactions)) d
      JOIN public.parties_party p ON p.id = d.party_id
     WHERE p.owner_id IN (SELECT k.my_owners()) OR p.id IN (SELECT k.my_shared_to_edit())
        OR k.is_given_away_by(p.id, p.owner_id, transactions);
  ELSE
    -- Customer by customer: their changes lie together. OFFSET 0, here and below, keeps the index
    -- of transactions out of it: read for each customer anew, it makes many the square of many.
    RETURN QUERY SELECT i.id FROM unnest(ids) AS i(id) JOIN public.parties_party p ON p.id = i.id
     WHERE CASE WHEN p.owner_id IN (SELECT k.my_owners()) OR p.id IN (SELECT k.my_shared_to_edit())
                THEN EXISTS (SELECT FROM (SELECT one.transaction_id FROM public.tracking_change one WHERE one.party_id = i.id OFFSET 0) c
                              WHERE c.transaction_id = ANY(transactions))
                ELSE k.is_given_away_by(p.id, p.owner_id, transactions) END;
  END IF;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.is_given_away_by(party uuid, owner uuid, transactions uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
  SELECT EXISTS (
    SELECT FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = party OFFSET 0) c
      JOIN public.tracking_changetransaction t ON t.id = c.transaction_id
     WHERE c.transaction_id = ANY(transactions) AND c.entity = 'party' AND t.actor_kind = 'user'
       AND t.actor_id = current_setting('k.uid', true) AND owner::text = c.diff -> 'party.owner' ->> 1
       AND (c.diff -> 'party.owner' ->> 0)::uuid IN (SELECT k.my_owners()))
$$;
-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.count_changed(change uuid, whole_set uuid, max_rows int) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(DISTINCT f.party_id)::int FROM (
    SELECT c.party_id FROM public.tracking_changetransaction t
      JOIN public.tracking_change c ON c.transaction_id = t.id
      JOIN public.parties_party p ON p.id = c.party_id
     WHERE (t.id = change OR t.set_id = whole_set)
       AND (p.owner_id IN (SELECT k.my_owners())
            OR (t.actor_kind = 'user' AND t.actor_id = current_setting('k.uid', true)))
     LIMIT max_rows) f
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.plan_of_undo(transactions uuid[], ids uuid[], closed text[])
RETURNS TABLE (party_id uuid, field text, old jsonb, new jsonb, present jsonb, state text, is_away boolean)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
  -- Closed is what the person may not write. Of a customer whom he gave away (is_away) he gets
  -- nothing to read and only the owner back; of one who is lent to him nothing of who serves him.
  -- Without ids the whole set, read at once by its transactions.
  -- Each step is linear whatever the planner guesses: no set of customers is joined with another.
  WITH touched AS MATERIALIZED (
    SELECT c.party_id, bool_or(c.operation = 'I') AS is_made, count(*) FILTER (WHERE c.operation = 'U') AS times,
           any_value(CASE WHEN c.personal IS NULL THEN c.diff ELSE c.diff || c.personal END) FILTER (WHERE c.operation = 'U') AS pairs
      FROM public.tracking_change c
     WHERE ids IS NULL AND c.transaction_id = ANY(transactions) AND c.entity = 'party' GROUP BY c.party_id
    UNION ALL
    SELECT i.id, g.is_made, g.times, g.pairs FROM unnest(ids) AS i(id) CROSS JOIN LATERAL (
      SELECT bool_or(c.operation = 'I') AS is_made, count(*) FILTER (WHERE c.operation = 'U') AS times,
             any_value(CASE WHEN c.personal IS NULL THEN c.diff ELSE c.diff || c.personal END) FILTER (WHERE c.operation = 'U') AS pairs
        FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = i.id OFFSET 0) c
       WHERE c.transaction_id = ANY(transactions) AND c.entity = 'party' HAVING count(*) > 0) g
  ), reached AS NOT MATERIALIZED (
    SELECT t.*, p.owner_id, p.kind, p.status, p.lang, p.name, p.tax_id, p.birth_date, p.time_zone, p.external_id, p.attrs, p.deleted_at
      FROM touched t JOIN public.parties_party p ON p.id = t.party_id
     WHERE p.owner_id IN (SELECT k.my_owners()) OR p.id IN (SELECT k.my_shared_to_edit())
        OR k.is_given_away_by(p.id, p.owner_id, transactions)
  ), net AS (
    SELECT r.*, e.key AS field, nullif(e.value -> 0, 'null') AS old, nullif(e.value -> 1, 'null') AS new
      FROM reached r CROSS JOIN LATERAL jsonb_each(r.pairs) e WHERE NOT r.is_made AND r.times = 1
    UNION ALL  -- several changes of a value are one: from before the first to after the last
    SELECT r.*, e.field, nullif(e.old, 'null'), nullif(e.new, 'null')
      FROM reached r CROSS JOIN LATERAL (
        SELECT v.key AS field, (array_agg(v.value -> 0 ORDER BY c.id))[1] AS old, (array_agg(v.value -> 1 ORDER BY c.id DESC))[1] AS new
          FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = r.party_id OFFSET 0) c
         CROSS JOIN LATERAL jsonb_each(c.diff || coalesce(c.personal, '{}')) v
         WHERE c.transaction_id = ANY(transactions) AND c.entity = 'party' AND c.operation = 'U'
         GROUP BY v.key) e
     WHERE NOT r.is_made AND r.times > 1
  ), compared AS (
    SELECT n.party_id, n.field, n.old, n.new, n.owner_id,
           CASE n.field WHEN 'party.status' THEN to_jsonb(n.status) WHEN 'party.owner' THEN to_jsonb(n.owner_id)
             WHEN 'party.kind' THEN to_jsonb(n.kind) WHEN 'party.lang' THEN to_jsonb(n.lang)
             WHEN 'party.name' THEN n.name WHEN 'party.tax_id' THEN to_jsonb(n.tax_id)
             WHEN 'party.birth_date' THEN to_jsonb(n.birth_date) WHEN 'party.time_zone' THEN to_jsonb(n.time_zone)
             WHEN 'party.external_id' THEN to_jsonb(n.external_id)
             WHEN 'party.deleted_at' THEN to_jsonb(extract(epoch FROM n.deleted_at))
             ELSE nullif(n.attrs -> substr(n.field, 6), 'null') END AS present,
           CASE WHEN n.field <> 'party.deleted_at' THEN n.old
             ELSE to_jsonb(extract(epoch FROM (n.old #>> '{}')::timestamptz)) END AS was,
           CASE WHEN n.field <> 'party.deleted_at' THEN n.new
             ELSE to_jsonb(extract(epoch FROM (n.new #>> '{}')::timestamptz)) END AS became
      FROM net n
  ), planned AS MATERIALIZED (  -- once for each value: what is read below, is read several times
    SELECT c.party_id, c.field, c.old, c.new, c.present, c.owner_id,
           CASE WHEN c.field = ANY(closed) THEN 'closed'
                WHEN c.present IS NOT DISTINCT FROM c.was THEN 'same'
                WHEN c.field = 'party.external_id' AND EXISTS (
                  SELECT FROM public.parties_party o WHERE o.external_id = c.old #>> '{}') THEN 'taken'
                WHEN c.present IS NOT DISTINCT FROM c.became THEN 'undo'
                ELSE 'conflict' END AS state
      FROM compared c
    UNION ALL  -- who was created by the change goes into the recycle bin
    SELECT r.party_id, 'party.created', NULL, 'true', to_jsonb(r.deleted_at IS NULL), r.owner_id,
           CASE WHEN 'party.created' = ANY(closed) THEN 'closed'
                WHEN r.deleted_at IS NOT NULL THEN 'same'
                WHEN EXISTS (  -- changed by a person, and not taken back since: what is again as it was is no conflict
                  SELECT FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = r.party_id OFFSET 0) c
                   CROSS JOIN LATERAL jsonb_each(c.diff || coalesce(c.personal, '{}')) e
                   WHERE NOT c.transaction_id = ANY(transactions)
                     AND (SELECT t.actor_kind FROM public.tracking_changetransaction t WHERE t.id = c.transaction_id) = 'user'
                   GROUP BY c.entity, c.entity_id, e.key
                  HAVING (array_agg(e.value -> 0 ORDER BY c.id))[1] IS DISTINCT FROM (array_agg(e.value -> 1 ORDER BY c.id DESC))[1])
                THEN 'conflict' ELSE 'undo' END
      FROM reached r WHERE r.is_made
  ), bounded AS (
    SELECT d.*, d.owner_id IN (SELECT k.my_owners()) AS is_mine,
           d.party_id IN (SELECT k.my_shared_to_edit()) AS is_lent
      FROM planned d
  ), judged AS MATERIALIZED (
    SELECT b.*, NOT b.is_mine AND NOT b.is_lent AS is_away,
           CASE WHEN b.is_mine THEN b.state
                WHEN b.is_lent THEN CASE WHEN b.field IN ('party.owner', 'party.created', 'party.deleted_at') THEN 'closed' ELSE b.state END
                WHEN b.field = 'party.owner' AND b.state = 'undo' THEN 'undo'
                ELSE 'closed' END AS verdict
      FROM bounded b
  )
  SELECT j.party_id, j.field, CASE WHEN NOT j.is_away OR j.verdict = 'undo' THEN j.old END,
         CASE WHEN NOT j.is_away OR j.verdict = 'undo' THEN j.new END,
         CASE WHEN NOT j.is_away OR j.verdict = 'undo' THEN j.present END, j.verdict, j.is_away
    FROM judged j
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.plan_of_belongings(transactions uuid[], ids uuid[], closed text[])
RETURNS TABLE (party_id uuid, entity text, item_id uuid, old jsonb, new jsonb, present jsonb, state text, fields text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  -- Contact points and tags, one by one; NULL = there is none. `old` and `new` of a contact point
  -- hold what the changes touched. Nothing of customers given away, nor of those who were created.
  IF NOT EXISTS (SELECT FROM public.tracking_change c
                  WHERE c.transaction_id = ANY(transactions) AND c.entity IN ('contact_point', 'tag')) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH made AS MATERIALIZED (
    SELECT m.party_id FROM public.tracking_change m
     WHERE m.transaction_id = ANY(transactions) AND m.entity = 'party' AND m.operation = 'I'
  ), known AS MATERIALIZED (
    SELECT i.id FROM unnest(ids) AS i(id) EXCEPT SELECT m.party_id FROM made m
  ), changed AS (
    SELECT c.* FROM known i CROSS JOIN LATERAL (
      SELECT a.* FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = i.id OFFSET 0) a
       WHERE a.transaction_id = ANY(transactions) AND a.entity IN ('contact_point', 'tag')) c
     WHERE ids IS NOT NULL
    UNION ALL
    SELECT c.* FROM public.tracking_change c
     WHERE ids IS NULL AND c.transaction_id = ANY(transactions) AND c.entity IN ('contact_point', 'tag')
       AND NOT EXISTS (SELECT FROM made m WHERE m.party_id = c.party_id)
  ), noted AS MATERIALIZED (
    SELECT p.id AS party, c.id, c.entity, c.operation, c.diff || coalesce(c.personal, '{}') AS pairs,
           CASE c.entity WHEN 'tag' THEN coalesce(c.diff -> 'party.tags' ->> 1, c.diff -> 'party.tags' ->> 0)::uuid
                         ELSE c.entity_id END AS item
      FROM changed c JOIN public.parties_party p ON p.id = c.party_id
     WHERE p.owner_id IN (SELECT k.my_owners()) OR p.id IN (SELECT k.my_shared_to_edit())
  ), spans AS (
    SELECT n.party, n.entity, n.item, (array_agg(n.operation ORDER BY n.id))[1] AS first_act,
           (array_agg(n.operation ORDER BY n.id DESC))[1] AS last_act, (array_agg(n.id ORDER BY n.id DESC))[1] AS last_id
      FROM noted n GROUP BY n.party, n.entity, n.item
  ), pairs AS (
    SELECT n.party, n.item, e.key, (array_agg(e.value -> 0 ORDER BY n.id))[1] AS was,
           (array_agg(e.value -> 1 ORDER BY n.id DESC))[1] AS became
      FROM noted n CROSS JOIN LATERAL jsonb_each(n.pairs) e
     GROUP BY n.party, n.item, e.key
  ), sums AS (
    SELECT s.party, s.entity, s.item, s.last_id,
           CASE WHEN s.first_act <> 'I' THEN jsonb_object_agg(r.key, r.was) END AS was,
           CASE WHEN s.last_act <> 'D' THEN jsonb_object_agg(r.key, r.became) END AS became
      FROM spans s JOIN pairs r ON r.party = s.party AND r.item = s.item
     GROUP BY s.party, s.entity, s.item, s.first_act, s.last_act, s.last_id
  ), nets AS (  -- an extension belongs to its number: the one that stood beside it, not a later one
    SELECT m.party, m.entity, m.item, x.part || m.was AS was, x.part || m.became AS became
      FROM sums m CROSS JOIN LATERAL (
        SELECT coalesce(CASE WHEN jsonb_exists(coalesce(m.was, m.became), 'party.contact') THEN (
          SELECT jsonb_build_object('party.contact_extension', e.pairs -> 'party.contact_extension' -> 0)
            FROM (SELECT d.id, d.diff || coalesce(d.personal, '{}') AS pairs FROM public.tracking_change d
                   WHERE d.party_id = m.party AND d.entity = 'contact_point' AND d.entity_id = m.item AND d.id > m.last_id) e
           WHERE jsonb_exists(e.pairs, 'party.contact_extension') ORDER BY e.id LIMIT 1) END, '{}') AS part) x
  ), beside AS (
    SELECT n.*, CASE WHEN n.entity = 'tag' THEN
             (SELECT jsonb_build_object('party.tags', t.tag_id) FROM public.parties_partytag t
               WHERE t.party_id = n.party AND t.tag_id = n.item)
           ELSE (SELECT jsonb_build_object('party.contact_kind', c.kind, 'party.contact', c.value,
                          'party.contact_extension', c.extension, 'party.contact_label', c.label,
                          'party.contact_preferred', c.is_preferred)
                   FROM public.parties_contactpoint c WHERE c.id = n.item AND c.party_id = n.party) END AS stands
      FROM nets n
  ), found AS (  -- what has been deleted since is known by its deletion
    SELECT b.*, CASE WHEN b.entity = 'contact_point' AND b.stands IS NULL THEN
             (SELECT jsonb_object_agg(e.key, e.value -> 0)
                FROM (SELECT d.diff || coalesce(d.personal, '{}') AS pairs FROM public.tracking_change d
                       WHERE d.party_id = b.party AND d.entity = 'contact_point' AND d.entity_id = b.item AND d.operation = 'D'
                       ORDER BY d.id DESC LIMIT 1) g
               CROSS JOIN LATERAL jsonb_each(g.pairs) e) END AS lost
      FROM beside b
  ), named AS (
    SELECT b.*, CASE WHEN b.entity = 'tag' THEN ARRAY['party.tags'] ELSE (
             SELECT CASE WHEN count(f.kind) = 0 THEN ARRAY['party.phone', 'party.email']
                    ELSE array_remove(array_agg(DISTINCT CASE f.kind WHEN 'PHONE' THEN 'party.phone' WHEN 'EMAIL' THEN 'party.email' END), NULL) END
               FROM unnest(ARRAY[b.was ->> 'party.contact_kind', b.became ->> 'party.contact_kind', b.stands ->> 'party.contact_kind', b.lost ->> 'party.contact_kind']) AS f(kind)) END AS codes
      FROM found b
  )
  SELECT n.party, n.entity, n.item, coalesce(n.lost, '{}') || n.was, coalesce(n.lost, '{}') || n.became, n.stands,
         CASE WHEN n.codes && closed THEN 'closed'
              WHEN k.stands_as(n.stands, n.was) OR (n.was IS NULL AND n.became IS NULL) THEN 'same'
              WHEN k.stands_as(n.stands, n.became) THEN 'undo'
              ELSE 'conflict' END, n.codes
    FROM named n;
END $$;
-- definer:
CREATE OR REPLACE FUNCTION k.stands_as(present jsonb, wanted jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
  SELECT CASE WHEN wanted IS NULL OR present IS NULL THEN wanted IS NULL AND present IS NULL
         ELSE NOT EXISTS (SELECT FROM jsonb_each_text(wanted) w
                           WHERE coalesce(present ->> w.key, '') <> coalesce(w.value, '')) END
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.take_back_parties(transactions uuid[], ids uuid[], is_forced boolean, at timestamptz, choices jsonb, closed text[])
RETURNS TABLE (party_id uuid, is_changed boolean, is_away boolean, conflicts text[], kept text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  PERFORM p.id FROM public.parties_party p WHERE p.id = ANY(ids) ORDER BY p.id FOR NO KEY UPDATE;
  RETURN QUERY
  WITH plan AS MATERIALIZED (
    SELECT u.party_id, u.field, u.old, u.state, u.is_away,
           coalesce((c.one ->> u.field)::boolean, (c.one ->> '*')::boolean, is_forced) AS is_taken
      FROM k.plan_of_undo(transactions, ids, closed) u
      LEFT JOIN (SELECT e.key::uuid AS id, e.value AS one FROM jsonb_each(choices) e) c ON c.id = u.party_id
  ), wanted AS MATERIALIZED (
    SELECT l.party_id, jsonb_object_agg(l.field, coalesce(l.old, 'null')) AS w
      FROM plan l WHERE l.state = 'undo' OR (l.is_taken AND l.state = 'conflict') GROUP BY l.party_id
  ), done AS (
    UPDATE public.parties_party p SET
      kind = CASE WHEN jsonb_exists(w.w, 'party.kind') THEN w.w ->> 'party.kind' ELSE p.kind END,
      status = CASE WHEN jsonb_exists(w.w, 'party.status') THEN w.w ->> 'party.status' ELSE p.status END,
      lang = CASE WHEN jsonb_exists(w.w, 'party.lang') THEN w.w ->> 'party.lang' ELSE p.lang END,
      time_zone = CASE WHEN jsonb_exists(w.w, 'party.time_zone') THEN w.w ->> 'party.time_zone' ELSE p.time_zone END,
      tax_id = CASE WHEN jsonb_exists(w.w, 'party.tax_id') THEN coalesce(w.w ->> 'party.tax_id', '') ELSE p.tax_id END,
      external_id = CASE WHEN jsonb_exists(w.w, 'party.external_id') THEN w.w ->> 'party.external_id' ELSE p.external_id END,
      owner_id = CASE WHEN jsonb_exists(w.w, 'party.owner') THEN (w.w ->> 'party.owner')::uuid ELSE p.owner_id END,
      birth_date = CASE WHEN jsonb_exists(w.w, 'party.birth_date') THEN (w.w ->> 'party.birth_date')::date ELSE p.birth_date END,
      name = CASE WHEN jsonb_exists(w.w, 'party.name') THEN w.w -> 'party.name' ELSE p.name END,
      deleted_at = CASE WHEN jsonb_exists(w.w, 'party.created') THEN at
                        WHEN jsonb_exists(w.w, 'party.deleted_at') THEN (w.w ->> 'party.deleted_at')::timestamptz
                        ELSE p.deleted_at END,
      attrs = (p.attrs || coalesce((SELECT jsonb_object_agg(substr(e.key, 6), e.value) FROM jsonb_each(w.w) e
                                     WHERE starts_with(e.key, 'attr.') AND e.value <> 'null'), '{}'))
              - ARRAY(SELECT substr(e.key, 6) FROM jsonb_each(w.w) e
                       WHERE starts_with(e.key, 'attr.') AND e.value = 'null')
      FROM wanted w WHERE p.id = w.party_id
    RETURNING p.id
  )
  SELECT l.party_id, bool_or(d.id IS NOT NULL), bool_or(l.is_away),
         array_remove(array_agg(CASE WHEN l.state = 'taken' OR (l.state = 'conflict' AND NOT l.is_taken) THEN l.field END), NULL),
         array_remove(array_agg(CASE WHEN l.state = 'closed' THEN l.field END), NULL)
    FROM plan l LEFT JOIN done d ON d.id = l.party_id GROUP BY l.party_id;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.take_back_tags(transactions uuid[], ids uuid[], is_closed boolean)
RETURNS TABLE (party_id uuid, is_kept boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
  -- Not of those given away; where tags are closed to the person, whoever would change is kept.
  WITH reached AS MATERIALIZED (
    SELECT r.id FROM k.parties_of_changes(transactions, ids) AS r(id)
      JOIN public.parties_party p ON p.id = r.id
     WHERE p.owner_id IN (SELECT k.my_owners()) OR p.id IN (SELECT k.my_shared_to_edit())
  ), net AS MATERIALIZED (
    SELECT c.party_id, coalesce(c.diff -> 'party.tags' ->> 1, c.diff -> 'party.tags' ->> 0)::uuid AS tag_id,
           (array_agg(c.operation ORDER BY c.id))[1] AS first_operation
      FROM reached r CROSS JOIN LATERAL (
        SELECT a.* FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = r.id OFFSET 0) a
         WHERE a.transaction_id = ANY(transactions) AND a.entity = 'tag') c
     WHERE NOT EXISTS (
       SELECT FROM (SELECT * FROM public.tracking_change one WHERE one.party_id = r.id OFFSET 0) m
        WHERE m.entity = 'party' AND m.operation = 'I' AND m.transaction_id = ANY(transactions))
     GROUP BY 1, 2
  ), taken_off AS (
    DELETE FROM public.parties_partytag t USING net n
     WHERE NOT is_closed AND n.first_operation = 'I' AND t.party_id = n.party_id AND t.tag_id = n.tag_id
    RETURNING t.party_id
  ), put_back AS (
    INSERT INTO public.parties_partytag (id, party_id, tag_id)
    SELECT uuidv7(), n.party_id, n.tag_id FROM net n JOIN public.parties_tag g ON g.id = n.tag_id
     WHERE NOT is_closed AND n.first_operation = 'D'
    ON CONFLICT (party_id, tag_id) DO NOTHING
    RETURNING party_id
  )
  SELECT f.party_id, false FROM taken_off f UNION SELECT b.party_id, false FROM put_back b
  UNION SELECT n.party_id, true FROM net n WHERE is_closed
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.settle_made_tags(change_set uuid, is_taken_back boolean) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan AS $$
DECLARE settled int;
BEGIN
  -- Whose customers have the tag does not matter: what somebody uses stays.
  UPDATE public.parties_tag g SET is_active = NOT is_taken_back
   WHERE g.made_in = change_set AND g.is_active = is_taken_back
     AND is_taken_back <> EXISTS (
       SELECT FROM public.parties_partytag t JOIN public.parties_party p ON p.id = t.party_id
        WHERE t.tag_id = g.id AND p.deleted_at IS NULL);
  GET DIAGNOSTICS settled = ROW_COUNT;
  RETURN settled;
END $$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.hand_over_each(party_ids uuid[], new_owners uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM p.id FROM public.parties_party p
    WHERE p.id = ANY(party_ids) AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners())
    ORDER BY p.id FOR NO KEY UPDATE;
  RETURN QUERY
  UPDATE public.parties_party p SET owner_id = g.owner_id
    FROM unnest(party_ids, new_owners) AS g(id, owner_id)
    JOIN public.access_user u ON u.id = g.owner_id AND (u.is_active OR u.is_system)
   WHERE p.id = g.id AND p.deleted_at IS NULL AND p.owner_id IN (SELECT k.my_owners())
     AND p.owner_id <> g.owner_id
  RETURNING p.id;
END $$;
