-- table strategies_strategyversion
CREATE OR REPLACE TRIGGER immutable BEFORE UPDATE OR DELETE ON public.strategies_strategyversion
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
-- table strategies_transition
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.strategies_transition
  FOR EACH ROW EXECUTE FUNCTION k.refuse_but_erase();
-- plain
CREATE OR REPLACE FUNCTION k.uncount_members() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  -- Customers who are removed for good before the engine has let them go leave their places, too.
  INSERT INTO public.strategies_counter AS c (strategy_id, place_uid, shard, members, entered)
  SELECT o.strategy_id, coalesce(o.stage_uid, '00000000-0000-0000-0000-000000000000'), 0, -count(*), 0
    FROM old_rows o WHERE o.ord >= 0 GROUP BY 1, 2
  ON CONFLICT (strategy_id, place_uid, shard) DO UPDATE SET members = c.members + excluded.members;
  RETURN NULL;
END $$;
-- table strategies_enrolment
CREATE OR REPLACE TRIGGER uncount AFTER DELETE ON public.strategies_enrolment
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION k.uncount_members();
