-- table strategies_strategyversion
CREATE OR REPLACE TRIGGER immutable BEFORE UPDATE OR DELETE ON public.strategies_strategyversion
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
-- table strategies_transition
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.strategies_transition
  FOR EACH ROW EXECUTE FUNCTION k.refuse_change();
