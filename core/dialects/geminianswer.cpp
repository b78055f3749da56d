#include "core/dialects/geminianswer.h"

#include "core/base/errortable.h"
#include "core/base/ids.h"
#include "core/dialects/fields.h"

#include <algorithm>
#include <array>

namespace gw::dialects {

namespace {

std::string finishWord(const std::optional<chat::Finish> &finish)
{
    static constexpr std::array kNative{
        std::string_view("STOP"),         std::string_view("MAX_TOKENS"),
        std::string_view("SAFETY"),       std::string_view("RECITATION"),
        std::string_view("LANGUAGE"),     std::string_view("OTHER"),
        std::string_view("BLOCKLIST"),    std::string_view("PROHIBITED_CONTENT"),
        std::string_view("SPII"),         std::string_view("MALFORMED_FUNCTION_CALL"),
        std::string_view("IMAGE_SAFETY"), std::string_view("UNEXPECTED_TOOL_CALL"),
        std::string_view("MODEL_ARMOR")};
    if (!finish)
        return "STOP";
    if (std::ranges::find(kNative, finish->native) != kNative.end())
        return finish->native;
    if (finish->reason == chat::Stop::Length)
        return "MAX_TOKENS";
    return finish->reason == chat::Stop::ContentFilter ? "SAFETY" : "STOP";
}

json::Object usageObject(const chat::Usage &usage)
{
    const auto count = [](std::int64_t value) { return std::max<std::int64_t>(value, 0); };
    json::Object object;
    object["promptTokenCount"] = count(usage.input);
    // Google's candidates leave the thoughts out.
    object["candidatesTokenCount"] = count(usage.output - count(usage.reasoning));
    object["totalTokenCount"] = usage.total >= 0 ? usage.total : count(usage.input) + count(usage.output);
    if (usage.cacheRead >= 0)
        object["cachedContentTokenCount"] = usage.cacheRead;
    if (usage.reasoning >= 0)
        object["thoughtsTokenCount"] = usage.reasoning;
    return object;
}

json::Object textPart(std::string_view text)
{
    return {{"text", text}};
}

json::Object thoughtPart(std::string_view text, const std::string &signature)
{
    json::Object part{{"text", text}, {"thought", true}};
    if (!signature.empty())
        part["thoughtSignature"] = signature;
    return part;
}

json::Object callPart(const chat::FoldedToolCall &call)
{
    json::Object inner;
    inner["id"] = call.id.empty() ? "call_" + randomToken(24) : call.id;
    inner["name"] = call.name;
    inner["args"] = argumentsObject(call.arguments);
    json::Object part{{"functionCall", std::move(inner)}};
    if (!call.signature.empty())
        part["thoughtSignature"] = call.signature;
    return part;
}

// Pictures of an answer come beside its text ("images":[{"image_url":{"url":"data:..."}}]).
void addImages(json::Array &parts, const json::Object &extras)
{
    const json::Array *images = json::findArray(extras, "images");
    for (std::size_t i = 0; images && i < images->size(); ++i) {
        const json::Object *image = (*images)[i].if_object();
        const json::Value *url = image ? json::findPath(*image, "image_url.url") : nullptr;
        if (!url || !url->is_string())
            continue;
        const std::string_view text = url->get_string();
        const std::size_t comma = text.find(";base64,");
        if (!text.starts_with("data:") || comma == std::string_view::npos)
            continue;
        constexpr std::size_t kScheme = 5;
        constexpr std::size_t kMark = 8;
        parts.emplace_back(
            json::Object{{"inlineData", json::Object{{"mimeType", text.substr(kScheme, comma - kScheme)},
                                                     {"data", text.substr(comma + kMark)}}}});
    }
}

json::Array choiceParts(const chat::Choice &choice)
{
    json::Array parts;
    for (const chat::Block &block : choice.blocks) {
        switch (block.kind) {
        case chat::Block::Kind::Thinking:
            parts.emplace_back(thoughtPart(block.text, block.signature));
            break;
        case chat::Block::Kind::Text:
        case chat::Block::Kind::Refusal:
            parts.emplace_back(textPart(block.text));
            break;
        case chat::Block::Kind::ToolCall:
            parts.emplace_back(callPart(choice.toolCalls.at(block.toolCall)));
            break;
        case chat::Block::Kind::RedactedThinking:
            break;   // Only its vendor can read it.
        }
    }
    addImages(parts, choice.extras);
    return parts;
}

json::Object candidate(int index, json::Array parts)
{
    return {{"content", json::Object{{"parts", std::move(parts)}, {"role", "model"}}}, {"index", index}};
}

json::Object errorObject(const Error &error)
{
    const ErrorRow &row = errorRow(error.code);
    int status = row.status;
    if (error.code == ErrorCode::UnknownModel)
        status = 404;
    else if (row.google == "DEADLINE_EXCEEDED")
        status = 504;
    else if (row.google == "UNAVAILABLE")
        status = 503;
    json::Object inner{{"code", status}, {"message", error.message}, {"status", row.google}};
    if (error.retryAfterMs >= 0) {
        constexpr int kMsPerSecond = 1000;
        const int seconds = (error.retryAfterMs + kMsPerSecond - 1) / kMsPerSecond;
        inner["details"] = json::Array{json::Object{{"@type", "type.googleapis.com/google.rpc.RetryInfo"},
                                                    {"retryDelay", std::to_string(seconds) + "s"}}};
    }
    return {{"error", std::move(inner)}};
}

class GeminiEncoder final : public StreamEncoder
{
public:
    GeminiEncoder(const AnswerOptions &options, bool asArray)
        : m_options(options)
        , m_asArray(asArray)
    {}

    void encode(const chat::Event &event, std::string &out) override
    {
        if (m_over)
            return;
        if (const auto *start = std::get_if<chat::Start>(&event)) {
            m_responseId = start->id;
            m_model = start->model;
        } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
            take(*delta, out);
        } else if (const auto *finish = std::get_if<chat::Finish>(&event)) {
            m_choices[finish->choice].finish = *finish;
        } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
            m_usage = report->usage;
        } else if (std::holds_alternative<chat::End>(event)) {
            end(out);
        }
    }

    void encodeError(const Error &error, std::string &out) override
    {
        if (m_over)
            return;
        write(errorObject(error), out);
        close(out);
    }

private:
    struct Open
    {
        std::map<int, chat::FoldedToolCall> calls;
        std::optional<chat::Finish> finish;
    };

    void take(const chat::Delta &delta, std::string &out)
    {
        Open &choice = m_choices[delta.choice];
        json::Array parts;
        if (delta.reasoning && !delta.reasoning->empty())
            parts.emplace_back(thoughtPart(*delta.reasoning, delta.signature));
        else if (!delta.signature.empty())
            parts.emplace_back(thoughtPart("", delta.signature));
        if (delta.text && !delta.text->empty())
            parts.emplace_back(textPart(*delta.text));
        if (delta.refusal && !delta.refusal->empty())
            parts.emplace_back(textPart(*delta.refusal));
        addImages(parts, delta.extras);
        for (const chat::ToolCallDelta &piece : delta.toolCalls) {
            chat::FoldedToolCall &call = choice.calls[piece.index];
            if (call.id.empty())
                call.id = piece.id;
            if (call.name.empty())
                call.name = piece.name;
            call.arguments += piece.arguments;
            call.signature += piece.signature;
        }
        if (!parts.empty())
            writeChunk(json::Array{candidate(delta.choice, std::move(parts))}, false, out);
    }

    void end(std::string &out)
    {
        if (m_choices.empty())
            m_choices[0];
        json::Array candidates;
        for (const auto &[index, choice] : m_choices) {
            json::Array parts;
            for (const auto &[position, call] : choice.calls)
                parts.emplace_back(callPart(call));
            if (parts.empty())
                parts.emplace_back(textPart(""));
            json::Object object = candidate(index, std::move(parts));
            object["finishReason"] = finishWord(choice.finish);
            candidates.emplace_back(std::move(object));
        }
        writeChunk(std::move(candidates), true, out);
        close(out);
    }

    void writeChunk(json::Array candidates, bool last, std::string &out)
    {
        json::Object chunk;
        chunk["candidates"] = std::move(candidates);
        if (last && m_usage)
            chunk["usageMetadata"] = usageObject(*m_usage);
        chunk["modelVersion"] = m_options.model.empty() ? m_model : m_options.model;
        if (m_responseId.empty())
            m_responseId = randomToken(24);
        chunk["responseId"] = m_responseId;
        write(chunk, out);
    }

    void write(const json::Object &object, std::string &out)
    {
        if (m_asArray) {
            out += m_begun ? ",\r\n" : "[";
            out += json::serialize(object);
        } else {
            out += "data: ";
            out += json::serialize(object);
            out += "\r\n\r\n";
        }
        m_begun = true;
    }

    void close(std::string &out)
    {
        if (m_asArray)
            out += "]";
        m_over = true;
    }

    AnswerOptions m_options;
    const bool m_asArray;
    std::string m_responseId;
    std::string m_model;
    std::map<int, Open> m_choices;
    std::optional<chat::Usage> m_usage;
    bool m_begun = false;
    bool m_over = false;
};

}   // namespace

std::unique_ptr<StreamEncoder> newGeminiEncoder(const AnswerOptions &options, bool asArray)
{
    return std::make_unique<GeminiEncoder>(options, asArray);
}

std::string encodeContent(const chat::Response &response, const AnswerOptions &options)
{
    json::Object answer;
    json::Array candidates;
    for (const auto &[index, choice] : response.choices) {
        json::Object object = candidate(index, choiceParts(choice));
        object["finishReason"] = finishWord(choice.finish);
        candidates.emplace_back(std::move(object));
    }
    answer["candidates"] = std::move(candidates);
    if (response.usage)
        answer["usageMetadata"] = usageObject(response.usage->usage);
    answer["modelVersion"] = options.model.empty() ? response.start.model : options.model;
    answer["responseId"] = response.start.id.empty() ? randomToken(24) : response.start.id;
    return json::serialize(answer);
}

std::string encodeEmbeddings(const chat::Response &response, bool batch)
{
    json::Array vectors;
    const json::Array *items = json::findArray(response.annotations, "data");
    for (std::size_t i = 0; items && i < items->size(); ++i) {
        const json::Object *item = (*items)[i].if_object();
        if (const json::Value *values = item ? item->if_contains("embedding") : nullptr)
            vectors.emplace_back(json::Object{{"values", *values}});
    }
    if (batch)
        return json::serialize(json::Object{{"embeddings", std::move(vectors)}});
    json::Value first = vectors.empty() ? json::Value(json::Object()) : vectors.front();
    return json::serialize(json::Object{{"embedding", std::move(first)}});
}

ErrorReply geminiError(const Error &error)
{
    const json::Object object = errorObject(error);
    const json::Value *code = json::findPath(object, "error.code");
    return {static_cast<int>(json::toInt(*code).value_or(500)), json::serialize(object)};
}

std::string geminiStreamError(const Error &error)
{
    return "data: " + json::serialize(errorObject(error)) + "\r\n\r\n";
}

}   // namespace gw::dialects
