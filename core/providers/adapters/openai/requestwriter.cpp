#include "core/providers/adapters/openai/requestwriter.h"

#include <algorithm>

namespace gw::providers::openai {

namespace {

using chat::Message;
using chat::Part;

std::string_view roleName(Message::Role role)
{
    switch (role) {
    case Message::Role::System:
        return "system";
    case Message::Role::Developer:
        return "developer";
    case Message::Role::User:
        return "user";
    case Message::Role::Assistant:
        return "assistant";
    case Message::Role::Tool:
        return "tool";
    case Message::Role::Function:
        return "function";
    }
    return "user";
}

void setIfAny(json::Object &object, std::string_view key, const std::string &value)
{
    if (!value.empty())
        object[key] = value;
}

void addAll(json::Object &object, const json::Object &more)
{
    for (const auto &member : more)
        object[member.key()] = member.value();
}

json::Value writePart(const Part &part)
{
    json::Object object;
    json::Object inner;
    switch (part.kind) {
    case Part::Kind::Other:
        return part.raw;
    case Part::Kind::Text:
        object["type"] = "text";
        object["text"] = part.text;
        break;
    case Part::Kind::Refusal:
        object["type"] = "refusal";
        object["refusal"] = part.text;
        break;
    case Part::Kind::Image:
        object["type"] = "image_url";
        setIfAny(inner, "url", part.url);
        setIfAny(inner, "detail", part.detail);
        addAll(inner, part.innerExtras);
        object["image_url"] = std::move(inner);
        break;
    case Part::Kind::Audio:
        object["type"] = "input_audio";
        setIfAny(inner, "data", part.data);
        setIfAny(inner, "format", part.format);
        addAll(inner, part.innerExtras);
        object["input_audio"] = std::move(inner);
        break;
    case Part::Kind::File:
        object["type"] = "file";
        setIfAny(inner, "file_data", part.data);
        setIfAny(inner, "filename", part.fileName);
        setIfAny(inner, "file_id", part.fileId);
        addAll(inner, part.innerExtras);
        object["file"] = std::move(inner);
        break;
    case Part::Kind::Thinking:
        object["type"] = "thinking";
        object["thinking"] = part.text;
        setIfAny(object, "signature", part.signature);
        break;
    case Part::Kind::RedactedThinking:
        object["type"] = "redacted_thinking";
        object["data"] = part.text;
        break;
    }
    addAll(object, part.extras);
    return object;
}

json::Value writeToolCall(const chat::ToolCall &call)
{
    const bool custom = call.type == "custom";
    json::Object object;
    setIfAny(object, "id", call.id);
    object["type"] = call.type;
    json::Object function{{"name", call.name}, {custom ? "input" : "arguments", call.arguments}};
    addAll(function, call.functionExtras);
    object[custom ? "custom" : "function"] = std::move(function);
    addAll(object, call.extras);
    return object;
}

json::Value writeMessage(const Message &message)
{
    json::Object object;
    object["role"] = roleName(message.role);
    if (message.form == Message::Form::Null) {
        object["content"] = nullptr;
    } else if (message.form == Message::Form::String) {
        object["content"] = message.text();
    } else if (message.form == Message::Form::Parts) {
        json::Array parts;
        for (const Part &part : message.parts)
            parts.push_back(writePart(part));
        object["content"] = std::move(parts);
    }
    if (message.name)
        object["name"] = *message.name;
    if (message.hasToolCalls) {
        json::Array calls;
        for (const chat::ToolCall &call : message.toolCalls)
            calls.push_back(writeToolCall(call));
        object["tool_calls"] = std::move(calls);
    }
    setIfAny(object, "tool_call_id", message.toolCallId);
    addAll(object, message.extras);
    return object;
}

json::Value writeTool(const chat::Tool &tool)
{
    if (tool.raw)
        return *tool.raw;
    json::Object function;
    setIfAny(function, "name", tool.name);
    if (tool.description)
        function["description"] = *tool.description;
    if (tool.parameters)
        function["parameters"] = *tool.parameters;
    addAll(function, tool.functionExtras);
    json::Object object{{"type", "function"}, {"function", std::move(function)}};
    addAll(object, tool.extras);
    return object;
}

bool inList(const std::vector<std::string> &list, std::string_view value)
{
    return list.empty() || std::ranges::find(list, value) != list.end();
}

void stripMessageFields(json::Object &message, const Rule &rule)
{
    if (!inList(rule.roles, json::stringOr(message, "role")))
        return;
    if (rule.field != "*") {
        const json::Value *value = message.if_contains(rule.field);
        if (value && (rule.when != "null" || value->is_null()))
            message.erase(rule.field);
        return;
    }
    std::vector<std::string> empty;
    for (const auto &member : message) {
        if (member.value().is_null())
            empty.emplace_back(member.key());
    }
    for (const std::string &key : empty)
        message.erase(key);
}

void contentToString(json::Object &message, const Rule &rule)
{
    const json::Array *parts = json::findArray(message, "content");
    if (!parts || !inList(rule.roles, json::stringOr(message, "role")))
        return;
    std::string text;
    for (const json::Value &part : *parts) {
        const json::Object *object = part.if_object();
        const auto piece = object && json::stringOr(*object, "type") == "text"
                               ? json::findString(*object, "text")
                               : std::nullopt;
        if (!piece) {
            if (rule.when == "text-only")
                return;
            continue;
        }
        text += *piece;
    }
    message["content"] = text;
}

// inProperties: the keys of this object are names that the user chose, not words of JSON Schema.
void stripSchemaKeys(json::Value &schema, const std::vector<std::string> &keys, bool inProperties)
{
    if (json::Array *list = schema.if_array()) {
        for (json::Value &item : *list)
            stripSchemaKeys(item, keys, false);
        return;
    }
    json::Object *object = schema.if_object();
    if (!object)
        return;
    if (!inProperties) {
        for (const std::string &key : keys)
            object->erase(key);
    }
    for (auto &member : *object) {
        const std::string_view key = member.key();
        const bool names = !inProperties && (key == "properties" || key == "$defs" || key == "definitions" ||
                                             key == "patternProperties");
        // Values a schema only quotes are not schemas.
        if (!inProperties && (key == "const" || key == "enum" || key == "default" || key == "examples"))
            continue;
        stripSchemaKeys(member.value(), keys, names);
    }
}

void stripTools(json::Object &body, const Rule &rule)
{
    json::Value *tools = body.if_contains("tools");
    if (!tools || !tools->is_array())
        return;
    for (json::Value &tool : tools->get_array()) {
        json::Object *object = tool.if_object();
        json::Value *inner = object ? object->if_contains("function") : nullptr;
        // Flat in the Responses API.
        json::Object *function = inner ? inner->if_object() : object;
        if (!function || json::stringOr(*object, "type") != "function")
            continue;
        for (const std::string &key : rule.keys)
            function->erase(key);
        if (json::Value *parameters = function->if_contains("parameters"))
            stripSchemaKeys(*parameters, rule.keys, false);
    }
}

void mergeRoles(json::Array &messages, const Rule &rule)
{
    json::Array merged;
    for (json::Value &item : messages) {
        json::Object *message = item.if_object();
        if (message && std::ranges::find(rule.from, json::stringOr(*message, "role")) != rule.from.end())
            (*message)["role"] = rule.to;
        json::Object *last = merged.empty() ? nullptr : merged.back().if_object();
        const auto text = message ? json::findString(*message, "content") : std::nullopt;
        const auto before = last ? json::findString(*last, "content") : std::nullopt;
        const bool mergeable = text && before && json::stringOr(*message, "role") == rule.to &&
                               json::stringOr(*last, "role") == rule.to;
        if (mergeable)
            (*last)["content"] = std::string(*before) + "\n\n" + std::string(*text);
        else
            merged.push_back(std::move(item));
    }
    messages = std::move(merged);
}

}   // namespace

json::Object writeChat(const chat::Request &request)
{
    json::Object body;
    body["model"] = request.model;
    json::Array messages;
    for (const Message &message : request.messages)
        messages.push_back(writeMessage(message));
    body["messages"] = std::move(messages);
    if (request.hasTools) {
        json::Array tools;
        for (const chat::Tool &tool : request.tools)
            tools.push_back(writeTool(tool));
        body["tools"] = std::move(tools);
    }
    addAll(body, request.params);
    return body;
}

bool needsHub(const chat::Call &call, const Target &target, const ParamPlan &plan)
{
    if (!plan.nestedDrops.empty())
        return true;
    return std::ranges::any_of(target.rules, [&](const Rule *rule) {
        switch (rule->kind) {
        case Rule::Kind::StripMessageField:
        case Rule::Kind::MergeRoles:
        case Rule::Kind::ContentToString:
            return true;
        case Rule::Kind::StripSchemaKeys:
            return !call.memberText("tools").empty();
        default:
            return false;
        }
    });
}

void applyToolRules(json::Object &body, const Target &target)
{
    for (const Rule *rule : target.rules) {
        if (rule->kind == Rule::Kind::StripSchemaKeys)
            stripTools(body, *rule);
    }
}

void applyBodyRules(json::Object &body, const Target &target, const ParamPlan &plan)
{
    json::Value *list = body.if_contains("messages");
    json::Array *messages = list ? list->if_array() : nullptr;
    applyToolRules(body, target);
    for (const Rule *rule : target.rules) {
        if (!messages)
            break;
        if (rule->kind == Rule::Kind::MergeRoles) {
            mergeRoles(*messages, *rule);
            continue;
        }
        for (json::Value &item : *messages) {
            json::Object *message = item.if_object();
            if (!message)
                continue;
            if (rule->kind == Rule::Kind::StripMessageField)
                stripMessageFields(*message, *rule);
            else if (rule->kind == Rule::Kind::ContentToString)
                contentToString(*message, *rule);
        }
    }
    dropPaths(body, plan.nestedDrops);
}

}   // namespace gw::providers::openai
