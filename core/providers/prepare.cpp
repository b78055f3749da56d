#include "core/providers/prepare.h"

#include "core/base/base64.h"
#include "core/providers/params.h"

#include <algorithm>

namespace gw::providers {

namespace {

using chat::Message;
using chat::Part;

// LiteLLM's way to carry a Gemini signature through clients that keep nothing but the id.
constexpr std::string_view kThoughtMark = "__thought__";

void takeThinkingBlocks(Message &message, std::vector<Part> &thinking)
{
    const json::Array *blocks = json::findArray(message.extras, "thinking_blocks");
    if (!blocks)
        return;
    for (const json::Value &block : *blocks) {
        const json::Object *object = block.if_object();
        if (!object)
            continue;
        Part part;
        if (json::stringOr(*object, "type") == "redacted_thinking") {
            part.kind = Part::Kind::RedactedThinking;
            part.text = json::stringOr(*object, "data");
        } else {
            part.kind = Part::Kind::Thinking;
            part.text = json::stringOr(*object, "thinking");
            part.signature = json::stringOr(*object, "signature");
        }
        thinking.push_back(std::move(part));
    }
}

// What chat clients know of reasoning stands beside the content; providers with blocks want it in front.
void gatherReasoning(Message &message)
{
    std::vector<Part> thinking;
    takeThinkingBlocks(message, thinking);
    if (thinking.empty()) {
        for (const std::string_view key : {"reasoning_content", "reasoning"}) {
            const auto text = json::findString(message.extras, key);
            if (!text || text->empty() || !thinking.empty())
                continue;
            Part part;
            part.kind = Part::Kind::Thinking;
            part.text = *text;
            thinking.push_back(std::move(part));
        }
    }
    for (const std::string_view key :
         {"thinking_blocks", "reasoning_content", "reasoning", "reasoning_details"})
        message.extras.erase(key);
    if (thinking.empty())
        return;
    for (chat::ToolCall &call : message.toolCalls) {
        if (call.partsBefore != SIZE_MAX)
            call.partsBefore += thinking.size();
    }
    message.parts.insert(message.parts.begin(), std::make_move_iterator(thinking.begin()),
                         std::make_move_iterator(thinking.end()));
    message.form = Message::Form::Parts;
}

void cutThoughtMark(std::string &id, std::string *signature)
{
    const std::size_t mark = id.find(kThoughtMark);
    if (mark == std::string::npos)
        return;
    if (signature && signature->empty())
        *signature = id.substr(mark + kThoughtMark.size());
    id.resize(mark);
}

void gatherSignatures(chat::ToolCall &call)
{
    for (json::Object *extras : {&call.extras, &call.functionExtras}) {
        if (const json::Object *fields = json::findObject(*extras, "provider_specific_fields")) {
            if (const auto signature = json::findString(*fields, "thought_signature");
                signature && call.signature.empty())
                call.signature = *signature;
        }
        // Google's own OpenAI endpoint has it here.
        if (const json::Value *signature = json::findPath(*extras, "extra_content.google.thought_signature");
            signature && signature->is_string() && call.signature.empty())
            call.signature = signature->get_string();
        extras->erase("provider_specific_fields");
        extras->erase("extra_content");
    }
    cutThoughtMark(call.id, &call.signature);
}

// Calls keep their place among the parts that stay.
void dropThinking(Message &message)
{
    for (std::size_t i = message.parts.size(); i-- > 0;) {
        const Part::Kind kind = message.parts[i].kind;
        if (kind != Part::Kind::Thinking && kind != Part::Kind::RedactedThinking)
            continue;
        message.parts.erase(message.parts.begin() + static_cast<std::ptrdiff_t>(i));
        for (chat::ToolCall &call : message.toolCalls) {
            if (call.partsBefore != SIZE_MAX && call.partsBefore > i)
                --call.partsBefore;
        }
    }
}

bool hasSignedThinking(const Message &message)
{
    return std::ranges::any_of(message.parts, [](const Part &part) {
        return part.kind == Part::Kind::RedactedThinking ||
               (part.kind == Part::Kind::Thinking && !part.signature.empty());
    });
}

void restoreOpaque(Message &message, const EncodeContext &context, const std::string &scope)
{
    if (!context.opaque)
        return;
    for (chat::ToolCall &call : message.toolCalls) {
        const auto kept = context.opaque->find(call.id, context.unixS);
        if (!kept || kept->scope != scope)
            continue;
        if (call.signature.empty())
            call.signature = kept->signature;
        if (kept->thinking.empty() || hasSignedThinking(message))
            continue;
        // The client may have kept the text of it, without the signature: ours is the whole.
        const auto unsigned_ = [](const Part &part) { return part.kind == Part::Kind::Thinking; };
        const auto gone = static_cast<std::size_t>(std::ranges::count_if(message.parts, unsigned_));
        std::erase_if(message.parts, unsigned_);
        for (chat::ToolCall &other : message.toolCalls) {
            if (other.partsBefore != SIZE_MAX)
                other.partsBefore =
                    other.partsBefore - std::min(gone, other.partsBefore) + kept->thinking.size();
        }
        message.parts.insert(message.parts.begin(), kept->thinking.begin(), kept->thinking.end());
        message.form = Message::Form::Parts;
    }
}

Result<chat::Request> chatFrom(const chat::CanonicalRequest &canonical)
{
    if (const auto *request = std::get_if<chat::Request>(&canonical))
        return *request;
    const auto *completion = std::get_if<chat::CompletionRequest>(&canonical);
    if (!completion)
        return Error{.code = ErrorCode::NotImplemented, .message = "this provider answers no such request"};
    return chatFromCompletion(*completion);
}

void joinLimits(json::Object &params)
{
    if (const json::Value *limit = params.if_contains("max_completion_tokens")) {
        if (!limit->is_null())
            params["max_tokens"] = *limit;
        params.erase("max_completion_tokens");
    }
    if (const json::Value *limit = params.if_contains("max_tokens"); limit && limit->is_null())
        params.erase("max_tokens");
}

}   // namespace

Result<chat::Request> chatFromCompletion(const chat::CompletionRequest &request)
{
    std::string prompt;
    if (request.prompt.is_string()) {
        prompt = request.prompt.get_string();
    } else if (const json::Array *list = request.prompt.if_array();
               list && list->size() == 1 && list->front().is_string()) {
        prompt = list->front().get_string();
    } else {
        return Error{.code = ErrorCode::BadRequest,
                     .message = "This model answers chat only: 'prompt' must be one string.",
                     .param = "prompt"};
    }
    chat::Request out;
    out.model = request.model;
    out.stream = request.stream;
    Message message;
    message.form = Message::Form::String;
    Part part;
    part.text = prompt;
    message.parts.push_back(std::move(part));
    out.messages.push_back(std::move(message));
    out.params = request.params;
    // Words of the text API that chat does not know.
    for (const char *key : {"echo", "best_of", "suffix"})
        out.params.erase(key);
    // A count there, a switch here.
    if (const auto count = json::findInt(out.params, "logprobs")) {
        out.params["top_logprobs"] = *count;
        out.params["logprobs"] = true;
    }
    return out;
}

Result<Prepared> prepareChat(const chat::Call &call, const Target &target, const EncodeContext &context,
                             const std::string &scope)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    Prepared prepared;
    GW_TRY(prepared.request, chatFrom(*canonical));
    chat::Request &request = prepared.request;
    GW_TRY(ParamPlan plan, planParams(call, request.params, target, "chat", target.upstreamModel));
    plan.edits.apply(request.params);
    prepared.dropped = std::move(plan.dropped);
    prepared.nestedDrops = std::move(plan.nestedDrops);
    request.model = target.upstreamModel;
    for (const char *key : {"model", "stream", "stream_options"})
        request.params.erase(key);
    joinLimits(request.params);
    for (Message &message : request.messages) {
        if (message.role == Message::Role::Tool)
            cutThoughtMark(message.toolCallId, nullptr);
        if (message.role != Message::Role::Assistant)
            continue;
        gatherReasoning(message);
        for (chat::ToolCall &toolCall : message.toolCalls)
            gatherSignatures(toolCall);
        if (context.withoutThinking)
            dropThinking(message);
        else
            restoreOpaque(message, context, scope);
    }
    return prepared;
}

bool isSealedReasoning(std::string_view signature)
{
    constexpr std::string_view kMark = "-reasoning:";
    constexpr std::size_t kLongestVendor = 16;
    return signature.substr(0, kLongestVendor + kMark.size()).find(kMark) != std::string_view::npos;
}

std::optional<std::pair<std::string, std::string>> splitDataUrl(std::string_view url)
{
    constexpr std::string_view kScheme = "data:";
    if (!url.starts_with(kScheme))
        return std::nullopt;
    url.remove_prefix(kScheme.size());
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    std::string_view head = url.substr(0, comma);
    const std::string_view data = url.substr(comma + 1);
    constexpr std::string_view kBase64 = ";base64";
    const bool encoded = head.ends_with(kBase64);
    if (encoded)
        head.remove_suffix(kBase64.size());
    std::string type(head.substr(0, head.find(';')));
    if (type.empty())
        type = "text/plain";
    return std::pair(std::move(type), encoded ? std::string(data) : toBase64(data));
}

}   // namespace gw::providers
