-- plain
-- Whoever sees less than before, or nothing any more, is named to the web servers when that commits:
-- their open streams ask again at once (kurator.config.live). The argument is the column of his id.
CREATE OR REPLACE FUNCTION k.tell_of_less_sight() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify('kurator_less_sight', to_jsonb(OLD) ->> TG_ARGV[0]);
  RETURN NULL;
END $$;
-- plain
CREATE OR REPLACE FUNCTION k.tell_of_fewer_owners() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify('kurator_less_sight', gone.viewer_id::text)
    FROM (SELECT DISTINCT viewer_id FROM old_rows) gone;
  RETURN NULL;
END $$;
-- table access_session
CREATE OR REPLACE TRIGGER less_sight AFTER DELETE ON public.access_session
  FOR EACH ROW EXECUTE FUNCTION k.tell_of_less_sight('user_id');
-- table access_user
CREATE OR REPLACE TRIGGER less_sight AFTER UPDATE OF is_active ON public.access_user
  FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION k.tell_of_less_sight('id');
-- table access_apikey
CREATE OR REPLACE TRIGGER less_sight AFTER UPDATE OF revoked_at ON public.access_apikey
  FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION k.tell_of_less_sight('user_id');
-- table access_visibleowner
CREATE OR REPLACE TRIGGER less_sight AFTER DELETE ON public.access_visibleowner
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.tell_of_fewer_owners();
