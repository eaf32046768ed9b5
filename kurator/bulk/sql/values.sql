-- plain
CREATE OR REPLACE FUNCTION k.without_values(action jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT action || '{"values": {}, "texts": [], "contacts": [], "is_emptied": true}'
$$;
