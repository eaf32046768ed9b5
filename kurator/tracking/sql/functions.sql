-- type
DO $$ BEGIN
  CREATE TYPE k.captured AS (entity_id uuid, party_id uuid, diff jsonb, personal jsonb, mask bigint);
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
-- plain
CREATE OR REPLACE FUNCTION k.field_bit(code text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 1::bigint << (abs(hashtext(code)::bigint) % 62)::int
$$;
-- plain
CREATE OR REPLACE FUNCTION k.partition_of(id uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (uuid_hash(id) & 7)::smallint
$$;
-- plain
-- Who acts, from where and why, as set for this transaction. Set-returning and plain, so that it is
-- written into the statement that reads it instead of being called.
CREATE OR REPLACE FUNCTION k.acting()
RETURNS TABLE (actor_kind text, actor_id text, actor_name text, channel text, addr text, client text,
  request_id text, reason text, set_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('k.actor_kind', true), ''), 'sql'),
    coalesce(current_setting('k.actor_id', true), ''),
    coalesce(nullif(current_setting('k.actor_name', true), ''), session_user),
    coalesce(nullif(current_setting('k.channel', true), ''), 'sql'),
    coalesce(nullif(current_setting('k.addr', true), ''), host(inet_client_addr()), ''),
    coalesce(nullif(current_setting('k.client', true), ''), current_setting('application_name')),
    coalesce(current_setting('k.request_id', true), ''),
    coalesce(current_setting('k.reason', true), ''),
    nullif(current_setting('k.change_set', true), '')::uuid
$$;
-- plain
DROP FUNCTION IF EXISTS k.change_transaction();
-- plain
-- The everyday edit of one row: statements that are ready at once, no sets. It returns a number
-- because an assignment costs a fraction of the statement by which a trigger would call it else.
CREATE OR REPLACE FUNCTION k.note_change(entity text, operation text, topic text, entity_id uuid, party_id uuid,
  diff jsonb, personal jsonb, mask bigint)
RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  ident uuid := uuidv7();
  shown jsonb := diff || coalesce(personal, '{}');
  tx uuid;
BEGIN
  IF shown <> '{}' OR operation <> 'U' THEN
    tx := nullif(current_setting('k.tx_id', true), '')::uuid;
    IF tx IS NULL THEN  -- the first change gives its transaction its own id: a second one costs 5 us
      tx := ident;
      INSERT INTO public.tracking_changetransaction
        (id, at, actor_kind, actor_id, actor_name, channel, addr, client, request_id, reason, set_id)
      SELECT set_config('k.tx_id', ident::text, true)::uuid, clock_timestamp(), who.* FROM k.acting() who;
    END IF;
    INSERT INTO public.tracking_change
      (id, party_id, transaction_id, entity, entity_id, operation, diff, personal)
    VALUES (ident, party_id, tx, entity, entity_id, operation, diff, personal);
  END IF;
  IF mask <> 0 THEN
    INSERT INTO public.tracking_dirtysubject (party_ids, partition, mask, depth, at)
    VALUES (ARRAY[party_id], k.partition_of(party_id), mask,
      coalesce(nullif(current_setting('k.depth', true), '')::smallint, 0), clock_timestamp());
  END IF;
  INSERT INTO public.platform_outboxevent (id, topic, payload)
  VALUES (ident, topic, jsonb_build_object('ids', jsonb_build_array(party_id),
    'fields', jsonb_path_query_array(shown, '$.keyvalue().key')));
  RETURN 1;
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.note_changes(entity text, operation text, topic text, rows k.captured[])
RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  total int := cardinality(rows);
  depth smallint := coalesce(nullif(current_setting('k.depth', true), '')::smallint, 0);
  one k.captured;
  tx uuid := nullif(current_setting('k.tx_id', true), '')::uuid;
BEGIN
  IF total = 1 THEN
    one := rows[1];
    RETURN k.note_change(entity, operation, topic, one.entity_id, one.party_id, one.diff, one.personal, one.mask);
  END IF;
  IF tx IS NULL AND EXISTS (
    SELECT FROM unnest(rows) r WHERE r.diff <> '{}' OR r.personal IS NOT NULL OR operation <> 'U') THEN
    tx := uuidv7();
    INSERT INTO public.tracking_changetransaction
      (id, at, actor_kind, actor_id, actor_name, channel, addr, client, request_id, reason, set_id)
    SELECT set_config('k.tx_id', tx::text, true)::uuid, clock_timestamp(), who.* FROM k.acting() who;
  END IF;
  INSERT INTO public.tracking_change
    (id, party_id, transaction_id, entity, entity_id, operation, diff, personal)
  SELECT uuidv7(), r.party_id, tx, entity, r.entity_id, operation, r.diff, r.personal
    FROM unnest(rows) r
   WHERE r.diff <> '{}' OR r.personal IS NOT NULL OR operation <> 'U';
  INSERT INTO public.tracking_dirtysubject (party_ids, partition, mask, depth, at)
  SELECT array_agg(DISTINCT r.party_id), k.partition_of(r.party_id), r.mask, depth, clock_timestamp()
    FROM unnest(rows) r WHERE r.mask <> 0 GROUP BY k.partition_of(r.party_id), r.mask;
  INSERT INTO public.platform_outboxevent (id, topic, payload)
  SELECT uuidv7(), topic,
         CASE WHEN total <= 200
              THEN jsonb_build_object('ids', (SELECT jsonb_agg(DISTINCT r.party_id) FROM unnest(rows) r),
                'fields', to_jsonb(ARRAY(SELECT DISTINCT jsonb_object_keys(r.diff || coalesce(r.personal, '{}'))
                                           FROM unnest(rows) r)))
              ELSE '{"ids": null}' END;
  RETURN total;
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.erase_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.personal IS NULL
     AND (NEW.party_id, NEW.id, NEW.transaction_id, NEW.entity, NEW.entity_id, NEW.operation)
         IS NOT DISTINCT FROM
         (OLD.party_id, OLD.id, OLD.transaction_id, OLD.entity, OLD.entity_id, OLD.operation)
  THEN
    IF (NEW.diff, NEW.erased) IS NOT DISTINCT FROM (OLD.diff, OLD.erased) THEN RETURN NEW; END IF;
    -- Of a customer who was removed for good the values go; what was sealed of them stays as a digest.
    IF NEW.diff = '{}' AND OLD.erased IS NULL AND current_user = 'kurator_definer' THEN
      NEW.erased := sha256(convert_to(ROW(OLD.party_id, OLD.id, OLD.transaction_id, OLD.entity,
        OLD.entity_id, OLD.operation, OLD.diff)::text, 'UTF8'));
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The history is never changed; only personal values may be erased.' USING ERRCODE = '42501';
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.refuse_but_erase() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  -- Only a function of kurator_definer deletes as this role: nobody may log in or switch to it.
  IF TG_OP = 'DELETE' AND current_user = 'kurator_definer' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
-- table tracking_erasure
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.tracking_erasure
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
-- table tracking_change
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.tracking_change
  FOR EACH ROW EXECUTE FUNCTION k.erase_only();
-- table tracking_changetransaction
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.tracking_changetransaction
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
-- table tracking_actwords
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.tracking_actwords
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
