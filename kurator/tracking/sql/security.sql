-- definer: kurator_web, kurator_scoped, kurator_auth, kurator_worker
CREATE OR REPLACE FUNCTION k.note_security_event(kind text, subject text, details jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.tracking_securityevent
    (id, at, kind, actor_kind, actor_id, actor_name, channel, addr, client, request_id, subject, details)
  SELECT uuidv7(), clock_timestamp(), kind, who.actor_kind, who.actor_id,
    -- A log-in of the database names whoever came by SQL alone; a visitor who is nobody has no name.
    CASE WHEN who.actor_kind = 'sql' THEN who.actor_name ELSE coalesce(current_setting('k.actor_name', true), '') END,
    who.channel, who.addr, who.client, who.request_id, left(subject, 300), details
    FROM k.acting() who
$$;
-- plain
CREATE OR REPLACE FUNCTION k.blank_or_retention_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  -- Only a function of kurator_definer deletes as this role: nobody may log in or switch to it.
  IF TG_OP = 'DELETE' AND current_user = 'kurator_definer' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND NEW.actor_name = '' AND NEW.addr = '' AND NEW.client = ''
     AND (NEW.id, NEW.at, NEW.kind, NEW.actor_kind, NEW.actor_id, NEW.channel, NEW.request_id, NEW.subject, NEW.details)
         IS NOT DISTINCT FROM
         (OLD.id, OLD.at, OLD.kind, OLD.actor_kind, OLD.actor_id, OLD.channel, OLD.request_id, OLD.subject, OLD.details)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Security events are never changed or removed.' USING ERRCODE = '42501';
END $$;
-- table tracking_securityevent
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.tracking_securityevent
  FOR EACH ROW EXECUTE FUNCTION k.blank_or_retention_only();
