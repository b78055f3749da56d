#include "core/config/schemakeys.h"

namespace gw::config::detail {

namespace {

using T = KeyType;
using S = Support;

constexpr KeyRow kTop[] = {
    {"model_list", T::Any, Tier::Core, S::Works},
    {"litellm_settings", T::Any, Tier::Core, S::Works},
    {"general_settings", T::Any, Tier::Core, S::Works},
    {"router_settings", T::Any, Tier::Core, S::Works},
    {"environment_variables", T::Any, Tier::Core, S::Works},
    {"include", T::Any, Tier::Common, S::Works},
    {"credential_list", T::Any, Tier::Common, S::Works},
    {"portico_settings", T::Map, Tier::Common, S::Works},
    {"guardrails", T::Any, Tier::Common, S::NotYet, "no guardrail runs"},
    {"callback_settings", T::Any, Tier::Common, S::Works},
    {"mcp_servers", T::Any, Tier::Common, S::NotYet, "no MCP server is offered"},
    {"prompts", T::Any, Tier::Rare, S::NotYet, "no prompt is loaded"},
    {"search_tools", T::Any, Tier::Rare, S::NotYet, "no search tool is offered"},
    {"vector_store_registry", T::Any, Tier::Rare, S::NotYet, "no vector store is used"},
    {"assistant_settings", T::Any, Tier::Rare, S::NotYet, "the assistants routes stay absent"},
    {"finetune_settings", T::Any, Tier::Rare, S::NotYet, "the fine-tuning routes stay absent"},
    {"files_settings", T::Any, Tier::Rare, S::NotYet, "the files routes stay absent"},
    {"budget_config", T::List, Tier::Core, S::Works},
};

constexpr KeyRow kModelRow[] = {
    {"model_name", T::Text, Tier::Core, S::Works}, {"litellm_params", T::Map, Tier::Core, S::Works},
    {"model_info", T::Map, Tier::Core, S::Works},  {"tpm", T::Int, Tier::Common, S::Works},
    {"rpm", T::Int, Tier::Common, S::Works},
};

constexpr KeyRow kParams[] = {
    {"model", T::Text, Tier::Core, S::Works},
    {"custom_llm_provider", T::Text, Tier::Common, S::Works},
    {"api_key", T::Secret, Tier::Core, S::Works},
    {"api_base", T::Text, Tier::Core, S::Works},
    {"base_url", T::Text, Tier::Core, S::Works},
    {"api_version", T::Text, Tier::Core, S::Works},
    {"organization", T::Any, Tier::Common, S::Works},
    {"azure_ad_token", T::Secret, Tier::Common, S::Works},
    {"client_secret", T::Secret, Tier::Common, S::Works},
    {"azure_username", T::Secret, Tier::Common, S::Works},
    {"azure_password", T::Secret, Tier::Common, S::Works},
    {"aws_access_key_id", T::Secret, Tier::Common, S::Works},
    {"aws_secret_access_key", T::Secret, Tier::Common, S::Works},
    {"aws_session_token", T::Secret, Tier::Common, S::Works},
    {"vertex_credentials", T::Secret, Tier::Common, S::Works},
    {"aws_web_identity_token", T::Secret, Tier::Common, S::Works},
    {"aws_external_id", T::Secret, Tier::Common, S::Works},
    {"tenant_id", T::Text, Tier::Common, S::Works},
    {"client_id", T::Text, Tier::Common, S::Works},
    {"azure_scope", T::Text, Tier::Common, S::Works},
    {"aws_region_name", T::Text, Tier::Common, S::Works},
    {"aws_profile_name", T::Text, Tier::Common, S::Works},
    {"aws_role_name", T::Text, Tier::Common, S::Works},
    {"aws_session_name", T::Text, Tier::Common, S::Works},
    {"aws_sts_endpoint", T::Text, Tier::Common, S::Works},
    {"aws_bedrock_runtime_endpoint", T::Text, Tier::Common, S::Works},
    {"vertex_project", T::Text, Tier::Common, S::Works},
    {"vertex_location", T::Text, Tier::Common, S::Works},
    {"region_name", T::Text, Tier::Rare, S::Works},
    {"litellm_credential_name", T::Text, Tier::Common, S::Works},
    {"timeout", T::Number, Tier::Core, S::Works},
    {"stream_timeout", T::Number, Tier::Core, S::Works},
    {"max_retries", T::Int, Tier::Common, S::Works},
    {"num_retries", T::Int, Tier::Common, S::Works},
    {"rpm", T::Int, Tier::Core, S::Works},
    {"tpm", T::Int, Tier::Core, S::Works},
    {"itpm", T::Int, Tier::Rare, S::NotYet, "input and output tokens are not limited apart"},
    {"otpm", T::Int, Tier::Rare, S::NotYet, "input and output tokens are not limited apart"},
    {"weight", T::Number, Tier::Core, S::Works},
    {"order", T::Int, Tier::Core, S::Works},
    {"max_parallel_requests", T::Int, Tier::Common, S::Works},
    {"cooldown_time", T::Number, Tier::Core, S::Works},
    {"connect_timeout", T::Number, Tier::Common, S::Works},
    {"gap_timeout", T::Number, Tier::Common, S::Works},
    {"tags", T::List, Tier::Common, S::Works},
    {"tag_regex", T::List, Tier::Rare, S::NotYet, "no request is matched by it"},
    {"max_budget", T::Number, Tier::Common, S::Works},
    {"budget_duration", T::Text, Tier::Common, S::Works},
    {"drop_params", T::Bool, Tier::Core, S::Works},
    {"additional_drop_params", T::List, Tier::Common, S::Works},
    {"allowed_openai_params", T::List, Tier::Common, S::Works},
    {"modify_params", T::Bool, Tier::Common, S::NotYet, "messages are sent as they came"},
    {"extra_headers", T::Map, Tier::Core, S::Works},
    {"extra_body", T::Map, Tier::Common, S::Works},
    {"configurable_clientside_auth_params", T::List, Tier::Rare, S::NotYet,
     "clients cannot bring their own key or base for it"},
    {"mock_response", T::Any, Tier::Core, S::Works},
    {"mock_timeout", T::Bool, Tier::Core, S::Works},
    {"mock_delay", T::Number, Tier::Common, S::Works},
    {"use_in_pass_through", T::Bool, Tier::Common, S::NotYet,
     "pass-through routes do not use its credentials"},
    {"use_chat_completions_api", T::Bool, Tier::Common, S::Works},
    {"default_api_key_tpm_limit", T::Int, Tier::Rare, S::NotYet, "keys get no default limit on it"},
    {"default_api_key_rpm_limit", T::Int, Tier::Rare, S::NotYet, "keys get no default limit on it"},
    {"cache_control_injection_points", T::List, Tier::Rare, S::NotYet, "no cache markers are inserted"},
    {"initial_prompt_value", T::Any, Tier::Rare, S::NotYet, "the prompt is not templated"},
    {"roles", T::Any, Tier::Rare, S::NotYet, "the prompt is not templated"},
    {"final_prompt_value", T::Any, Tier::Rare, S::NotYet, "the prompt is not templated"},
    {"bos_token", T::Any, Tier::Rare, S::NotYet, "the prompt is not templated"},
    {"eos_token", T::Any, Tier::Rare, S::NotYet, "the prompt is not templated"},
    {"guardrails", T::List, Tier::Rare, S::NotYet, "no guardrail runs"},
    {"no-log", T::Bool, Tier::Rare, S::NotYet, "its requests are recorded like all others"},
    {"merge_reasoning_content_in_choices", T::Bool, Tier::Common, S::NotYet,
     "reasoning stays apart from content"},
    {"supports_system_message", T::Bool, Tier::Rare, S::NotYet, "system messages are sent as they came"},
    {"ssl_verify", T::Any, Tier::Common, S::Works},
    {"proxy", T::Text, Tier::Common, S::Works},
    {"ssl_ca_file", T::Text, Tier::Common, S::Works},
    {"model_info", T::Any, Tier::Rare, S::Silent},
    {"tiered_pricing", T::Any, Tier::Rare, S::Silent},
};

constexpr KeyRow kDefaults[] = {
    {"temperature", T::Any, Tier::Core, S::Works},
    {"max_tokens", T::Any, Tier::Core, S::Works},
    {"max_completion_tokens", T::Any, Tier::Core, S::Works},
    {"max_output_tokens", T::Any, Tier::Core, S::Works},
    {"top_p", T::Any, Tier::Core, S::Works},
    {"top_k", T::Any, Tier::Core, S::Works},
    {"min_p", T::Any, Tier::Core, S::Works},
    {"stop", T::Any, Tier::Core, S::Works},
    {"seed", T::Any, Tier::Core, S::Works},
    {"user", T::Any, Tier::Core, S::Works},
    {"reasoning_effort", T::Any, Tier::Core, S::Works},
    {"reasoning", T::Any, Tier::Core, S::Works},
    {"thinking", T::Any, Tier::Core, S::Works},
    {"n", T::Any, Tier::Core, S::Works},
    {"presence_penalty", T::Any, Tier::Core, S::Works},
    {"frequency_penalty", T::Any, Tier::Core, S::Works},
    {"repetition_penalty", T::Any, Tier::Core, S::Works},
    {"logit_bias", T::Any, Tier::Core, S::Works},
    {"logprobs", T::Any, Tier::Core, S::Works},
    {"top_logprobs", T::Any, Tier::Core, S::Works},
    {"response_format", T::Any, Tier::Core, S::Works},
    {"tools", T::Any, Tier::Core, S::Works},
    {"tool_choice", T::Any, Tier::Core, S::Works},
    {"functions", T::Any, Tier::Core, S::Works},
    {"function_call", T::Any, Tier::Core, S::Works},
    {"parallel_tool_calls", T::Any, Tier::Core, S::Works},
    {"stream_options", T::Any, Tier::Core, S::Works},
    {"service_tier", T::Any, Tier::Core, S::Works},
    {"verbosity", T::Any, Tier::Core, S::Works},
    {"modalities", T::Any, Tier::Core, S::Works},
    {"prediction", T::Any, Tier::Core, S::Works},
    {"audio", T::Any, Tier::Core, S::Works},
    {"store", T::Any, Tier::Core, S::Works},
    {"metadata", T::Any, Tier::Core, S::Works},
    {"dimensions", T::Any, Tier::Core, S::Works},
    {"encoding_format", T::Any, Tier::Core, S::Works},
    {"voice", T::Any, Tier::Core, S::Works},
    {"size", T::Any, Tier::Core, S::Works},
    {"quality", T::Any, Tier::Core, S::Works},
    {"style", T::Any, Tier::Core, S::Works},
    {"keep_alive", T::Any, Tier::Core, S::Works},
    {"num_ctx", T::Any, Tier::Core, S::Works},
    {"num_predict", T::Any, Tier::Core, S::Works},
    {"safety_settings", T::Any, Tier::Core, S::Works},
    {"web_search_options", T::Any, Tier::Core, S::Works},
    {"input_type", T::Any, Tier::Core, S::Works},
    {"truncation", T::Any, Tier::Core, S::Works},
    {"language", T::Any, Tier::Core, S::Works},
    {"stop_sequences", T::Any, Tier::Core, S::Works},
    {"best_of", T::Any, Tier::Core, S::Works},
    {"suffix", T::Any, Tier::Core, S::Works},
    {"echo", T::Any, Tier::Core, S::Works},
    {"think", T::Any, Tier::Core, S::Works},
};

constexpr KeyRow kModelInfo[] = {
    {"id", T::Text, Tier::Core, S::Works},
    {"mode", T::Text, Tier::Core, S::Works},
    {"base_model", T::Text, Tier::Core, S::Works},
    {"max_tokens", T::Int, Tier::Core, S::Works},
    {"max_input_tokens", T::Int, Tier::Core, S::Works},
    {"max_output_tokens", T::Int, Tier::Core, S::Works},
    {"access_groups", T::List, Tier::Core, S::Works},
    {"team_id", T::Text, Tier::Common, S::Works},
    {"team_public_model_name", T::Text, Tier::Common, S::Works},
    {"supported_environments", T::List, Tier::Common, S::Works},
    {"tpm", T::Int, Tier::Common, S::Works},
    {"rpm", T::Int, Tier::Common, S::Works},
    {"health_check_model", T::Text, Tier::Common, S::Works},
    {"health_check_timeout", T::Any, Tier::Common, S::Works},
    {"health_check_max_tokens", T::Int, Tier::Common, S::Works},
    {"health_check_max_tokens_reasoning", T::Any, Tier::Common, S::NotYet,
     "the health check uses its own values"},
    {"health_check_max_tokens_non_reasoning", T::Any, Tier::Common, S::NotYet,
     "the health check uses its own values"},
    {"health_check_voice", T::Any, Tier::Common, S::NotYet, "the health check uses its own values"},
    {"disable_background_health_check", T::Bool, Tier::Common, S::Works},
    {"custom_tokenizer", T::Map, Tier::Rare, S::NotYet, "tokens are estimated by the general rule"},
    {"tier", T::Any, Tier::Common, S::Silent},
    {"blocked", T::Any, Tier::Common, S::Silent},
    {"db_model", T::Any, Tier::Common, S::Silent},
    {"created_at", T::Any, Tier::Common, S::Silent},
    {"created_by", T::Any, Tier::Common, S::Silent},
    {"updated_at", T::Any, Tier::Common, S::Silent},
    {"updated_by", T::Any, Tier::Common, S::Silent},
};

constexpr KeyRow kPortico[] = {
    {"host_names", T::List, Tier::Common, S::Works},
    {"origins", T::List, Tier::Common, S::Works},
    {"fetch_private_addresses", T::Bool, Tier::Common, S::Works},
    {"model_private_addresses", T::Bool, Tier::Common, S::Works},
    {"keep_responses", T::Bool, Tier::Common, S::Works},
    {"keep_prompts_days", T::Int, Tier::Common, S::Works},
    {"keep_prompts_mb", T::Int, Tier::Common, S::Works},
    {"backup_every", T::Text, Tier::Common, S::Works},
    {"backup_keep", T::Text, Tier::Common, S::Works},
    {"backup_folder", T::Text, Tier::Common, S::Works},
    {"backup_max_gb", T::Int, Tier::Common, S::Works},
    {"hard_budget", T::Bool, Tier::Common, S::Works},
    {"callback_backlog_rows", T::Int, Tier::Common, S::Works},
    {"callback_backlog_hours", T::Int, Tier::Common, S::Works},
    {"rows_wait_hours", T::Int, Tier::Common, S::Works},
    {"cache_scope", T::Text, Tier::Common, S::Works},
    {"database_away_hours", T::Int, Tier::Common, S::Works},
    {"cache_mb", T::Int, Tier::Common, S::Works},
    {"cache_disk_mb", T::Int, Tier::Common, S::Works},
    {"timeouts", T::Map, Tier::Common, S::Works},
    {"group_timeouts", T::Map, Tier::Common, S::Works},
    {"queue", T::Map, Tier::Common, S::Works},
};

}   // namespace

std::span<const KeyRow> topKeys()
{
    return kTop;
}

std::span<const KeyRow> modelRowKeys()
{
    return kModelRow;
}

std::span<const KeyRow> paramsKeys()
{
    return kParams;
}

std::span<const KeyRow> defaultsKeys()
{
    return kDefaults;
}

std::span<const KeyRow> modelInfoKeys()
{
    return kModelInfo;
}

std::span<const KeyRow> porticoKeys()
{
    return kPortico;
}

}   // namespace gw::config::detail
