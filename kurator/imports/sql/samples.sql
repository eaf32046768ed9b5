-- plain
CREATE OR REPLACE FUNCTION k.without_samples(analysis jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT analysis || jsonb_build_object('sample', '[]'::jsonb, 'cells', '[]'::jsonb, 'columns', coalesce((
    SELECT jsonb_agg(c.one || '{"examples": [], "choices": []}' ORDER BY c.n)
      FROM jsonb_array_elements(analysis -> 'columns') WITH ORDINALITY AS c(one, n)), '[]'))
$$;
