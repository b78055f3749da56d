#include "core/api/spendviews.h"
#include "core/ledger/callnames.h"
#include "core/pricing/money.h"

#include <algorithm>

// Rows of the ledger as clients know them, in JSON and in comma-separated text.
namespace gw::api {

namespace {

json::Object usageOf(const chat::Usage &usage)
{
    const auto count = [](std::int64_t number) { return std::max<std::int64_t>(number, 0); };
    return {{"prompt_tokens", count(usage.input)},
            {"completion_tokens", count(usage.output)},
            {"total_tokens", count(usage.input) + count(usage.output)},
            {"prompt_tokens_details", json::Object{{"cached_tokens", count(usage.cacheRead)}}},
            {"completion_tokens_details", json::Object{{"reasoning_tokens", count(usage.reasoning)}}},
            {"cache_read_input_tokens", count(usage.cacheRead)},
            {"cache_creation_input_tokens", count(usage.cacheWrite) + count(usage.cacheWrite1h)}};
}

}   // namespace

std::vector<std::string> requestTagsOf(const ledger::OpenRecord &open)
{
    std::vector<std::string> tags = ledger::tagsOf(open);
    // Programs of this computer have names, others only what they call themselves: "claude-cli/2.0".
    const bool agent = open.client.find('/') != std::string::npos;
    if (!open.client.empty())
        tags.push_back((agent ? "User-Agent: " : std::string(access::Tag::kProgram)) + open.client);
    return tags;
}

json::Object spendRow(const ledger::Row &row, const routing::Table &table)
{
    const ledger::OpenRecord &open = row.open;
    const ledger::CloseRecord &close = row.close;
    const std::int64_t input = std::max<std::int64_t>(close.usage.input, 0);
    const std::int64_t output = std::max<std::int64_t>(close.usage.output, 0);
    const bool success = close.outcome == ledger::Outcome::Success;
    const std::vector<std::string> tags = requestTagsOf(open);
    json::Object metadata{{"user_api_key", open.keyHash},
                          {"user_api_key_alias", open.keyAlias},
                          {"user_api_key_user_id", open.userId},
                          {"user_api_key_team_id", open.teamId},
                          {"usage_object", usageOf(close.usage)},
                          {"status", success ? "success" : "failure"},
                          {"usage_estimated", close.ending == ledger::Ending::Estimated ||
                                                  close.ending == ledger::Ending::Broken ||
                                                  close.ending == ledger::Ending::Mock},
                          {"cost_status", close.unpriced ? "unpriced" : "priced"},
                          {"attempt", open.attempt},
                          {"price_version", open.priceVersion}};
    if (!close.error.empty())
        metadata["error_information"] = json::Object{{"error_code", std::to_string(close.httpStatus)},
                                                     {"error_class", close.error},
                                                     {"llm_provider", open.provider}};
    json::Object object{{"request_id", close.providerId.empty() ? open.callId : close.providerId},
                        {"id", open.request.toString()},
                        {"litellm_call_id", open.callId},
                        {"call_type", ledger::callTypeOf(open.route)},
                        {"api_key", open.keyHash},
                        {"spend", dollars(close.costPico)},
                        {"total_tokens", input + output},
                        {"prompt_tokens", input},
                        {"completion_tokens", output},
                        {"startTime", isoTime(open.startedUs)},
                        {"endTime", isoTime(close.endedUs)}};
    object["completionStartTime"] = close.firstByteUs < 0
                                        ? json::Value(nullptr)
                                        : json::Value(isoTime(open.startedUs + close.firstByteUs));
    object["request_duration_ms"] = close.durationUs / 1000;
    object["model"] = open.upstreamModel;
    object["model_id"] = open.deploymentId;
    object["model_group"] = open.modelGroup;
    object["custom_llm_provider"] = open.provider;
    const routing::TargetPtr target = table.byId(open.deploymentId);
    // A base may hold credentials in front of its host.
    const bool shown = target && target->baseUrl.find('@') == std::string::npos;
    object["api_base"] = shown ? target->baseUrl : std::string();
    object["organization_id"] = nullptr;
    object["user"] = open.userId;
    object["team_id"] = open.teamId;
    object["end_user"] = open.endUser;
    object["metadata"] = std::move(metadata);
    object["cache_hit"] = close.ending == ledger::Ending::CacheHit ? "True" : "False";
    object["request_tags"] = json::Array(tags.begin(), tags.end());
    object["cache_key"] = "";
    object["requester_ip_address"] = nullptr;
    object["proxy_server_request"] = json::Object();
    object["messages"] = json::Object();
    object["response"] = json::Object();
    object["session_id"] = open.sessionId;
    if (!row.gateway.empty())
        object["gateway_id"] = row.gateway;
    object["status"] = success ? "success" : "failure";
    return object;
}

std::string csvCell(std::string_view text)
{
    std::string out;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        out += '\'';
    out += text;
    if (out.find_first_of(",\"\r\n") == std::string::npos)
        return out;
    std::string quoted = "\"";
    for (const char c : out)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string toCsv(const std::vector<ledger::Row> &rows, const routing::Table &table)
{
    constexpr const char *kTexts[] = {
        "request_id", "litellm_call_id",     "startTime", "endTime", "status",  "call_type", "model_group",
        "model",      "custom_llm_provider", "api_key",   "user",    "team_id", "end_user",  "session_id",
        "cache_hit"};
    std::string out;
    for (const char *name : kTexts)
        out += std::string(name) + ',';
    out +=
        "key_alias,request_tags,prompt_tokens,completion_tokens,total_tokens,request_duration_ms,spend\r\n";
    for (const ledger::Row &row : rows) {
        const json::Object object = spendRow(row, table);
        for (const char *name : kTexts)
            out += csvCell(json::stringOr(object, name)) + ',';
        std::string tags;
        for (const std::string &tag : requestTagsOf(row.open))
            tags += (tags.empty() ? "" : ";") + tag;
        out += csvCell(row.open.keyAlias) + ',' + csvCell(tags);
        for (const char *name : {"prompt_tokens", "completion_tokens", "total_tokens", "request_duration_ms"})
            out += ',' + json::serialize(object.at(name));
        out += ',' + pricing::picoToText(row.close.costPico) + "\r\n";
    }
    return out;
}

}   // namespace gw::api
