#include "core/base/base64.h"
#include "core/providers/adapters/gemini/dialect.h"
#include "core/providers/adapters/gemini/generation.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gw::providers::gemini {

namespace {

using chat::Message;
using chat::Part;

// Google's documented stand-in for a signature that another model's call cannot have.
constexpr std::string_view kNoSignature = "skip_thought_signature_validator";
constexpr std::size_t kMaxName = 64;

std::string typeByName(std::string_view name)
{
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".webp", "image/webp"},
        {".gif", "image/gif"},
        {".heic", "image/heic"},
        {".pdf", "application/pdf"},
        {".txt", "text/plain"},
        {".md", "text/markdown"},
        {".csv", "text/csv"},
        {".html", "text/html"},
        {".mp3", "audio/mp3"},
        {".wav", "audio/wav"},
        {".flac", "audio/flac"},
        {".ogg", "audio/ogg"},
        {".mp4", "video/mp4"},
        {".mov", "video/mov"},
        {".webm", "video/webm"},
        {".json", "application/json"},
        {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}};
    name = name.substr(0, name.find_first_of("?#"));
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto &[ending, type] : kTypes) {
        if (lower.ends_with(ending))
            return std::string(type);
    }
    return {};
}

bool isYouTube(std::string_view url)
{
    return url.starts_with("https://www.youtube.com/") || url.starts_with("https://youtu.be/") ||
           url.starts_with("https://youtube.com/");
}

// What Google fetches itself, or has.
bool isGoogles(std::string_view url, const Flavour &flavour)
{
    return url.starts_with("gs://") || isYouTube(url) ||
           url.starts_with("https://generativelanguage.googleapis.com/") ||
           (flavour.vertex && url.starts_with("https://"));
}

json::Object inlineData(std::string type, std::string data)
{
    return json::Object{
        {"inlineData", json::Object{{"mimeType", std::move(type)}, {"data", std::move(data)}}}};
}

class ContentWriter
{
public:
    ContentWriter(const Flavour &flavour, const MediaByUrl *media)
        : m_flavour(flavour)
        , m_media(media)
    {}

    Result<void> add(const Message &message)
    {
        switch (message.role) {
        case Message::Role::System:
        case Message::Role::Developer:
            for (const Part &part : message.parts) {
                if (part.kind == Part::Kind::Text && !part.text.empty())
                    m_system.emplace_back(json::Object{{"text", part.text}});
            }
            return {};
        case Message::Role::Assistant:
            return addAssistant(message);
        case Message::Role::Tool:
        case Message::Role::Function:
            return addResult(message);
        case Message::Role::User:
            break;
        }
        json::Array &parts = turn("user");
        const std::size_t before = parts.size();
        for (const Part &part : message.parts)
            GW_CHECK(addPart(part, parts));
        // An empty list of parts is refused, an empty text too.
        if (parts.size() == before)
            parts.emplace_back(json::Object{{"text", " "}});
        return {};
    }

    json::Array takeSystem() { return std::move(m_system); }
    json::Array takeContents() { return std::move(m_contents); }

private:
    // The parts of the last content if it is of that role, else of a new one: roles have to alternate.
    json::Array &turn(std::string_view role)
    {
        if (m_contents.empty() || json::stringOr(m_contents.back().get_object(), "role") != role)
            m_contents.emplace_back(json::Object{{"role", role}, {"parts", json::Array()}});
        return m_contents.back().get_object()["parts"].get_array();
    }

    Result<void> addPart(const Part &part, json::Array &parts)
    {
        switch (part.kind) {
        case Part::Kind::Text:
        case Part::Kind::Refusal: {
            if (part.text.empty() && part.signature.empty())
                return {};
            json::Object text{{"text", part.text}};
            if (!part.signature.empty())
                text["thoughtSignature"] = part.signature;
            parts.emplace_back(std::move(text));
            return {};
        }
        case Part::Kind::Image:
            return addMedia(part.url, part.data, typeByName(part.url), "image/png", parts);
        case Part::Kind::Audio:
            parts.emplace_back(
                inlineData("audio/" + (part.format.empty() ? std::string("wav") : part.format), part.data));
            return {};
        case Part::Kind::File:
            return addFile(part, parts);
        case Part::Kind::Thinking:
        case Part::Kind::RedactedThinking:
            return {};   // Thoughts are not read again; their signatures stand at the calls.
        case Part::Kind::Other:
            if (const json::Object *raw = part.raw.if_object(); raw && !raw->contains("type")) {
                parts.emplace_back(*raw);   // In Google's own words.
                return {};
            }
            break;
        }
        const json::Object *raw = part.raw.if_object();
        return Error{.code = ErrorCode::BadRequest,
                     .message = "Gemini takes no content part of type '" +
                                std::string(raw ? json::stringOr(*raw, "type", "?") : "?") + "'.",
                     .param = "messages"};
    }

    Result<void> addFile(const Part &part, json::Array &parts)
    {
        const std::string url = !part.url.empty()                ? part.url
                                : part.data.starts_with("data:") ? part.data
                                                                 : "";
        std::string type = std::string(json::stringOr(part.extras, "mime_type"));
        if (type.empty())
            type = std::string(json::stringOr(part.innerExtras, "format"));
        if (type.empty())
            type = typeByName(part.fileName);
        if (type.empty())
            type = typeByName(part.url);
        if (!part.fileId.empty() && part.data.empty() && part.url.empty())
            return addMedia(part.fileId, {}, type, "application/pdf", parts);
        return addMedia(url, url.empty() ? part.data : std::string(), type, "application/pdf", parts);
    }

    // url: data:, fetched by us, or what Google fetches; data: base64 as it is.
    Result<void> addMedia(const std::string &url, const std::string &data, std::string type,
                          std::string_view fallback, json::Array &parts)
    {
        if (auto split = splitDataUrl(url)) {
            parts.emplace_back(inlineData(std::move(split->first), std::move(split->second)));
            return {};
        }
        if (!data.empty()) {
            parts.emplace_back(inlineData(type.empty() ? std::string(fallback) : std::move(type), data));
            return {};
        }
        if (m_media) {
            if (const auto fetched = m_media->find(url); fetched != m_media->end()) {
                const Media &media = fetched->second;
                const bool vague = media.type.empty() || media.type == "application/octet-stream";
                parts.emplace_back(inlineData(!vague          ? media.type
                                              : !type.empty() ? std::move(type)
                                                              : std::string(fallback),
                                              toBase64(media.bytes)));
                return {};
            }
        }
        json::Object file{{"fileUri", url}};
        if (!isYouTube(url) && (m_flavour.vertex || !type.empty()))
            file["mimeType"] = type.empty() ? std::string(fallback) : std::move(type);
        parts.emplace_back(json::Object{{"fileData", std::move(file)}});
        return {};
    }

    Result<void> addAssistant(const Message &message)
    {
        json::Array &parts = turn("model");
        const std::size_t before = parts.size();
        std::size_t nextCall = 0;
        const auto callsUpTo = [&](std::size_t position) {
            while (nextCall < message.toolCalls.size() &&
                   message.toolCalls[nextCall].partsBefore <= position) {
                addCall(message.toolCalls[nextCall], nextCall == 0, parts);
                ++nextCall;
            }
        };
        for (std::size_t i = 0; i < message.parts.size(); ++i) {
            callsUpTo(i);
            GW_CHECK(addPart(message.parts[i], parts));
        }
        callsUpTo(SIZE_MAX);
        if (parts.size() == before)
            parts.emplace_back(json::Object{{"text", " "}});
        return {};
    }

    // Only the first call of a parallel group is signed.
    void addCall(const chat::ToolCall &call, bool first, json::Array &parts)
    {
        m_names[call.id] = allowedName(call.name);
        json::Object inner{{"name", allowedName(call.name)}};
        auto arguments = json::parse(call.arguments.empty() ? std::string_view("{}") : call.arguments);
        if (arguments.ok() && arguments.value().is_object())
            inner["args"] = std::move(arguments).value();
        else
            inner["args"] = json::Object{{"input", call.arguments}};
        if (keepsIds() && !call.id.empty())
            inner["id"] = call.id;
        json::Object part{{"functionCall", std::move(inner)}};
        if (!call.signature.empty())
            part["thoughtSignature"] = call.signature;
        else if (first && m_flavour.atLeast(30))
            part["thoughtSignature"] = kNoSignature;
        parts.emplace_back(std::move(part));
    }

    bool keepsIds() const { return !m_flavour.vertex && m_flavour.atLeast(30); }

    Result<void> addResult(const Message &message)
    {
        json::Object inner;
        const auto name = m_names.find(message.toolCallId);
        inner["name"] = name != m_names.end() ? name->second : allowedName(message.name.value_or("tool"));
        if (keepsIds() && !message.toolCallId.empty())
            inner["id"] = message.toolCallId;
        const std::string text = message.text();
        auto value = json::parse(text);
        if (message.isError)
            inner["response"] = json::Object{{"error", text}};
        else if (value.ok() && value.value().is_object())
            inner["response"] = std::move(value).value();
        else
            inner["response"] = json::Object{{"result", text}};
        json::Array media;
        for (const Part &part : message.parts) {
            if (part.kind != Part::Kind::Text)
                GW_CHECK(addPart(part, media));
        }
        // Newer models take media inside the result, older ones beside it.
        if (!media.empty() && m_flavour.atLeast(30))
            inner["parts"] = std::exchange(media, {});
        json::Array &parts = turn("user");
        parts.emplace_back(json::Object{{"functionResponse", std::move(inner)}});
        for (json::Value &part : media)
            parts.push_back(std::move(part));
        return {};
    }

    const Flavour &m_flavour;
    const MediaByUrl *m_media;
    json::Array m_system;
    json::Array m_contents;
    std::map<std::string, std::string> m_names;   // Of the calls so far, by id.
};

// A tool that is no function: Google's own, or another vendor's for which Google has the same.
Result<json::Value> writeBuiltIn(const json::Value &raw)
{
    const json::Object *object = raw.if_object();
    const std::string_view type = object ? json::stringOr(*object, "type") : std::string_view();
    if (object && type.empty())
        return raw;
    if (type.starts_with("web_search"))
        return json::Value(json::Object{{"googleSearch", json::Object()}});
    if (type.starts_with("code_execution") || type == "code_interpreter")
        return json::Value(json::Object{{"codeExecution", json::Object()}});
    if (type.starts_with("web_fetch") || type == "url_context")
        return json::Value(json::Object{{"urlContext", json::Object()}});
    return Error{.code = ErrorCode::BadRequest,
                 .message = "Gemini has no tool of type '" + std::string(type) + "'.",
                 .param = "tools"};
}

bool hasProperties(const json::Value &schema)
{
    const json::Object *object = schema.if_object();
    const json::Object *properties = object ? json::findObject(*object, "properties") : nullptr;
    return object && ((properties && !properties->empty()) || object->contains("$ref") ||
                      object->contains("anyOf") || object->contains("oneOf") || object->contains("allOf"));
}

Result<json::Array> writeTools(const chat::Request &request)
{
    json::Array declarations;
    json::Array tools;
    for (const chat::Tool &tool : request.tools) {
        if (tool.raw) {
            GW_TRY(json::Value builtIn, writeBuiltIn(*tool.raw));
            tools.push_back(std::move(builtIn));
            continue;
        }
        json::Object declaration{{"name", allowedName(tool.name)}};
        if (tool.description)
            declaration["description"] = *tool.description;
        // An object without properties is refused by older models; without the member there are none.
        if (tool.parameters && hasProperties(*tool.parameters))
            declaration["parametersJsonSchema"] = *tool.parameters;
        declarations.emplace_back(std::move(declaration));
    }
    if (!declarations.empty())
        tools.insert(tools.begin(), json::Object{{"functionDeclarations", std::move(declarations)}});
    return tools;
}

}   // namespace

Flavour flavourOf(std::string_view model, bool vertex)
{
    constexpr std::string_view kPrefix = "models/";
    if (model.starts_with(kPrefix))
        model.remove_prefix(kPrefix.size());
    Flavour flavour;
    flavour.vertex = vertex;
    flavour.model = model;
    constexpr std::string_view kFamily = "gemini-";
    const std::size_t at = model.find(kFamily);
    std::string_view rest =
        at == std::string_view::npos ? std::string_view() : model.substr(at + kFamily.size());
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!rest.empty() && isDigit(rest[0])) {
        flavour.version = (rest[0] - '0') * 10;
        if (rest.size() > 2 && rest[1] == '.' && isDigit(rest[2]))
            flavour.version += rest[2] - '0';
    } else if (rest.ends_with("-latest")) {
        flavour.version = 30;   // gemini-flash-latest and its like.
    }
    return flavour;
}

std::string allowedName(std::string_view name)
{
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte < 0x80 && (std::isalnum(byte) || c == '_' || c == '.' || c == ':' || c == '-') ? c : '_';
    }
    if (out.empty() || !(std::isalpha(static_cast<unsigned char>(out[0])) || out[0] == '_'))
        out.insert(out.begin(), '_');
    if (out.size() > kMaxName) {
        // Long names that begin alike stay apart.
        const std::string tail = "_" + std::to_string(std::hash<std::string_view>()(name) % 1'000'000);
        out.resize(kMaxName - tail.size());
        out += tail;
    }
    return out;
}

std::map<std::string, std::string> renamedTools(const chat::Request &request)
{
    std::map<std::string, std::string> names;
    for (const chat::Tool &tool : request.tools) {
        if (std::string allowed = allowedName(tool.name); allowed != tool.name)
            names.emplace(std::move(allowed), tool.name);
    }
    return names;
}

std::vector<std::string> foreignMedia(const chat::Request &request, const Flavour &flavour)
{
    std::vector<std::string> urls;
    for (const Message &message : request.messages) {
        for (const Part &part : message.parts) {
            const bool media = part.kind == Part::Kind::Image || part.kind == Part::Kind::File;
            const bool remote = part.url.starts_with("http://") || part.url.starts_with("https://");
            if (media && remote && !isGoogles(part.url, flavour))
                urls.push_back(part.url);
        }
    }
    return urls;
}

Result<json::Object> writeRequest(const chat::Request &request, const Flavour &flavour,
                                  const MediaByUrl *media, std::vector<std::string> &dropped)
{
    ContentWriter content(flavour, media);
    for (const Message &message : request.messages)
        GW_CHECK(content.add(message));
    json::Object body;
    body["contents"] = content.takeContents();
    if (json::Array system = content.takeSystem(); !system.empty())
        body["systemInstruction"] = json::Object{{"parts", std::move(system)}};
    GW_TRY(json::Array tools, writeTools(request));
    GW_CHECK(writeParams(request.params, flavour, body, tools, dropped));
    if (!tools.empty())
        body["tools"] = std::move(tools);
    return body;
}

Result<json::Object> writeEmbeddings(const chat::EmbeddingRequest &request, const std::string &model)
{
    std::vector<std::string> texts;
    if (request.input.is_string()) {
        texts.emplace_back(request.input.get_string());
    } else if (const json::Array *list = request.input.if_array()) {
        for (const json::Value &item : *list) {
            if (!item.is_string())
                return Error{.code = ErrorCode::BadRequest,
                             .message = "Gemini embeds texts only, no token lists.",
                             .param = "input"};
            texts.emplace_back(item.get_string());
        }
    }
    json::Array requests;
    for (const std::string &text : texts) {
        json::Object each{{"model", "models/" + model},
                          {"content", json::Object{{"parts", json::Array{json::Object{{"text", text}}}}}}};
        for (const auto &member : request.params) {
            if (member.key() == "dimensions")
                each["outputDimensionality"] = member.value();
            else if (member.key() == "task_type" || member.key() == "taskType")
                each["taskType"] = member.value();
            else if (member.key() == "title")
                each["title"] = member.value();
        }
        requests.emplace_back(std::move(each));
    }
    return json::Object{{"requests", std::move(requests)}};
}

}   // namespace gw::providers::gemini
