-- definer: kurator_scoped, kurator_worker
CREATE OR REPLACE FUNCTION k.may(permission text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM public.access_userrole ur JOIN public.access_role r ON r.id = ur.role_id
     WHERE ur.user_id = nullif(current_setting('k.uid', true), '')::uuid
       AND permission = ANY(r.permissions))
$$;
