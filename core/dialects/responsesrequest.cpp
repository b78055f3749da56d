#include "core/dialects/responsesrequest.h"

#include "core/dialects/decode.h"
#include "core/dialects/fields.h"
#include "core/dialects/reasoningseal.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace gw::dialects {

namespace {

using chat::Message;
using chat::Part;

constexpr std::string_view kJoint = "__";   // Between a namespace and the name of its tool.
// An item of the input that offers tools, as Codex sends them to models it knows.
constexpr std::string_view kMoreTools = "additional_tools";

Part readPart(json::Value value)
{
    Part part;
    json::Object *object = value.if_object();
    const std::string type(object ? json::stringOr(*object, "type") : std::string_view());
    if (type == "input_text" || type == "output_text" || type == "text" || type == "summary_text") {
        part.text = json::stringOr(*object, "text");
    } else if (type == "refusal") {
        part.kind = Part::Kind::Refusal;
        part.text = json::stringOr(*object, "refusal");
    } else if (type == "input_image") {
        part.kind = Part::Kind::Image;
        part.url = json::stringOr(*object, "image_url");
        part.fileId = json::stringOr(*object, "file_id");
        part.detail = json::stringOr(*object, "detail");
    } else if (type == "input_file") {
        part.kind = Part::Kind::File;
        part.data = json::stringOr(*object, "file_data");
        part.fileName = json::stringOr(*object, "filename");
        part.fileId = json::stringOr(*object, "file_id");
        part.url = json::stringOr(*object, "file_url");
    } else if (const json::Object *audio =
                   type == "input_audio" ? json::findObject(*object, "input_audio") : nullptr) {
        part.kind = Part::Kind::Audio;
        part.data = json::stringOr(*audio, "data");
        part.format = json::stringOr(*audio, "format");
    } else {
        part.kind = Part::Kind::Other;
        part.raw = std::move(value);
    }
    return part;
}

void readContent(Message &message, json::Value content)
{
    if (content.is_string()) {
        message.form = Message::Form::String;
        message.parts.emplace_back().text = content.get_string();
        return;
    }
    message.form = Message::Form::Parts;
    if (json::Array *list = content.if_array()) {
        for (json::Value &part : *list)
            message.parts.push_back(readPart(std::move(part)));
    }
}

std::vector<Part> reasoningParts(const json::Object &item)
{
    if (const auto sealed = json::findString(item, "encrypted_content")) {
        if (auto parts = openReasoning(*sealed))
            return std::move(*parts);
    }
    Part part;
    part.kind = Part::Kind::Thinking;
    for (const char *key : {"summary", "content"}) {
        const json::Array *list = json::findArray(item, key);
        for (std::size_t i = 0; list && i < list->size(); ++i) {
            const json::Object *piece = (*list)[i].if_object();
            const std::string_view text = piece ? json::stringOr(*piece, "text") : std::string_view();
            // Some servers say the same in both places.
            if (!text.empty() && part.text.find(text) == std::string::npos)
                part.text += (part.text.empty() ? "" : "\n\n") + std::string(text);
        }
    }
    if (part.text.empty())
        return {};
    return {std::move(part)};
}

std::string joinedName(std::string_view nameSpace, std::string_view name)
{
    if (nameSpace.empty())
        return std::string(name);
    return std::string(nameSpace) + std::string(kJoint) + std::string(name);
}

// The call that an item of the input is, if it is one.
std::optional<chat::ToolCall> readCall(const json::Object &item, std::string_view type)
{
    chat::ToolCall call;
    call.id = json::stringOr(item, "call_id", json::stringOr(item, "id"));
    call.name = joinedName(json::stringOr(item, "namespace"), json::stringOr(item, "name"));
    if (type == "function_call") {
        call.arguments = json::stringOr(item, "arguments");
    } else if (type == "custom_tool_call") {
        call.arguments = json::serialize(json::Object{{"input", json::stringOr(item, "input")}});
    } else if (type == "local_shell_call" || type == "shell_call" || type == "apply_patch_call") {
        call.name = type.substr(0, type.size() - std::string_view("_call").size());
        const char *key = type == "apply_patch_call" ? "operation" : "action";
        json::Object action;
        if (const json::Object *given = json::findObject(item, key))
            action = *given;
        action.erase("type");
        call.arguments = json::serialize(action);
    } else {
        return std::nullopt;
    }
    return call;
}

// Builds messages out of items: reasoning waits for the assistant's message behind it, calls gather on that
// message.
class ItemReader
{
public:
    void read(json::Value value)
    {
        json::Object *item = value.if_object();
        if (!item)
            return;
        const std::string type(json::stringOr(*item, "type", item->contains("role") ? "message" : ""));
        if (type == "message") {
            readMessage(*item);
        } else if (type == "reasoning") {
            std::vector<Part> parts = reasoningParts(*item);
            m_held.insert(m_held.end(), std::make_move_iterator(parts.begin()),
                          std::make_move_iterator(parts.end()));
        } else if (type.ends_with("_output") && item->contains("call_id")) {
            readOutput(*item);
        } else if (type == kMoreTools) {
            const json::Value tools = takeValue(*item, "tools");
            if (const json::Array *list = tools.if_array())
                m_tools.insert(m_tools.end(), list->begin(), list->end());
        } else if (auto call = readCall(*item, type)) {
            Message &message = assistant(false);
            call->partsBefore = message.parts.size();
            message.toolCalls.push_back(std::move(*call));
            message.hasToolCalls = true;
        }
        // What remains are traces of tools that ran elsewhere.
    }

    std::vector<Message> take()
    {
        giveHeldBack();
        for (Message &message : m_messages) {
            if (message.parts.empty() && message.hasToolCalls)
                message.form = Message::Form::Null;
        }
        return std::move(m_messages);
    }

    // Those that came inside the input.
    json::Array takeTools() { return std::move(m_tools); }

private:
    void readMessage(json::Object &item)
    {
        const std::string role(json::stringOr(item, "role"));
        json::Value content = takeValue(item, "content");
        if (role == "assistant") {
            Message said;
            readContent(said, std::move(content));
            Message &message = assistant(true);
            message.parts.insert(message.parts.end(), said.parts.begin(), said.parts.end());
            return;
        }
        giveHeldBack();
        Message message;
        message.role = role == "system"      ? Message::Role::System
                       : role == "developer" ? Message::Role::Developer
                                             : Message::Role::User;
        readContent(message, std::move(content));
        m_messages.push_back(std::move(message));
    }

    void readOutput(json::Object &item)
    {
        Message message;
        message.role = Message::Role::Tool;
        message.toolCallId = json::stringOr(item, "call_id");
        json::Value output = takeValue(item, "output");
        if (output.is_object())
            output = json::Value(json::serialize(output));
        readContent(message, std::move(output));
        m_messages.push_back(std::move(message));
    }

    // The assistant's message that the next piece belongs to. A text begins its own where the last one has a
    // text already.
    Message &assistant(bool forText)
    {
        const auto isText = [](const Part &part) { return part.kind == Part::Kind::Text; };
        const bool open = !m_messages.empty() && m_messages.back().role == Message::Role::Assistant &&
                          !(forText && !m_messages.back().hasToolCalls &&
                            std::ranges::any_of(m_messages.back().parts, isText));
        if (!open) {
            m_messages.emplace_back().role = Message::Role::Assistant;
            m_messages.back().form = Message::Form::Parts;
        }
        Message &message = m_messages.back();
        message.parts.insert(message.parts.end(), std::make_move_iterator(m_held.begin()),
                             std::make_move_iterator(m_held.end()));
        m_held.clear();
        return message;
    }

    // Reasoning that nothing of the assistant's follows belongs to what stands before it.
    void giveHeldBack()
    {
        const auto last = std::find_if(m_messages.rbegin(), m_messages.rend(), [](const Message &message) {
            return message.role != Message::Role::Tool;
        });
        if (last != m_messages.rend() && last->role == Message::Role::Assistant)
            last->parts.insert(last->parts.end(), m_held.begin(), m_held.end());
        m_held.clear();
    }

    std::vector<Message> m_messages;
    std::vector<Part> m_held;
    json::Array m_tools;
};

// Every call gets its result right behind it, whatever stood between; one that never got any is told so, and
// a result without its call becomes a text.
std::vector<Message> pairedResults(std::vector<Message> messages)
{
    std::vector<Message> out;
    std::vector<bool> used(messages.size(), false);
    const auto resultOf = [&](const std::string &id, std::size_t behind) {
        Message result;
        result.role = Message::Role::Tool;
        result.toolCallId = id;
        result.form = Message::Form::String;
        result.parts.emplace_back().text = "aborted";
        for (std::size_t i = behind + 1; i < messages.size(); ++i) {
            if (used[i] || messages[i].role != Message::Role::Tool || messages[i].toolCallId != id)
                continue;
            used[i] = true;
            return std::move(messages[i]);
        }
        return result;
    };
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (used[i])
            continue;
        Message message = std::move(messages[i]);
        if (message.role == Message::Role::Tool) {
            message.role = Message::Role::User;
            message.toolCallId.clear();
        }
        const std::vector<chat::ToolCall> calls = message.toolCalls;
        out.push_back(std::move(message));
        for (const chat::ToolCall &call : calls)
            out.push_back(resultOf(call.id, i));
    }
    return out;
}

chat::Tool functionTool(json::Object fields, std::string_view nameSpace)
{
    chat::Tool tool;
    takeString(fields, "name", tool.name);
    tool.name = joinedName(nameSpace, tool.name);
    std::string description;
    if (takeString(fields, "description", description))
        tool.description = std::move(description);
    if (json::Value parameters = takeValue(fields, "parameters"); !parameters.is_null())
        tool.parameters = std::move(parameters);
    if (json::Value strict = takeValue(fields, "strict"); strict.is_bool())
        tool.functionExtras["strict"] = std::move(strict);
    fields.erase("type");
    tool.extras = std::move(fields);
    return tool;
}

json::Object objectSchema(json::Object properties, json::Array required)
{
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

// A tool that takes free text, as a function of one string.
chat::Tool customTool(json::Object fields, std::string_view nameSpace)
{
    const json::Value format = takeValue(fields, "format");
    chat::Tool tool = functionTool(std::move(fields), nameSpace);
    if (const json::Object *object = format.if_object()) {
        if (const auto grammar = json::findString(*object, "definition"))
            tool.description = tool.description.value_or("") + "\n\nThe input must follow this " +
                               std::string(json::stringOr(*object, "syntax")) + " grammar:\n" +
                               std::string(*grammar);
    }
    tool.parameters = objectSchema({{"input", json::Object{{"type", "string"}}}}, {json::Value("input")});
    return tool;
}

chat::Tool localShellTool()
{
    chat::Tool tool;
    tool.name = "local_shell";
    tool.description = "Runs a command on the user's machine.";
    tool.parameters = objectSchema(
        {{"command", json::Object{{"type", "array"}, {"items", json::Object{{"type", "string"}}}}},
         {"working_directory", json::Object{{"type", "string"}}},
         {"timeout_ms", json::Object{{"type", "integer"}}}},
        {json::Value("command")});
    return tool;
}

void readTool(std::vector<chat::Tool> &tools, json::Value value, std::string_view nameSpace)
{
    json::Object *object = value.if_object();
    const std::string type(object ? json::stringOr(*object, "type") : std::string_view());
    if (type == "function") {
        tools.push_back(functionTool(std::move(*object), nameSpace));
    } else if (type == "custom") {
        tools.push_back(customTool(std::move(*object), nameSpace));
    } else if (type == "local_shell") {
        tools.push_back(localShellTool());
    } else if (type == "namespace") {
        const std::string name(json::stringOr(*object, "name"));
        json::Value children = takeValue(*object, "tools");
        if (json::Array *list = children.if_array()) {
            for (json::Value &child : *list)
                readTool(tools, std::move(child), name);
        }
    } else {
        tools.emplace_back().raw = std::move(value);
    }
}

void readToolChoice(chat::Request &request, const json::Value &value)
{
    const json::Object *choice = value.if_object();
    if (value.is_string())
        request.params["tool_choice"] = value;
    if (!choice)
        return;
    const auto nameOf = [](const json::Object &tool) {
        return joinedName(json::stringOr(tool, "namespace"), json::stringOr(tool, "name"));
    };
    const std::string_view type = json::stringOr(*choice, "type");
    if (type == "function" || type == "custom") {
        request.params["tool_choice"] =
            json::Object{{"type", "function"}, {"function", json::Object{{"name", nameOf(*choice)}}}};
    } else if (const json::Array *allowed =
                   type == "allowed_tools" ? json::findArray(*choice, "tools") : nullptr) {
        std::vector<std::string> names;
        for (const json::Value &tool : *allowed) {
            if (const json::Object *object = tool.if_object())
                names.push_back(nameOf(*object));
        }
        std::erase_if(request.tools, [&](const chat::Tool &tool) {
            return !tool.raw && std::ranges::find(names, tool.name) == names.end();
        });
        request.params["tool_choice"] = json::stringOr(*choice, "mode", "auto");
    }
}

void readText(json::Object &params, const json::Value &value)
{
    const json::Object *text = value.if_object();
    if (!text)
        return;
    if (const json::Value *verbosity = text->if_contains("verbosity"); verbosity && !verbosity->is_null())
        params["verbosity"] = *verbosity;
    const json::Object *format = json::findObject(*text, "format");
    const std::string_view type = format ? json::stringOr(*format, "type") : std::string_view();
    if (type == "json_schema") {
        json::Object schema = *format;
        schema.erase("type");
        params["response_format"] = json::Object{{"type", "json_schema"}, {"json_schema", std::move(schema)}};
    } else if (type == "json_object") {
        params["response_format"] = json::Object{{"type", "json_object"}};
    }
}

// Top-level members that the gateway answers for itself, or that have no meaning behind a chat.
bool staysHere(std::string_view key)
{
    static constexpr std::array kFields{std::string_view("store"),
                                        std::string_view("include"),
                                        std::string_view("truncation"),
                                        std::string_view("previous_response_id"),
                                        std::string_view("background"),
                                        std::string_view("conversation"),
                                        std::string_view("client_metadata"),
                                        std::string_view("max_tool_calls"),
                                        std::string_view("metadata"),
                                        std::string_view("prompt"),
                                        std::string_view("context_management")};
    return std::ranges::find(kFields, key) != kFields.end();
}

void readParam(chat::Request &request, std::string_view key, json::Value value)
{
    json::Object &params = request.params;
    if (value.is_null() || staysHere(key))
        return;
    if (key == "max_output_tokens") {
        params["max_tokens"] = std::move(value);
    } else if (key == "reasoning") {
        const json::Object *reasoning = value.if_object();
        if (const auto effort = reasoning ? json::findString(*reasoning, "effort") : std::nullopt)
            params["reasoning_effort"] = *effort;
    } else if (key == "text") {
        readText(params, value);
    } else if (key == "tool_choice") {
        if (request.hasTools)
            readToolChoice(request, value);
    } else if (key == "parallel_tool_calls") {
        if (request.hasTools)
            params[key] = std::move(value);
    } else if (key == "top_logprobs") {
        if (json::toInt(value).value_or(0) > 0) {
            params["logprobs"] = true;
            params[key] = std::move(value);
        }
    } else {
        params[key] = std::move(value);
    }
}

Result<chat::CanonicalRequest> buildResponses(const chat::Call &call)
{
    GW_TRY(json::Object body, parseParams(call));
    if (const auto previous = json::findString(body, "previous_response_id"))
        return Error{.code = ErrorCode::BadRequest,
                     .message = "Previous response with id '" + std::string(*previous) + "' not found.",
                     .param = "previous_response_id",
                     .upstreamCode = "previous_response_not_found"};
    chat::Request request;
    request.model = call.model;
    request.stream = call.stream;
    ItemReader reader;
    json::Value instructions = takeValue(body, "instructions");
    if (instructions.is_string() && !instructions.get_string().empty())
        reader.read(json::Object{{"role", "system"}, {"content", std::move(instructions)}});
    else if (json::Array *items = instructions.if_array()) {
        for (json::Value &item : *items)
            reader.read(std::move(item));
    }
    json::Value input = takeValue(body, "input");
    if (input.is_string()) {
        reader.read(json::Object{{"role", "user"}, {"content", std::move(input)}});
    } else if (json::Array *items = input.if_array()) {
        for (json::Value &item : *items)
            reader.read(std::move(item));
    } else {
        return invalidField("input", "expected a string or a list of items.");
    }
    request.messages = pairedResults(reader.take());
    json::Value tools = takeValue(body, "tools");
    json::Array more = reader.takeTools();
    for (json::Array *list : {tools.if_array(), &more}) {
        for (std::size_t i = 0; list && i < list->size(); ++i)
            readTool(request.tools, std::move((*list)[i]), {});
    }
    request.hasTools = !request.tools.empty();
    for (auto &member : body)
        readParam(request, member.key(), std::move(member.value()));
    return chat::CanonicalRequest(std::move(request));
}

json::Array inputItems(const chat::Call &call)
{
    auto input = json::parse(call.memberText("input"));
    if (!input.ok())
        return {};
    if (input.value().is_string())
        return {json::Object{{"type", "message"}, {"role", "user"}, {"content", input.value()}}};
    return input.value().is_array() ? std::move(input.value().get_array()) : json::Array();
}

void appendItems(json::Array &to, std::string_view text)
{
    auto items = json::parse(text);
    if (!items.ok() || !items.value().is_array())
        return;
    for (json::Value &item : items.value().get_array())
        to.push_back(std::move(item));
}

// Puts kept items into the body; false when it needs none.
bool resolveKept(chat::Call &call, ResponsesNotes &notes, const ResponseStore &store, json::Array &items)
{
    const std::int64_t nowS = std::time(nullptr);
    bool changed = false;
    if (const auto previous = json::parse(call.memberText("previous_response_id"));
        previous.ok() && previous.value().is_string()) {
        const std::string id(previous.value().get_string());
        // What still runs, or has failed, has no output to go on from.
        if (const auto kept = store.find(id, notes.owner, nowS); kept && !kept->output.empty()) {
            appendItems(items, kept->input);
            appendItems(items, kept->output);
            notes.previousId = id;
            changed = true;
        } else if (auto place = store.placeOf(id, notes.owner, nowS)) {
            call.gateway.deployment = std::move(*place);
        }
    }
    const bool references = call.memberText("input").find("item_reference") != std::string_view::npos;
    if (!changed && !references)
        return false;
    for (json::Value &item : inputItems(call)) {
        const json::Object *object = item.if_object();
        if (object && json::stringOr(*object, "type") == "item_reference") {
            if (const auto kept = store.findItem(json::stringOr(*object, "id"), notes.owner, nowS)) {
                if (auto value = json::parse(*kept); value.ok()) {
                    items.push_back(std::move(value.value()));
                    changed = true;
                    continue;
                }
            }
        }
        items.push_back(std::move(item));
    }
    return changed;
}

constexpr std::string_view kCompaction =
    "Summarize the conversation so far for yourself: you will go on with this summary alone. Keep the goal, "
    "decisions, facts, file names, open tasks and everything the user has asked for. Answer with the summary "
    "only.";

Result<void> rewrite(chat::Call &call, const chat::EditList &edits)
{
    call.body = edits.apply(call.body, call.members);
    GW_TRY(call.members, chat::scanMembers(call.body));
    return {};
}

}   // namespace

Result<chat::Call> decodeResponses(Inbound in)
{
    const std::string action(in.action);
    auto notes = std::make_shared<ResponsesNotes>();
    notes->owner = in.owner;
    notes->answerId = in.answerId;
    notes->askedS = std::time(nullptr);
    notes->compacts = action == "compact";
    const Stores *stores = in.stores;
    GW_TRY(chat::Call call,
           decodeCommon(chat::Shape::OpenAiResponses, std::move(in), "input", &buildResponses));
    if (const auto limit = json::parse(call.memberText("max_output_tokens")); limit.ok())
        call.maxOutput = json::toInt(limit.value()).value_or(-1);
    chat::EditList edits;
    json::Array items;
    bool changed = stores && resolveKept(call, *notes, stores->responses, items);
    if (changed)
        edits.remove("previous_response_id");
    if (notes->compacts) {
        if (changed) {
            edits.set("input", json::serialize(items));
            GW_CHECK(rewrite(call, std::exchange(edits, {})));
        } else {
            items = inputItems(call);
        }
        call.own = std::make_shared<const chat::OwnOperation>(
            chat::OwnOperation{"responses/compact", call.body, call.members});
        items.emplace_back(json::Object{{"type", "message"}, {"role", "user"}, {"content", kCompaction}});
        for (const char *key : {"tools", "tool_choice", "parallel_tool_calls", "text", "stream"})
            edits.remove(key);
        edits.set("store", "false");
        changed = true;
    }
    if (changed) {
        edits.set("input", json::serialize(items));
        GW_CHECK(rewrite(call, edits));
    }
    if (!notes->answerId.empty())
        call.relayable = false;   // A provider would give it another id.
    if (action == "count")
        call.operation = chat::Operation::CountTokens;
    if (!action.empty())
        call.stream = false;
    call.notes = std::move(notes);
    return call;
}

std::map<std::string, ToolShape> toolShapes(const chat::Call &call)
{
    std::map<std::string, ToolShape> shapes;
    const auto add = [&](const json::Value &value, std::string_view nameSpace) {
        const json::Object *tool = value.if_object();
        if (!tool)
            return;
        const std::string_view type = json::stringOr(*tool, "type");
        const std::string_view name =
            type == "local_shell" ? std::string_view("local_shell") : json::stringOr(*tool, "name");
        ToolShape shape;
        shape.kind = type == "custom"        ? ToolShape::Kind::Custom
                     : type == "local_shell" ? ToolShape::Kind::LocalShell
                                             : ToolShape::Kind::Function;
        shape.name = name;
        shape.nameSpace = nameSpace;
        shapes.emplace(joinedName(nameSpace, name), std::move(shape));
    };
    const auto addAll = [&add](const json::Array &tools) {
        for (const json::Value &value : tools) {
            const json::Object *tool = value.if_object();
            const json::Array *children = tool ? json::findArray(*tool, "tools") : nullptr;
            if (!children || json::stringOr(*tool, "type") != "namespace") {
                add(value, {});
                continue;
            }
            for (const json::Value &child : *children)
                add(child, json::stringOr(*tool, "name"));
        }
    };
    if (const auto tools = json::parse(call.memberText("tools")); tools.ok() && tools.value().is_array())
        addAll(tools.value().get_array());
    if (call.memberText("input").find(kMoreTools) == std::string_view::npos)
        return shapes;
    for (const json::Value &value : inputItems(call)) {
        const json::Object *item = value.if_object();
        if (!item || json::stringOr(*item, "type") != kMoreTools)
            continue;
        if (const json::Array *tools = json::findArray(*item, "tools"))
            addAll(*tools);
    }
    return shapes;
}

}   // namespace gw::dialects
