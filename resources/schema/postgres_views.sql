-- LiteLLM's tables as views over ours (CONTRACT 9.1 to 9.3). The search path is where they stand, then portico.
-- Statements end with a semicolon at the end of a line. Times are UTC without a zone, as Prisma keeps them.

CREATE OR REPLACE VIEW "LiteLLM_SpendLogs" AS
SELECT
  CASE WHEN a.answer_id = '' THEN a.call_id ELSE a.answer_id END AS request_id,
  a.call_type AS call_type,
  a.key_hash AS api_key,
  (a.cost / 1000000000000.0)::double precision AS spend,
  (GREATEST(a.input, 0) + GREATEST(a.output, 0))::integer AS total_tokens,
  GREATEST(a.input, 0)::integer AS prompt_tokens,
  GREATEST(a.output, 0)::integer AS completion_tokens,
  timestamp 'epoch' + a.started_us * interval '1 microsecond' AS "startTime",
  timestamp 'epoch' + a.ended_us * interval '1 microsecond' AS "endTime",
  CASE WHEN a.first_byte_us >= 0
    THEN timestamp 'epoch' + (a.started_us + a.first_byte_us) * interval '1 microsecond' END AS "completionStartTime",
  (a.duration_us / 1000)::integer AS request_duration_ms,
  a.model AS model,
  a.deployment AS model_id,
  a.model_group AS model_group,
  a.provider AS custom_llm_provider,
  ''::text AS api_base,
  a.user_id AS "user",
  a.team_id AS team_id,
  NULL::text AS organization_id,
  a.end_user AS end_user,
  NULL::text AS agent_id,
  jsonb_build_object(
    'user_api_key', a.key_hash, 'user_api_key_alias', a.key_alias, 'user_api_key_user_id', a.user_id,
    'user_api_key_team_id', a.team_id, 'status', CASE WHEN a.outcome = 0 THEN 'success' ELSE 'failure' END,
    'error_information', CASE WHEN a.error <> '' THEN jsonb_build_object(
      'error_code', a.http_status::text, 'error_class', a.error, 'llm_provider', a.provider) END,
    'usage_object', jsonb_build_object(
      'prompt_tokens', GREATEST(a.input, 0), 'completion_tokens', GREATEST(a.output, 0),
      'total_tokens', GREATEST(a.input, 0) + GREATEST(a.output, 0),
      'cache_read_input_tokens', GREATEST(a.cache_read, 0),
      'cache_creation_input_tokens', GREATEST(a.cache_write, 0) + GREATEST(a.cache_write_1h, 0)),
    'cost_status', CASE WHEN a.flags & 2 <> 0 THEN 'unpriced' ELSE 'priced' END,
    'usage_estimated', a.ending IN (1, 3, 4), 'attempt', a.attempt, 'price_version', a.price_version) AS metadata,
  CASE WHEN a.ending = 5 THEN 'True' ELSE 'False' END AS cache_hit,
  ''::text AS cache_key,
  to_jsonb(CASE WHEN a.tags = '' THEN ARRAY[]::text[] ELSE string_to_array(a.tags, ',') END ||
    CASE WHEN a.client = '' THEN ARRAY[]::text[] ELSE ARRAY['User-Agent: ' || a.client] END) AS request_tags,
  NULL::text AS requester_ip_address,
  '{}'::jsonb AS messages,
  '{}'::jsonb AS response,
  '{}'::jsonb AS proxy_server_request,
  a.session_id AS session_id,
  CASE WHEN a.outcome = 0 THEN 'success' ELSE 'failure' END AS status,
  NULL::text AS mcp_namespaced_tool_name,
  a.id AS portico_id,
  a.gateway AS gateway_id
FROM portico.attempts a;

CREATE OR REPLACE VIEW "LiteLLM_DailyUserSpend" AS
SELECT
  md5(concat_ws(chr(31), d.user_id, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route)) AS id,
  d.user_id AS user_id,
  (date '1970-01-01' + d.day)::text AS date,
  d.key_hash AS api_key,
  d.model AS model,
  d.model_group AS model_group,
  d.provider AS custom_llm_provider,
  ''::text AS mcp_namespaced_tool_name,
  d.route AS endpoint,
  SUM(GREATEST(d.input, 0))::bigint AS prompt_tokens,
  SUM(GREATEST(d.output, 0))::bigint AS completion_tokens,
  SUM(GREATEST(d.cache_read, 0))::bigint AS cache_read_input_tokens,
  SUM(GREATEST(d.cache_write, 0) + GREATEST(d.cache_write_1h, 0))::bigint AS cache_creation_input_tokens,
  (SUM(d.cost) / 1000000000000.0)::double precision AS spend,
  COUNT(*) AS api_requests,
  COUNT(*) FILTER (WHERE d.outcome = 0) AS successful_requests,
  COUNT(*) FILTER (WHERE d.outcome <> 0) AS failed_requests
FROM (SELECT a.*, (a.started_us / 86400000000)::integer AS day FROM portico.attempts a) d
WHERE d.user_id <> ''
GROUP BY d.user_id, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route;

CREATE OR REPLACE VIEW "LiteLLM_DailyTeamSpend" AS
SELECT
  md5(concat_ws(chr(31), d.team_id, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route)) AS id,
  d.team_id AS team_id,
  (date '1970-01-01' + d.day)::text AS date,
  d.key_hash AS api_key,
  d.model AS model,
  d.model_group AS model_group,
  d.provider AS custom_llm_provider,
  ''::text AS mcp_namespaced_tool_name,
  d.route AS endpoint,
  SUM(GREATEST(d.input, 0))::bigint AS prompt_tokens,
  SUM(GREATEST(d.output, 0))::bigint AS completion_tokens,
  SUM(GREATEST(d.cache_read, 0))::bigint AS cache_read_input_tokens,
  SUM(GREATEST(d.cache_write, 0) + GREATEST(d.cache_write_1h, 0))::bigint AS cache_creation_input_tokens,
  (SUM(d.cost) / 1000000000000.0)::double precision AS spend,
  COUNT(*) AS api_requests,
  COUNT(*) FILTER (WHERE d.outcome = 0) AS successful_requests,
  COUNT(*) FILTER (WHERE d.outcome <> 0) AS failed_requests
FROM (SELECT a.*, (a.started_us / 86400000000)::integer AS day FROM portico.attempts a) d
WHERE d.team_id <> ''
GROUP BY d.team_id, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route;

CREATE OR REPLACE VIEW "LiteLLM_DailyEndUserSpend" AS
SELECT
  md5(concat_ws(chr(31), d.end_user, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route)) AS id,
  d.end_user AS end_user_id,
  (date '1970-01-01' + d.day)::text AS date,
  d.key_hash AS api_key,
  d.model AS model,
  d.model_group AS model_group,
  d.provider AS custom_llm_provider,
  ''::text AS mcp_namespaced_tool_name,
  d.route AS endpoint,
  SUM(GREATEST(d.input, 0))::bigint AS prompt_tokens,
  SUM(GREATEST(d.output, 0))::bigint AS completion_tokens,
  SUM(GREATEST(d.cache_read, 0))::bigint AS cache_read_input_tokens,
  SUM(GREATEST(d.cache_write, 0) + GREATEST(d.cache_write_1h, 0))::bigint AS cache_creation_input_tokens,
  (SUM(d.cost) / 1000000000000.0)::double precision AS spend,
  COUNT(*) AS api_requests,
  COUNT(*) FILTER (WHERE d.outcome = 0) AS successful_requests,
  COUNT(*) FILTER (WHERE d.outcome <> 0) AS failed_requests
FROM (SELECT a.*, (a.started_us / 86400000000)::integer AS day FROM portico.attempts a) d
WHERE d.end_user <> ''
GROUP BY d.end_user, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route;

CREATE OR REPLACE VIEW "LiteLLM_DailyTagSpend" AS
SELECT
  md5(concat_ws(chr(31), d.tag, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route)) AS id,
  d.tag AS tag,
  (date '1970-01-01' + d.day)::text AS date,
  d.key_hash AS api_key,
  d.model AS model,
  d.model_group AS model_group,
  d.provider AS custom_llm_provider,
  ''::text AS mcp_namespaced_tool_name,
  d.route AS endpoint,
  SUM(GREATEST(d.input, 0))::bigint AS prompt_tokens,
  SUM(GREATEST(d.output, 0))::bigint AS completion_tokens,
  SUM(GREATEST(d.cache_read, 0))::bigint AS cache_read_input_tokens,
  SUM(GREATEST(d.cache_write, 0) + GREATEST(d.cache_write_1h, 0))::bigint AS cache_creation_input_tokens,
  (SUM(d.cost) / 1000000000000.0)::double precision AS spend,
  COUNT(*) AS api_requests,
  COUNT(*) FILTER (WHERE d.outcome = 0) AS successful_requests,
  COUNT(*) FILTER (WHERE d.outcome <> 0) AS failed_requests
FROM (SELECT a.*, (a.started_us / 86400000000)::integer AS day, t.tag FROM portico.attempts a, unnest(string_to_array(a.tags, ',')) AS t (tag)) d
WHERE d.tag <> ''
GROUP BY d.tag, d.day, d.key_hash, d.model, d.model_group, d.provider, d.route;

CREATE OR REPLACE VIEW "LiteLLM_VerificationToken" AS
SELECT
  k.id AS token,
  k.document ->> 'key_name' AS key_name,
  NULLIF(k.alias, '') AS key_alias,
  COALESCE(s.spend, 0::double precision) AS spend,
  (k.document ->> 'expires')::timestamptz AT TIME ZONE 'UTC' AS expires,
  COALESCE(k.document::jsonb -> 'models', '[]'::jsonb) AS models,
  COALESCE(k.document::jsonb -> 'aliases', '{}'::jsonb) AS aliases,
  NULLIF(k.user_id, '') AS user_id,
  NULLIF(k.team_id, '') AS team_id,
  COALESCE(k.document::jsonb -> 'metadata', '{}'::jsonb) AS metadata,
  COALESCE((k.document ->> 'blocked')::boolean, false) AS blocked,
  (k.document ->> 'max_budget')::double precision AS max_budget,
  k.document ->> 'budget_duration' AS budget_duration,
  (k.document ->> 'tpm_limit')::bigint AS tpm_limit,
  (k.document ->> 'rpm_limit')::bigint AS rpm_limit,
  (k.document ->> 'max_parallel_requests')::integer AS max_parallel_requests,
  k.document ->> 'budget_id' AS budget_id,
  (k.document ->> 'created_at')::timestamptz AT TIME ZONE 'UTC' AS created_at,
  (k.document ->> 'updated_at')::timestamptz AT TIME ZONE 'UTC' AS updated_at
FROM portico.keys k
LEFT JOIN (SELECT r.name, (SUM(r.cost) / 1000000000000.0)::double precision AS spend FROM portico.rollups r
  WHERE r.dimension = 1 GROUP BY r.name) s ON s.name = k.id;

CREATE OR REPLACE VIEW "LiteLLM_TeamTable" AS
SELECT
  t.id AS team_id,
  NULLIF(t.alias, '') AS team_alias,
  COALESCE(s.spend, 0::double precision) AS spend,
  COALESCE(t.document::jsonb -> 'models', '[]'::jsonb) AS models,
  COALESCE(t.document::jsonb -> 'members_with_roles', '[]'::jsonb) AS members_with_roles,
  COALESCE(t.document::jsonb -> 'metadata', '{}'::jsonb) AS metadata,
  COALESCE((t.document ->> 'blocked')::boolean, false) AS blocked,
  (t.document ->> 'max_budget')::double precision AS max_budget,
  t.document ->> 'budget_duration' AS budget_duration,
  (t.document ->> 'tpm_limit')::bigint AS tpm_limit,
  (t.document ->> 'rpm_limit')::bigint AS rpm_limit
FROM portico.teams t
LEFT JOIN (SELECT r.name, (SUM(r.cost) / 1000000000000.0)::double precision AS spend FROM portico.rollups r
  WHERE r.dimension = 3 GROUP BY r.name) s ON s.name = t.id;

CREATE OR REPLACE VIEW "LiteLLM_UserTable" AS
SELECT
  u.id AS user_id,
  NULLIF(u.email, '') AS user_email,
  u.document ->> 'user_alias' AS user_alias,
  u.document ->> 'user_role' AS user_role,
  COALESCE(s.spend, 0::double precision) AS spend,
  COALESCE(u.document::jsonb -> 'models', '[]'::jsonb) AS models,
  COALESCE(u.document::jsonb -> 'teams', '[]'::jsonb) AS teams,
  COALESCE(u.document::jsonb -> 'metadata', '{}'::jsonb) AS metadata,
  (u.document ->> 'max_budget')::double precision AS max_budget,
  u.document ->> 'budget_duration' AS budget_duration,
  (u.document ->> 'tpm_limit')::bigint AS tpm_limit,
  (u.document ->> 'rpm_limit')::bigint AS rpm_limit
FROM portico.users u
LEFT JOIN (SELECT r.name, (SUM(r.cost) / 1000000000000.0)::double precision AS spend FROM portico.rollups r
  WHERE r.dimension = 2 GROUP BY r.name) s ON s.name = u.id;
