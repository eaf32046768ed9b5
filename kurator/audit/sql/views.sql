-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.note_views(parties uuid[], users uuid[], days date[], channels text[],
  addrs text[], counts int[], firsts timestamptz[], lasts timestamptz[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- In order of the key, so that two processes never wait for each other.
  WITH noted AS (
    INSERT INTO public.audit_partyview AS v
      (party_id, day, user_id, channel, addr, views, first_at, last_at)
    SELECT n.party_id, n.day, n.user_id, n.channel, n.addr, n.views, n.first_at, n.last_at
      FROM unnest(parties, users, days, channels, addrs, counts, firsts, lasts)
        AS n(party_id, user_id, day, channel, addr, views, first_at, last_at)
     ORDER BY n.party_id, n.day, n.user_id, n.channel
    ON CONFLICT (party_id, day, user_id, channel) DO UPDATE
      SET views = v.views + excluded.views, last_at = greatest(v.last_at, excluded.last_at),
          addr = excluded.addr
    RETURNING v.user_id, v.day, (v.xmax = 0)::int AS is_first
  ), opened AS (
    SELECT n.user_id, n.day, sum(n.views)::int AS views
      FROM unnest(users, days, counts) AS n(user_id, day, views) GROUP BY 1, 2
  )
  INSERT INTO public.audit_readingday AS d (user_id, day, cards, views, rows_listed)
  SELECT o.user_id, o.day, coalesce((SELECT sum(is_first) FROM noted n
           WHERE n.user_id = o.user_id AND n.day = o.day), 0), o.views, 0
    FROM opened o ORDER BY o.user_id, o.day
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
