-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.note_views(parties uuid[], users uuid[], days date[], channels text[],
  addrs text[], counts int[], firsts timestamptz[], lasts timestamptz[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- One opening is all that one person reads of one customer without a pause of ten minutes. What an
  -- open page read anew by itself (its count is 0) is none, unless it is the first reading of the day,
  -- whatever it says of itself: so no program hides behind that word.
  -- In order of the key, so that two processes never wait for each other.
  WITH noted AS (
    INSERT INTO public.audit_partyview AS v
      (party_id, day, user_id, channel, addr, views, first_at, last_at)
    SELECT n.party_id, n.day, n.user_id, n.channel, n.addr,
           (n.views > 0 OR known.party_id IS NULL)::int, n.first_at, n.last_at
      FROM unnest(parties, users, days, channels, addrs, counts, firsts, lasts)
        AS n(party_id, user_id, day, channel, addr, views, first_at, last_at)
      LEFT JOIN public.audit_partyview known USING (party_id, day, user_id, channel)
     ORDER BY n.party_id, n.day, n.user_id, n.channel
    ON CONFLICT (party_id, day, user_id, channel) DO UPDATE
      SET views = v.views
            + (excluded.views > 0 AND v.last_at < excluded.first_at - interval '10 minutes')::int,
          last_at = greatest(v.last_at, excluded.last_at), addr = excluded.addr
    RETURNING v.party_id, v.user_id, v.day, new.views - coalesce(old.views, 0) AS opened
  ), read AS (
    -- A customer seen in the browser and by the API is one customer. The table is read here as it
    -- was before this statement.
    SELECT n.user_id, n.day, sum(n.opened)::int AS views,
           count(DISTINCT n.party_id) FILTER (WHERE n.opened > 0 AND NOT EXISTS (
             SELECT FROM public.audit_partyview v
              WHERE v.party_id = n.party_id AND v.day = n.day AND v.user_id = n.user_id))::int AS cards
      FROM noted n GROUP BY 1, 2 HAVING sum(n.opened) > 0
  )
  INSERT INTO public.audit_readingday AS d (user_id, day, cards, views, rows_listed)
  SELECT r.user_id, r.day, r.cards, r.views, 0 FROM read r ORDER BY r.user_id, r.day
  ON CONFLICT (user_id, day) DO UPDATE
    SET cards = d.cards + excluded.cards, views = d.views + excluded.views
$$;
-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.note_lists(users uuid[], days date[], counts bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.audit_readingday AS d (user_id, day, cards, views, rows_listed)
  SELECT n.user_id, n.day, 0, 0, n.shown
    FROM unnest(users, days, counts) AS n(user_id, day, shown) ORDER BY n.user_id, n.day
  ON CONFLICT (user_id, day) DO UPDATE SET rows_listed = d.rows_listed + excluded.rows_listed
$$;
