#include "core/providers/adapters/bedrock/blocks.h"

#include "core/base/base64.h"

#include <algorithm>
#include <cctype>

namespace gw::providers::bedrock {

namespace {

constexpr std::pair<std::string_view, std::string_view> kFormats[] = {
    {"image/png", "png"},
    {"image/jpeg", "jpeg"},
    {"image/jpg", "jpeg"},
    {"image/gif", "gif"},
    {"image/webp", "webp"},
    {"application/pdf", "pdf"},
    {"text/csv", "csv"},
    {"application/msword", "doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"text/html", "html"},
    {"text/plain", "txt"},
    {"text/markdown", "md"},
    {"video/mp4", "mp4"},
    {"video/quicktime", "mov"},
    {"video/x-matroska", "mkv"},
    {"video/webm", "webm"},
    {"video/mpeg", "mpeg"},
    {"video/x-flv", "flv"},
    {"video/x-ms-wmv", "wmv"},
    {"video/3gpp", "three_gp"}};

Error notHere(std::string what)
{
    return {.code = ErrorCode::BadRequest, .message = std::move(what), .param = "messages"};
}

bool isDocument(std::string_view block, std::string_view type)
{
    return block == "document" && !type.starts_with("video/") && !type.starts_with("image/");
}

}   // namespace

std::string_view formatFor(std::string_view type)
{
    type = type.substr(0, type.find(';'));
    for (const auto &[name, format] : kFormats) {
        if (name == type)
            return format;
    }
    return {};
}

std::optional<json::Object> cachePoint(const json::Object &block)
{
    const json::Object *mark = json::findObject(block, "cache_control");
    if (!mark)
        return std::nullopt;
    json::Object point{{"type", "default"}};
    if (json::stringOr(*mark, "ttl") == "1h")
        point["ttl"] = "1h";
    return json::Object{{"cachePoint", std::move(point)}};
}

Result<json::Array> BlockWriter::write(const json::Array &blocks)
{
    json::Array out;
    bool document = false;
    bool text = false;
    for (const json::Value &value : blocks) {
        const json::Object *block = value.if_object();
        if (!block)
            continue;
        GW_TRY(std::optional<json::Object> written, writeBlock(*block));
        if (!written)
            continue;
        document = document || written->contains("document");
        text = text || written->contains("text");
        out.emplace_back(std::move(*written));
        if (auto point = cachePoint(*block))
            out.emplace_back(std::move(*point));
    }
    // A document is refused without a text beside it.
    if (document && !text)
        out.emplace_back(json::Object{{"text", "(document)"}});
    return out;
}

Result<std::optional<json::Object>> BlockWriter::writeBlock(const json::Object &block)
{
    const std::string_view type = json::stringOr(block, "type");
    if (type == "text")
        return std::optional(json::Object{{"text", json::stringOr(block, "text")}});
    if (type == "image" || type == "document")
        return writeMedia(block);
    if (type == "tool_use") {
        json::Object use{{"toolUseId", json::stringOr(block, "id")}, {"name", json::stringOr(block, "name")}};
        if (const json::Value *input = block.if_contains("input"))
            use["input"] = *input;
        return std::optional(json::Object{{"toolUse", std::move(use)}});
    }
    if (type == "tool_result") {
        GW_TRY(json::Object result, writeToolResult(block));
        return std::optional(json::Object{{"toolResult", std::move(result)}});
    }
    if (type == "thinking") {
        json::Object text{{"text", json::stringOr(block, "thinking")}};
        if (const auto signature = json::findString(block, "signature"); signature && !signature->empty())
            text["signature"] = *signature;
        return std::optional(
            json::Object{{"reasoningContent", json::Object{{"reasoningText", std::move(text)}}}});
    }
    if (type == "redacted_thinking")
        return std::optional(json::Object{
            {"reasoningContent", json::Object{{"redactedContent", json::stringOr(block, "data")}}}});
    // A block in Converse's own words goes on as it is; Anthropic's own tools have no place here.
    if (type.empty() && block.size() == 1)
        return std::optional(block);
    return std::optional<json::Object>();
}

Result<std::optional<json::Object>> BlockWriter::writeMedia(const json::Object &block)
{
    const json::Object *source = json::findObject(block, "source");
    if (!source)
        return std::optional<json::Object>();
    const std::string_view kind = json::stringOr(block, "type");
    const std::string_view from = json::stringOr(*source, "type");
    std::string type(json::stringOr(*source, "media_type"));
    json::Object place;
    if (from == "base64") {
        place["bytes"] = json::stringOr(*source, "data");
    } else if (from == "text") {
        place["bytes"] = toBase64(json::stringOr(*source, "data"));
        type = "text/plain";
    } else {
        const std::string_view url = json::stringOr(*source, "url");
        const auto fetched = m_media ? m_media->find(url) : MediaByUrl::const_iterator();
        if (url.starts_with("s3://")) {
            place["s3Location"] = json::Object{{"uri", url}};
            const std::string_view ending = url.substr(std::min(url.rfind('.') + 1, url.size()));
            type = kind == "document" ? "application/pdf" : "image/" + std::string(ending);
        } else if (m_media && fetched != m_media->end()) {
            place["bytes"] = toBase64(fetched->second.bytes);
            type = fetched->second.type;
        } else {
            return notHere("Bedrock fetches nothing: pictures and documents must be data: URLs or lie on S3");
        }
    }
    const std::string_view format = formatFor(type);
    if (format.empty())
        return notHere("Bedrock reads no content of the type '" + type + "'");
    json::Object inner{{"format", format}, {"source", std::move(place)}};
    if (!isDocument(kind, type))
        return std::optional(
            json::Object{{type.starts_with("video/") ? "video" : "image", std::move(inner)}});
    inner["name"] = documentName(json::stringOr(block, "title"));
    for (const std::string_view key : {"context", "citations"}) {
        if (const json::Value *value = block.if_contains(key))
            inner[key] = *value;
    }
    return std::optional(json::Object{{"document", std::move(inner)}});
}

Result<json::Object> BlockWriter::writeToolResult(const json::Object &block)
{
    json::Object result{{"toolUseId", json::stringOr(block, "tool_use_id")}};
    json::Array content;
    if (const json::Array *blocks = json::findArray(block, "content")) {
        for (const json::Value &value : *blocks) {
            const json::Object *inner = value.if_object();
            if (!inner)
                continue;
            GW_TRY(std::optional<json::Object> written, writeBlock(*inner));
            if (written)
                content.emplace_back(std::move(*written));
        }
    } else {
        content.emplace_back(json::Object{{"text", json::stringOr(block, "content")}});
    }
    result["content"] = std::move(content);
    if (json::findBool(block, "is_error").value_or(false))
        result["status"] = "error";
    return result;
}

std::string BlockWriter::documentName(std::string_view title)
{
    std::string name;
    for (const char c : title) {
        const bool fine = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                          std::string_view("-()[]").find(c) != std::string_view::npos;
        if (fine)
            name += c;
        else if (!name.empty() && name.back() != ' ')
            name += ' ';
    }
    while (name.ends_with(' '))
        name.pop_back();
    constexpr std::size_t kMaxName = 180;
    name.resize(std::min(name.size(), kMaxName));
    const std::string stem = name.empty() ? "Document" : name;
    if (name.empty())
        name = "Document 1";
    for (int count = 2; !m_names.insert(name).second; ++count)
        name = stem + " " + std::to_string(count);
    return name;
}

}   // namespace gw::providers::bedrock
