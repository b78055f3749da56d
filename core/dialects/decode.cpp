#include "core/dialects/decode.h"

#include <algorithm>

namespace gw::dialects {

namespace {

Error wrongType(std::string_view field, std::string_view wanted)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid type for '" + std::string(field) + "': expected " + std::string(wanted) + ".",
            .param = std::string(field)};
}

// The value of a small member. Values are only parsed when the member is there.
Result<json::Value> memberValue(const chat::Call &call, std::string_view key)
{
    const std::string_view text = call.memberText(key);
    if (text.empty())
        return json::Value(nullptr);
    return json::parse(text);
}

Result<std::string> stringMember(const chat::Call &call, std::string_view key)
{
    GW_TRY(const json::Value value, memberValue(call, key));
    if (value.is_null())
        return std::string();
    if (!value.is_string())
        return wrongType(key, "a string");
    return std::string(value.get_string());
}

Result<std::optional<double>> numberMember(const chat::Call &call, std::string_view key)
{
    GW_TRY(const json::Value value, memberValue(call, key));
    if (value.is_null())
        return std::optional<double>();
    const auto number = json::toDouble(value);
    if (!number)
        return wrongType(key, "a number");
    return std::optional<double>(*number);
}

void addTags(std::vector<std::string> &tags, const json::Value *value)
{
    const json::Array *list = value ? value->if_array() : nullptr;
    if (!list)
        return;
    for (const json::Value &tag : *list) {
        if (tag.is_string())
            tags.emplace_back(tag.get_string());
    }
}

Result<void> readMetadata(chat::Call &call, std::string_view key)
{
    GW_TRY(const json::Value value, memberValue(call, key));
    const json::Object *metadata = value.if_object();
    if (!metadata)
        return {};
    addTags(call.gateway.tags, json::find(*metadata, "tags"));
    if (call.gateway.sessionId.empty())
        call.gateway.sessionId = json::stringOr(*metadata, "session_id");
    if (call.gateway.traceId.empty())
        call.gateway.traceId = json::stringOr(*metadata, "trace_id");
    return {};
}

// CONTRACT 2.6: switches that make the first group fail.
void readMockFailure(chat::Call &call)
{
    constexpr std::pair<std::string_view, ErrorCode> kSwitches[] = {
        {"mock_testing_fallbacks", ErrorCode::UpstreamInternal},
        {"mock_testing_context_window_fallbacks", ErrorCode::UpstreamContextWindow},
        {"mock_testing_content_policy_fallbacks", ErrorCode::UpstreamContentPolicy},
        {"mock_testing_rate_limit_error", ErrorCode::UpstreamRateLimit}};
    for (const auto &[key, code] : kSwitches) {
        if (call.memberText(key) == "true")
            call.gateway.mockFailure = code;
    }
}

Result<void> readGatewayFields(chat::Call &call)
{
    chat::GatewayFields &fields = call.gateway;
    GW_TRY(const auto retries, numberMember(call, "num_retries"));
    if (retries)
        fields.numRetries = static_cast<int>(std::clamp(*retries, 0.0, 100.0));
    GW_TRY(fields.timeoutS, numberMember(call, "timeout"));
    GW_TRY(fields.streamTimeoutS, numberMember(call, "stream_timeout"));
    fields.disableFallbacks = call.memberText("disable_fallbacks") == "true";
    GW_TRY(const json::Value fallbacks, memberValue(call, "fallbacks"));
    if (const json::Array *list = fallbacks.if_array())
        fields.fallbacks = *list;
    GW_TRY(const auto priority, numberMember(call, "priority"));
    if (priority)
        fields.priority = static_cast<int>(std::clamp(*priority, -1e6, 1e6));
    GW_TRY(fields.region, stringMember(call, "allowed_model_region"));
    readMockFailure(call);
    fields.noLog = call.memberText("no-log") == "true" || call.memberText("no_log") == "true";
    if (!call.memberText("mock_response").empty()) {
        GW_TRY(const std::string text, stringMember(call, "mock_response"));
        fields.mockResponse = text;
    }
    GW_TRY(fields.sessionId, stringMember(call, "litellm_session_id"));
    GW_TRY(fields.traceId, stringMember(call, "litellm_trace_id"));
    GW_TRY(const json::Value tags, memberValue(call, "tags"));
    addTags(fields.tags, &tags);
    GW_CHECK(readMetadata(call, "metadata"));
    GW_CHECK(readMetadata(call, "litellm_metadata"));
    const std::string_view baseKey = call.members.find("api_base") ? "api_base" : "base_url";
    GW_TRY(const std::string base, stringMember(call, baseKey));
    if (!base.empty())
        fields.apiBase = base;
    fields.hasClientKey = !call.memberText("api_key").empty();
    return {};
}

Result<void> readStreamFields(chat::Call &call)
{
    const std::string_view stream = call.memberText("stream");
    if (!stream.empty() && stream != "true" && stream != "false" && stream != "null")
        return wrongType("stream", "a boolean");
    call.stream = stream == "true";
    GW_TRY(const json::Value options, memberValue(call, "stream_options"));
    if (const json::Object *object = options.if_object())
        call.wantsUsage = json::findBool(*object, "include_usage").value_or(false);
    else if (!options.is_null())
        return wrongType("stream_options", "an object");
    return {};
}

}   // namespace

Result<chat::Call> decodeCommon(chat::Shape shape, Inbound in, std::string_view requiredField,
                                chat::Call::Builder builder)
{
    GW_TRY(chat::Members members, chat::scanMembers(in.body));
    chat::Call call(shape, std::move(in.body), std::move(members), builder);
    GW_TRY(call.model, stringMember(call, "model"));
    if (!in.pathModel.empty())
        call.model = in.pathModel;
    if (call.model.empty())
        return Error{
            .code = ErrorCode::MissingField,
            .message =
                "Missing required field: 'model'. Call /v1/models to view available models for your key.",
            .param = "model"};
    if (call.memberText(requiredField).empty())
        return Error{.code = ErrorCode::MissingField,
                     .message = "Missing required field: '" + std::string(requiredField) + "'.",
                     .param = std::string(requiredField)};
    GW_CHECK(readStreamFields(call));
    GW_TRY(call.endUser, stringMember(call, "user"));
    for (const std::string_view key : {"max_completion_tokens", "max_tokens"}) {
        GW_TRY(const auto limit, numberMember(call, key));
        if (limit && call.maxOutput < 0 && *limit >= 0 && *limit < 1e12)
            call.maxOutput = static_cast<std::int64_t>(*limit);
    }
    GW_CHECK(readGatewayFields(call));
    return call;
}

Result<json::Object> parseParams(const chat::Call &call)
{
    GW_TRY(json::Value value, json::parse(call.body));
    json::Object &object = value.as_object();
    json::Object params;
    params.reserve(object.size());
    // metadata belongs to the gateway, unless the client asks the provider to store the answer with it.
    const bool stores = json::findBool(object, "store").value_or(false);
    for (auto &member : object) {
        const std::string_view key = member.key();
        if (key == "model" || key == "stream" || key == "stream_options" || chat::isGatewayField(key) ||
            (key == "metadata" && !stores))
            continue;
        params[key] = std::move(member.value());
    }
    return params;
}

}   // namespace gw::dialects
