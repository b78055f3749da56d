#include "core/client/conversationparts.h"

namespace gw::client::said {

namespace {

using Kind = SaidPart::Kind;

// "data:image/png;base64,..." or an address.
SaidPart imageAt(const QString &address)
{
    SaidPart part{.kind = Kind::Image};
    const qsizetype comma = address.indexOf(u',');
    if (!address.startsWith(QLatin1String("data:")) || comma < 0) {
        part.name = address;
        return part;
    }
    const QString head = address.mid(5, comma - 5);
    part.mediaType = head.section(u';', 0, 0);
    part.bytes = QByteArray::fromBase64(address.mid(comma + 1).toLatin1());
    return part;
}

// Anthropic's source of an image or a document.
SaidPart fromSource(Kind kind, const json::Object &part)
{
    SaidPart out{.kind = kind, .name = member(part, "title")};
    const json::Object *source = json::findObject(part, "source");
    if (!source)
        return out;
    out.mediaType = member(*source, "media_type");
    if (const QString address = member(*source, "url"); !address.isEmpty())
        out.name = address;
    if (kind == Kind::Image)
        out.bytes = QByteArray::fromBase64(member(*source, "data").toLatin1());
    else if (member(*source, "type") == QLatin1String("text"))
        out.text = member(*source, "data");
    return out;
}

// image_url is an object in OpenAI's chat and a text in its Responses.
SaidPart openAiImage(const json::Object &part)
{
    if (const json::Object *image = json::findObject(part, "image_url"))
        return imageAt(member(*image, "url"));
    return imageAt(member(part, "image_url"));
}

SaidPart attachment(const json::Object &part, std::string_view type)
{
    SaidPart out{.kind = Kind::Attachment, .mediaType = toText(type)};
    if (const json::Object *audio = json::findObject(part, "input_audio"))
        out.mediaType = QLatin1String("audio/") + member(*audio, "format");
    const json::Object *file = json::findObject(part, "file");
    out.name = member(file ? *file : part, "filename");
    if (out.name.isEmpty())
        out.name = member(file ? *file : part, "file_id");
    return out;
}

// What a tool gave back: a text, or parts of which the texts count.
QString resultText(const json::Value &content)
{
    if (!content.is_array())
        return plainOrJson(content);
    SaidMessage inner;
    addContent(inner, content);
    QStringList texts;
    for (const SaidPart &part : inner.parts)
        texts << (part.kind == Kind::Image ? QLatin1Char('[') + part.mediaType + QLatin1Char(']')
                                           : part.text);
    return texts.join(u'\n');
}

const json::Value &contentOf(const json::Object &object, std::string_view key)
{
    static const json::Value kNothing("");
    const json::Value *found = json::find(object, key);
    return found ? *found : kNothing;
}

bool addAnthropicPart(SaidMessage &message, const json::Object &part, std::string_view type)
{
    if (type == "thinking" || type == "redacted_thinking") {
        message.parts.push_back({.kind = Kind::Thinking, .text = member(part, "thinking")});
    } else if (type == "tool_use" || type == "server_tool_use") {
        message.parts.push_back({.kind = Kind::ToolCall,
                                 .text = plainOrJson(contentOf(part, "input")),
                                 .name = member(part, "name"),
                                 .id = member(part, "id")});
    } else if (type == "tool_result" || type == "web_search_tool_result") {
        message.parts.push_back({.kind = Kind::ToolResult,
                                 .text = resultText(contentOf(part, "content")),
                                 .id = member(part, "tool_use_id")});
    } else if (type == "image" && json::findObject(part, "source")) {
        message.parts.push_back(fromSource(Kind::Image, part));
    } else if (type == "document") {
        message.parts.push_back(fromSource(Kind::Attachment, part));
    } else {
        return false;
    }
    return true;
}

}   // namespace

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString member(const json::Object &object, std::string_view key)
{
    return toText(json::stringOr(object, key));
}

QString plainOrJson(const json::Value &value)
{
    if (value.is_null())
        return {};
    return value.is_string() ? toText(value.get_string()) : toText(json::serialize(value));
}

void append(SaidMessage &message, Kind kind, const QString &text)
{
    if (text.isEmpty())
        return;
    if (!message.parts.empty() && message.parts.back().kind == kind)
        message.parts.back().text += text;
    else
        message.parts.push_back({.kind = kind, .text = text});
}

void addContent(SaidMessage &message, const json::Value &content)
{
    if (content.is_string()) {
        if (!content.get_string().empty())
            message.parts.push_back({.text = toText(content.get_string())});
        return;
    }
    if (!content.is_array())
        return;
    for (const json::Value &part : content.get_array()) {
        if (part.is_object())
            addPart(message, part.get_object());
        else
            message.parts.push_back({.text = plainOrJson(part)});
    }
}

void addPart(SaidMessage &message, const json::Object &part)
{
    const std::string_view type = json::stringOr(part, "type");
    if (type == "text" || type == "input_text" || type == "output_text" || type == "summary_text" ||
        type == "reasoning_text")
        message.parts.push_back({.text = member(part, "text")});
    else if (type == "refusal")
        message.parts.push_back({.kind = Kind::Refusal, .text = member(part, "refusal")});
    else if (type == "image_url" || type == "input_image")
        message.parts.push_back(openAiImage(part));
    else if (type == "input_audio" || type == "file" || type == "input_file")
        message.parts.push_back(attachment(part, type));
    else if (!addAnthropicPart(message, part, type))
        message.parts.push_back({.kind = Kind::Unknown, .text = toText(json::serialize(part))});
}

void addToolCalls(SaidMessage &message, const json::Object &from)
{
    const auto add = [&](const json::Object &function, const QString &id) {
        message.parts.push_back({.kind = Kind::ToolCall,
                                 .text = plainOrJson(contentOf(function, "arguments")),
                                 .name = member(function, "name"),
                                 .id = id});
    };
    if (const json::Array *calls = json::findArray(from, "tool_calls")) {
        for (const json::Value &call : *calls) {
            if (!call.is_object())
                continue;
            const json::Object &object = call.get_object();
            const json::Object *function = json::findObject(object, "function");
            add(function ? *function : object, member(object, "id"));
        }
    }
    if (const json::Object *call = json::findObject(from, "function_call"))
        add(*call, {});
}

void addGeminiParts(SaidMessage &message, const json::Object &content)
{
    const json::Array *parts = json::findArray(content, "parts");
    if (!parts)
        return;
    for (const json::Value &value : *parts) {
        if (!value.is_object())
            continue;
        const json::Object &part = value.get_object();
        const auto either = [&](std::string_view camel, std::string_view snake) {
            const json::Object *found = json::findObject(part, camel);
            return found ? found : json::findObject(part, snake);
        };
        if (json::findString(part, "text")) {
            const bool thought = json::findBool(part, "thought").value_or(false);
            append(message, thought ? Kind::Thinking : Kind::Text, member(part, "text"));
        } else if (const json::Object *call = either("functionCall", "function_call")) {
            message.parts.push_back({.kind = Kind::ToolCall,
                                     .text = plainOrJson(contentOf(*call, "args")),
                                     .name = member(*call, "name"),
                                     .id = member(*call, "name")});
        } else if (const json::Object *result = either("functionResponse", "function_response")) {
            message.parts.push_back({.kind = Kind::ToolResult,
                                     .text = plainOrJson(contentOf(*result, "response")),
                                     .name = member(*result, "name"),
                                     .id = member(*result, "name")});
        } else if (const json::Object *blob = either("inlineData", "inline_data")) {
            QString type = member(*blob, "mimeType");
            if (type.isEmpty())
                type = member(*blob, "mime_type");
            const bool image = type.startsWith(QLatin1String("image/"));
            SaidPart out{.kind = image ? Kind::Image : Kind::Attachment, .mediaType = type};
            if (image)
                out.bytes = QByteArray::fromBase64(member(*blob, "data").toLatin1());
            message.parts.push_back(std::move(out));
        } else {
            message.parts.push_back({.kind = Kind::Unknown, .text = toText(json::serialize(part))});
        }
    }
}

SaidMessage responsesItem(const json::Object &item)
{
    const std::string_view type = json::stringOr(item, "type", "message");
    SaidMessage message{.role = member(item, "role")};
    if (type == "message") {
        addContent(message, contentOf(item, "content"));
    } else if (type == "function_call" || type == "custom_tool_call") {
        message.role = QStringLiteral("assistant");
        const bool custom = type == "custom_tool_call";
        message.parts.push_back({.kind = Kind::ToolCall,
                                 .text = plainOrJson(contentOf(item, custom ? "input" : "arguments")),
                                 .name = member(item, "name"),
                                 .id = member(item, "call_id")});
    } else if (type == "function_call_output" || type == "custom_tool_call_output") {
        message.role = QStringLiteral("tool");
        message.parts.push_back({.kind = Kind::ToolResult,
                                 .text = resultText(contentOf(item, "output")),
                                 .id = member(item, "call_id")});
    } else if (type == "reasoning") {
        message.role = QStringLiteral("assistant");
        SaidMessage inner;
        addContent(inner, contentOf(item, "summary"));
        addContent(inner, contentOf(item, "content"));
        for (const SaidPart &part : inner.parts)
            append(message, Kind::Thinking, part.text);
        if (inner.parts.empty())
            message.parts.push_back({.kind = Kind::Thinking});
    } else {
        message.role = message.role.isEmpty() ? QStringLiteral("assistant") : message.role;
        message.parts.push_back({.kind = Kind::Unknown, .text = toText(json::serialize(item))});
    }
    return message;
}

}   // namespace gw::client::said
