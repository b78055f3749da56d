#include "core/dialects/messagesanswer.h"

#include "core/base/errortable.h"
#include "core/base/ids.h"
#include "core/dialects/fields.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <array>
#include <deque>

namespace gw::dialects {

namespace {

void appendEvent(std::string &out, std::string_view type, const json::Object &object)
{
    wire::appendSse(out, json::serialize(object), type);
}

std::string messageId(const chat::Start &start)
{
    return start.id.starts_with("msg_") ? start.id : "msg_" + randomToken(24);
}

std::string toolUseId(const std::string &id)
{
    return id.empty() ? "toolu_" + randomToken(24) : id;
}

struct StopWords
{
    std::string reason;
    json::Value sequence;   // Null or the text that was met.
};

StopWords stopWords(const std::optional<chat::Finish> &finish, bool usesTools)
{
    static constexpr std::array kNative{std::string_view("end_turn"),
                                        std::string_view("max_tokens"),
                                        std::string_view("stop_sequence"),
                                        std::string_view("tool_use"),
                                        std::string_view("pause_turn"),
                                        std::string_view("refusal"),
                                        std::string_view("model_context_window_exceeded"),
                                        std::string_view("compaction")};
    StopWords words;
    const chat::Stop reason = finish ? finish->reason : chat::Stop::Stop;
    if (finish && !finish->stopSequence.empty())
        words.sequence = finish->stopSequence;
    if (finish && std::ranges::find(kNative, finish->native) != kNative.end()) {
        words.reason = finish->native;
        // Only Anthropic's own servers know these words; a plain end behind a call is what others make of it.
        if (usesTools && words.reason == "end_turn")
            words.reason = "tool_use";
        return words;
    }
    switch (reason) {
    case chat::Stop::Length:
        words.reason = "max_tokens";
        break;
    case chat::Stop::ContentFilter:
        words.reason = "refusal";
        break;
    case chat::Stop::Pause:
        words.reason = "pause_turn";
        break;
    case chat::Stop::ToolCalls:
    case chat::Stop::FunctionCall:
    case chat::Stop::Stop:
        words.reason = usesTools ? "tool_use" : words.sequence.is_null() ? "end_turn" : "stop_sequence";
    }
    return words;
}

// Anthropic's input_tokens leaves the caches out; the three together are what the model read.
json::Object usageObject(const std::optional<chat::UsageReport> &report)
{
    const chat::Usage usage = report ? report->usage : chat::Usage();
    const auto count = [](std::int64_t value) { return std::max<std::int64_t>(value, 0); };
    const std::int64_t written = count(usage.cacheWrite) + count(usage.cacheWrite1h);
    json::Object object;
    object["input_tokens"] = count(usage.input - count(usage.cacheRead) - written);
    object["cache_creation_input_tokens"] = written;
    object["cache_read_input_tokens"] = count(usage.cacheRead);
    object["output_tokens"] = count(usage.output);
    if (usage.cacheWrite1h >= 0)
        object["cache_creation"] = json::Object{{"ephemeral_5m_input_tokens", count(usage.cacheWrite)},
                                                {"ephemeral_1h_input_tokens", usage.cacheWrite1h}};
    if (usage.webSearches > 0)
        object["server_tool_use"] = json::Object{{"web_search_requests", usage.webSearches}};
    return object;
}

// Follows a JSON text that comes in pieces and tells when its outermost object is closed.
class ObjectProgress
{
public:
    void feed(std::string_view text)
    {
        for (const char c : text)
            step(c);
    }
    bool complete() const { return m_begun && m_depth == 0 && !m_quoted; }

private:
    void step(char c)
    {
        if (m_quoted) {
            if (m_escaped)
                m_escaped = false;
            else if (c == '\\')
                m_escaped = true;
            else if (c == '"')
                m_quoted = false;
        } else if (c == '"') {
            m_quoted = true;
        } else if (c == '{' || c == '[') {
            m_begun = true;
            ++m_depth;
        } else if (c == '}' || c == ']') {
            --m_depth;
        }
    }

    int m_depth = 0;
    bool m_begun = false;
    bool m_quoted = false;
    bool m_escaped = false;
};

class MessagesEncoder final : public StreamEncoder
{
public:
    explicit MessagesEncoder(const AnswerOptions &options)
        : m_options(options)
    {}

    void encode(const chat::Event &event, std::string &out) override
    {
        if (m_over)
            return;
        if (const auto *start = std::get_if<chat::Start>(&event)) {
            begin(*start, out);
        } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
            if (delta->choice == 0)
                take(*delta, out);
        } else if (const auto *finish = std::get_if<chat::Finish>(&event)) {
            if (finish->choice == 0)
                m_finish = *finish;
        } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
            m_usage = *report;
        } else if (std::holds_alternative<chat::End>(event)) {
            end(out);
        }
    }

    void encodeError(const Error &error, std::string &out) override
    {
        if (!m_over)
            out += messagesStreamError(error);
        m_over = true;
    }

private:
    enum class Kind { Text, Thinking, Redacted, Tool };

    // A block that is open, or waits until those before it are closed.
    struct Block
    {
        Kind kind = Kind::Text;
        std::string pending = {};   // Not yet written; Redacted: its data.
        std::string signature = {};
        int call = -1;
        std::string id = {};
        std::string name = {};
        ObjectProgress progress = {};
        bool open = false;
    };

    void begin(const chat::Start &start, std::string &out)
    {
        if (m_begun)
            return;
        m_begun = true;
        json::Object message;
        message["id"] = messageId(start);
        message["type"] = "message";
        message["role"] = "assistant";
        message["model"] = m_options.model.empty() ? start.model : m_options.model;
        message["content"] = json::Array();
        message["stop_reason"] = nullptr;
        message["stop_sequence"] = nullptr;
        message["usage"] = json::Object{{"input_tokens", std::max<std::int64_t>(m_options.estimatedInput, 0)},
                                        {"cache_creation_input_tokens", 0},
                                        {"cache_read_input_tokens", 0},
                                        {"output_tokens", 1}};
        appendEvent(out, "message_start", {{"type", "message_start"}, {"message", std::move(message)}});
        appendEvent(out, "ping", {{"type", "ping"}});
    }

    void take(const chat::Delta &delta, std::string &out)
    {
        begin({}, out);
        if (delta.reasoning && !delta.reasoning->empty())
            textBlock(Kind::Thinking, delta.newBlock).pending += *delta.reasoning;
        if (!delta.signature.empty())
            textBlock(Kind::Thinking, false).signature += delta.signature;
        if (!delta.redacted.empty())
            m_blocks.push_back({.kind = Kind::Redacted, .pending = delta.redacted});
        if (delta.text && !delta.text->empty())
            textBlock(Kind::Text, delta.newBlock && !delta.reasoning).pending += *delta.text;
        if (delta.refusal && !delta.refusal->empty())
            textBlock(Kind::Text, false).pending += *delta.refusal;
        for (const chat::ToolCallDelta &call : delta.toolCalls)
            takeCall(call);
        pump(out, false);
    }

    // The last block when it is of this kind and still takes text, else a new one.
    Block &textBlock(Kind kind, bool begins)
    {
        const bool fits =
            !begins && !m_blocks.empty() && m_blocks.back().kind == kind && m_blocks.back().signature.empty();
        if (!fits)
            m_blocks.push_back({.kind = kind});
        return m_blocks.back();
    }

    void takeCall(const chat::ToolCallDelta &delta)
    {
        auto block = std::ranges::find_if(m_blocks, [&](const Block &candidate) {
            return candidate.kind == Kind::Tool && candidate.call == delta.index;
        });
        if (block == m_blocks.end()) {
            // A call that has been closed was complete; what comes behind it is no part of its input.
            if (std::ranges::find(m_closedCalls, delta.index) != m_closedCalls.end())
                return;
            m_blocks.push_back({.kind = Kind::Tool, .call = delta.index});
            block = std::prev(m_blocks.end());
        }
        if (block->id.empty())
            block->id = delta.id;
        if (block->name.empty())
            block->name = delta.name;
        block->pending += delta.arguments;
        block->progress.feed(delta.arguments);
    }

    // Writes what may be written now; last: nothing follows.
    void pump(std::string &out, bool last)
    {
        while (!m_blocks.empty()) {
            Block &block = m_blocks.front();
            if (!block.open && !openBlock(block, out)) {
                if (!last)
                    return;
                m_blocks.pop_front();   // A call that never got a name is none.
                continue;
            }
            writePending(block, out);
            const bool done = block.kind != Kind::Tool || block.progress.complete();
            if (!last && (m_blocks.size() == 1 || !done))
                return;
            closeBlock(block, out);
        }
    }

    bool openBlock(Block &block, std::string &out)
    {
        json::Object content;
        switch (block.kind) {
        case Kind::Text:
            content = {{"type", "text"}, {"text", ""}};
            break;
        case Kind::Thinking:
            content = {{"type", "thinking"}, {"thinking", ""}, {"signature", ""}};
            break;
        case Kind::Redacted:
            content = {{"type", "redacted_thinking"}, {"data", block.pending}};
            block.pending.clear();
            break;
        case Kind::Tool:
            if (block.name.empty())
                return false;
            content = {{"type", "tool_use"},
                       {"id", toolUseId(block.id)},
                       {"name", block.name},
                       {"input", json::Object()}};
            m_usesTools = true;
        }
        block.open = true;
        appendEvent(
            out, "content_block_start",
            {{"type", "content_block_start"}, {"index", m_index}, {"content_block", std::move(content)}});
        return true;
    }

    void writePending(Block &block, std::string &out)
    {
        if (block.pending.empty())
            return;
        static constexpr std::pair<std::string_view, std::string_view> kDeltas[] = {
            {"text_delta", "text"}, {"thinking_delta", "thinking"}, {}, {"input_json_delta", "partial_json"}};
        const auto &[type, member] = kDeltas[static_cast<std::size_t>(block.kind)];
        writeDelta({{"type", type}, {member, block.pending}}, out);
        block.pending.clear();
    }

    void writeDelta(json::Object delta, std::string &out)
    {
        appendEvent(out, "content_block_delta",
                    {{"type", "content_block_delta"}, {"index", m_index}, {"delta", std::move(delta)}});
    }

    void closeBlock(const Block &block, std::string &out)
    {
        if (!block.signature.empty())
            writeDelta({{"type", "signature_delta"}, {"signature", block.signature}}, out);
        appendEvent(out, "content_block_stop", {{"type", "content_block_stop"}, {"index", m_index}});
        ++m_index;
        if (block.kind == Kind::Tool)
            m_closedCalls.push_back(block.call);
        m_blocks.pop_front();
    }

    void end(std::string &out)
    {
        begin({}, out);
        pump(out, true);
        if (m_index == 0) {   // Clients count on some content.
            m_blocks.push_back({.kind = Kind::Text});
            pump(out, true);
        }
        StopWords words = stopWords(m_finish, m_usesTools);
        json::Object delta{{"stop_reason", words.reason}, {"stop_sequence", std::move(words.sequence)}};
        appendEvent(
            out, "message_delta",
            {{"type", "message_delta"}, {"delta", std::move(delta)}, {"usage", usageObject(m_usage)}});
        appendEvent(out, "message_stop", {{"type", "message_stop"}});
        m_over = true;
    }

    AnswerOptions m_options;
    std::deque<Block> m_blocks;       // The first may be open.
    std::vector<int> m_closedCalls;   // By the provider's index.
    int m_index = 0;                  // Of the block that is open or comes next.
    std::optional<chat::Finish> m_finish;
    std::optional<chat::UsageReport> m_usage;
    bool m_begun = false;
    bool m_usesTools = false;
    bool m_over = false;
};

json::Array contentBlocks(const chat::Choice &choice)
{
    json::Array content;
    for (const chat::Block &block : choice.blocks) {
        switch (block.kind) {
        case chat::Block::Kind::Text:
        case chat::Block::Kind::Refusal:
            if (!block.text.empty())
                content.emplace_back(json::Object{{"type", "text"}, {"text", block.text}});
            break;
        case chat::Block::Kind::Thinking:
            content.emplace_back(
                json::Object{{"type", "thinking"}, {"thinking", block.text}, {"signature", block.signature}});
            break;
        case chat::Block::Kind::RedactedThinking:
            content.emplace_back(json::Object{{"type", "redacted_thinking"}, {"data", block.text}});
            break;
        case chat::Block::Kind::ToolCall: {
            const chat::FoldedToolCall &call = choice.toolCalls.at(block.toolCall);
            if (!call.name.empty())
                content.emplace_back(json::Object{{"type", "tool_use"},
                                                  {"id", toolUseId(call.id)},
                                                  {"name", call.name},
                                                  {"input", argumentsObject(call.arguments)}});
        }
        }
    }
    if (content.empty())
        content.emplace_back(json::Object{{"type", "text"}, {"text", ""}});
    return content;
}

// Words that some clients act upon: Claude Code compacts its conversation when it reads them.
constexpr std::string_view kTooLong = "prompt is too long";

json::Object errorObject(const Error &error)
{
    static constexpr std::array kTypes{
        std::string_view("invalid_request_error"), std::string_view("authentication_error"),
        std::string_view("billing_error"),         std::string_view("permission_error"),
        std::string_view("not_found_error"),       std::string_view("request_too_large"),
        std::string_view("rate_limit_error"),      std::string_view("api_error"),
        std::string_view("timeout_error"),         std::string_view("overloaded_error")};
    std::string type = errorRow(error.code).anthropic;
    if (std::ranges::find(kTypes, error.upstreamType) != kTypes.end())
        type = error.upstreamType;
    std::string message = error.message;
    if (error.code == ErrorCode::UpstreamContextWindow && message.find(kTooLong) == std::string::npos)
        message = std::string(kTooLong) + ": " + message;
    json::Object inner{{"type", std::move(type)}, {"message", std::move(message)}};
    return {{"type", "error"}, {"error", std::move(inner)}, {"request_id", "req_" + randomToken(24)}};
}

}   // namespace

std::unique_ptr<StreamEncoder> newMessagesEncoder(const AnswerOptions &options)
{
    return std::make_unique<MessagesEncoder>(options);
}

std::string encodeMessage(const chat::Response &response, const AnswerOptions &options)
{
    static const chat::Choice kNothing;
    const auto found = response.choices.find(0);
    const chat::Choice &choice = found != response.choices.end() ? found->second : kNothing;
    json::Object message;
    message["id"] = messageId(response.start);
    message["type"] = "message";
    message["role"] = "assistant";
    message["model"] = options.model.empty() ? response.start.model : options.model;
    json::Array content = contentBlocks(choice);
    const bool usesTools = std::ranges::any_of(content, [](const json::Value &block) {
        return json::stringOr(block.get_object(), "type") == "tool_use";
    });
    message["content"] = std::move(content);
    StopWords words = stopWords(choice.finish, usesTools);
    message["stop_reason"] = words.reason;
    message["stop_sequence"] = std::move(words.sequence);
    message["usage"] = usageObject(response.usage);
    return json::serialize(message);
}

ErrorReply messagesError(const Error &error)
{
    int status = errorRow(error.code).status;
    if (error.code == ErrorCode::UnknownModel)
        status = 404;
    else if (error.code == ErrorCode::UpstreamOverloaded)
        status = 529;
    return {status, json::serialize(errorObject(error))};
}

std::string messagesStreamError(const Error &error)
{
    std::string out;
    appendEvent(out, "error", errorObject(error));
    return out;
}

}   // namespace gw::dialects
