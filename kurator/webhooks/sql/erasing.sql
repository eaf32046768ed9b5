-- definer:
CREATE OR REPLACE FUNCTION k.forget_latest_values() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Sources know a customer by his external id: of whoever is removed for good not even that stays.
  DELETE FROM public.webhooks_latestvalue v USING old_rows o, public.tracking_erasure e
   WHERE e.party_id = o.id AND v.subject = o.external_id;
  -- That they were taken stays, so that a repetition does not bring him back.
  UPDATE public.webhooks_inbound i SET body = '', failure = split_part(i.failure, ':', 1), subject = ''
    FROM old_rows o, public.tracking_erasure e
   WHERE e.party_id = o.id AND i.subject = o.external_id AND i.subject <> '' AND i.state <> 'WAITING';
  RETURN NULL;
END $$;
-- table parties_party
CREATE OR REPLACE TRIGGER forget_latest AFTER DELETE ON public.parties_party
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.forget_latest_values();
