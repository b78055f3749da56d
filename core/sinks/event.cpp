#include "core/sinks/event.h"

#include "core/ledger/callnames.h"
#include "core/pricing/money.h"

#include <QDateTime>

#include <algorithm>

namespace gw::sinks {

namespace {

constexpr double kUsPerS = 1e6;

bool isHex(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isZero(std::string_view text)
{
    return text.find_first_not_of('0') == std::string_view::npos;
}

std::int64_t known(std::int64_t count)
{
    return std::max<std::int64_t>(count, 0);
}

json::Value textOrNull(const std::string &text)
{
    return text.empty() ? json::Value(nullptr) : json::Value(text);
}

// Seconds since the epoch, as the record has its times.
double seconds(std::int64_t unixUs)
{
    return static_cast<double>(unixUs) / kUsPerS;
}

json::Object usageOf(const ledger::Row &row)
{
    const chat::Usage &usage = row.close.usage;
    json::Object prompt;
    json::Object completion;
    const auto add = [](json::Object &object, const char *name, std::int64_t count) {
        if (count >= 0)
            object[name] = count;
    };
    add(prompt, "cached_tokens", usage.cacheRead);
    add(prompt, "cache_creation_tokens", usage.cacheWrite);
    add(prompt, "audio_tokens", usage.audioIn);
    add(completion, "reasoning_tokens", usage.reasoning);
    add(completion, "audio_tokens", usage.audioOut);
    json::Object object{{"prompt_tokens", known(usage.input)},
                        {"completion_tokens", known(usage.output)},
                        {"total_tokens", known(usage.input) + known(usage.output)}};
    if (!prompt.empty())
        object["prompt_tokens_details"] = std::move(prompt);
    if (!completion.empty())
        object["completion_tokens_details"] = std::move(completion);
    return object;
}

json::Object metadataOf(const Event &event)
{
    const ledger::OpenRecord &open = event.row.open;
    json::Object requester;
    if (event.content)
        requester = event.content->metadata;
    return {{"user_api_key_hash", textOrNull(open.keyHash)},
            {"user_api_key_alias", textOrNull(open.keyAlias)},
            {"user_api_key_org_id", nullptr},
            {"user_api_key_team_id", textOrNull(open.teamId)},
            {"user_api_key_team_alias", nullptr},
            {"user_api_key_user_id", textOrNull(open.userId)},
            {"user_api_key_user_email", nullptr},
            {"user_api_key_end_user_id", textOrNull(open.endUser)},
            {"spend_logs_metadata", nullptr},
            {"requester_ip_address", nullptr},
            {"requester_metadata", std::move(requester)},
            {"requester_custom_headers", nullptr},
            {"prompt_management_metadata", nullptr},
            {"applied_guardrails", json::Array()},
            {"session_id", textOrNull(open.sessionId)},
            {"usage_object", usageOf(event.row)},
            {"attempt", open.attempt},
            {"attempt_follows", event.row.close.again},
            {"routing_reason", textOrNull(open.reason)},
            {"user_agent", textOrNull(open.client)}};
}

json::Value costBreakdown(const ledger::CloseRecord &close)
{
    if (close.unpriced)
        return nullptr;
    const chat::Usage &usage = close.usage;
    json::Object object;
    // Cached tokens have their own price: the sum of both says more than a split that does not add up.
    if (close.priceInput >= 0 && close.priceOutput >= 0 && usage.cacheRead <= 0 && usage.cacheWrite <= 0) {
        object["input_cost"] = dollars(close.priceInput * known(usage.input));
        object["output_cost"] = dollars(close.priceOutput * known(usage.output));
    }
    object["total_cost"] = dollars(close.costPico);
    return object;
}

json::Value errorOf(const ledger::Row &row)
{
    if (succeeded(row))
        return nullptr;
    return json::Object{{"error_code", std::to_string(row.close.httpStatus)},
                        {"error_class", row.close.error},
                        {"llm_provider", row.open.provider},
                        {"traceback", ""},
                        {"error_message", row.close.error}};
}

}   // namespace

std::string keyOf(const ledger::Row &row)
{
    std::string key = row.open.request.toString();
    if (row.open.attempt > 0)
        key += '-' + std::to_string(row.open.attempt);
    return key;
}

bool succeeded(const ledger::Row &row) noexcept
{
    return row.close.outcome == ledger::Outcome::Success;
}

Trace traceOf(const ledger::Row &row)
{
    // version "-" trace-id "-" parent-id "-" flags (W3C Trace Context, 3.2).
    const std::string_view said = std::string_view(row.open.trace).substr(0, row.open.trace.find(' '));
    if (said.size() >= 55 && said[2] == '-' && said[35] == '-' && said[52] == '-') {
        const std::string_view trace = said.substr(3, 32);
        const std::string_view parent = said.substr(36, 16);
        if (isHex(trace) && isHex(parent) && !isZero(trace) && !isZero(parent))
            return {std::string(trace), std::string(parent)};
    }
    std::string trace = row.open.request.toString();
    std::erase(trace, '-');
    return {std::move(trace), {}};
}

std::string_view namedTrace(const ledger::Row &row)
{
    const std::size_t space = row.open.trace.find(' ');
    return space == std::string::npos ? std::string_view()
                                      : std::string_view(row.open.trace).substr(space + 1);
}

double dollars(std::int64_t pico)
{
    return std::strtod(pricing::picoToText(pico).c_str(), nullptr);
}

std::string isoTime(std::int64_t unixUs)
{
    const QString whole = QDateTime::fromSecsSinceEpoch(unixUs / 1'000'000, Qt::UTC)
                              .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    std::string rest = std::to_string(unixUs % 1'000'000);
    return whole.toStdString() + '.' + std::string(6 - rest.size(), '0') + rest + 'Z';
}

std::int64_t requestStartUs(const ledger::Row &row) noexcept
{
    return std::min(row.open.startedUs, row.close.endedUs - row.close.durationUs);
}

std::string digest(std::string_view text, std::size_t size)
{
    return sha256Hex(text).substr(0, size);
}

json::Object standardPayload(const Event &event)
{
    const ledger::OpenRecord &open = event.row.open;
    const ledger::CloseRecord &close = event.row.close;
    const bool success = succeeded(event.row);
    const std::string_view named = namedTrace(event.row);
    json::Array tags;
    for (const std::string &tag : ledger::tagsOf(event.row.open))
        tags.emplace_back(tag);
    const std::int64_t firstUs =
        close.firstByteUs < 0 ? close.endedUs : requestStartUs(event.row) + close.firstByteUs;
    json::Object object{
        {"id", keyOf(event.row)},
        {"trace_id", named.empty() ? json::Value(open.request.toString()) : json::Value(named)},
        {"litellm_call_id", open.callId},
        {"provider_response_id", textOrNull(close.providerId)},
        {"call_type", ledger::callTypeOf(open.route)},
        {"stream", open.stream},
        {"response_cost", dollars(close.costPico)},
        {"cost_breakdown", costBreakdown(close)},
        {"response_cost_failure_debug_info",
         close.unpriced ? json::Value(json::Object{{"error_str", "no price is known for this model"}})
                        : json::Value(nullptr)},
        {"status", success ? "success" : "failure"},
        {"status_fields",
         json::Object{{"llm_api_status", success ? "success" : "failure"}, {"guardrail_status", "not_run"}}},
        {"total_tokens", known(close.usage.input) + known(close.usage.output)},
        {"prompt_tokens", known(close.usage.input)},
        {"completion_tokens", known(close.usage.output)},
        {"startTime", seconds(open.startedUs)},
        {"endTime", seconds(close.endedUs)},
        {"completionStartTime", seconds(firstUs)},
        {"response_time", seconds(close.endedUs - open.startedUs)},
        {"model_map_information",
         json::Object{{"model_map_key", open.upstreamModel}, {"model_map_value", nullptr}}},
        {"model", open.upstreamModel},
        {"model_id", textOrNull(open.deploymentId)},
        {"model_group", textOrNull(open.modelGroup)},
        {"custom_llm_provider", open.provider},
        {"api_base", event.apiBase},
        {"metadata", metadataOf(event)},
        {"cache_hit", close.ending == ledger::Ending::CacheHit},
        {"cache_key", nullptr},
        {"saved_cache_cost", dollars(close.savedPico)},
        {"request_tags", std::move(tags)},
        {"end_user", open.endUser},
        {"requester_ip_address", nullptr}};
    object["messages"] = event.content ? event.content->messages : json::Value(nullptr);
    object["response"] = event.content ? event.content->response : json::Value(nullptr);
    object["error_str"] = success ? json::Value(nullptr) : json::Value(close.error);
    object["error_information"] = errorOf(event.row);
    object["model_parameters"] = event.content ? event.content->parameters : json::Object();
    object["hidden_params"] =
        json::Object{{"model_id", textOrNull(open.deploymentId)},
                     {"cache_key", nullptr},
                     {"api_base", textOrNull(event.apiBase)},
                     {"response_cost", dollars(close.costPico)},
                     {"additional_headers", nullptr},
                     {"batch_models", nullptr},
                     {"litellm_model_name", open.provider + "/" + open.upstreamModel},
                     {"litellm_overhead_time_ms",
                      close.overheadUs < 0 ? json::Value(nullptr)
                                           : json::Value(static_cast<double>(close.overheadUs) / 1000)}};
    return object;
}

}   // namespace gw::sinks
