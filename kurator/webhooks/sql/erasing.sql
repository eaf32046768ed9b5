-- definer:
CREATE OR REPLACE FUNCTION k.forget_latest_values() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- Sources know a customer by his external id: of whoever is removed for good not even that stays.
  DELETE FROM public.webhooks_latestvalue v USING old_rows o, public.tracking_erasure e
   WHERE e.party_id = o.id AND v.subject = o.external_id;
  RETURN NULL;
END $$;
-- table parties_party
CREATE OR REPLACE TRIGGER forget_latest AFTER DELETE ON public.parties_party
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.forget_latest_values();
