#include "core/providers/adapters/anthropic/blocks.h"

#include "core/base/base64.h"
#include "core/providers/prepare.h"

#include <algorithm>
#include <cctype>

namespace gw::providers::anthropic {

namespace {

using chat::Message;
using chat::Part;

constexpr std::string_view kPdf = "application/pdf";

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void addAll(json::Object &object, const json::Object &more)
{
    for (const auto &member : more)
        object[member.key()] = member.value();
}

json::Object base64Source(std::string_view type, std::string_view data)
{
    return {{"type", "base64"}, {"media_type", type}, {"data", data}};
}

json::Object urlSource(std::string_view url)
{
    return {{"type", "url"}, {"url", url}};
}

bool isRemote(std::string_view text)
{
    return text.starts_with("https://") || text.starts_with("http://");
}

json::Object writeImage(const Part &part)
{
    json::Object block{{"type", "image"}};
    if (auto data = splitDataUrl(part.url)) {
        if (data->first == "image/jpg")
            data->first = "image/jpeg";
        block["source"] = base64Source(data->first, data->second);
    } else if (!part.url.empty() || part.fileId.empty()) {
        block["source"] = urlSource(part.url);
    } else {
        block["source"] = json::Object{{"type", "file"}, {"file_id", part.fileId}};
    }
    return block;
}

bool isText(std::string_view type)
{
    return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
           type == "application/yaml";
}

json::Object writeFile(const Part &part)
{
    json::Object block{{"type", "document"}};
    if (const auto bytes = fileBytes(part)) {
        const auto &[type, data] = *bytes;
        const auto text = isText(type) ? fromBase64(data) : std::nullopt;
        if (type.starts_with("image/"))
            return {{"type", "image"}, {"source", base64Source(type, data)}};
        if (text)
            block["source"] = json::Object{{"type", "text"}, {"media_type", "text/plain"}, {"data", *text}};
        else
            block["source"] = base64Source(type, data);
    } else if (!part.url.empty()) {
        block["source"] = urlSource(part.url);
    } else if (isRemote(part.fileId)) {
        block["source"] = urlSource(part.fileId);   // LiteLLM's clients put URLs there.
    } else {
        block["source"] = json::Object{{"type", "file"}, {"file_id", part.fileId}};
    }
    if (!part.fileName.empty())
        block["title"] = part.fileName;
    return block;
}

}   // namespace

std::string cleanId(std::string_view id)
{
    std::string out(id);
    for (char &c : out) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '-')
            c = '_';
    }
    return out;
}

json::Object argumentsOf(std::string_view text)
{
    if (isBlank(text))
        return {};
    auto value = json::parse(text);
    if (value.ok() && value.value().is_object())
        return std::move(value.value().get_object());
    return {{"_raw", text}};
}

std::optional<std::pair<std::string, std::string>> fileBytes(const Part &part)
{
    if (part.data.empty())
        return std::nullopt;
    if (auto data = splitDataUrl(part.data))
        return data;
    const std::size_t dot = part.fileName.rfind('.');
    const std::string_view ending =
        dot == std::string::npos ? std::string_view() : std::string_view(part.fileName).substr(dot + 1);
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {"txt", "text/plain"},  {"md", "text/markdown"}, {"csv", "text/csv"},
        {"html", "text/html"},  {"png", "image/png"},    {"json", "application/json"},
        {"jpg", "image/jpeg"},  {"jpeg", "image/jpeg"},  {"gif", "image/gif"},
        {"webp", "image/webp"}, {"mp4", "video/mp4"},    {"mov", "video/quicktime"}};
    for (const auto &[name, type] : kTypes) {
        if (name == ending)
            return std::pair(std::string(type), part.data);
    }
    return std::pair(std::string(kPdf), part.data);
}

Result<std::optional<json::Object>> writePart(const Part &part)
{
    json::Object block;
    switch (part.kind) {
    case Part::Kind::Text:
    case Part::Kind::Refusal:
        if (isBlank(part.text))
            return std::optional<json::Object>();
        block["type"] = "text";
        block["text"] = part.text;
        break;
    case Part::Kind::Image:
        block = writeImage(part);
        break;
    case Part::Kind::File:
        block = writeFile(part);
        break;
    case Part::Kind::Audio:
        return Error{.code = ErrorCode::BadRequest,
                     .message = "This model reads no audio: 'input_audio' cannot be sent to it.",
                     .param = "messages"};
    case Part::Kind::Thinking:
        if (part.signature.empty() || isSealedReasoning(part.signature))
            return std::optional<json::Object>();
        return std::optional(
            json::Object{{"type", "thinking"}, {"thinking", part.text}, {"signature", part.signature}});
    case Part::Kind::RedactedThinking:
        if (isSealedReasoning(part.text))
            return std::optional<json::Object>();
        return std::optional(json::Object{{"type", "redacted_thinking"}, {"data", part.text}});
    case Part::Kind::Other:
        if (const json::Object *raw = part.raw.if_object())
            return std::optional(*raw);
        return std::optional<json::Object>();
    }
    addAll(block, part.extras);
    return std::optional(std::move(block));
}

Result<json::Array> writeParts(const std::vector<Part> &parts)
{
    json::Array blocks;
    for (const Part &part : parts) {
        GW_TRY(std::optional<json::Object> block, writePart(part));
        if (block)
            blocks.emplace_back(std::move(*block));
    }
    return blocks;
}

json::Object writeToolUse(const chat::ToolCall &call)
{
    json::Object block{{"type", "tool_use"}, {"id", cleanId(call.id)}, {"name", call.name}};
    block["input"] = argumentsOf(call.arguments);
    // What OpenAI's clients have beside the function ("index") is nothing to this API.
    for (const std::string_view key : {"cache_control", "caller"}) {
        if (const json::Value *value = call.extras.if_contains(key))
            block[key] = *value;
    }
    return block;
}

Result<json::Array> writeAssistant(const Message &message)
{
    json::Array blocks;
    std::size_t written = 0;
    const auto callsBefore = [&](std::size_t part) {
        while (written < message.toolCalls.size() && message.toolCalls[written].partsBefore <= part)
            blocks.emplace_back(writeToolUse(message.toolCalls[written++]));
    };
    for (std::size_t i = 0; i < message.parts.size(); ++i) {
        callsBefore(i);
        GW_TRY(std::optional<json::Object> block, writePart(message.parts[i]));
        if (block)
            blocks.emplace_back(std::move(*block));
    }
    if (message.parts.empty()) {
        if (const auto refusal = json::findString(message.extras, "refusal"); refusal && !isBlank(*refusal))
            blocks.emplace_back(json::Object{{"type", "text"}, {"text", *refusal}});
    }
    while (written < message.toolCalls.size())
        blocks.emplace_back(writeToolUse(message.toolCalls[written++]));
    if (const json::Object *call = json::findObject(message.extras, "function_call")) {
        chat::ToolCall legacy;
        legacy.name = json::stringOr(*call, "name");
        legacy.id = "call_" + legacy.name;
        legacy.arguments = json::stringOr(*call, "arguments");
        blocks.emplace_back(writeToolUse(legacy));
    }
    return blocks;
}

Result<json::Object> writeToolResult(const Message &message)
{
    json::Object block{{"type", "tool_result"}};
    // Results of the older function calls know only the name.
    block["tool_use_id"] = message.role == Message::Role::Function
                               ? cleanId("call_" + message.name.value_or(""))
                               : cleanId(message.toolCallId);
    if (message.form == Message::Form::String) {
        block["content"] = message.text();
    } else {
        GW_TRY(json::Array content, writeParts(message.parts));
        if (!content.empty())
            block["content"] = std::move(content);
    }
    if (message.isError)
        block["is_error"] = true;
    if (const json::Value *mark = message.extras.if_contains("cache_control"))
        block["cache_control"] = *mark;
    return block;
}

}   // namespace gw::providers::anthropic
