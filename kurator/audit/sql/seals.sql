-- table audit_seal
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.audit_seal
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
-- plain
CREATE OR REPLACE FUNCTION k.evidence_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.evidence = ''
     AND (NEW.id, NEW.party_id, NEW.statement_id, NEW.purpose_id, NEW.channel, NEW.state, NEW.at, NEW.source, NEW.undoes_id, NEW.user_id, NEW.recorded_at)
         IS NOT DISTINCT FROM
         (OLD.id, OLD.party_id, OLD.statement_id, OLD.purpose_id, OLD.channel, OLD.state, OLD.at, OLD.source, OLD.undoes_id, OLD.user_id, OLD.recorded_at)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Consents are never changed or removed; only their evidence may be erased.' USING ERRCODE = '42501';
END $$;
-- table audit_consent
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.audit_consent
  FOR EACH ROW EXECUTE FUNCTION k.evidence_only();
-- table audit_consentpurpose
CREATE OR REPLACE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON public.audit_consentpurpose
  FOR EACH STATEMENT EXECUTE FUNCTION k.stamp_catalogue();
