#include "core/providers/adapters/cohere/answerreader.h"
#include "core/providers/adapters/openai/requestwriter.h"
#include "core/providers/adapters/openai/rerank.h"
#include "core/providers/prepare.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_cohere();

namespace {

using chat::Message;
using chat::Part;

// Cohere v2 (WIRE: Cohere v2). Its messages are near to OpenAI's; parameters and answers are its own.
class CohereAdapter final : public Adapter
{
public:
    Result<void> takes(const chat::Call &call, const Target &target) const override
    {
        return call.shape == chat::Shape::Rerank ? Result<void>() : Adapter::takes(call, target);
    }

    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        if (call.shape == chat::Shape::Rerank) {
            WireRequest request = requestTo(target, "/v2/rerank", false);
            GW_TRY(request.body, openai::rerankBody(call, target, target.upstreamModel));
            return request;
        }
        GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
        if (const auto *embedding = std::get_if<chat::EmbeddingRequest>(canonical))
            return encodeEmbeddings(*embedding, target);
        GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
        WireRequest request = requestTo(target, "/v2/chat", call.stream);
        request.dropped = std::move(prepared.dropped);
        chat::Request &chat = prepared.request;
        for (Message &message : chat.messages)
            adapt(message);
        const json::Object params = std::exchange(chat.params, {});
        json::Object body = openai::writeChat(chat);
        GW_CHECK(writeParams(params, target, body, request.dropped));
        body["stream"] = call.stream;
        request.body = json::serialize(body);
        return request;
    }

    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override
    {
        if (call.shape == chat::Shape::Rerank)
            return openai::newRerankDecoder(call, target);
        if (call.operation == chat::Operation::Embed)
            return cohere::newEmbeddingDecoder();
        return cohere::newChatDecoder(streamed);
    }

    std::unique_ptr<EventDecoder> newOwnDecoder(std::string_view url, bool streamed) const override
    {
        if (url.ends_with("/v2/chat"))
            return cohere::newChatDecoder(streamed);
        if (url.ends_with("/rerank"))
            return cohere::newRerankMeter();
        return url.ends_with("/v2/embed") ? cohere::newEmbeddingDecoder() : nullptr;
    }

    std::unique_ptr<Relay> newRelay(const chat::Call &, const Target &, const RelayOptions &) const override
    {
        return nullptr;
    }

    Error readError(int status, const wire::Headers &, std::string_view body, const Target &) const override
    {
        return cohere::readError(status, body);
    }

    Result<void> authorize(WireRequest &request, const Target &target, const EncodeContext &) const override
    {
        if (!target.key.isEmpty())
            request.headers.add("Authorization", "Bearer " + target.key.reveal());
        return {};
    }

private:
    static WireRequest requestTo(const Target &target, std::string_view path, bool streamed)
    {
        WireRequest request;
        std::string base = target.baseUrl;
        for (const std::string_view ending : {"/v2/chat", "/v2", "/v1"}) {
            if (base.ends_with(ending))
                base.resize(base.size() - ending.size());
        }
        request.url = base + std::string(path);
        request.headers.add("Content-Type", "application/json");
        request.headers.add("Accept", streamed ? "text/event-stream" : "application/json");
        if (!target.key.isEmpty())
            request.headers.add("Authorization", "Bearer " + target.key.reveal());
        for (const auto &[name, value] : target.deployment->params.extraHeaders)
            request.headers.set(name, value);
        return request;
    }

    // Signatures are of other vendors; thoughts themselves are read again.
    static void adapt(Message &message)
    {
        if (message.role == Message::Role::Developer)
            message.role = Message::Role::System;
        message.name.reset();
        std::erase_if(message.parts, [](const Part &part) {
            return part.kind == Part::Kind::RedactedThinking ||
                   (part.kind == Part::Kind::Thinking && part.text.empty());
        });
        for (Part &part : message.parts) {
            part.signature.clear();
            part.extras.clear();
        }
        message.extras.clear();
        // In front of calls the model's thought is its plan.
        if (!message.toolCalls.empty()) {
            std::string plan;
            for (const Part &part : message.parts)
                plan += part.kind == Part::Kind::Thinking ? part.text : "";
            std::erase_if(message.parts, [](const Part &part) { return part.kind == Part::Kind::Thinking; });
            if (!plan.empty())
                message.extras["tool_plan"] = plan;
        }
        for (chat::ToolCall &call : message.toolCalls) {
            call.extras.clear();
            call.functionExtras.clear();
        }
        // A turn of calls alone has no content.
        if (message.role == Message::Role::Assistant && message.parts.empty())
            message.form = Message::Form::Absent;
    }

    static void writeToolChoice(const json::Value &choice, json::Object &body)
    {
        if (const json::Object *object = choice.if_object()) {
            // Only one tool can be asked for by taking the others away.
            const json::Object *function = json::findObject(*object, "function");
            json::Array *tools = body.contains("tools") ? body["tools"].if_array() : nullptr;
            for (std::size_t i = 0; function && tools && i < tools->size();) {
                const json::Value *name = json::findPath((*tools)[i].get_object(), "function.name");
                if (name && *name == json::Value(json::stringOr(*function, "name")))
                    ++i;
                else
                    tools->erase(tools->begin() + static_cast<std::ptrdiff_t>(i));
            }
            body["tool_choice"] = "REQUIRED";
        } else if (choice == json::Value("required")) {
            body["tool_choice"] = "REQUIRED";
        } else if (choice == json::Value("none")) {
            body["tool_choice"] = "NONE";
        }
    }

    static void writeFormat(const json::Object &format, json::Object &body)
    {
        json::Object out{{"type", "json_object"}};
        if (const json::Value *schema = json::findPath(format, "json_schema.schema"))
            out["json_schema"] = *schema;
        else if (json::stringOr(format, "type") == "text")
            out["type"] = "text";
        body["response_format"] = std::move(out);
    }

    static Result<void> writeParams(const json::Object &params, const Target &target, json::Object &body,
                                    std::vector<std::string> &dropped)
    {
        for (const auto &member : params) {
            const std::string_view key = member.key();
            const json::Value &value = member.value();
            const json::Object *object = value.if_object();
            if (value.is_null()) {
                continue;
            } else if (key == "top_p") {
                body["p"] = value;
            } else if (key == "top_k") {
                body["k"] = value;
            } else if (key == "stop") {
                body["stop_sequences"] = value.is_array() ? value : json::Value(json::Array{value});
            } else if (key == "tool_choice") {
                writeToolChoice(value, body);
            } else if (key == "response_format" && object) {
                writeFormat(*object, body);
            } else if (key == "reasoning_effort") {
                body["thinking"] =
                    json::Object{{"type", value == json::Value("none") ? "disabled" : "enabled"}};
            } else if (key == "thinking" && object) {
                json::Object thinking{{"type", json::stringOr(*object, "type")}};
                if (json::stringOr(*object, "type") == "adaptive")
                    thinking["type"] = "enabled";
                if (const json::Value *budget = object->if_contains("budget_tokens"))
                    thinking["token_budget"] = *budget;
                body["thinking"] = std::move(thinking);
            } else if (key == "n" && value != json::Value(1)) {
                return Error{.code = ErrorCode::UnsupportedParam,
                             .message =
                                 "litellm.UnsupportedParamsError: " + target.provider +
                                 " does not support parameters: ['n'], for model=" + target.upstreamModel,
                             .param = "n"};
            } else if (key == "n" || key == "user" || key == "logit_bias" || key == "parallel_tool_calls" ||
                       key == "metadata" || key == "store" || key == "service_tier") {
                dropped.emplace_back(key);
            } else {
                body[key] = value;
            }
        }
        return {};
    }

    static Result<WireRequest> encodeEmbeddings(const chat::EmbeddingRequest &embedding, const Target &target)
    {
        WireRequest request = requestTo(target, "/v2/embed", false);
        json::Object body{{"model", target.upstreamModel}};
        body["texts"] =
            embedding.input.is_array() ? embedding.input : json::Value(json::Array{embedding.input});
        body["input_type"] = "search_document";
        body["embedding_types"] = json::Array{"float"};
        for (const auto &member : embedding.params) {
            if (member.key() == "dimensions")
                body["output_dimension"] = member.value();
            else if (member.key() == "encoding_format" && member.value() == json::Value("base64"))
                body["embedding_types"] = json::Array{"base64"};
            else if (member.key() != "user" && member.key() != "encoding_format")
                body[member.key()] = member.value();
        }
        request.body = json::serialize(body);
        return request;
    }
};

}   // namespace

AdapterPtr create_cohere()
{
    return std::make_unique<CohereAdapter>();
}

}   // namespace gw::providers
