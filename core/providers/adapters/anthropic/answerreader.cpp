#include "core/providers/adapters/anthropic/answerreader.h"

#include "core/providers/adapters/anthropic/tools.h"
#include "core/providers/adapters/anthropic/usage.h"
#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/decoding.h"
#include "core/wire/sse.h"

#include <algorithm>

namespace gw::providers::anthropic {

namespace {

using chat::Delta;
using chat::Events;

std::int64_t charactersOf(std::string_view text)
{
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

// Where OpenAI's clients look for what their format has no place for; LiteLLM's names where it has one.
std::string_view placeFor(std::string_view type)
{
    if (type == "server_tool_use" || type == "mcp_tool_use")
        return "server_tool_use";
    if (type == "web_search_tool_result")
        return "web_search_results";
    if (type == "compaction")
        return "compaction_blocks";
    return type.ends_with("_result") ? "tool_results" : "blocks";
}

Delta specific(std::string_view key, json::Value value)
{
    Delta delta;
    json::Object fields;
    fields[key] = std::move(value);
    delta.extras["provider_specific_fields"] = std::move(fields);
    return delta;
}

// OpenAI's annotation for a citation of the web; nothing for citations of documents.
std::optional<json::Object> annotationFor(const json::Object &citation, std::int64_t begin, std::int64_t end)
{
    const auto url = json::findString(citation, "url");
    if (!url)
        return std::nullopt;
    return json::Object{{"type", "url_citation"},
                        {"url_citation", json::Object{{"url", *url},
                                                      {"title", json::stringOr(citation, "title")},
                                                      {"start_index", begin},
                                                      {"end_index", end}}}};
}

class WholeDecoder final : public WholeAnswer
{
public:
    explicit WholeDecoder(const ReadOptions &options)
        : m_reader(options)
    {}

protected:
    Result<Events> read(json::Object &object) override
    {
        if (json::findObject(object, "error"))
            return errorFrom(object);
        Events events;
        if (!m_reader.readWhole(object, events))
            return malformed("the provider's answer has no content");
        return events;
    }

private:
    MessageReader m_reader;
};

class StreamDecoder final : public EventDecoder
{
public:
    explicit StreamDecoder(const ReadOptions &options)
        : m_reader(options)
    {}

    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next()) {
            if (m_reader.ended() || event->data.empty() || event->data == "[DONE]")
                continue;
            const auto value = json::parse(event->data);
            if (!value.ok() || !value.value().is_object())
                events.emplace_back(
                    chat::Failure{malformed("the provider sent an event that is not a JSON object")});
            else
                m_reader.readEvent(value.value().get_object(), events);
        }
        return events;
    }

    Result<Events> finish() override
    {
        Events events;
        if (!m_reader.ended())
            events.emplace_back(chat::Failure{endedBefore("message_stop")});
        return events;
    }

private:
    MessageReader m_reader;
    wire::SseReader m_sse;
};

int statusFor(std::string_view type)
{
    static constexpr std::pair<std::string_view, int> kStatuses[] = {
        {"invalid_request_error", 400}, {"authentication_error", 401},
        {"billing_error", 402},         {"permission_error", 403},
        {"not_found_error", 404},       {"request_too_large", 413},
        {"rate_limit_error", 429},      {"api_error", 500},
        {"timeout_error", 504},         {"overloaded_error", 529}};
    for (const auto &[name, status] : kStatuses) {
        if (name == type)
            return status;
    }
    return 500;
}

}   // namespace

chat::Stop stopFor(std::string_view native)
{
    if (native == "max_tokens" || native == "model_context_window_exceeded")
        return chat::Stop::Length;
    if (native == "tool_use")
        return chat::Stop::ToolCalls;
    if (native == "refusal" || native == "guardrail_intervened" || native == "content_filtered")
        return chat::Stop::ContentFilter;
    return native == "pause_turn" ? chat::Stop::Pause : chat::Stop::Stop;
}

void MessageReader::readEvent(const json::Object &event, Events &events)
{
    if (m_ended)
        return;
    const std::string_view type = json::stringOr(event, "type");
    const std::int64_t index = json::findInt(event, "index").value_or(0);
    if (type == "message_start") {
        if (const json::Object *message = json::findObject(event, "message"))
            start(*message, events);
    } else if (type == "content_block_start") {
        if (const json::Object *block = json::findObject(event, "content_block"))
            startBlock(index, *block, events);
    } else if (type == "content_block_delta") {
        if (const json::Object *delta = json::findObject(event, "delta"))
            deltaOf(index, *delta, events);
    } else if (type == "content_block_stop") {
        stopBlock(index, events);
    } else if (type == "message_delta") {
        if (const json::Object *usage = json::findObject(event, "usage"))
            mergeUsage(m_usage, *usage);
        if (const json::Object *delta = json::findObject(event, "delta"))
            finish(*delta, events);
    } else if (type == "message_stop") {
        end(events);
    } else if (type == "error") {
        events.emplace_back(chat::Failure{errorFrom(event)});
    }
}

bool MessageReader::readWhole(const json::Object &message, Events &events)
{
    const json::Array *content = json::findArray(message, "content");
    if (!content)
        return false;
    start(message, events);
    std::int64_t index = 0;
    for (const json::Value &block : *content) {
        if (const json::Object *object = block.if_object()) {
            startBlock(index, *object, events);
            stopBlock(index, events);
        }
        ++index;
    }
    finish(message, events);
    end(events);
    return true;
}

void MessageReader::start(const json::Object &message, Events &events)
{
    chat::Start begin;
    begin.id = json::stringOr(message, "id");
    begin.model = json::stringOr(message, "model");
    if (const json::Object *usage = json::findObject(message, "usage"))
        mergeUsage(m_usage, *usage);
    events.emplace_back(std::move(begin));
}

void MessageReader::startBlock(std::int64_t index, const json::Object &object, Events &events)
{
    Block &block = m_open[index];
    block = {};
    block.type = json::stringOr(object, "type");
    block.object = object;
    block.begin = m_characters;
    if (block.type == "text") {
        if (const json::Array *citations = json::findArray(object, "citations"))
            block.citations = *citations;
        addText(block, json::stringOr(object, "text"), events);
    } else if (block.type == "thinking") {
        const std::string_view text = json::stringOr(object, "thinking");
        const std::string_view signature = json::stringOr(object, "signature");
        if (!text.empty() || !signature.empty())
            addThinking(block, text, signature, events);
    } else if (block.type == "redacted_thinking") {
        Delta delta;
        delta.redacted = json::stringOr(object, "data");
        m_lastKind = block.type;
        events.emplace_back(std::move(delta));
    } else if (block.type == "tool_use") {
        if (m_options.jsonTool && json::stringOr(object, "name") == kJsonTool) {
            m_answeredByTool = true;
            return;
        }
        Delta delta;
        chat::ToolCallDelta &call = delta.toolCalls.emplace_back();
        block.toolCall = m_calls++;
        call.index = block.toolCall;
        call.id = json::stringOr(object, "id");
        call.type = "function";
        call.name = json::stringOr(object, "name");
        m_lastKind = block.type;
        events.emplace_back(std::move(delta));
    }
}

void MessageReader::deltaOf(std::int64_t index, const json::Object &delta, Events &events)
{
    const auto it = m_open.find(index);
    if (it == m_open.end())
        return;
    Block &block = it->second;
    const std::string_view type = json::stringOr(delta, "type");
    if (type == "text_delta") {
        addText(block, json::stringOr(delta, "text"), events);
    } else if (type == "thinking_delta") {
        addThinking(block, json::stringOr(delta, "thinking"), {}, events);
    } else if (type == "signature_delta") {
        addThinking(block, {}, json::stringOr(delta, "signature"), events);
    } else if (type == "input_json_delta") {
        addInput(block, json::stringOr(delta, "partial_json"), events);
    } else if (type == "citations_delta") {
        if (const json::Object *citation = json::findObject(delta, "citation"))
            block.citations.emplace_back(*citation);
    } else if (type == "compaction_delta") {
        if (const json::Value *content = delta.if_contains("content"))
            block.object["content"] = *content;
    }
}

void MessageReader::stopBlock(std::int64_t index, Events &events)
{
    const auto it = m_open.find(index);
    if (it == m_open.end())
        return;
    Block block = std::move(it->second);
    m_open.erase(it);
    if (block.type == "tool_use")
        stopTool(block, events);
    else if (block.type == "text")
        stopText(block, events);
    else if (block.type != "thinking" && block.type != "redacted_thinking")
        stopServerBlock(block, events);
}

void MessageReader::addText(Block &block, std::string_view text, Events &events)
{
    if (text.empty())
        return;
    Delta delta;
    delta.text = std::string(text);
    delta.newBlock = block.fresh && m_lastKind == "text";
    block.fresh = false;
    m_lastKind = "text";
    m_characters += charactersOf(text);
    events.emplace_back(std::move(delta));
}

void MessageReader::addThinking(Block &block, std::string_view text, std::string_view signature,
                                Events &events)
{
    Delta delta;
    delta.newBlock = block.fresh && m_lastKind == "thinking";
    // A block whose text is kept from us still begins one.
    if (!text.empty() || block.fresh)
        delta.reasoning = std::string(text);
    delta.signature = signature;
    block.fresh = false;
    m_lastKind = "thinking";
    events.emplace_back(std::move(delta));
}

void MessageReader::addInput(Block &block, std::string_view json, Events &events)
{
    if (json.empty())
        return;
    block.input += json;
    if (block.type != "tool_use")
        return;
    Delta delta;
    if (block.toolCall < 0) {
        delta.text = std::string(json);
        m_characters += charactersOf(json);
    } else {
        chat::ToolCallDelta &call = delta.toolCalls.emplace_back();
        call.index = block.toolCall;
        call.arguments = json;
    }
    events.emplace_back(std::move(delta));
}

// Whole answers, and some servers in their streams, give the input at once; none at all is an empty one.
void MessageReader::stopTool(Block &block, Events &events)
{
    if (!block.input.empty())
        return;
    const json::Object *input = json::findObject(block.object, "input");
    addInput(block, input ? json::serialize(*input) : "{}", events);
}

void MessageReader::stopText(const Block &block, Events &events)
{
    if (block.citations.empty())
        return;
    json::Array annotations;
    for (const json::Value &citation : block.citations) {
        const json::Object *object = citation.if_object();
        if (auto annotation = object ? annotationFor(*object, block.begin, m_characters) : std::nullopt)
            annotations.emplace_back(std::move(*annotation));
    }
    Delta delta = specific("citations", json::Array{block.citations});
    if (!annotations.empty())
        delta.extras["annotations"] = std::move(annotations);
    events.emplace_back(std::move(delta));
}

void MessageReader::stopServerBlock(Block &block, Events &events)
{
    if (!block.input.empty()) {
        const auto input = json::parse(block.input);
        block.object["input"] = input.ok() ? input.value() : json::Value(block.input);
    }
    const std::string_view place = placeFor(block.type);
    json::Array list;
    list.emplace_back(std::move(block.object));
    events.emplace_back(specific(place, std::move(list)));
}

void MessageReader::finish(const json::Object &last, Events &events)
{
    json::Object fields;
    for (const std::string_view key :
         {"stop_details", "container", "context_management", "trace", "additionalModelResponseFields"}) {
        if (const json::Value *value = last.if_contains(key); value && !value->is_null())
            fields[key] = *value;
    }
    const std::string native(json::stringOr(last, "stop_reason"));
    chat::Stop reason = stopFor(native);
    // The client did not ask for the tool that carried its answer.
    if (m_answeredByTool && m_calls == 0 && reason == chat::Stop::ToolCalls)
        reason = chat::Stop::Stop;
    const bool said = native.empty() || native == "end_turn" || native == "tool_use" ||
                      native == "max_tokens" || native == "stop_sequence";
    if (!said)
        fields["stop_reason"] = native;
    if (!fields.empty()) {
        Delta delta;
        delta.extras["provider_specific_fields"] = std::move(fields);
        events.emplace_back(std::move(delta));
    }
    if (!native.empty())
        events.emplace_back(
            chat::Finish{0, reason, native, std::string(json::stringOr(last, "stop_sequence"))});
}

void MessageReader::end(Events &events)
{
    m_ended = true;
    chat::UsageReport report{readUsage(m_usage)};
    report.billed.serviceTier = tierOf(m_usage);
    if (report.usage.known())
        events.emplace_back(std::move(report));
    events.emplace_back(chat::End());
}

Error errorFrom(int status, std::string_view body, const Target &target)
{
    return openai::errorFromBody(status, body, target);
}

Error errorFrom(const json::Object &event)
{
    const json::Object *inner = json::findObject(event, "error");
    const int status = statusFor(inner ? json::stringOr(*inner, "type") : std::string_view());
    static const Target kNoRules;
    Error error = openai::errorFromBody(status, json::serialize(event), kNoRules);
    error.upstreamStatus = 200;
    return error;
}

std::unique_ptr<EventDecoder> newDecoder(const ReadOptions &options, bool streamed)
{
    if (streamed)
        return std::make_unique<StreamDecoder>(options);
    return std::make_unique<WholeDecoder>(options);
}

}   // namespace gw::providers::anthropic
