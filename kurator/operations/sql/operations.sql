-- The administrator's page looks into queues that no other page may read. Each function asks for
-- the permission itself, so that a forgotten check above it opens nothing.

-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.all_queue_figures()
RETURNS TABLE (code text, waiting bigint, oldest_at timestamptz, failed bigint, unknown bigint, running bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT 'dirty' AS code, count(*) AS waiting, min(d.at) AS oldest_at, 0::bigint AS failed, 0::bigint AS unknown, 0::bigint AS running
      FROM public.tracking_dirtysubject d
    UNION ALL
    SELECT 'outbox', count(*) FILTER (WHERE NOT e.is_dead),
           min(e.created_at) FILTER (WHERE NOT e.is_dead),
           count(*) FILTER (WHERE e.is_dead), 0,
           count(*) FILTER (WHERE NOT e.is_dead AND e.claimed_until > clock_timestamp())
      FROM public.platform_outboxevent e
    UNION ALL
    SELECT 'actions', count(i.due_at), min(i.due_at), s.failed, s.unknown, s.running
      FROM (SELECT p.due_at  -- what waits in a paused strategy waits for nobody
              FROM public.strategies_intent p
              JOIN public.strategies_strategy a ON a.id = p.strategy_id AND a.state = 'ACTIVE'
             WHERE p.status = 'PLANNED' AND p.due_at <= statement_timestamp()) i
     RIGHT JOIN (
       SELECT count(*) FILTER (WHERE status = 'FAILED') AS failed,
              count(*) FILTER (WHERE status = 'UNKNOWN') AS unknown,
              count(*) FILTER (WHERE status = 'SENDING') AS running
         FROM public.strategies_intent WHERE status IN ('FAILED', 'UNKNOWN', 'SENDING')) s ON true
     GROUP BY s.failed, s.unknown, s.running
    UNION ALL
    -- What waits for a webhook that somebody switched off himself waits for nobody.
    SELECT 'webhooks', count(*), min(d.created_at), 0, 0,
           count(*) FILTER (WHERE d.claimed_until > clock_timestamp())
      FROM public.webhooks_delivery d JOIN public.webhooks_webhook w ON w.id = d.webhook_id
     WHERE d.state = 'WAITING' AND (w.is_active OR w.stopped_because <> '')
    UNION ALL
    SELECT 'jobs:' || j.queue_name, count(*) FILTER (WHERE j.status = 'todo'),
           min(coalesce(j.scheduled_at, ev.at)) FILTER (WHERE j.status = 'todo'),
           count(*) FILTER (WHERE j.status = 'failed'), 0,
           count(*) FILTER (WHERE j.status = 'doing')
      FROM public.procrastinate_jobs j
      LEFT JOIN LATERAL (SELECT min(e.at) AS at FROM public.procrastinate_events e WHERE e.job_id = j.id) ev ON true
     WHERE j.status IN ('todo', 'doing', 'failed') GROUP BY j.queue_name
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.queue_figures()
RETURNS TABLE (code text, waiting bigint, oldest_at timestamptz, failed bigint, unknown bigint, running bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT * FROM k.all_queue_figures() WHERE k.may('operations.view')
$$;

-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.security_figures()
RETURNS TABLE (kind text, events bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.kind, count(*) FROM public.tracking_securityevent s
   WHERE s.at > clock_timestamp() - interval '1 hour' GROUP BY s.kind
$$;

-- Of what is not over: how often the one that was tried most has been tried.
-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.attempt_figures()
RETURNS TABLE (code text, attempts int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT 'outbox', coalesce(max(e.attempts), 0)::int FROM public.platform_outboxevent e
    UNION ALL
    SELECT 'actions', coalesce(max(i.attempts), 0)::int FROM public.strategies_intent i
     WHERE i.status IN ('READY', 'SENDING', 'FAILED', 'UNKNOWN')
    UNION ALL
    SELECT 'webhooks', coalesce(max(d.attempts), 0)::int FROM public.webhooks_delivery d
     WHERE d.state = 'WAITING'
    UNION ALL
    SELECT 'jobs:' || j.queue_name, max(j.attempts)::int FROM public.procrastinate_jobs j
     WHERE j.status IN ('todo', 'doing', 'failed') GROUP BY j.queue_name
$$;

-- By role of whoever was refused; one who has several counts in each.
-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.refusal_figures()
RETURNS TABLE (role text, refusals bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.code, coalesce(sum(f.times), 0)::bigint
    FROM public.access_role r
    LEFT JOIN public.access_userrole ur ON ur.role_id = r.id
    LEFT JOIN (SELECT s.actor_id, sum((s.details ->> 'times')::bigint) AS times
                 FROM public.tracking_securityevent s
                WHERE s.kind = 'audit.access_denied' AND s.at > clock_timestamp() - interval '1 hour'
                GROUP BY s.actor_id) f ON f.actor_id = ur.user_id::text
   GROUP BY r.code
$$;

-- How many rows of lists were written into files within the hour.
-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.exported_rows() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(sum(e.rows_done), 0)::bigint FROM public.exports_export e
   WHERE e.created_at > clock_timestamp() - interval '25 hours'
     AND coalesce(e.finished_at, clock_timestamp()) > clock_timestamp() - interval '1 hour'
$$;

-- What the last verifying of the seals said: when all of them held, and how many parts of the past
-- have been found altered since.
-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.all_seal_figures()
RETURNS TABLE (verified_at timestamptz, broken bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT v.at, (SELECT count(DISTINCT b.subject) FROM public.tracking_securityevent b
                 WHERE b.kind = 'audit.seal_broken' AND b.at > coalesce(v.at, '-infinity'))
    FROM (SELECT max(s.at) AS at FROM public.tracking_securityevent s
           WHERE s.kind = 'audit.seals_verified') v
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.seal_figures()
RETURNS TABLE (verified_at timestamptz, broken bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT * FROM k.all_seal_figures() WHERE k.may('operations.view')
$$;

-- definer: kurator_web, kurator_worker
CREATE OR REPLACE FUNCTION k.is_outbound_held() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM public.platform_outboundpause)
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.dead_events()
RETURNS TABLE (id uuid, topic text, created_at timestamptz, attempts int, failure text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.id, e.topic, e.created_at, e.attempts, e.failure FROM public.platform_outboxevent e
   WHERE e.is_dead AND k.may('operations.view') ORDER BY e.id DESC LIMIT 200
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.replay_event(event_id uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH replayed AS (
    UPDATE public.platform_outboxevent SET is_dead = false, attempts = 0, claimed_until = NULL
     WHERE id = event_id AND is_dead AND k.may('operations.manage') RETURNING 1)
  SELECT EXISTS (SELECT FROM replayed)
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.troubled_jobs()
RETURNS TABLE (id bigint, queue text, task text, status text, attempts int, at timestamptz, is_stalled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT j.id, j.queue_name, j.task_name, j.status::text, j.attempts,
         (SELECT max(e.at) FROM public.procrastinate_events e WHERE e.job_id = j.id),
         j.status = 'doing'
    FROM public.procrastinate_jobs j
    LEFT JOIN public.procrastinate_workers w ON w.id = j.worker_id
   WHERE (j.status = 'failed'
          OR j.status = 'doing' AND coalesce(w.last_heartbeat, '-infinity') < clock_timestamp() - interval '1 minute')
     AND k.may('operations.view')
   ORDER BY j.id DESC LIMIT 200
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.retry_job(job_id bigint) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH retried AS (
    UPDATE public.procrastinate_jobs j
       SET status = 'todo', scheduled_at = clock_timestamp(), worker_id = NULL, abort_requested = false
     WHERE j.id = job_id AND k.may('operations.manage')
       AND (j.status = 'failed' OR j.status = 'doing' AND NOT EXISTS (
         SELECT FROM public.procrastinate_workers w WHERE w.id = j.worker_id
            AND w.last_heartbeat >= clock_timestamp() - interval '1 minute'))
    RETURNING 1)
  SELECT EXISTS (SELECT FROM retried)
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.told_security_notes(prefix text)
RETURNS TABLE (id uuid, at timestamptz, kind text, actor text, addr text, subject text, name text, details text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.at, s.kind,
         CASE s.actor_kind WHEN 'anonymous' THEN '' WHEN 'system' THEN 'Kurator' ELSE s.actor_name END,
         s.addr, s.subject, coalesce(u.name, ''), s.details::text
    FROM (SELECT * FROM public.tracking_securityevent e
           WHERE e.kind >= prefix AND e.kind < prefix || '~' AND k.may('operations.view')
           ORDER BY e.at DESC, e.id DESC LIMIT 100) s
    LEFT JOIN public.access_user u ON u.id::text = s.subject
   ORDER BY s.at DESC, s.id DESC
$$;

-- definer: kurator_scoped
CREATE OR REPLACE FUNCTION k.people_logged_in() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(DISTINCT s.user_id) FROM public.access_session s
   WHERE s.expires_at > clock_timestamp() AND k.may('operations.view')
$$;
