#include "core/providers/adapters/cohere/answerreader.h"

#include "core/providers/decoding.h"
#include "core/providers/upstreamerror.h"
#include "core/wire/sse.h"

namespace gw::providers::cohere {

namespace {

using chat::Delta;
using chat::Events;

// Cohere writes counts as doubles; larger ones are no counts.
constexpr double kMaxCount = 9e15;

std::int64_t countAt(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    const auto number = value ? json::toDouble(*value) : std::nullopt;
    return number && *number >= 0 && *number < kMaxCount ? static_cast<std::int64_t>(*number) : -1;
}

// tokens is what the model saw, Cohere's own template included; billed_units is what is charged.
std::optional<chat::UsageReport> readUsage(const json::Object &holder)
{
    const json::Object *object = json::findObject(holder, "usage");
    if (!object)
        object = json::findObject(holder, "meta");
    if (!object)
        return std::nullopt;
    chat::Usage usage;
    usage.billedInput = countAt(*object, "billed_units.input_tokens");
    usage.billedOutput = countAt(*object, "billed_units.output_tokens");
    usage.input = countAt(*object, "tokens.input_tokens");
    usage.output = countAt(*object, "tokens.output_tokens");
    if (usage.input < 0)
        usage.input = usage.billedInput;
    if (usage.output < 0)
        usage.output = std::max<std::int64_t>(usage.billedOutput, 0);
    usage.cacheRead = countAt(*object, "cached_tokens");
    if (usage.input < 0)
        return std::nullopt;
    usage.total = usage.input + usage.output;
    return chat::UsageReport{usage};
}

std::optional<chat::Stop> stopFor(std::string_view reason)
{
    if (reason == "MAX_TOKENS")
        return chat::Stop::Length;
    if (reason == "TOOL_CALL")
        return chat::Stop::ToolCalls;
    if (reason == "ERROR_TOXIC")
        return chat::Stop::ContentFilter;
    if (reason == "ERROR" || reason == "TIMEOUT")
        return std::nullopt;
    return chat::Stop::Stop;
}

// One annotation for each source of a citation.
void addCitation(const json::Object &citation, json::Array &annotations)
{
    const json::Array *sources = json::findArray(citation, "sources");
    for (std::size_t i = 0; sources && i < sources->size(); ++i) {
        const json::Object *source = (*sources)[i].if_object();
        if (!source)
            continue;
        json::Object inner{{"start_index", json::findInt(citation, "start").value_or(0)},
                           {"end_index", json::findInt(citation, "end").value_or(0)}};
        const json::Object *document = json::findObject(*source, "document");
        for (const char *key : {"url", "title"})
            inner[key] = document ? json::stringOr(*document, key) : std::string_view();
        if (json::stringOr(inner, "title").empty())
            inner["title"] = json::stringOr(*source, "id");
        annotations.emplace_back(json::Object{{"type", "url_citation"}, {"url_citation", std::move(inner)}});
    }
}

chat::ToolCallDelta readCall(const json::Object &object, int index)
{
    chat::ToolCallDelta call;
    call.index = index;
    call.id = json::stringOr(object, "id");
    call.type = "function";
    if (const json::Object *function = json::findObject(object, "function")) {
        call.name = json::stringOr(*function, "name");
        call.arguments = json::stringOr(*function, "arguments");
    }
    return call;
}

Error broken(std::string_view reason)
{
    return {.code = reason == "TIMEOUT" ? ErrorCode::UpstreamTimeout : ErrorCode::UpstreamInternal,
            .message = "Cohere ended its answer with " + std::string(reason)};
}

class WholeDecoder final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        const json::Object *message = json::findObject(object, "message");
        if (!message)
            return malformed("the provider's answer has no message");
        const std::string_view reason = json::stringOr(object, "finish_reason");
        const auto stop = stopFor(reason);
        if (!stop)
            return broken(reason);
        Events events;
        chat::Start start;
        start.id = json::stringOr(object, "id");
        events.emplace_back(std::move(start));
        readMessage(*message, events);
        if (const json::Value *logprobs = object.if_contains("logprobs"); logprobs && !logprobs->is_null()) {
            Delta delta;
            delta.choiceExtras["logprobs"] = json::Object{{"content", *logprobs}};
            events.emplace_back(std::move(delta));
        }
        events.emplace_back(chat::Finish{0, *stop, std::string(reason)});
        if (auto usage = readUsage(object))
            events.emplace_back(std::move(*usage));
        events.emplace_back(chat::End());
        return events;
    }

private:
    static void readMessage(const json::Object &message, Events &events)
    {
        if (const auto plan = json::findString(message, "tool_plan"); plan && !plan->empty()) {
            Delta delta;
            delta.reasoning = std::string(*plan);
            events.emplace_back(std::move(delta));
        }
        const json::Array *content = json::findArray(message, "content");
        for (std::size_t i = 0; content && i < content->size(); ++i) {
            const json::Object *part = (*content)[i].if_object();
            if (!part)
                continue;
            Delta delta;
            if (json::stringOr(*part, "type") == "thinking")
                delta.reasoning = std::string(json::stringOr(*part, "thinking"));
            else
                delta.text = std::string(json::stringOr(*part, "text"));
            delta.newBlock = i > 0;
            events.emplace_back(std::move(delta));
        }
        Delta rest;
        const json::Array *calls = json::findArray(message, "tool_calls");
        for (std::size_t i = 0; calls && i < calls->size(); ++i) {
            if (const json::Object *call = (*calls)[i].if_object())
                rest.toolCalls.push_back(readCall(*call, static_cast<int>(i)));
        }
        json::Array annotations;
        const json::Array *citations = json::findArray(message, "citations");
        for (std::size_t i = 0; citations && i < citations->size(); ++i) {
            if (const json::Object *citation = (*citations)[i].if_object())
                addCitation(*citation, annotations);
        }
        if (!annotations.empty())
            rest.extras["annotations"] = std::move(annotations);
        if (!rest.toolCalls.empty() || !rest.extras.empty())
            events.emplace_back(std::move(rest));
    }
};

class StreamDecoder final : public EventDecoder
{
public:
    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next())
            read(event->data, events);
        return events;
    }

    Result<Events> finish() override
    {
        Events events;
        if (!m_ended)
            events.emplace_back(chat::Failure{endedBefore("message-end")});
        return events;
    }

private:
    void read(std::string_view data, Events &events)
    {
        if (m_ended || data.empty() || data == "[DONE]")
            return;
        const auto value = json::parse(data);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        if (!object) {
            events.emplace_back(
                chat::Failure{malformed("the provider sent an event that is not a JSON object")});
            return;
        }
        const std::string_view type = json::stringOr(*object, "type");
        const json::Object *delta = json::findObject(*object, "delta");
        const json::Object *message = delta ? json::findObject(*delta, "message") : nullptr;
        if (type == "message-start") {
            chat::Start start;
            start.id = json::stringOr(*object, "id");
            events.emplace_back(std::move(start));
        } else if (type == "message-end") {
            end(delta ? *delta : *object, events);
        } else if (message) {
            readMessage(type, *message, events);
        }
    }

    void readMessage(std::string_view type, const json::Object &message, Events &events)
    {
        Delta out;
        if (type == "content-start" || type == "content-delta") {
            const json::Object *content = json::findObject(message, "content");
            if (!content)
                return;
            if (const auto thinking = json::findString(*content, "thinking"))
                out.reasoning = std::string(*thinking);
            else if (const auto text = json::findString(*content, "text"))
                out.text = std::string(*text);
            out.newBlock = type == "content-start" && std::exchange(m_spoken, true);
            if (type == "content-start" && out.text.value_or("").empty() &&
                out.reasoning.value_or("").empty() && !out.newBlock)
                return;
        } else if (type == "tool-plan-delta") {
            out.reasoning = std::string(json::stringOr(message, "tool_plan"));
        } else if (type == "tool-call-start") {
            if (const json::Object *call = json::findObject(message, "tool_calls"))
                out.toolCalls.push_back(readCall(*call, ++m_call));
        } else if (type == "tool-call-delta") {
            if (const json::Value *piece = json::findPath(message, "tool_calls.function.arguments");
                piece && piece->is_string()) {
                chat::ToolCallDelta call;
                call.index = m_call;
                call.arguments = piece->get_string();
                out.toolCalls.push_back(std::move(call));
            }
        } else if (type == "citation-start") {
            json::Array annotations;
            if (const json::Object *citation = json::findObject(message, "citations"))
                addCitation(*citation, annotations);
            if (annotations.empty())
                return;
            out.extras["annotations"] = std::move(annotations);
        } else {
            return;
        }
        events.emplace_back(std::move(out));
    }

    void end(const json::Object &delta, Events &events)
    {
        const std::string_view reason = json::stringOr(delta, "finish_reason");
        const auto stop = stopFor(reason);
        if (!stop) {
            Error error = broken(reason);
            if (const auto why = json::findString(delta, "error"))
                error.message += ": " + std::string(*why);
            events.emplace_back(chat::Failure{std::move(error)});
            return;
        }
        m_ended = true;
        events.emplace_back(chat::Finish{0, *stop, std::string(reason)});
        if (auto usage = readUsage(delta))
            events.emplace_back(std::move(*usage));
        events.emplace_back(chat::End());
    }

    wire::SseReader m_sse;
    int m_call = -1;
    bool m_spoken = false;
    bool m_ended = false;
};

class EmbeddingDecoder final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        const json::Value *embeddings = object.if_contains("embeddings");
        const json::Array *found = embeddings ? embeddings->if_array() : nullptr;
        if (const json::Object *byType = embeddings ? embeddings->if_object() : nullptr;
            byType && !byType->empty())
            found = byType->begin()->value().if_array();   // One type was asked for.
        if (!found)
            return malformed("the provider's answer has no embeddings");
        Vectors vectors;
        for (const json::Value &vector : *found)
            vectors.add(vector);
        chat::Start start;
        start.id = json::stringOr(object, "id");
        return vectors.events(std::move(start), readUsage(object));
    }
};

class RerankMeter final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        chat::Start start;
        start.id = json::stringOr(object, "id");
        chat::UsageReport report;
        const json::Value *units = json::findPath(object, "meta.billed_units.search_units");
        const auto count = units ? json::toDouble(*units) : std::nullopt;
        if (count && *count > 0 && *count < 1e9)
            report.billed.searchUnits = static_cast<std::int64_t>(*count);
        Events events;
        events.emplace_back(std::move(start));
        events.emplace_back(std::move(report));
        events.emplace_back(chat::End());
        return events;
    }
};

}   // namespace

std::unique_ptr<EventDecoder> newChatDecoder(bool streamed)
{
    if (streamed)
        return std::make_unique<StreamDecoder>();
    return std::make_unique<WholeDecoder>();
}

std::unique_ptr<EventDecoder> newEmbeddingDecoder()
{
    return std::make_unique<EmbeddingDecoder>();
}

std::unique_ptr<EventDecoder> newRerankMeter()
{
    return std::make_unique<RerankMeter>();
}

Error readError(int status, std::string_view body)
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    return upstreamError(status, object ? json::stringOr(*object, "message") : shownBody(body));
}

}   // namespace gw::providers::cohere
