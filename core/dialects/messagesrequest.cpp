#include "core/dialects/messagesrequest.h"

#include "core/base/base64.h"
#include "core/dialects/decode.h"
#include "core/dialects/fields.h"

namespace gw::dialects {

namespace {

using chat::Message;
using chat::Part;

// Claude Code puts a text of this kind in front of its system prompt; it differs from call to call and would
// spoil every prefix cache.
constexpr std::string_view kBillingMark = "x-anthropic-billing-header";

Part otherPart(json::Value value)
{
    Part part;
    part.kind = Part::Kind::Other;
    part.raw = std::move(value);
    return part;
}

// {"type":"base64","media_type","data"}, {"type":"url","url"}, {"type":"text","data"}, {"type":"file",
// "file_id"}; false for sources that have no other form.
bool readSource(Part &part, const json::Object &source)
{
    const std::string_view type = json::stringOr(source, "type");
    const bool image = part.kind == Part::Kind::Image;
    if (type == "base64") {
        std::string url = dataUrl(json::stringOr(source, "media_type"), json::stringOr(source, "data"));
        (image ? part.url : part.data) = std::move(url);
    } else if (type == "url") {
        part.url = json::stringOr(source, "url");
    } else if (type == "file") {
        part.fileId = json::stringOr(source, "file_id");
    } else if (type == "text" && !image) {
        part.data = dataUrl("text/plain", toBase64(json::stringOr(source, "data")));
    } else {
        return false;
    }
    return true;
}

Part readMedia(json::Value value, Part::Kind kind)
{
    Part part;
    part.kind = kind;
    json::Object fields = value.get_object();
    const json::Object *source = json::findObject(fields, "source");
    if (!source || !readSource(part, *source))
        return otherPart(std::move(value));
    fields.erase("type");
    fields.erase("source");
    takeString(fields, "title", part.fileName);
    part.extras = std::move(fields);
    return part;
}

Part readBlock(json::Value value)
{
    json::Object *object = value.if_object();
    if (!object)
        return otherPart(std::move(value));
    const std::string type(json::stringOr(*object, "type"));
    if (type == "image")
        return readMedia(std::move(value), Part::Kind::Image);
    if (type == "document")
        return readMedia(std::move(value), Part::Kind::File);
    Part part;
    if (type == "text") {
        takeString(*object, "text", part.text);
    } else if (type == "thinking") {
        part.kind = Part::Kind::Thinking;
        takeString(*object, "thinking", part.text);
        takeString(*object, "signature", part.signature);
    } else if (type == "redacted_thinking") {
        part.kind = Part::Kind::RedactedThinking;
        takeString(*object, "data", part.text);
    } else {
        return otherPart(std::move(value));
    }
    object->erase("type");
    part.extras = std::move(*object);
    return part;
}

void readContent(Message &message, json::Value content)
{
    if (content.is_string()) {
        message.form = Message::Form::String;
        message.parts.emplace_back().text = content.get_string();
    } else if (json::Array *blocks = content.if_array()) {
        message.form = Message::Form::Parts;
        for (json::Value &block : *blocks)
            message.parts.push_back(readBlock(std::move(block)));
    }
}

Message readToolResult(json::Object block)
{
    Message message;
    message.role = Message::Role::Tool;
    message.form = Message::Form::String;
    takeString(block, "tool_use_id", message.toolCallId);
    message.isError = json::findBool(block, "is_error").value_or(false);
    readContent(message, takeValue(block, "content"));
    for (const char *key : {"type", "is_error"})
        block.erase(key);
    message.extras = std::move(block);   // cache_control
    return message;
}

chat::ToolCall readToolUse(json::Object block)
{
    chat::ToolCall call;
    takeString(block, "id", call.id);
    takeString(block, "name", call.name);
    const json::Value input = takeValue(block, "input");
    call.arguments = input.is_null() ? "{}" : json::serialize(input);
    block.erase("type");
    call.extras = std::move(block);
    return call;
}

// One message of the client may be several of ours: results of tools come first, each on its own.
void readBlocks(std::vector<Message> &messages, Message message, json::Array blocks)
{
    message.form = Message::Form::Parts;
    for (json::Value &block : blocks) {
        json::Object *object = block.if_object();
        const std::string_view type = object ? json::stringOr(*object, "type") : std::string_view();
        if (type == "tool_result" && message.role == Message::Role::User) {
            messages.push_back(readToolResult(std::move(*object)));
        } else if (type == "tool_use" && message.role == Message::Role::Assistant) {
            chat::ToolCall call = readToolUse(std::move(*object));
            call.partsBefore = message.parts.size();
            message.toolCalls.push_back(std::move(call));
            message.hasToolCalls = true;
        } else {
            message.parts.push_back(readBlock(std::move(block)));
        }
    }
    if (message.parts.empty() && message.hasToolCalls)
        message.form = Message::Form::Null;
    // Nothing but results: they are all there is.
    if (!message.parts.empty() || message.hasToolCalls || blocks.empty())
        messages.push_back(std::move(message));
}

Result<void> readMessage(std::vector<Message> &messages, json::Value &value, std::size_t index)
{
    const std::string path = "messages." + std::to_string(index);
    json::Object *object = value.if_object();
    if (!object)
        return invalidField(path, "expected an object.");
    Message message;
    const std::string role(json::stringOr(*object, "role"));
    if (role == "user")
        message.role = Message::Role::User;
    else if (role == "assistant")
        message.role = Message::Role::Assistant;
    else if (role == "system")
        message.role = Message::Role::System;
    else
        return invalidField(path + ".role", "expected one of user, assistant, system.");
    json::Value content = takeValue(*object, "content");
    object->erase("role");
    message.extras = std::move(*object);
    if (json::Array *blocks = content.if_array()) {
        readBlocks(messages, std::move(message), std::move(*blocks));
        return {};
    }
    if (!content.is_string())
        return invalidField(path + ".content", "expected a string or a list of blocks.");
    readContent(message, std::move(content));
    messages.push_back(std::move(message));
    return {};
}

Result<void> readSystem(std::vector<Message> &messages, json::Value system)
{
    if (system.is_null())
        return {};
    if (!system.is_string() && !system.is_array())
        return invalidField("system", "expected a string or a list of text blocks.");
    Message message;
    message.role = Message::Role::System;
    readContent(message, std::move(system));
    std::erase_if(message.parts, [](const Part &part) { return part.text.starts_with(kBillingMark); });
    if (!message.parts.empty())
        messages.push_back(std::move(message));
    return {};
}

chat::Tool readTool(json::Value value)
{
    chat::Tool tool;
    json::Object *object = value.if_object();
    const std::string type(object ? json::stringOr(*object, "type", "custom") : std::string_view());
    if (type != "custom") {
        tool.raw = std::move(value);   // One of Anthropic's own tools.
        return tool;
    }
    object->erase("type");
    takeString(*object, "name", tool.name);
    std::string description;
    if (takeString(*object, "description", description))
        tool.description = std::move(description);
    if (object->contains("input_schema"))
        tool.parameters = takeValue(*object, "input_schema");
    if (object->contains("strict"))
        tool.functionExtras["strict"] = takeValue(*object, "strict");
    tool.extras = std::move(*object);
    return tool;
}

void readToolChoice(json::Object &params, const json::Value &value)
{
    const json::Object *choice = value.if_object();
    if (!choice)
        return;
    const std::string_view type = json::stringOr(*choice, "type");
    if (type == "any")
        params["tool_choice"] = "required";
    else if (type == "tool")
        params["tool_choice"] = json::Object{
            {"type", "function"}, {"function", json::Object{{"name", json::stringOr(*choice, "name")}}}};
    else if (!type.empty())
        params["tool_choice"] = type;   // auto, none
    if (const auto single = json::findBool(*choice, "disable_parallel_tool_use"))
        params["parallel_tool_calls"] = !*single;
}

void readFormat(json::Object &params, const json::Value &value)
{
    const json::Object *format = value.if_object();
    if (!format || json::stringOr(*format, "type") != "json_schema")
        return;
    json::Object schema{{"name", json::stringOr(*format, "name", "structured_output")}};
    if (const json::Value *inner = format->if_contains("schema"))
        schema["schema"] = *inner;
    schema["strict"] = true;
    params["response_format"] = json::Object{{"type", "json_schema"}, {"json_schema", std::move(schema)}};
}

void readOutputConfig(json::Object &params, json::Value value)
{
    json::Object *config = value.if_object();
    if (!config)
        return;
    if (const json::Value effort = takeValue(*config, "effort"); effort.is_string())
        params["reasoning_effort"] = effort;
    readFormat(params, takeValue(*config, "format"));
    if (!config->empty())
        params["output_config"] = std::move(*config);   // task_budget
}

void readParam(json::Object &params, std::string_view key, json::Value value, bool hasTools)
{
    if (key == "stop_sequences") {
        params["stop"] = std::move(value);
    } else if (key == "tool_choice") {
        if (hasTools)
            readToolChoice(params, value);
    } else if (key == "output_config") {
        readOutputConfig(params, std::move(value));
    } else if (key == "output_format") {
        readFormat(params, value);
    } else if (key == "service_tier" && value == "standard_only") {
        params["service_tier"] = "default";
    } else {
        params[key] = std::move(value);
    }
}

Result<chat::CanonicalRequest> buildMessages(const chat::Call &call)
{
    GW_TRY(json::Object body, parseParams(call));
    chat::Request request;
    request.model = call.model;
    request.stream = call.stream;
    GW_CHECK(readSystem(request.messages, takeValue(body, "system")));
    json::Value messages = takeValue(body, "messages");
    if (!messages.is_array())
        return invalidField("messages", "expected a list.");
    std::size_t index = 0;
    for (json::Value &value : messages.get_array())
        GW_CHECK(readMessage(request.messages, value, index++));
    json::Value tools = takeValue(body, "tools");
    if (json::Array *list = tools.if_array()) {
        for (json::Value &value : *list)
            request.tools.push_back(readTool(std::move(value)));
        request.hasTools = !request.tools.empty();
    }
    body.erase("metadata");
    if (!call.endUser.empty())
        request.params["user"] = call.endUser;
    for (auto &member : body)
        readParam(request.params, member.key(), std::move(member.value()), request.hasTools);
    return chat::CanonicalRequest(std::move(request));
}

}   // namespace

Result<chat::Call> decodeMessages(Inbound in)
{
    const bool counts = in.action == "count";
    GW_TRY(chat::Call call,
           decodeCommon(chat::Shape::AnthropicMessages, std::move(in), "messages", &buildMessages));
    if (const auto metadata = json::parse(call.memberText("metadata"));
        metadata.ok() && metadata.value().is_object()) {
        call.endUser = json::stringOr(metadata.value().get_object(), "user_id");
        // Claude Code names its session there.
        constexpr std::string_view kSession = "_session_";
        if (const std::size_t at = call.endUser.rfind(kSession);
            at != std::string::npos && call.gateway.sessionId.empty())
            call.gateway.sessionId = call.endUser.substr(at + kSession.size());
    }
    if (counts) {
        call.operation = chat::Operation::CountTokens;
        call.stream = false;
    }
    return call;
}

}   // namespace gw::dialects
