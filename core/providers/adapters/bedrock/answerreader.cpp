#include "core/providers/adapters/bedrock/answerreader.h"

#include "core/base/base64.h"
#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/decoding.h"
#include "core/providers/upstreamerror.h"
#include "core/wire/eventstream.h"

#include <algorithm>

namespace gw::providers::bedrock {

namespace {

using chat::Events;

void copy(const json::Object &from, std::string_view key, json::Object &to, std::string_view as)
{
    if (const json::Value *value = from.if_contains(key); value && !value->is_null())
        to[as] = *value;
}

// {"serviceTier":{"type":"priority"}}, in Anthropic's words.
void addTier(const json::Object &answer, json::Object &usage)
{
    if (const json::Value *tier = json::findPath(answer, "serviceTier.type"); tier && tier->is_string())
        usage["service_tier"] = *tier;
}

json::Object usageOf(const json::Object &usage)
{
    json::Object out;
    copy(usage, "inputTokens", out, "input_tokens");
    copy(usage, "outputTokens", out, "output_tokens");
    copy(usage, "cacheReadInputTokens", out, "cache_read_input_tokens");
    copy(usage, "cacheWriteInputTokens", out, "cache_creation_input_tokens");
    if (const json::Array *details = json::findArray(usage, "cacheDetails")) {
        json::Object creation;
        for (const json::Value &item : *details) {
            const json::Object *detail = item.if_object();
            if (!detail)
                continue;
            const bool hour = json::stringOr(*detail, "ttl") == "1h";
            copy(*detail, "inputTokens", creation,
                 hour ? "ephemeral_1h_input_tokens" : "ephemeral_5m_input_tokens");
        }
        if (!creation.empty())
            out["cache_creation"] = std::move(creation);
    }
    return out;
}

json::Object thinkingOf(const json::Object &reasoning)
{
    if (const auto redacted = json::findString(reasoning, "redactedContent"))
        return {{"type", "redacted_thinking"}, {"data", *redacted}};
    const json::Object *text = json::findObject(reasoning, "reasoningText");
    json::Object block{{"type", "thinking"}, {"thinking", ""}};
    if (text) {
        block["thinking"] = json::stringOr(*text, "text");
        copy(*text, "signature", block, "signature");
    }
    return block;
}

json::Object toolOf(const json::Object &use)
{
    json::Object block;
    const std::string_view type = json::stringOr(use, "type");
    block["type"] = type.empty() ? "tool_use" : type;   // "server_tool_use"
    copy(use, "toolUseId", block, "id");
    copy(use, "name", block, "name");
    copy(use, "input", block, "input");
    return block;
}

json::Object citedText(const json::Object &content)
{
    json::Object block{{"type", "text"}};
    std::string text;
    if (const json::Array *pieces = json::findArray(content, "content")) {
        for (const json::Value &piece : *pieces) {
            if (const json::Object *object = piece.if_object())
                text += json::stringOr(*object, "text");
        }
    }
    block["text"] = text;
    copy(content, "citations", block, "citations");
    return block;
}

// A content block of Converse as one of Messages.
json::Object blockOf(const json::Object &block)
{
    if (const auto text = json::findString(block, "text"))
        return {{"type", "text"}, {"text", *text}};
    if (const json::Object *use = json::findObject(block, "toolUse"))
        return toolOf(*use);
    if (const json::Object *reasoning = json::findObject(block, "reasoningContent"))
        return thinkingOf(*reasoning);
    if (const json::Object *cited = json::findObject(block, "citationsContent"))
        return citedText(*cited);
    json::Object out{{"type", block.contains("toolResult") ? "tool_result" : "converse"}};
    for (const auto &member : block)
        out[member.key()] = member.value();
    return out;
}

class WholeDecoder final : public WholeAnswer
{
public:
    WholeDecoder(Api api, const anthropic::ReadOptions &options)
        : m_api(api)
        , m_reader(options)
    {}

protected:
    Result<Events> read(json::Object &object) override
    {
        Events events;
        if (!m_reader.readWhole(m_api == Api::Invoke ? object : messageOf(object), events))
            return malformed("the provider's answer has no content");
        return events;
    }

private:
    static json::Object messageOf(const json::Object &answer)
    {
        json::Object message;
        const json::Value *content = json::findPath(answer, "output.message.content");
        if (content && content->is_array()) {
            json::Array blocks;
            for (const json::Value &block : content->get_array()) {
                if (const json::Object *object = block.if_object())
                    blocks.emplace_back(blockOf(*object));
            }
            message["content"] = std::move(blocks);
        }
        copy(answer, "stopReason", message, "stop_reason");
        if (const json::Object *usage = json::findObject(answer, "usage")) {
            message["usage"] = usageOf(*usage);
            addTier(answer, message["usage"].get_object());
        }
        for (const std::string_view key : {"trace", "additionalModelResponseFields"})
            copy(answer, key, message, key);
        return message;
    }

    Api m_api;
    anthropic::MessageReader m_reader;
};

class StreamDecoder final : public EventDecoder
{
public:
    StreamDecoder(Api api, const anthropic::ReadOptions &options)
        : m_api(api)
        , m_reader(options)
    {}

    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        m_frames.feed(bytes);
        while (!m_failed) {
            GW_TRY(const std::optional<wire::EventStreamMessage> message, m_frames.next());
            if (!message)
                break;
            read(*message, events);
        }
        return events;
    }

    Result<Events> finish() override
    {
        Events events;
        // What counts is behind messageStop; without it the answer is whole all the same.
        if (m_stopped && !m_reader.ended() && !m_frames.unfinished())
            tell({{"type", "message_stop"}}, events);
        if (!m_reader.ended() && !m_failed)
            events.emplace_back(chat::Failure{endedBefore("its end event")});
        return events;
    }

private:
    void tell(const json::Object &event, Events &events) { m_reader.readEvent(event, events); }

    void fail(Error error, Events &events)
    {
        m_failed = true;
        events.emplace_back(chat::Failure{std::move(error)});
    }

    void read(const wire::EventStreamMessage &message, Events &events)
    {
        const std::string_view kind = message.header(":message-type");
        if (kind == "exception" || kind == "error")
            return readException(message, events);
        const auto value = json::parse(message.payload);
        if (!value.ok() || !value.value().is_object())
            return fail(malformed("the provider sent an event that is not a JSON object"), events);
        const json::Object &payload = value.value().get_object();
        if (m_api == Api::Invoke)
            return readChunk(payload, events);
        readConverse(message.header(":event-type"), payload, events);
    }

    void readException(const wire::EventStreamMessage &message, Events &events)
    {
        std::string name(message.header(":exception-type"));
        if (name.empty())
            name = message.header(":error-code");
        Error error{.code = codeFor(name, ErrorCode::UpstreamInternal), .message = {}};
        error.upstreamType = name;
        error.message = message.header(":error-message");
        const auto value = json::parse(message.payload);
        if (const json::Object *payload = value.ok() ? value.value().if_object() : nullptr)
            error.message = json::stringOr(*payload, "message", json::stringOr(*payload, "Message"));
        if (error.message.empty())
            error.message = name;
        fail(std::move(error), events);
    }

    // Claude's own events, wrapped.
    void readChunk(const json::Object &payload, Events &events)
    {
        const auto bytes = fromBase64(json::stringOr(payload, "bytes"));
        const auto event = json::parse(bytes.value_or(""));
        if (!event.ok() || !event.value().is_object())
            return fail(malformed("the provider sent a chunk that holds no event"), events);
        tell(event.value().get_object(), events);
    }

    void readConverse(std::string_view type, const json::Object &payload, Events &events)
    {
        const json::Value *index = payload.if_contains("contentBlockIndex");
        const json::Value at = index ? *index : json::Value(0);
        if (type == "messageStart") {
            tell({{"type", "message_start"}, {"message", json::Object()}}, events);
        } else if (type == "contentBlockStart") {
            const json::Object *start = json::findObject(payload, "start");
            begin(at, blockOf(start ? *start : json::Object()), events);
        } else if (type == "contentBlockDelta") {
            if (const json::Object *delta = json::findObject(payload, "delta"))
                readDelta(at, *delta, events);
        } else if (type == "contentBlockStop") {
            tell({{"type", "content_block_stop"}, {"index", at}}, events);
            m_open = -1;
        } else if (type == "messageStop") {
            m_stopped = true;
            json::Object last;
            copy(payload, "stopReason", last, "stop_reason");
            copy(payload, "additionalModelResponseFields", last, "additionalModelResponseFields");
            tell({{"type", "message_delta"}, {"delta", std::move(last)}}, events);
        } else if (type == "metadata") {
            const json::Object *usage = json::findObject(payload, "usage");
            json::Object told = usage ? usageOf(*usage) : json::Object();
            addTier(payload, told);
            tell({{"type", "message_delta"}, {"usage", std::move(told)}}, events);
            if (m_stopped)
                tell({{"type", "message_stop"}}, events);
        }
    }

    void begin(const json::Value &at, json::Object block, Events &events)
    {
        m_open = json::toInt(at).value_or(0);
        tell({{"type", "content_block_start"}, {"index", at}, {"content_block", std::move(block)}}, events);
    }

    // Texts and reasoning begin without an event of their own.
    void readDelta(const json::Value &at, const json::Object &delta, Events &events)
    {
        json::Object told;
        std::string_view kind;
        if (const auto text = json::findString(delta, "text")) {
            kind = "text";
            told = {{"type", "text_delta"}, {"text", *text}};
        } else if (const json::Object *use = json::findObject(delta, "toolUse")) {
            told = {{"type", "input_json_delta"}, {"partial_json", json::stringOr(*use, "input")}};
        } else if (const json::Object *reasoning = json::findObject(delta, "reasoningContent")) {
            if (const auto redacted = json::findString(*reasoning, "redactedContent"))
                return begin(at, {{"type", "redacted_thinking"}, {"data", *redacted}}, events);
            kind = "thinking";
            if (const auto signature = json::findString(*reasoning, "signature"))
                told = {{"type", "signature_delta"}, {"signature", *signature}};
            else
                told = {{"type", "thinking_delta"}, {"thinking", json::stringOr(*reasoning, "text")}};
        } else if (const json::Object *citation = json::findObject(delta, "citation")) {
            kind = "text";
            told = {{"type", "citations_delta"}, {"citation", *citation}};
        } else {
            return;
        }
        if (!kind.empty() && m_open != json::toInt(at).value_or(0))
            begin(at, {{"type", kind}}, events);
        tell({{"type", "content_block_delta"}, {"index", at}, {"delta", std::move(told)}}, events);
    }

    Api m_api;
    anthropic::MessageReader m_reader;
    wire::EventStreamReader m_frames;
    std::int64_t m_open = -1;   // Index of the block that has begun.
    bool m_stopped = false;
    bool m_failed = false;
};

bool equalIgnoringFirst(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && !a.empty() && a.substr(1) == b.substr(1) && (a[0] | 0x20) == (b[0] | 0x20);
}

}   // namespace

ErrorCode codeFor(std::string_view exception, ErrorCode otherwise)
{
    static constexpr std::pair<std::string_view, ErrorCode> kCodes[] = {
        {"ThrottlingException", ErrorCode::UpstreamRateLimit},
        {"ServiceQuotaExceededException", ErrorCode::UpstreamRateLimit},
        {"TooManyRequestsException", ErrorCode::UpstreamRateLimit},
        {"AccessDeniedException", ErrorCode::UpstreamPermission},
        {"UnrecognizedClientException", ErrorCode::UpstreamAuthentication},
        {"ExpiredTokenException", ErrorCode::UpstreamAuthentication},
        {"ResourceNotFoundException", ErrorCode::UpstreamNotFound},
        {"ModelTimeoutException", ErrorCode::UpstreamTimeout},
        {"ModelErrorException", ErrorCode::UpstreamInternal},
        {"ModelStreamErrorException", ErrorCode::UpstreamInternal},
        {"InternalServerException", ErrorCode::UpstreamInternal},
        {"ServiceUnavailableException", ErrorCode::UpstreamUnavailable},
        {"ModelNotReadyException", ErrorCode::UpstreamUnavailable}};
    for (const auto &[name, code] : kCodes) {
        if (equalIgnoringFirst(exception, name))
            return code;
    }
    return equalIgnoringFirst(exception, "ValidationException") && otherwise == ErrorCode::UpstreamInternal
               ? ErrorCode::UpstreamBadRequest
               : otherwise;
}

Error errorFrom(int status, const wire::Headers &headers, std::string_view body, const Target &target)
{
    Error error = openai::errorFromBody(status, body, target);
    // The services do not agree on the capital.
    if (const auto value = json::parse(body); value.ok() && value.value().is_object()) {
        if (const auto message = json::findString(value.value().get_object(), "Message")) {
            error.message = *message;
            error.code = upstreamErrorCode(status, *message);
        }
    }
    // "ThrottlingException:http://internal.amazon.com/coral/..."
    const std::string_view name = headers.valueOr("x-amzn-errortype");
    const std::string exception(name.substr(0, name.find(':')));
    error.code = codeFor(exception, error.code);
    if (!exception.empty())
        error.upstreamType = exception;
    if (error.message.find("on-demand throughput") != std::string::npos)
        error.message += " (Name an inference profile instead, as in us.anthropic.claude-...)";
    return error;
}

std::unique_ptr<EventDecoder> newDecoder(Api api, const anthropic::ReadOptions &options, bool streamed)
{
    if (streamed)
        return std::make_unique<StreamDecoder>(api, options);
    return std::make_unique<WholeDecoder>(api, options);
}

}   // namespace gw::providers::bedrock
