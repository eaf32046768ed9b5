-- definer:
CREATE OR REPLACE FUNCTION k.tell_erased_contents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- The contents lie on the disk: they go when this has been committed.
  INSERT INTO public.platform_outboxevent (id, topic, payload)
  SELECT uuidv7(), 'files.contents_erased',
         jsonb_build_object('ids', '[]'::jsonb, 'owners', '[]'::jsonb, 'keys', jsonb_agg(o.key))
    FROM old_rows o JOIN public.tracking_erasure e ON e.party_id = o.party_id
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
-- table files_fileversion
CREATE OR REPLACE TRIGGER tell_erased AFTER DELETE ON public.files_fileversion
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.tell_erased_contents();
