#include "core/base/base64.h"
#include "core/base/ids.h"
#include "core/providers/decoding.h"
#include "core/providers/prepare.h"
#include "core/providers/registry.h"
#include "core/providers/upstreamerror.h"

#include <algorithm>
#include <array>

namespace gw::providers {

AdapterPtr create_ollama();

namespace {

using chat::Delta;
using chat::Events;
using chat::Message;
using chat::Part;

Error ollamaError(int status, std::string_view body)
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    // An error inside an answer is a fault of the server, whatever the status says.
    Error error = upstreamError(status < 400 ? 500 : status,
                                object ? json::stringOr(*object, "error") : shownBody(body));
    error.upstreamStatus = status;
    return error;
}

// One object a line, the last one with done: true; a whole answer is one such line.
class ChatDecoder final : public EventDecoder
{
public:
    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        m_buffer += bytes;
        std::size_t begin = 0;
        for (std::size_t end = 0; (end = m_buffer.find('\n', begin)) != std::string::npos; begin = end + 1)
            readLine(std::string_view(m_buffer).substr(begin, end - begin), events);
        m_buffer.erase(0, begin);
        if (m_buffer.size() > kMaxLine)
            return malformed("the provider sent a line that is too long");
        return events;
    }

    Result<Events> finish() override
    {
        Events events;
        readLine(m_buffer, events);
        m_buffer.clear();
        if (!m_ended)
            events.emplace_back(chat::Failure{endedBefore("its last line")});
        return events;
    }

private:
    static constexpr std::size_t kMaxLine = std::size_t{64} << 20;

    void readLine(std::string_view line, Events &events)
    {
        if (m_ended || line.find_first_not_of(" \r\t") == std::string_view::npos)
            return;
        const auto value = json::parse(line);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        if (!object) {
            m_ended = true;
            events.emplace_back(
                chat::Failure{malformed("the provider sent a line that is not a JSON object")});
            return;
        }
        if (object->contains("error")) {
            m_ended = true;
            events.emplace_back(chat::Failure{ollamaError(200, line)});
            return;
        }
        if (!m_started) {
            m_started = true;
            chat::Start start;
            start.model = json::stringOr(*object, "model");
            events.emplace_back(std::move(start));
        }
        if (const json::Object *message = json::findObject(*object, "message"))
            readMessage(*message, events);
        if (json::findBool(*object, "done").value_or(false))
            end(*object, events);
    }

    void readMessage(const json::Object &message, Events &events)
    {
        Delta delta;
        if (const auto thinking = json::findString(message, "thinking"); thinking && !thinking->empty())
            delta.reasoning = std::string(*thinking);
        if (const auto text = json::findString(message, "content"); text && !text->empty())
            delta.text = std::string(*text);
        const json::Array *calls = json::findArray(message, "tool_calls");
        for (std::size_t i = 0; calls && i < calls->size(); ++i) {
            const json::Object *item = (*calls)[i].if_object();
            const json::Object *function = item ? json::findObject(*item, "function") : nullptr;
            if (!function)
                continue;
            chat::ToolCallDelta call;
            call.index = m_calls++;
            call.id = json::stringOr(*item, "id");
            if (call.id.empty())
                call.id = "call_" + randomToken(24);
            call.type = "function";
            call.name = json::stringOr(*function, "name");
            const json::Value *arguments = function->if_contains("arguments");
            call.arguments = !arguments               ? std::string("{}")
                             : arguments->is_string() ? std::string(arguments->get_string())
                                                      : json::serialize(*arguments);
            delta.toolCalls.push_back(std::move(call));
        }
        if (delta.text || delta.reasoning || !delta.toolCalls.empty())
            events.emplace_back(std::move(delta));
    }

    void end(const json::Object &object, Events &events)
    {
        m_ended = true;
        const std::string reason(json::stringOr(object, "done_reason", "stop"));
        const chat::Stop stop = reason == "length" ? chat::Stop::Length
                                : m_calls > 0      ? chat::Stop::ToolCalls
                                                   : chat::Stop::Stop;
        events.emplace_back(chat::Finish{0, stop, reason});
        chat::Usage usage;
        usage.input = json::findInt(object, "prompt_eval_count").value_or(-1);
        usage.output = json::findInt(object, "eval_count").value_or(-1);
        if (usage.input >= 0 && usage.output >= 0) {
            usage.total = usage.input + usage.output;
            events.emplace_back(chat::UsageReport{usage});
        }
        events.emplace_back(chat::End());
    }

    std::string m_buffer;
    int m_calls = 0;
    bool m_started = false;
    bool m_ended = false;
};

class EmbeddingDecoder final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        const json::Array *found = json::findArray(object, "embeddings");
        if (!found)
            return malformed("the provider's answer has no embeddings");
        Vectors vectors;
        for (const json::Value &vector : *found)
            vectors.add(vector);
        chat::Start start;
        start.model = json::stringOr(object, "model");
        std::optional<chat::UsageReport> report;
        if (const auto tokens = json::findInt(object, "prompt_eval_count"))
            report = inputOnly(*tokens);
        return vectors.events(std::move(start), std::move(report));
    }
};

std::string_view roleName(Message::Role role)
{
    switch (role) {
    case Message::Role::System:
    case Message::Role::Developer:
        return "system";
    case Message::Role::Assistant:
        return "assistant";
    case Message::Role::Tool:
    case Message::Role::Function:
        return "tool";
    case Message::Role::User:
        break;
    }
    return "user";
}

// Ollama's own API (WIRE: Ollama native), which alone takes its options and tells thinking apart.
class OllamaAdapter final : public Adapter
{
public:
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
        if (const auto *embedding = std::get_if<chat::EmbeddingRequest>(canonical))
            return encodeEmbeddings(*embedding, target);
        GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
        WireRequest request = requestTo(target, "/api/chat");
        request.dropped = std::move(prepared.dropped);
        json::Object body{{"model", target.upstreamModel}};
        GW_TRY(json::Array messages, writeMessages(prepared.request, context.media));
        body["messages"] = std::move(messages);
        writeTools(prepared.request, body);
        GW_CHECK(writeParams(prepared.request.params, target, body, request.dropped));
        body["stream"] = call.stream;   // Absent would mean true.
        request.body = json::serialize(body);
        return request;
    }

    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &, bool) const override
    {
        if (call.operation == chat::Operation::Embed)
            return std::make_unique<EmbeddingDecoder>();
        return std::make_unique<ChatDecoder>();
    }

    std::unique_ptr<Relay> newRelay(const chat::Call &, const Target &, const RelayOptions &) const override
    {
        return nullptr;
    }

    Error readError(int status, const wire::Headers &, std::string_view body, const Target &) const override
    {
        return ollamaError(status, body);
    }

    std::vector<std::string> mediaWanted(const chat::Call &call, const Target &) const override
    {
        std::vector<std::string> urls;
        if (call.body.find("http") == std::string::npos)
            return urls;
        const auto canonical = call.canonical();
        const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
        for (std::size_t i = 0; request && i < request->messages.size(); ++i) {
            for (const Part &part : request->messages[i].parts) {
                if (part.kind == Part::Kind::Image && part.url.starts_with("http"))
                    urls.push_back(part.url);
            }
        }
        return urls;
    }

private:
    static WireRequest requestTo(const Target &target, std::string_view path)
    {
        WireRequest request;
        std::string base = target.baseUrl;
        for (const std::string_view ending : {"/api/chat", "/api/generate", "/api", "/v1"}) {
            if (base.ends_with(ending))
                base.resize(base.size() - ending.size());
        }
        request.url = base + std::string(path);
        request.headers.add("Content-Type", "application/json");
        if (!target.key.isEmpty())
            request.headers.add("Authorization", "Bearer " + target.key.reveal());
        for (const auto &[name, value] : target.deployment->params.extraHeaders)
            request.headers.set(name, value);
        return request;
    }

    static Result<json::Array> writeMessages(const chat::Request &request, const MediaByUrl *media)
    {
        json::Array messages;
        std::map<std::string, std::string> names;   // Of the calls so far, by id.
        for (const Message &message : request.messages) {
            json::Object object{{"role", roleName(message.role)}};
            std::string text;
            std::string thinking;
            json::Array images;
            for (const Part &part : message.parts) {
                if (part.kind == Part::Kind::Text || part.kind == Part::Kind::Refusal) {
                    text += (text.empty() ? "" : "\n") + part.text;
                } else if (part.kind == Part::Kind::Thinking) {
                    thinking += part.text;
                } else if (part.kind == Part::Kind::Image) {
                    GW_TRY(std::string image, imageBytes(part.url, media));
                    images.emplace_back(std::move(image));
                } else if (part.kind != Part::Kind::RedactedThinking) {
                    return Error{.code = ErrorCode::BadRequest,
                                 .message = "Ollama takes texts and pictures only.",
                                 .param = "messages"};
                }
            }
            object["content"] = text;
            if (!thinking.empty())
                object["thinking"] = thinking;
            if (!images.empty())
                object["images"] = std::move(images);
            if (!message.toolCalls.empty())
                object["tool_calls"] = writeCalls(message.toolCalls, names);
            if (message.role == Message::Role::Tool) {
                const auto name = names.find(message.toolCallId);
                object["tool_name"] = name != names.end() ? name->second : message.name.value_or("");
            }
            messages.emplace_back(std::move(object));
        }
        return messages;
    }

    static json::Array writeCalls(const std::vector<chat::ToolCall> &calls,
                                  std::map<std::string, std::string> &names)
    {
        json::Array out;
        for (const chat::ToolCall &call : calls) {
            names[call.id] = call.name;
            auto arguments = json::parse(call.arguments.empty() ? std::string_view("{}") : call.arguments);
            json::Object function{{"name", call.name}};
            if (arguments.ok() && arguments.value().is_object())
                function["arguments"] = std::move(arguments).value();
            else
                function["arguments"] = json::Object{{"input", call.arguments}};
            out.emplace_back(json::Object{{"function", std::move(function)}});
        }
        return out;
    }

    static Result<std::string> imageBytes(const std::string &url, const MediaByUrl *media)
    {
        if (auto split = splitDataUrl(url))
            return std::move(split->second);
        if (media) {
            if (const auto fetched = media->find(url); fetched != media->end())
                return toBase64(fetched->second.bytes);
        }
        return Error{.code = ErrorCode::BadRequest,
                     .message = "A picture must be a data: or http(s) URL.",
                     .param = "messages"};
    }

    static void writeTools(const chat::Request &request, json::Object &body)
    {
        const json::Value *choice = request.params.if_contains("tool_choice");
        json::Array tools;
        for (const chat::Tool &tool : request.tools) {
            if (tool.raw)
                continue;   // Built-in tools of other vendors.
            json::Object function{{"name", tool.name}};
            function["description"] = tool.description.value_or("");
            function["parameters"] =
                tool.parameters.value_or(json::Object{{"type", "object"}, {"properties", json::Object()}});
            tools.emplace_back(json::Object{{"type", "function"}, {"function", std::move(function)}});
        }
        // "none" can only be said by leaving them out.
        if (!tools.empty() && !(choice && *choice == json::Value("none")))
            body["tools"] = std::move(tools);
    }

    static Result<void> writeParams(const json::Object &params, const Target &target, json::Object &body,
                                    std::vector<std::string> &dropped)
    {
        static constexpr std::array kOptions{std::string_view("temperature"),
                                             std::string_view("top_p"),
                                             std::string_view("top_k"),
                                             std::string_view("min_p"),
                                             std::string_view("seed"),
                                             std::string_view("presence_penalty"),
                                             std::string_view("frequency_penalty"),
                                             std::string_view("repeat_penalty"),
                                             std::string_view("repeat_last_n"),
                                             std::string_view("num_ctx"),
                                             std::string_view("num_predict"),
                                             std::string_view("num_gpu"),
                                             std::string_view("num_thread"),
                                             std::string_view("num_batch"),
                                             std::string_view("mirostat"),
                                             std::string_view("mirostat_eta"),
                                             std::string_view("mirostat_tau"),
                                             std::string_view("tfs_z"),
                                             std::string_view("typical_p"),
                                             std::string_view("num_keep")};
        json::Object options;
        for (const auto &member : params) {
            const std::string_view key = member.key();
            const json::Value &value = member.value();
            const json::Object *object = value.if_object();
            if (value.is_null()) {
                continue;
            } else if (std::ranges::find(kOptions, key) != kOptions.end()) {
                options[key] = value;
            } else if (key == "max_tokens") {
                options["num_predict"] = value;
            } else if (key == "stop") {
                options["stop"] = value.is_array() ? value : json::Value(json::Array{value});
            } else if (key == "options" && object) {
                for (const auto &option : *object)
                    options[option.key()] = option.value();
            } else if (key == "response_format" && object) {
                if (const json::Value *schema = json::findPath(*object, "json_schema.schema"))
                    body["format"] = *schema;
                else if (json::stringOr(*object, "type") == "json_object")
                    body["format"] = "json";
            } else if (key == "reasoning_effort" && value.is_string()) {
                // gpt-oss takes the word, others a switch.
                const bool words = target.upstreamModel.starts_with("gpt-oss");
                body["think"] = value == json::Value("none") ? json::Value(false)
                                : words                      ? value
                                                             : json::Value(true);
            } else if (key == "thinking" && object) {
                body["think"] = json::stringOr(*object, "type") != "disabled";
            } else if (key == "tool_choice") {
                if (value != json::Value("auto") && value != json::Value("none"))
                    dropped.emplace_back(key);
            } else if (key == "n" && value != json::Value(1)) {
                return Error{.code = ErrorCode::UnsupportedParam,
                             .message = "litellm.UnsupportedParamsError: ollama does not support parameters: "
                                        "['n'], for model=" +
                                        target.upstreamModel,
                             .param = "n"};
            } else if (key == "keep_alive" || key == "think" || key == "format" || key == "logprobs" ||
                       key == "top_logprobs") {
                body[key] = value;
            } else {
                dropped.emplace_back(key);
            }
        }
        if (!options.empty())
            body["options"] = std::move(options);
        return {};
    }

    static Result<WireRequest> encodeEmbeddings(const chat::EmbeddingRequest &embedding, const Target &target)
    {
        WireRequest request = requestTo(target, "/api/embed");
        json::Object body{{"model", target.upstreamModel}, {"input", embedding.input}};
        for (const auto &member : embedding.params) {
            if (member.key() == "dimensions" || member.key() == "truncate" || member.key() == "options" ||
                member.key() == "keep_alive")
                body[member.key()] = member.value();
        }
        request.body = json::serialize(body);
        return request;
    }
};

}   // namespace

AdapterPtr create_ollama()
{
    return std::make_unique<OllamaAdapter>();
}

}   // namespace gw::providers
