#include "core/providers/adapters/anthropic/tools.h"

#include <algorithm>
#include <array>

namespace gw::providers::anthropic {

namespace {

json::Object openSchema()
{
    return {{"type", "object"}, {"properties", json::Object()}};
}

json::Object schemaOf(const chat::Tool &tool)
{
    const json::Object *parameters = tool.parameters ? tool.parameters->if_object() : nullptr;
    if (!parameters || parameters->empty())
        return openSchema();
    json::Object schema = *parameters;
    if (!schema.contains("type"))
        schema["type"] = "object";
    return schema;
}

// OpenAI's names for a tool that Anthropic has as well.
json::Value serverTool(const json::Value &raw)
{
    const json::Object *object = raw.if_object();
    const std::string_view type = object ? json::stringOr(*object, "type") : std::string_view();
    const bool openAis =
        (type == "web_search" || type.starts_with("web_search_preview")) && !object->contains("name");
    return openAis ? json::Value(webSearchTool(*object)) : raw;
}

// Words of JSON Schema that structured outputs refuse
// (https://docs.claude.com/en/docs/build-with-claude/structured-outputs).
constexpr std::array kLimits{std::string_view("minimum"),          std::string_view("maximum"),
                             std::string_view("exclusiveMinimum"), std::string_view("exclusiveMaximum"),
                             std::string_view("multipleOf"),       std::string_view("minLength"),
                             std::string_view("maxLength"),        std::string_view("maxItems"),
                             std::string_view("uniqueItems"),      std::string_view("minProperties"),
                             std::string_view("maxProperties")};

void moveLimits(json::Object &schema)
{
    std::string limits;
    const auto move = [&](std::string_view key) {
        const json::Value *value = schema.if_contains(key);
        if (!value)
            return;
        limits += limits.empty() ? "" : ", ";
        limits += std::string(key) + ": " + json::serialize(*value);
        schema.erase(key);
    };
    for (const std::string_view key : kLimits)
        move(key);
    if (json::findInt(schema, "minItems").value_or(0) > 1)
        move("minItems");
    if (limits.empty())
        return;
    std::string description(json::stringOr(schema, "description"));
    description += (description.empty() ? "(" : " (") + limits + ")";
    schema["description"] = description;
}

// names: the members of this object are names that the user chose, not words of JSON Schema.
void makeStrict(json::Value &value, bool names)
{
    if (json::Array *list = value.if_array()) {
        for (json::Value &item : *list)
            makeStrict(item, false);
        return;
    }
    json::Object *schema = value.if_object();
    if (!schema)
        return;
    if (!names) {
        moveLimits(*schema);
        if (json::stringOr(*schema, "type") == "object" || schema->contains("properties"))
            (*schema)["additionalProperties"] = false;
    }
    for (auto &member : *schema) {
        const std::string_view key = member.key();
        if (!names && (key == "const" || key == "enum" || key == "default" || key == "examples"))
            continue;
        makeStrict(member.value(), !names && (key == "properties" || key == "$defs" || key == "definitions"));
    }
}

}   // namespace

void modernise(chat::Request &request)
{
    json::Object &params = request.params;
    if (const json::Array *functions = json::findArray(params, "functions")) {
        for (const json::Value &item : *functions) {
            const json::Object *function = item.if_object();
            if (!function)
                continue;
            chat::Tool tool;
            tool.name = json::stringOr(*function, "name");
            if (const auto description = json::findString(*function, "description"))
                tool.description = std::string(*description);
            if (const json::Value *parameters = function->if_contains("parameters"))
                tool.parameters = *parameters;
            request.tools.push_back(std::move(tool));
        }
        request.hasTools = !request.tools.empty();
        params.erase("functions");
    }
    if (const json::Value *call = params.if_contains("function_call")) {
        if (const json::Object *named = call->if_object())
            params["tool_choice"] = json::Object{{"type", "function"}, {"function", *named}};
        else
            params["tool_choice"] = *call;
        params.erase("function_call");
    }
}

json::Value writeTool(const chat::Tool &tool, const ClaudeModel &model)
{
    if (tool.raw)
        return serverTool(*tool.raw);
    json::Object object{{"name", tool.name}};
    if (tool.description && !tool.description->empty())
        object["description"] = *tool.description;
    object["input_schema"] = schemaOf(tool);
    for (const auto &member : tool.functionExtras) {
        const bool strict = member.key() == "strict";
        const bool said = !member.value().is_null() && member.value() != json::Value(false);
        if (!strict || (said && model.hasOutputFormat()))
            object[member.key()] = member.value();
    }
    for (const auto &member : tool.extras)
        object[member.key()] = member.value();
    return object;
}

std::optional<json::Object> takeToolChoice(json::Object &params)
{
    json::Object choice;
    if (const json::Value *value = params.if_contains("tool_choice")) {
        if (const json::Object *named = value->if_object()) {
            const json::Object *function = json::findObject(*named, "function");
            const std::string_view type = json::stringOr(*named, "type");
            if (function)
                choice = {{"type", "tool"}, {"name", json::stringOr(*function, "name")}};
            else if (type == "allowed_tools")
                choice["type"] = json::stringOr(*named, "mode") == "required" ? "any" : "auto";
            else
                choice = *named;
        } else if (value->is_string()) {
            const std::string_view word = value->get_string();
            choice["type"] = word == "required" ? "any" : word;
        }
    }
    params.erase("tool_choice");
    const auto parallel = json::findBool(params, "parallel_tool_calls");
    params.erase("parallel_tool_calls");
    if (parallel && json::stringOr(choice, "type") != "none") {
        if (choice.empty())
            choice["type"] = "auto";
        choice["disable_parallel_tool_use"] = !*parallel;
    }
    if (choice.empty())
        return std::nullopt;
    return choice;
}

json::Object webSearchTool(const json::Object &options)
{
    json::Object tool{{"type", "web_search_20250305"}, {"name", "web_search"}};
    const std::string_view size = json::stringOr(options, "search_context_size");
    if (!size.empty())
        tool["max_uses"] = size == "low" ? 1 : size == "medium" ? 5 : 10;
    const json::Object *location = json::findObject(options, "user_location");
    if (const json::Object *inner = location ? json::findObject(*location, "approximate") : nullptr)
        location = inner;
    if (location) {
        json::Object place = *location;
        place["type"] = "approximate";
        tool["user_location"] = std::move(place);
    }
    return tool;
}

AnswerFormat answerFormat(const json::Object &params)
{
    AnswerFormat format;
    const json::Object *asked = json::findObject(params, "response_format");
    if (!asked)
        return format;
    const std::string_view type = json::stringOr(*asked, "type");
    if (type == "json_object") {
        format.kind = AnswerFormat::Kind::Object;
        // LiteLLM's clients may add a schema to it.
        if (const json::Object *schema = json::findObject(*asked, "response_schema")) {
            format.kind = AnswerFormat::Kind::Schema;
            format.schema = *schema;
        }
    } else if (type == "json_schema") {
        format.kind = AnswerFormat::Kind::Schema;
        if (const json::Object *inner = json::findObject(*asked, "json_schema")) {
            format.name = json::stringOr(*inner, "name");
            format.description = json::stringOr(*inner, "description");
            if (const json::Object *schema = json::findObject(*inner, "schema"))
                format.schema = *schema;
        }
    }
    if (format.kind == AnswerFormat::Kind::Schema && format.schema.empty())
        format.kind = AnswerFormat::Kind::Object;
    return format;
}

bool usesJsonTool(const json::Object &params, const ClaudeModel &model)
{
    return !model.hasOutputFormat() && answerFormat(params).kind == AnswerFormat::Kind::Schema;
}

json::Value strictSchema(json::Value schema)
{
    makeStrict(schema, false);
    return schema;
}

}   // namespace gw::providers::anthropic
