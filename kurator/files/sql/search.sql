-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.search_files(needle text, max_rows int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog AS $$
DECLARE
  owners uuid[] := k.search_scope();
  pattern text := '%' || k.like_escaped(lower(left(needle, 200))) || '%';
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT f.id FROM public.files_file f
      CROSS JOIN LATERAL (SELECT one.owner_id FROM public.parties_party one
                           WHERE one.id = f.party_id OFFSET 0) p
      WHERE lower(f.name) LIKE %L AND (%L::uuid[] IS NULL OR p.owner_id = ANY(%L::uuid[])) LIMIT %s',
    pattern, owners, owners, max_rows);
END $$;
