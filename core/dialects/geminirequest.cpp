#include "core/dialects/geminirequest.h"

#include "core/base/ids.h"
#include "core/dialects/decode.h"
#include "core/dialects/fields.h"

#include <algorithm>

namespace gw::dialects {

namespace {

using chat::Message;
using chat::Part;

std::string snakeCase(std::string_view camel)
{
    std::string out;
    for (const char c : camel) {
        if (c >= 'A' && c <= 'Z') {
            out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c;
        }
    }
    return out;
}

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// The member under its camel-case or snake-case name, moved out of object.
json::Value take(json::Object &object, std::string_view camel)
{
    if (object.contains(camel))
        return takeValue(object, camel);
    return takeValue(object, snakeCase(camel));
}

std::string takeText(json::Object &object, std::string_view camel)
{
    const json::Value value = take(object, camel);
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

// OpenAPI's words for what JSON Schema says otherwise: types in upper case, and nullable.
void toJsonSchema(json::Value &schema)
{
    if (json::Array *list = schema.if_array()) {
        for (json::Value &item : *list)
            toJsonSchema(item);
        return;
    }
    json::Object *object = schema.if_object();
    if (!object)
        return;
    if (json::Value *type = object->if_contains("type"); type && type->is_string()) {
        const std::string word = lowerCase(type->get_string());
        *type = word;
        if (json::findBool(*object, "nullable").value_or(false))
            *type = json::Array{json::Value(word), json::Value("null")};
    }
    if (object->contains("type"))
        object->erase("nullable");
    for (auto &member : *object) {
        const std::string_view key = member.key();
        if (key == "items" || key == "anyOf") {
            toJsonSchema(member.value());
        } else if (json::Object *named =
                       key == "properties" || key == "$defs" ? member.value().if_object() : nullptr) {
            for (auto &property : *named)
                toJsonSchema(property.value());
        }
    }
}

std::string audioFormat(std::string_view mime)
{
    const std::string_view kind = mime.substr(mime.find('/') + 1, mime.find(';') - mime.find('/') - 1);
    if (kind == "mpeg" || kind == "mp3")
        return "mp3";
    if (kind == "wav" || kind == "x-wav" || kind == "wave")
        return "wav";
    return std::string(kind);
}

Part inlinePart(json::Object fields)
{
    const std::string mime = takeText(fields, "mimeType");
    const std::string data = takeText(fields, "data");
    Part part;
    if (mime.starts_with("image/")) {
        part.kind = Part::Kind::Image;
        part.url = dataUrl(mime, data);
    } else if (mime.starts_with("audio/")) {
        part.kind = Part::Kind::Audio;
        part.data = standardBase64(data);
        part.format = audioFormat(mime);
    } else {
        part.kind = Part::Kind::File;
        part.data = dataUrl(mime, data);
        takeString(fields, "displayName", part.fileName);
    }
    return part;
}

Part filePart(json::Object fields)
{
    const std::string mime = takeText(fields, "mimeType");
    Part part;
    part.kind = mime.starts_with("image/") ? Part::Kind::Image : Part::Kind::File;
    part.url = takeText(fields, "fileUri");
    if (part.kind == Part::Kind::File && !mime.empty())
        part.innerExtras["format"] = mime;
    return part;
}

// Builds messages out of contents; remembers the calls of the last model turns, since results may name their
// call by the function alone.
class ContentReader
{
public:
    explicit ContentReader(std::vector<Message> &messages)
        : m_messages(messages)
    {}

    Result<void> read(json::Value &value, std::size_t turn)
    {
        m_turn = turn;
        if (value.is_string())
            value = json::Object{{"parts", json::Array{json::Object{{"text", value.get_string()}}}}};
        json::Object *content = value.if_object();
        if (!content)
            return invalidField("contents[" + std::to_string(turn) + "]", "expected an object.");
        const std::string role(json::stringOr(*content, "role", "user"));
        Message message;
        message.role = role == "model" ? Message::Role::Assistant : Message::Role::User;
        message.form = Message::Form::Parts;
        json::Value parts = take(*content, "parts");
        if (parts.is_object())
            parts = json::Array{std::move(parts)};
        if (json::Array *list = parts.if_array()) {
            for (json::Value &part : *list)
                readPart(message, std::move(part));
        }
        if (message.parts.empty() && message.hasToolCalls)
            message.form = Message::Form::Null;
        if (!message.parts.empty() || message.hasToolCalls)
            m_messages.push_back(std::move(message));
        return {};
    }

private:
    void readPart(Message &message, json::Value value)
    {
        json::Object *object = value.if_object();
        if (!object)
            return;
        if (json::Value response = take(*object, "functionResponse"); response.is_object()) {
            readResponse(std::move(response.get_object()));
            return;
        }
        const json::Object whole = *object;
        std::string signature = takeText(*object, "thoughtSignature");
        if (json::Value call = take(*object, "functionCall"); call.is_object()) {
            readCall(message, std::move(call.get_object()), std::move(signature));
            return;
        }
        const bool thought = json::findBool(*object, "thought").value_or(false);
        object->erase("thought");
        Part part;
        if (json::Value text = takeValue(*object, "text"); text.is_string()) {
            if (thought)
                return readThought(message, text.get_string(), std::move(signature));
            part.text = text.get_string();
            part.signature = std::move(signature);
        } else if (json::Value data = take(*object, "inlineData"); data.is_object()) {
            part = inlinePart(std::move(data.get_object()));
        } else if (json::Value file = take(*object, "fileData"); file.is_object()) {
            part = filePart(std::move(file.get_object()));
        } else {
            part.kind = Part::Kind::Other;
            part.raw = whole;
            message.parts.push_back(std::move(part));
            return;
        }
        part.extras = std::move(*object);   // videoMetadata, mediaResolution
        message.parts.push_back(std::move(part));
    }

    // Thoughts may come in pieces, the signature behind the last one.
    static void readThought(Message &message, std::string_view text, std::string signature)
    {
        if (message.parts.empty() || message.parts.back().kind != Part::Kind::Thinking ||
            !message.parts.back().signature.empty())
            message.parts.emplace_back().kind = Part::Kind::Thinking;
        message.parts.back().text += text;
        message.parts.back().signature = std::move(signature);
    }

    void readCall(Message &message, json::Object fields, std::string signature)
    {
        chat::ToolCall call;
        takeString(fields, "id", call.id);
        takeString(fields, "name", call.name);
        const json::Value args = takeValue(fields, "args");
        call.arguments = args.is_null() ? "{}" : json::serialize(args);
        if (call.id.empty()) {
            constexpr std::size_t kIdSize = 24;
            const std::string place =
                std::to_string(m_turn) + "/" + std::to_string(message.toolCalls.size()) + "/" + call.name;
            call.id = "call_" + sha256Hex(place).substr(0, kIdSize);
        }
        call.signature = std::move(signature);
        call.partsBefore = message.parts.size();
        m_open.emplace_back(call.name, call.id);
        message.toolCalls.push_back(std::move(call));
        message.hasToolCalls = true;
    }

    void readResponse(json::Object fields)
    {
        Message message;
        message.role = Message::Role::Tool;
        message.form = Message::Form::String;
        std::string name;
        takeString(fields, "id", message.toolCallId);
        takeString(fields, "name", name);
        const auto named = [&](const auto &call) { return call.first == name; };
        const auto numbered = [&](const auto &call) { return call.second == message.toolCallId; };
        auto call = std::ranges::find_if(m_open, numbered);
        if (call == m_open.end() && message.toolCallId.empty())
            call = std::ranges::find_if(m_open, named);
        if (call != m_open.end()) {
            message.toolCallId = call->second;
            m_open.erase(call);
        }
        message.parts.emplace_back().text = resultText(takeValue(fields, "response"), message.isError);
        if (json::Value media = takeValue(fields, "parts"); media.is_array()) {
            message.form = Message::Form::Parts;
            for (json::Value &part : media.get_array())
                readPart(message, std::move(part));
        }
        m_messages.push_back(std::move(message));
    }

    // The object's JSON; a text that was wrapped because a response must be an object comes out of it.
    static std::string resultText(const json::Value &response, bool &isError)
    {
        const json::Object *object = response.if_object();
        if (object && object->size() == 1) {
            const auto only = object->begin();
            const std::string_view key = only->key();
            isError = key == "error";
            if ((key == "output" || key == "result" || isError) && only->value().is_string())
                return std::string(only->value().get_string());
        }
        return response.is_null() ? std::string() : json::serialize(response);
    }

    std::vector<Message> &m_messages;
    std::vector<std::pair<std::string, std::string>> m_open;   // Name and id of calls without a result.
    std::size_t m_turn = 0;
};

void readSystem(std::vector<Message> &messages, json::Value system)
{
    if (system.is_null())
        return;
    if (json::Object *object = system.if_object(); object && object->contains("parts"))
        system = takeValue(*object, "parts");
    Message message;
    message.role = Message::Role::System;
    const auto add = [&](const json::Value &part) {
        if (part.is_string())
            message.parts.emplace_back().text = part.get_string();
        else if (const json::Object *object = part.if_object())
            message.parts.emplace_back().text = json::stringOr(*object, "text");
    };
    if (const json::Array *list = system.if_array())
        std::ranges::for_each(*list, add);
    else
        add(system);
    message.form = message.parts.size() == 1 ? Message::Form::String : Message::Form::Parts;
    if (!message.parts.empty())
        messages.push_back(std::move(message));
}

chat::Tool readFunction(json::Object fields)
{
    chat::Tool tool;
    takeString(fields, "name", tool.name);
    std::string description;
    if (takeString(fields, "description", description))
        tool.description = std::move(description);
    json::Value schema = take(fields, "parametersJsonSchema");
    if (json::Value open = takeValue(fields, "parameters"); schema.is_null() && !open.is_null()) {
        schema = std::move(open);
        toJsonSchema(schema);
    }
    if (!schema.is_null())
        tool.parameters = std::move(schema);
    tool.extras = std::move(fields);   // response, behavior
    return tool;
}

void readTools(chat::Request &request, json::Value tools)
{
    if (tools.is_object())
        tools = json::Array{std::move(tools)};
    json::Array *list = tools.if_array();
    if (!list)
        return;
    for (json::Value &value : *list) {
        json::Object *object = value.if_object();
        if (!object)
            continue;
        if (json::Value functions = take(*object, "functionDeclarations"); functions.is_array()) {
            for (json::Value &function : functions.get_array()) {
                if (function.is_object())
                    request.tools.push_back(readFunction(std::move(function.get_object())));
            }
        }
        for (auto &member : *object) {
            chat::Tool tool;
            tool.raw = json::Object{{member.key(), member.value()}};
            request.tools.push_back(std::move(tool));
        }
    }
    request.hasTools = !request.tools.empty();
}

void readToolConfig(chat::Request &request, json::Value value)
{
    json::Object *config = value.if_object();
    if (!config)
        return;
    json::Value calling = take(*config, "functionCallingConfig");
    if (!config->empty())
        request.params["tool_config"] = std::move(*config);
    json::Object *fields = calling.if_object();
    if (!fields || !request.hasTools)
        return;
    const std::string mode = takeText(*fields, "mode");
    const json::Value allowed = take(*fields, "allowedFunctionNames");
    const json::Array names = allowed.is_array() ? allowed.get_array() : json::Array();
    if (mode == "NONE")
        request.params["tool_choice"] = "none";
    else if (mode == "ANY")
        request.params["tool_choice"] = "required";
    else if (mode == "AUTO" || mode == "VALIDATED")
        request.params["tool_choice"] = "auto";
    if (names.empty() || mode == "NONE")
        return;
    if (mode == "ANY" && names.size() == 1 && names.front().is_string())
        request.params["tool_choice"] =
            json::Object{{"type", "function"}, {"function", json::Object{{"name", names.front()}}}};
    else
        std::erase_if(request.tools, [&](const chat::Tool &tool) {
            return !tool.raw && std::ranges::find(names, json::Value(tool.name)) == names.end();
        });
}

void readThinking(json::Object &params, json::Value value)
{
    json::Object *config = value.if_object();
    if (!config)
        return;
    if (const std::string level = takeText(*config, "thinkingLevel"); !level.empty())
        params["reasoning_effort"] = lowerCase(level);
    const json::Value number = take(*config, "thinkingBudget");
    const auto budget = json::toInt(number);
    if (budget && *budget > 0)
        params["thinking"] = json::Object{{"type", "enabled"}, {"budget_tokens", *budget}};
    else if (budget && *budget == 0)
        params["thinking"] = json::Object{{"type", "disabled"}};
}

void readFormat(json::Object &params, json::Object &config)
{
    const std::string mime = takeText(config, "responseMimeType");
    json::Value schema = take(config, "responseJsonSchema");
    if (json::Value open = take(config, "responseSchema"); schema.is_null() && !open.is_null()) {
        schema = std::move(open);
        toJsonSchema(schema);
    }
    if (!schema.is_null())
        params["response_format"] =
            json::Object{{"type", "json_schema"},
                         {"json_schema", json::Object{{"name", "response"}, {"schema", std::move(schema)}}}};
    else if (mime == "application/json")
        params["response_format"] = json::Object{{"type", "json_object"}};
}

void readGenerationConfig(json::Object &params, json::Value value)
{
    json::Object *config = value.if_object();
    if (!config)
        return;
    readFormat(params, *config);
    readThinking(params, take(*config, "thinkingConfig"));
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"temperature", "temperature"},
        {"topP", "top_p"},
        {"topK", "top_k"},
        {"candidateCount", "n"},
        {"maxOutputTokens", "max_tokens"},
        {"stopSequences", "stop"},
        {"seed", "seed"},
        {"presencePenalty", "presence_penalty"},
        {"frequencyPenalty", "frequency_penalty"},
        {"logprobs", "top_logprobs"},
        {"responseLogprobs", "logprobs"}};
    for (const auto &[from, to] : kNames) {
        if (json::Value given = take(*config, from); !given.is_null())
            params[to] = std::move(given);
    }
    if (json::Value modalities = take(*config, "responseModalities"); modalities.is_array()) {
        json::Array said;
        for (const json::Value &word : modalities.get_array())
            said.emplace_back(word.is_string() ? lowerCase(word.get_string()) : std::string());
        if (said != json::Array{json::Value("text")})
            params["modalities"] = std::move(said);
    }
    for (auto &member : *config)
        params[snakeCase(member.key())] = std::move(member.value());   // speech_config, image_config ...
}

Result<chat::CanonicalRequest> buildContent(const chat::Call &call)
{
    GW_TRY(json::Object body, parseParams(call));
    if (json::Value inner = take(body, "generateContentRequest"); inner.is_object())
        body = std::move(inner.get_object());
    chat::Request request;
    request.model = call.model;
    request.stream = call.stream;
    readSystem(request.messages, take(body, "systemInstruction"));
    json::Value contents = take(body, "contents");
    if (!contents.is_array())
        contents = json::Array{std::move(contents)};
    ContentReader reader(request.messages);
    std::size_t turn = 0;
    for (json::Value &value : contents.get_array())
        GW_CHECK(reader.read(value, turn++));
    readTools(request, take(body, "tools"));
    readToolConfig(request, take(body, "toolConfig"));
    readGenerationConfig(request.params, take(body, "generationConfig"));
    body.erase("model");
    for (auto &member : body)
        request.params[snakeCase(member.key())] =
            std::move(member.value());   // safety_settings, cached_content, labels ...
    return chat::CanonicalRequest(std::move(request));
}

// One text out of {"parts":[{"text"}...]}.
std::string embeddedText(json::Object &fields)
{
    json::Value content = take(fields, "content");
    std::string text;
    if (content.is_string())
        text = content.get_string();
    const json::Array *parts = content.is_object() ? json::findArray(content.get_object(), "parts") : nullptr;
    for (std::size_t i = 0; parts && i < parts->size(); ++i) {
        if (const json::Object *part = (*parts)[i].if_object())
            text += json::stringOr(*part, "text");
    }
    return text;
}

void readEmbeddingParams(json::Object &params, json::Object fields)
{
    if (json::Value size = take(fields, "outputDimensionality"); !size.is_null())
        params["dimensions"] = std::move(size);
    for (const char *key : {"taskType", "title"}) {
        if (json::Value value = take(fields, key); !value.is_null())
            params[snakeCase(key)] = std::move(value);
    }
}

Result<chat::CanonicalRequest> buildEmbedding(const chat::Call &call)
{
    GW_TRY(json::Object body, parseParams(call));
    chat::EmbeddingRequest request;
    request.model = call.model;
    json::Value requests = take(body, "requests");
    if (json::Array *list = requests.if_array()) {
        json::Array inputs;
        for (json::Value &value : *list) {
            if (!value.is_object())
                return invalidField("requests", "expected a list of objects.");
            inputs.emplace_back(embeddedText(value.get_object()));
            readEmbeddingParams(request.params, std::move(value.get_object()));
        }
        request.input = std::move(inputs);
    } else {
        request.input = embeddedText(body);
        readEmbeddingParams(request.params, std::move(body));
    }
    return chat::CanonicalRequest(std::move(request));
}

}   // namespace

Result<chat::Call> decodeGemini(Inbound in)
{
    const std::string action(in.action);
    const bool batch = action == "batchEmbed";
    const bool embeds = batch || action == "embed";
    std::string_view required = batch ? "requests" : embeds ? "content" : "contents";
    if (action == "count" && in.body.find("generateContentRequest") != std::string::npos)
        required = "generateContentRequest";
    const bool array = action == "stream" && (!in.query || in.query->valueOr("alt") != "sse");
    GW_TRY(chat::Call call, decodeCommon(chat::Shape::Gemini, std::move(in), required,
                                         embeds ? &buildEmbedding : &buildContent));
    call.stream = action == "stream";
    call.relayable = !array;   // Providers are always asked for events.
    if (action == "count")
        call.operation = chat::Operation::CountTokens;
    else if (embeds)
        call.operation = chat::Operation::Embed;
    for (const char *key : {"generationConfig", "generation_config"}) {
        auto config = json::parse(call.memberText(key));
        if (!config.ok() || !config.value().is_object())
            continue;
        const json::Value limit = take(config.value().get_object(), "maxOutputTokens");
        call.maxOutput = json::toInt(limit).value_or(-1);
    }
    auto notes = std::make_shared<GeminiNotes>();
    notes->array = array;
    notes->batch = batch;
    call.notes = std::move(notes);
    return call;
}

}   // namespace gw::dialects
