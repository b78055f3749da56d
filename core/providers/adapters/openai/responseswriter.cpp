#include "core/providers/adapters/openai/responseswriter.h"

#include <algorithm>
#include <array>

namespace gw::providers::openai {

namespace {

using chat::Message;
using chat::Part;

constexpr std::string_view kSeal = "openai-reasoning:";

void addAll(json::Object &object, const json::Object &more)
{
    for (const auto &member : more)
        object[member.key()] = member.value();
}

std::optional<json::Value> inputPart(const Part &part, bool assistant)
{
    json::Object object;
    switch (part.kind) {
    case Part::Kind::Text:
        object["type"] = assistant ? "output_text" : "input_text";
        object["text"] = part.text;
        if (assistant)
            object["annotations"] = json::Array();
        return object;
    case Part::Kind::Refusal:
        return json::Object{{"type", "refusal"}, {"refusal", part.text}};
    case Part::Kind::Image:
        object["type"] = "input_image";
        object["image_url"] = part.url;
        if (!part.detail.empty())
            object["detail"] = part.detail;
        return object;
    case Part::Kind::Audio:
        object["type"] = "input_audio";
        object["input_audio"] = json::Object{{"data", part.data}, {"format", part.format}};
        return object;
    case Part::Kind::File:
        object["type"] = "input_file";
        if (!part.fileId.empty())
            object["file_id"] = part.fileId;
        if (!part.data.empty())
            object["file_data"] = part.data;
        if (!part.fileName.empty())
            object["filename"] = part.fileName;
        if (!part.url.empty())
            object["file_url"] = part.url;
        return object;
    case Part::Kind::Other:
        return part.raw;
    case Part::Kind::Thinking:
    case Part::Kind::RedactedThinking:
        break;
    }
    return std::nullopt;
}

// Builds the list of input items, one message after the other.
class InputWriter
{
public:
    void add(const Message &message)
    {
        if (message.role == Message::Role::Assistant)
            return addAssistant(message);
        if (message.role == Message::Role::Tool || message.role == Message::Role::Function)
            return addToolResult(message);
        json::Object item;
        item["role"] = message.role == Message::Role::System      ? "system"
                       : message.role == Message::Role::Developer ? "developer"
                                                                  : "user";
        if (message.form == Message::Form::Parts)
            item["content"] = contentOf(message, false);
        else
            item["content"] = message.text();
        m_items.emplace_back(std::move(item));
    }
    json::Array take() { return std::move(m_items); }

private:
    static json::Array contentOf(const Message &message, bool assistant)
    {
        json::Array content;
        for (const Part &part : message.parts) {
            if (auto written = inputPart(part, assistant))
                content.push_back(std::move(*written));
        }
        return content;
    }

    // Blocks in their order: reasoning items, one message per run of text, calls.
    void addAssistant(const Message &message)
    {
        json::Array run;
        std::size_t nextCall = 0;
        const auto flush = [&] {
            if (!run.empty())
                m_items.emplace_back(
                    json::Object{{"type", "message"}, {"role", "assistant"}, {"content", std::move(run)}});
            run = {};
        };
        const auto callsUpTo = [&](std::size_t position) {
            while (nextCall < message.toolCalls.size() &&
                   message.toolCalls[nextCall].partsBefore <= position) {
                flush();
                addCall(message.toolCalls[nextCall++]);
            }
        };
        for (std::size_t i = 0; i < message.parts.size(); ++i) {
            callsUpTo(i);
            const Part &part = message.parts[i];
            if (part.kind == Part::Kind::Thinking || part.kind == Part::Kind::RedactedThinking) {
                if (auto item =
                        openReasoning(part.kind == Part::Kind::Thinking ? part.signature : part.text)) {
                    flush();
                    m_items.emplace_back(std::move(*item));
                }
            } else if (part.kind != Part::Kind::Text || !part.text.empty()) {
                if (auto written = inputPart(part, true))
                    run.push_back(std::move(*written));
            }
        }
        callsUpTo(SIZE_MAX);
        flush();
    }

    void addCall(const chat::ToolCall &call)
    {
        const bool custom = call.type == "custom";
        m_custom.push_back(custom ? call.id : std::string());
        json::Object item{{"type", custom ? "custom_tool_call" : "function_call"},
                          {"call_id", call.id},
                          {"name", call.name},
                          {custom ? "input" : "arguments", call.arguments}};
        m_items.emplace_back(std::move(item));
    }

    void addToolResult(const Message &message)
    {
        const bool custom =
            !message.toolCallId.empty() && std::ranges::find(m_custom, message.toolCallId) != m_custom.end();
        json::Object item{{"type", custom ? "custom_tool_call_output" : "function_call_output"},
                          {"call_id", message.toolCallId}};
        const bool plain = std::ranges::all_of(
            message.parts, [](const Part &part) { return part.kind == Part::Kind::Text; });
        if (plain)
            item["output"] = message.text();
        else
            item["output"] = contentOf(message, false);
        m_items.emplace_back(std::move(item));
    }

    json::Array m_items;
    std::vector<std::string> m_custom;   // Ids of calls of custom tools; empty strings for others.
};

json::Value writeTool(const chat::Tool &tool)
{
    if (tool.raw) {
        const json::Object *object = tool.raw->if_object();
        const json::Object *custom = object ? json::findObject(*object, "custom") : nullptr;
        if (!custom)
            return *tool.raw;
        // {"type":"custom","custom":{...}} is flat here.
        json::Object flat{{"type", "custom"}};
        addAll(flat, *custom);
        if (const json::Object *format = json::findObject(flat, "format")) {
            if (const json::Object *grammar = json::findObject(*format, "grammar")) {
                json::Object inner{{"type", "grammar"}};
                addAll(inner, *grammar);
                flat["format"] = std::move(inner);
            }
        }
        return flat;
    }
    json::Object object{{"type", "function"}, {"name", tool.name}};
    if (tool.description)
        object["description"] = *tool.description;
    if (tool.parameters)
        object["parameters"] = *tool.parameters;
    else
        object["parameters"] = json::Object{{"type", "object"}, {"properties", json::Object()}};
    addAll(object, tool.functionExtras);
    // Without the member Responses would be strict, which chat is not.
    if (!object.contains("strict"))
        object["strict"] = false;
    return object;
}

json::Value writeToolChoice(const json::Value &choice)
{
    const json::Object *object = choice.if_object();
    if (!object)
        return choice;
    const std::string_view type = json::stringOr(*object, "type");
    if (const json::Object *inner = json::findObject(*object, type); inner && type != "allowed_tools")
        return json::Object{{"type", type}, {"name", json::stringOr(*inner, "name")}};
    if (const json::Object *allowed = json::findObject(*object, "allowed_tools")) {
        json::Object flat{{"type", "allowed_tools"}};
        addAll(flat, *allowed);
        if (json::Value *tools = flat.if_contains("tools"); tools && tools->is_array()) {
            for (json::Value &tool : tools->get_array())
                tool = writeToolChoice(tool);
        }
        return flat;
    }
    return choice;
}

json::Value writeFormat(const json::Value &format)
{
    const json::Object *object = format.if_object();
    const json::Object *schema = object ? json::findObject(*object, "json_schema") : nullptr;
    if (!schema)
        return format;
    json::Object flat{{"type", "json_schema"}};
    addAll(flat, *schema);
    return flat;
}

json::Object &inner(json::Object &body, std::string_view key)
{
    json::Value &value = body[key];
    if (!value.is_object())
        value = json::Object();
    return value.get_object();
}

// Puts one chat parameter where Responses has it; false when it has no counterpart.
bool writeParam(json::Object &body, std::string_view key, const json::Value &value)
{
    static constexpr std::array kNone{std::string_view("n"),
                                      std::string_view("stop"),
                                      std::string_view("seed"),
                                      std::string_view("logit_bias"),
                                      std::string_view("presence_penalty"),
                                      std::string_view("frequency_penalty"),
                                      std::string_view("modalities"),
                                      std::string_view("audio"),
                                      std::string_view("prediction")};
    if (key == "max_tokens") {
        body["max_output_tokens"] = value;
    } else if (key == "reasoning_effort") {
        json::Object &reasoning = inner(body, "reasoning");
        reasoning["effort"] = value;
        reasoning["summary"] = "auto";
    } else if (key == "verbosity") {
        inner(body, "text")["verbosity"] = value;
    } else if (key == "response_format") {
        inner(body, "text")["format"] = writeFormat(value);
    } else if (key == "tool_choice") {
        body["tool_choice"] = writeToolChoice(value);
    } else if (key == "web_search_options") {
        json::Object tool{{"type", "web_search"}};
        if (const json::Object *options = value.if_object())
            addAll(tool, *options);
        json::Value &tools = body["tools"];
        if (!tools.is_array())
            tools = json::Array();
        tools.get_array().push_back(std::move(tool));
    } else if (key == "logprobs") {
        if (value == json::Value(true))
            body["include"] = json::Array{"message.output_text.logprobs"};
    } else if (key == "n" && value == json::Value(1)) {
        return true;
    } else if (key == "thinking" || key == "top_k" || key == "functions" || key == "function_call") {
        return false;
    } else if (std::ranges::find(kNone, key) != kNone.end()) {
        return value.is_null();
    } else {
        body[key] = value;
    }
    return true;
}

Error refused(const std::vector<std::string> &names, const Target &target)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "'" : ", '") + name + "'";
    return {.code = ErrorCode::UnsupportedParam,
            .message = "litellm.UnsupportedParamsError: " + target.upstreamModel +
                       " answers on the Responses API, which does not support parameters: [" + list +
                       "]. To drop these, set `litellm.drop_params=True` or for proxy: "
                       "`litellm_settings: drop_params: true`",
            .param = names.front()};
}

}   // namespace

bool reasons(std::string_view model)
{
    static constexpr std::array kFamilies{std::string_view("o1"),    std::string_view("o3"),
                                          std::string_view("o4"),    std::string_view("gpt-5"),
                                          std::string_view("gpt-6"), std::string_view("codex"),
                                          std::string_view("grok-")};
    return std::ranges::any_of(kFamilies, [&](std::string_view family) { return model.starts_with(family); });
}

std::string sealReasoning(const json::Object &item)
{
    json::Object kept = item;
    kept.erase("status");
    return std::string(kSeal) + json::serialize(kept);
}

std::optional<json::Object> openReasoning(std::string_view signature)
{
    if (!signature.starts_with(kSeal))
        return std::nullopt;
    auto value = json::parse(signature.substr(kSeal.size()));
    if (!value.ok() || !value.value().is_object())
        return std::nullopt;
    return std::move(value.value().get_object());
}

Result<json::Object> writeResponses(const chat::Request &request, const Target &target,
                                    std::vector<std::string> &dropped)
{
    json::Object body;
    body["model"] = request.model;
    std::size_t first = 0;
    std::string instructions;
    while (first < request.messages.size() && (request.messages[first].role == Message::Role::System ||
                                               request.messages[first].role == Message::Role::Developer)) {
        if (!instructions.empty())
            instructions += "\n\n";
        instructions += request.messages[first++].text();
    }
    if (!instructions.empty())
        body["instructions"] = std::move(instructions);
    InputWriter input;
    for (std::size_t i = first; i < request.messages.size(); ++i)
        input.add(request.messages[i]);
    body["input"] = input.take();
    if (request.hasTools) {
        json::Array tools;
        for (const chat::Tool &tool : request.tools)
            tools.push_back(writeTool(tool));
        body["tools"] = std::move(tools);
    }
    std::vector<std::string> lost;
    for (const auto &member : request.params) {
        if (!writeParam(body, member.key(), member.value()))
            lost.emplace_back(member.key());
    }
    if (!lost.empty() && !target.dropParams)
        return refused(lost, target);
    dropped.insert(dropped.end(), lost.begin(), lost.end());
    // As chat has it: nothing is kept over there unless asked for. What the model thought comes to us sealed.
    if (!body.contains("store"))
        body["store"] = false;
    if (body["store"] == json::Value(false) && reasons(request.model)) {
        json::Value &include = body["include"];
        if (!include.is_array())
            include = json::Array();
        include.get_array().push_back("reasoning.encrypted_content");
    }
    if (request.stream)
        body["stream"] = true;
    return body;
}

chat::EditList responsesEdits(const chat::Call &call, const Target &target, const std::string &model)
{
    chat::EditList edits;
    edits.set("model", json::serialize(json::Value(model)));
    const config::DeploymentParams &params = target.deployment->params;
    for (const chat::Member &member : call.members.all()) {
        if (chat::isGatewayField(member.key) ||
            std::ranges::find(params.additionalDropParams, member.key) != params.additionalDropParams.end())
            edits.remove(member.key);
    }
    // The provider takes texts only; others are the gateway's own (tags).
    if (const auto metadata = json::parse(call.memberText("metadata"));
        metadata.ok() && metadata.value().is_object() &&
        !std::ranges::all_of(metadata.value().get_object(),
                             [](const auto &member) { return member.value().is_string(); }))
        edits.remove("metadata");
    for (const auto &member : params.defaults) {
        std::string key(member.key());
        if (key == "max_tokens" || key == "max_completion_tokens")
            key = "max_output_tokens";
        if (key == "reasoning_effort") {
            if (call.memberText("reasoning").empty())
                edits.set("reasoning", json::serialize(json::Object{{"effort", member.value()}}));
        } else if (call.memberText(key).empty()) {
            edits.set(key, json::serialize(member.value()));
        }
    }
    for (const auto &member : params.extraBody)
        edits.set(std::string(member.key()), json::serialize(member.value()));
    return edits;
}

}   // namespace gw::providers::openai
