#include "core/config/keydocs.h"

#include <algorithm>
#include <iterator>

namespace gw::config {

namespace {

struct Doc
{
    SectionId section;
    std::string_view name;
    std::string_view text;
};

using S = SectionId;

constexpr Doc kDocs[] = {
    {S::Top, "model_list", "The models that are offered, each with how to reach it"},
    {S::Top, "litellm_settings", "Settings of requests: timeouts, retries, certificates"},
    {S::Top, "general_settings", "Settings of the gateway: master key, who may call"},
    {S::Top, "router_settings", "How requests are spread, retried and passed on"},
    {S::Top, "environment_variables", "Variables set before the rest is read"},
    {S::Top, "include", "Further files, relative to this one; their lists are added"},
    {S::Top, "credential_list", "Named sets of keys and addresses for several models"},
    {S::Top, "portico_settings", "Settings that only Portico knows"},
    {S::ModelRow, "model_name", "The name that programs ask for; may hold '*'"},
    {S::ModelRow, "litellm_params", "How to call the model"},
    {S::ModelRow, "model_info", "Facts and prices of the model"},
    {S::ModelRow, "rpm", "Requests a minute, for the router"},
    {S::ModelRow, "tpm", "Tokens a minute, for the router"},
    {S::Params, "model", "provider/name as the provider calls it, such as openai/gpt-4o"},
    {S::Params, "custom_llm_provider", "The provider, where the model's name does not say it"},
    {S::Params, "api_key", "keychain/NAME, os.environ/NAME, or the key itself"},
    {S::Params, "api_base", "The provider's address, where it is not the usual one"},
    {S::Params, "base_url", "The same as api_base"},
    {S::Params, "api_version", "Version of the provider's API, as Azure wants it"},
    {S::Params, "organization", "The provider's organisation that pays"},
    {S::Params, "timeout", "Seconds an answer may take"},
    {S::Params, "stream_timeout", "Seconds until the first piece of a streamed answer"},
    {S::Params, "max_retries", "How often one call is tried again"},
    {S::Params, "num_retries", "How often a request is tried again"},
    {S::Params, "rpm", "Requests a minute this deployment may get"},
    {S::Params, "tpm", "Tokens a minute this deployment may get"},
    {S::Params, "weight", "Share of the requests among deployments of one name"},
    {S::Params, "order", "Deployments of lower order are used first"},
    {S::Params, "max_parallel_requests", "Requests at the same time"},
    {S::Params, "cooldown_time", "Seconds of rest after failures"},
    {S::Params, "connect_timeout", "Seconds until a connection must be there"},
    {S::Params, "gap_timeout", "Seconds that a stream may say nothing"},
    {S::Params, "max_budget", "USD that may be spent on this deployment"},
    {S::Params, "budget_duration", "How long that budget lasts: 30d, 24h"},
    {S::Params, "drop_params", "Leave out parameters the provider does not know"},
    {S::Params, "additional_drop_params", "Parameters that are always left out"},
    {S::Params, "allowed_openai_params", "Parameters that are passed on as they are"},
    {S::Params, "extra_headers", "HTTP headers sent to the provider"},
    {S::Params, "extra_body", "Further members of the request's body"},
    {S::Params, "mock_response", "Answers this text instead of calling anybody"},
    {S::Params, "proxy", "Proxy for this deployment; \"none\" uses none"},
    {S::Params, "ssl_verify", "Whether the provider's certificate is checked"},
    {S::Params, "ssl_ca_file", "File with certificates that count here"},
    {S::Params, "litellm_credential_name", "A set of credential_list to use"},
    {S::Defaults, "temperature", "Preset for requests that do not say it"},
    {S::Defaults, "max_tokens", "Preset for the longest answer, in tokens"},
    {S::ModelInfo, "id", "A name of the deployment that stays when its key changes"},
    {S::ModelInfo, "mode", "chat, embedding, completion, ..."},
    {S::ModelInfo, "base_model", "The model whose prices and limits count"},
    {S::ModelInfo, "max_input_tokens", "Longest prompt, in tokens"},
    {S::ModelInfo, "max_output_tokens", "Longest answer, in tokens"},
    {S::Router, "routing_strategy", "simple-shuffle, least-busy, usage-based-routing, latency-based-routing"},
    {S::Router, "num_retries", "How often a failed request is tried again"},
    {S::Router, "max_fallbacks", "How many other models are tried at most"},
    {S::Router, "timeout", "Seconds an answer may take"},
    {S::Router, "stream_timeout", "Seconds until the first piece of a streamed answer"},
    {S::Router, "retry_after", "Seconds to wait at least before another try"},
    {S::Router, "retry_policy", "Tries by class of error"},
    {S::Router, "allowed_fails", "Failures a minute before a deployment rests"},
    {S::Router, "cooldown_time", "Seconds a failing deployment rests"},
    {S::Router, "disable_cooldowns", "Failing deployments are asked all the same"},
    {S::Router, "enable_pre_call_checks", "Leave out deployments whose context is too small"},
    {S::Router, "model_group_alias", "Further names for models"},
    {S::Router, "fallbacks", "Models that are asked when one fails"},
    {S::Router, "context_window_fallbacks", "Models that are asked when a prompt is too long"},
    {S::Router, "content_policy_fallbacks", "Models that are asked when a prompt is refused"},
    {S::Router, "default_fallbacks", "Models that are asked when any other fails"},
    {S::Router, "midstream_fallback", "Whether a stream that breaks off goes on at a fallback"},
    {S::Router, "optional_pre_call_checks", "Affinities and limits that are looked at before each call"},
    {S::Router, "enable_tag_filtering", "Choose deployments by the tags of the request"},
    {S::Router, "provider_budget_config", "USD that may be spent at each provider, and for how long"},
    {S::Router, "default_max_parallel_requests",
     "Requests at the same time, for deployments that say nothing"},
    {S::Router, "default_litellm_params", "Presets for all deployments"},
    {S::Litellm, "drop_params", "Leave out parameters a provider does not know"},
    {S::Litellm, "modify_params", "Adapt requests that a provider would refuse"},
    {S::Litellm, "num_retries", "How often a failed request is tried again"},
    {S::Litellm, "request_timeout", "Seconds an answer may take"},
    {S::Litellm, "fallbacks", "Models that are asked when one fails"},
    {S::Litellm, "cache", "Answer equal requests from the cache"},
    {S::Litellm, "cache_params", "Where answers are kept, and for how long"},
    {S::Litellm, "ssl_verify", "Whether certificates are checked, or a file with those that count"},
    {S::Litellm, "json_logs", "Write the log as JSON"},
    {S::Litellm, "model_alias_map", "Further names for models"},
    {S::Litellm, "include_cost_in_streaming_usage", "Tell the cost with a stream's usage"},
    {S::General, "master_key", "The administrator's key: keychain/NAME, os.environ/NAME, or the key"},
    {S::General, "database_url", "PostgreSQL for keys, teams and spend"},
    {S::General, "allowed_ips", "Addresses that may call; none: all"},
    {S::General, "litellm_key_header_name", "Header that holds the key, instead of Authorization"},
    {S::General, "maximum_spend_logs_retention_period", "How long records are kept (30d); none: for ever"},
    {S::General, "max_request_size_mb", "Largest request in MB; counts from the next start"},
    {S::General, "enforce_user_param", "Refuse requests that name no user"},
    {S::General, "forward_client_headers_to_llm_api", "Pass the programs' x- headers on to providers"},
    {S::General, "health_check_details", "Tell details in /health"},
    {S::General, "always_include_stream_usage", "Ask every stream for its usage"},
    {S::General, "completion_model", "The model of every chat, whatever it asks for"},
    {S::Portico, "host_names", "Names besides localhost under which the gateway may be called"},
    {S::Portico, "fetch_private_addresses", "Pictures named by URL may lie in your own network"},
    {S::Portico, "model_private_addresses", "Models added by the API may be in your own network"},
    {S::Portico, "origins", "Web pages and apps that may call, such as app://obsidian.md"},
    {S::Portico, "keep_responses",
     "Answers that previous_response_id names survive a restart, sealed on the disk"},
    {S::Portico, "backup_every", "How often everything is saved by itself, such as 1d; 0: never"},
    {S::Portico, "backup_keep", "How long such snapshots are kept"},
    {S::Portico, "backup_folder", "Where they lie; in the data folder if nothing is said"},
    {S::Portico, "backup_max_gb", "What they may take together; the oldest go first"},
    {S::Portico, "hard_budget", "Streams are cut when their budget is used up"},
    {S::Portico, "callback_backlog_rows",
     "Requests that wait for a callback whose receiver is away; older ones are skipped"},
    {S::Portico, "callback_backlog_hours", "How long they wait"},
    {S::Portico, "rows_wait_hours",
     "How much longer rows are kept that a callback or the database has not been told of"},
    {S::Portico, "cache_scope", "Who shares cached answers: none (everybody), key or team"},
    {S::Portico, "cache_mb", "Megabytes of memory that cached answers may take"},
    {S::Portico, "cache_disk_mb", "Megabytes on the disk that cached answers may take"},
    {S::Portico, "timeouts", "Seconds: connect, first_token, gap, total"},
    {S::Portico, "group_timeouts", "The same for single model groups"},
    {S::Portico, "queue", "max_waiting requests and max_wait seconds where all deployments are busy"},
    {S::Portico, "keep_prompts_days", "Days that prompts and answers are kept, once that is switched on"},
    {S::Portico, "keep_prompts_mb", "Megabytes on the disk that kept prompts and answers may take"},
};

std::string_view typeText(KeyType type)
{
    switch (type) {
    case KeyType::Bool:
        return "true or false";
    case KeyType::Int:
        return "a whole number";
    case KeyType::Number:
        return "a number";
    case KeyType::Text:
        return "a text";
    case KeyType::List:
        return "a list";
    case KeyType::Map:
        return "a map";
    case KeyType::Secret:
        return "a secret: keychain/NAME or os.environ/NAME";
    case KeyType::Any:
        break;
    }
    return "a value";
}

}   // namespace

std::string docOf(SectionId section, const KeyRow &key)
{
    const auto *found = std::ranges::find_if(
        kDocs, [&](const Doc &doc) { return doc.section == section && doc.name == key.name; });
    if (found != std::end(kDocs))
        return std::string(found->text);
    if (key.support == Support::NotYet)
        return "No effect yet: " + std::string(key.effect);
    if (key.support == Support::Silent)
        return "Accepted; changes nothing";
    return std::string(typeText(key.type));
}

}   // namespace gw::config
