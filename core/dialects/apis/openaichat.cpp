#include "core/dialects/chunks.h"
#include "core/dialects/decode.h"
#include "core/dialects/dialect.h"
#include "core/dialects/errors.h"

#include <set>

namespace gw::dialects {

namespace {

using chat::Message;
using chat::Part;

Error invalid(std::string path, std::string_view why)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid '" + path + "': " + std::string(why),
            .param = std::move(path)};
}

std::optional<Message::Role> roleFromName(std::string_view name)
{
    static constexpr std::pair<std::string_view, Message::Role> kRoles[] = {
        {"system", Message::Role::System}, {"developer", Message::Role::Developer},
        {"user", Message::Role::User},     {"assistant", Message::Role::Assistant},
        {"tool", Message::Role::Tool},     {"function", Message::Role::Function}};
    for (const auto &[text, role] : kRoles) {
        if (text == name)
            return role;
    }
    return std::nullopt;
}

// Moves the string member out of object, if it is one.
bool takeString(json::Object &object, std::string_view key, std::string &to)
{
    json::Value *value = object.if_contains(key);
    if (!value || !value->is_string())
        return false;
    to = value->get_string();
    object.erase(key);
    return true;
}

// Parts of one inner object: {"type":"image_url","image_url":{...}}.
bool readInner(Part &part, json::Object &object, std::string_view key)
{
    json::Value *inner = object.if_contains(key);
    if (!inner || !inner->is_object())
        return false;
    json::Object fields = std::move(inner->get_object());
    object.erase(key);
    switch (part.kind) {
    case Part::Kind::Image:
        takeString(fields, "url", part.url);
        takeString(fields, "detail", part.detail);
        break;
    case Part::Kind::Audio:
        takeString(fields, "data", part.data);
        takeString(fields, "format", part.format);
        break;
    default:
        takeString(fields, "file_data", part.data);
        takeString(fields, "filename", part.fileName);
        takeString(fields, "file_id", part.fileId);
    }
    part.innerExtras = std::move(fields);
    return true;
}

Part readPart(json::Value value)
{
    Part part;
    json::Object *object = value.if_object();
    const std::string type(object ? json::stringOr(*object, "type") : std::string_view());
    bool understood = false;
    json::Object fields = object ? *object : json::Object();
    fields.erase("type");
    if (type == "text") {
        understood = takeString(fields, "text", part.text);
    } else if (type == "refusal") {
        part.kind = Part::Kind::Refusal;
        understood = takeString(fields, "refusal", part.text);
    } else if (type == "image_url") {
        part.kind = Part::Kind::Image;
        understood = readInner(part, fields, "image_url");
    } else if (type == "input_audio") {
        part.kind = Part::Kind::Audio;
        understood = readInner(part, fields, "input_audio");
    } else if (type == "file") {
        part.kind = Part::Kind::File;
        understood = readInner(part, fields, "file");
    }
    if (!understood) {
        part = Part{};
        part.kind = Part::Kind::Other;
        part.raw = std::move(value);
        return part;
    }
    part.extras = std::move(fields);
    return part;
}

std::optional<chat::ToolCall> readToolCall(const json::Value &value)
{
    const json::Object *object = value.if_object();
    if (!object)
        return std::nullopt;
    chat::ToolCall call;
    call.extras = *object;
    takeString(call.extras, "id", call.id);
    takeString(call.extras, "type", call.type);
    const std::string_view inner = call.type == "custom" ? "custom" : "function";
    json::Value *function = call.extras.if_contains(inner);
    if (!function || !function->is_object())
        return std::nullopt;
    call.functionExtras = std::move(function->get_object());
    call.extras.erase(inner);
    takeString(call.functionExtras, "name", call.name);
    takeString(call.functionExtras, call.type == "custom" ? "input" : "arguments", call.arguments);
    return call;
}

void readContent(Message &message, json::Object &object)
{
    json::Value *content = object.if_contains("content");
    if (!content)
        return;
    if (content->is_null()) {
        message.form = Message::Form::Null;
    } else if (content->is_string()) {
        message.form = Message::Form::String;
        Part part;
        part.text = content->get_string();
        message.parts.push_back(std::move(part));
    } else if (json::Array *parts = content->if_array()) {
        message.form = Message::Form::Parts;
        for (json::Value &value : *parts)
            message.parts.push_back(readPart(std::move(value)));
    } else {
        return;   // Stays among the extras, for the provider to judge.
    }
    object.erase("content");
}

Result<Message> readMessage(json::Value &value, std::size_t index)
{
    const std::string path = "messages[" + std::to_string(index) + "]";
    json::Object *object = value.if_object();
    if (!object)
        return invalid(path, "expected an object.");
    Message message;
    const auto role = roleFromName(json::stringOr(*object, "role"));
    if (!role)
        return invalid(path + ".role", "expected one of system, developer, user, assistant, tool, function.");
    message.role = *role;
    object->erase("role");
    readContent(message, *object);
    std::string name;
    if (takeString(*object, "name", name))
        message.name = std::move(name);
    takeString(*object, "tool_call_id", message.toolCallId);
    if (const json::Value *calls = object->if_contains("tool_calls"); calls && calls->is_array()) {
        for (const json::Value &item : calls->get_array()) {
            auto call = readToolCall(item);
            if (!call)
                return invalid(path + ".tool_calls", "expected objects with a function.");
            message.toolCalls.push_back(std::move(*call));
        }
        message.hasToolCalls = true;
        object->erase("tool_calls");
    }
    message.extras = std::move(*object);
    return message;
}

chat::Tool readTool(json::Value &value)
{
    chat::Tool tool;
    json::Object *object = value.if_object();
    json::Value *function = object ? object->if_contains("function") : nullptr;
    if (!function || !function->is_object() || json::stringOr(*object, "type") != "function") {
        tool.raw = std::move(value);
        return tool;
    }
    json::Object fields = std::move(function->get_object());
    object->erase("function");
    object->erase("type");
    takeString(fields, "name", tool.name);
    std::string description;
    if (takeString(fields, "description", description))
        tool.description = std::move(description);
    if (json::Value *parameters = fields.if_contains("parameters")) {
        tool.parameters = std::move(*parameters);
        fields.erase("parameters");
    }
    tool.functionExtras = std::move(fields);
    tool.extras = std::move(*object);
    return tool;
}

Result<chat::CanonicalRequest> buildChat(const chat::Call &call)
{
    GW_TRY(json::Object params, parseParams(call));
    chat::Request request;
    request.model = call.model;
    request.stream = call.stream;
    json::Value *messages = params.if_contains("messages");
    if (!messages || !messages->is_array())
        return invalid("messages", "expected an array.");
    for (json::Value &value : messages->get_array()) {
        GW_TRY(Message message, readMessage(value, request.messages.size()));
        request.messages.push_back(std::move(message));
    }
    params.erase("messages");
    if (json::Value *tools = params.if_contains("tools"); tools && tools->is_array()) {
        for (json::Value &value : tools->get_array())
            request.tools.push_back(readTool(value));
        request.hasTools = true;
        params.erase("tools");
    }
    request.params = std::move(params);
    return chat::CanonicalRequest(std::move(request));
}

class ChatStreamEncoder final : public StreamEncoder
{
public:
    explicit ChatStreamEncoder(const AnswerOptions &options)
        : m_options(options)
    {}

    void encode(const chat::Event &event, std::string &out) override
    {
        if (const auto *start = std::get_if<chat::Start>(&event)) {
            m_start = *start;
            if (m_start.id.empty())
                m_start.id = newAnswerId("chatcmpl-");
        } else if (const auto *delta = std::get_if<chat::Delta>(&event)) {
            const bool first = m_begun.insert(delta->choice).second;
            writeChunk(out, chatDelta(*delta, first || delta->role), nullptr);
        } else if (const auto *finish = std::get_if<chat::Finish>(&event)) {
            json::Object choice;
            choice["index"] = finish->choice;
            choice["delta"] = json::Object();
            if (m_begun.insert(finish->choice).second)
                choice["delta"] = json::Object{{"role", "assistant"}, {"content", ""}};
            choice["finish_reason"] = stopName(finish->reason);
            writeChunk(out, std::move(choice), nullptr);
        } else if (const auto *report = std::get_if<chat::UsageReport>(&event)) {
            if (m_options.giveUsage) {
                const json::Object usage = usageObject(*report);
                writeChunk(out, std::nullopt, &usage);
            }
        } else if (const auto *note = std::get_if<chat::Annotation>(&event)) {
            for (const auto &member : note->members)
                m_start.extras[member.key()] = member.value();
            writeChunk(out, std::nullopt, nullptr);
            for (const auto &member : note->members)
                m_start.extras.erase(member.key());
        } else if (std::holds_alternative<chat::End>(event)) {
            out += "data: [DONE]\n\n";
        }
    }

    void encodeError(const Error &error, std::string &out) override { out += openAiStreamError(error); }

private:
    void writeChunk(std::string &out, std::optional<json::Object> choice, const json::Object *usage)
    {
        json::Object chunk = answerHead(m_start, m_options, "chat.completion.chunk", "chatcmpl-");
        json::Array choices;
        if (choice) {
            if (!choice->contains("finish_reason"))
                (*choice)["finish_reason"] = nullptr;
            choices.emplace_back(std::move(*choice));
        }
        chunk["choices"] = std::move(choices);
        if (usage)
            chunk["usage"] = *usage;
        else if (m_options.giveUsage)
            chunk["usage"] = nullptr;
        appendData(out, chunk);
    }

    AnswerOptions m_options;
    chat::Start m_start;
    std::set<int> m_begun;
};

// /v1/chat/completions (WIRE: OpenAI Chat Completions).
class OpenAiChat final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *pattern : {"/v1/chat/completions", "/chat/completions", "/queue/chat/completions",
                                    "/cursor/chat/completions"})
            routes.push_back({.pattern = pattern, .name = "/v1/chat/completions"});
        for (const char *pattern : {"/engines/{rest...}", "/openai/deployments/{rest...}"})
            routes.push_back(
                {.pattern = pattern, .suffix = "/chat/completions", .name = "/v1/chat/completions"});
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        return decodeCommon(chat::Shape::OpenAiChat, std::move(in), "messages", &buildChat);
    }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &,
                                                    const AnswerOptions &options) const override
    {
        return std::make_unique<ChatStreamEncoder>(options);
    }

    std::string encodeWhole(const chat::Call &, const chat::Response &response,
                            const AnswerOptions &options) const override
    {
        json::Object answer = answerHead(response.start, options, "chat.completion", "chatcmpl-");
        json::Array choices;
        for (const auto &[index, choice] : response.choices)
            choices.emplace_back(wholeChoice(index, choice));
        answer["choices"] = std::move(choices);
        if (response.usage)
            answer["usage"] = usageObject(*response.usage);
        for (const auto &member : response.annotations)
            answer[member.key()] = member.value();
        return json::serialize(answer);
    }

    ErrorReply encodeError(const Error &error) const override { return openAiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return openAiStreamError(error);
    }
};

}   // namespace

DialectPtr create_openaichat();

DialectPtr create_openaichat()
{
    return std::make_unique<OpenAiChat>();
}

}   // namespace gw::dialects
