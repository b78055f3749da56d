#include "core/ledger/callnames.h"
#include "core/sinks/formats.h"

#include <algorithm>

namespace gw::sinks {

namespace {

// opentelemetry/proto/trace/v1/trace.proto
constexpr int kServer = 2;   // SpanKind
constexpr int kClient = 3;
constexpr int kOk = 1;   // StatusCode
constexpr int kError = 2;

// Attributes in OTLP's JSON: 64-bit integers are texts there, as in all of Protobuf's JSON.
class Attributes
{
public:
    Attributes &text(std::string_view key, std::string_view value)
    {
        if (!value.empty())
            add(key, "stringValue", json::Value(value));
        return *this;
    }
    Attributes &number(std::string_view key, std::int64_t value)
    {
        if (value >= 0)
            add(key, "intValue", json::Value(std::to_string(value)));
        return *this;
    }
    Attributes &real(std::string_view key, double value)
    {
        add(key, "doubleValue", json::Value(value));
        return *this;
    }
    Attributes &flag(std::string_view key, bool value)
    {
        add(key, "boolValue", json::Value(value));
        return *this;
    }
    json::Array take() { return std::move(m_list); }

private:
    void add(std::string_view key, const char *kind, json::Value value)
    {
        m_list.emplace_back(json::Object{{"key", key}, {"value", json::Object{{kind, std::move(value)}}}});
    }
    json::Array m_list;
};

std::string nanoseconds(std::int64_t unixUs)
{
    return std::to_string(unixUs) + "000";
}

std::string rootIdOf(const ledger::Row &row)
{
    return digest("root " + row.open.request.toString(), 16);
}

// "openai", "aws.bedrock" ...: the conventions' names where they differ from ours (gen_ai.system).
std::string_view systemOf(std::string_view provider)
{
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"bedrock", "aws.bedrock"},     {"azure", "az.ai.openai"}, {"azure_ai", "az.ai.inference"},
        {"vertex_ai", "gcp.vertex_ai"}, {"gemini", "gcp.gemini"},  {"mistral", "mistral_ai"}};
    for (const auto &[ours, theirs] : kNames) {
        if (ours == provider)
            return theirs;
    }
    return provider;
}

void addParameters(const Event &event, Attributes &out)
{
    const json::Object &parameters = event.content->parameters;
    for (const char *name : {"temperature", "top_p"}) {
        if (const auto value = json::findDouble(parameters, name))
            out.real("gen_ai.request." + std::string(name), *value);
    }
    for (const char *name : {"max_completion_tokens", "max_output_tokens", "max_tokens"}) {
        if (const auto value = json::findInt(parameters, name))
            return static_cast<void>(out.number("gen_ai.request.max_tokens", *value));
    }
}

std::string asText(const json::Value &value)
{
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// gen_ai.prompt.N.role and .content
void addPrompt(const Event &event, Attributes &out)
{
    const json::Value &messages = event.content->messages;
    if (messages.is_string())
        out.text("gen_ai.prompt.0.role", "user").text("gen_ai.prompt.0.content", messages.get_string());
    const json::Array *list = messages.if_array();
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const json::Object *message = (*list)[i].if_object();
        if (!message)
            continue;
        const std::string at = "gen_ai.prompt." + std::to_string(i) + ".";
        out.text(at + "role", json::stringOr(*message, "role"));
        for (const char *name : {"content", "parts"}) {
            if (const json::Value *content = json::find(*message, name))
                out.text(at + "content", asText(*content));
        }
    }
}

void addCompletion(const Event &event, Attributes &out)
{
    const json::Object *response = event.content->response.if_object();
    if (!response)
        return;
    const json::Array *choices = json::findArray(*response, "choices");
    if (!choices) {
        const json::Value *content = json::find(*response, "content");
        out.text("gen_ai.completion.0.role", json::stringOr(*response, "role", "assistant"))
            .text("gen_ai.completion.0.content", asText(content ? *content : event.content->response));
        return;
    }
    for (std::size_t i = 0; i < choices->size(); ++i) {
        const json::Object *choice = (*choices)[i].if_object();
        const json::Object *message = choice ? json::findObject(*choice, "message") : nullptr;
        if (!choice)
            continue;
        const std::string at = "gen_ai.completion." + std::to_string(i) + ".";
        out.text(at + "finish_reason", json::stringOr(*choice, "finish_reason"));
        out.text(at + "role", message ? json::stringOr(*message, "role") : "assistant");
        out.text(at + "content", json::stringOr(message ? *message : *choice, message ? "content" : "text"));
    }
}

Attributes common(const Event &event)
{
    const ledger::OpenRecord &open = event.row.open;
    const ledger::CloseRecord &close = event.row.close;
    Attributes out;
    out.text("gen_ai.operation.name", ledger::callTypeOf(open.route) == "aembedding" ? "embeddings" : "chat")
        .text("gen_ai.system", systemOf(open.provider))
        .text("gen_ai.request.model", open.requestedModel)
        .text("gen_ai.response.model", open.upstreamModel)
        .text("gen_ai.response.id", close.providerId)
        .number("gen_ai.usage.input_tokens", close.usage.input)
        .number("gen_ai.usage.output_tokens", close.usage.output)
        .number("gen_ai.usage.prompt_tokens", close.usage.input)
        .number("gen_ai.usage.completion_tokens", close.usage.output)
        .number("llm.usage.total_tokens", close.usage.known()
                                              ? std::max<std::int64_t>(close.usage.input, 0) +
                                                    std::max<std::int64_t>(close.usage.output, 0)
                                              : -1)
        .flag("llm.is_streaming", open.stream)
        .text("llm.user", open.endUser)
        .real("gen_ai.cost.total_cost", dollars(close.costPico))
        .text("metadata.user_api_key_hash", open.keyHash)
        .text("metadata.user_api_key_alias", open.keyAlias)
        .text("metadata.user_api_key_user_id", open.userId)
        .text("metadata.user_api_key_team_id", open.teamId)
        .text("metadata.model_group", open.modelGroup)
        .text("metadata.tags", open.tags)
        .text("session.id", open.sessionId)
        .text("litellm.call_id", open.callId)
        .number("http.response.status_code", close.httpStatus);
    if (!succeeded(event.row))
        out.text("error.type", close.error);
    return out;
}

json::Object status(const ledger::Row &row)
{
    if (succeeded(row))
        return {{"code", kOk}};
    return {{"code", kError}, {"message", row.close.error}};
}

json::Object attemptSpan(const Event &event, const Trace &trace)
{
    const ledger::OpenRecord &open = event.row.open;
    Attributes attributes = common(event);
    attributes.text("server.address", event.apiBase)
        .text("litellm.model_id", open.deploymentId)
        .text("litellm.provider", open.provider)
        .number("litellm.attempt", open.attempt)
        .flag("litellm.cache_hit", event.row.close.ending == ledger::Ending::CacheHit);
    if (event.content) {
        addParameters(event, attributes);
        addPrompt(event, attributes);
        addCompletion(event, attributes);
    }
    return {{"traceId", trace.trace},
            {"spanId", digest("attempt " + keyOf(event.row), 16)},
            {"parentSpanId", rootIdOf(event.row)},
            {"name", "litellm_request"},
            {"kind", kClient},
            {"startTimeUnixNano", nanoseconds(open.startedUs)},
            {"endTimeUnixNano", nanoseconds(std::max(event.row.close.endedUs, open.startedUs))},
            {"attributes", attributes.take()},
            {"status", status(event.row)}};
}

json::Object rootSpan(const Event &event, const Trace &trace)
{
    Attributes attributes = common(event);
    attributes.text("http.route", event.row.open.route)
        .text("user_agent.original", event.row.open.client)
        .number("litellm.attempts", event.row.open.attempt + 1);
    const std::int64_t startUs = requestStartUs(event.row);
    json::Object span{{"traceId", trace.trace},
                      {"spanId", rootIdOf(event.row)},
                      {"name", "Received Proxy Server Request"},
                      {"kind", kServer},
                      {"startTimeUnixNano", nanoseconds(startUs)},
                      {"endTimeUnixNano", nanoseconds(std::max(event.row.close.endedUs, startUs))},
                      {"attributes", attributes.take()},
                      {"status", status(event.row)}};
    if (!trace.parent.empty())
        span["parentSpanId"] = trace.parent;
    return span;
}

class OtelFormat final : public Format
{
public:
    explicit OtelFormat(OtelOptions options)
        : m_options(std::move(options))
    {}

    std::string write(std::span<const Event> events) const override
    {
        json::Array spans;
        for (const Event &event : events) {
            const Trace trace = traceOf(event.row);
            spans.emplace_back(attemptSpan(event, trace));
            if (!event.row.close.again)
                spans.emplace_back(rootSpan(event, trace));
        }
        Attributes resource;
        resource.text("service.name", m_options.service);
        json::Object scope{{"scope", json::Object{{"name", m_options.tracer}}}, {"spans", std::move(spans)}};
        json::Object group{{"resource", json::Object{{"attributes", resource.take()}}},
                           {"scopeSpans", json::Array{std::move(scope)}}};
        return json::serialize(json::Object{{"resourceSpans", json::Array{std::move(group)}}});
    }

    // ExportTraceServiceResponse: what was refused is not to be sent again.
    Receipt read(std::span<const Event> events, std::string_view answer) const override
    {
        Receipt receipt;
        const auto parsed = json::parse(answer);
        const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
        const json::Object *partial = object ? json::findObject(*object, "partialSuccess") : nullptr;
        const json::Value *count = partial ? json::find(*partial, "rejectedSpans") : nullptr;
        if (!count)
            return receipt;
        const std::int64_t spans = count->is_string() ? std::strtoll(count->get_string().c_str(), nullptr, 10)
                                                      : json::toInt(*count).value_or(0);
        if (spans > 0) {
            receipt.refused = std::min(static_cast<std::size_t>(spans), events.size());
            receipt.reason = "spans rejected";
        }
        return receipt;
    }

private:
    const OtelOptions m_options;
};

}   // namespace

FormatPtr otelFormat(OtelOptions options)
{
    return std::make_unique<OtelFormat>(std::move(options));
}

}   // namespace gw::sinks
