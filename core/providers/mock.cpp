#include "core/providers/mock.h"

#include "core/base/ids.h"
#include "core/chat/estimator.h"

#include <ctime>

namespace gw::providers {

namespace {

constexpr std::size_t kPieceCharacters = 20;
constexpr std::size_t kEmbeddingSize = 1536;

// The first piece of at most kPieceCharacters code points.
std::string_view firstPiece(std::string_view text)
{
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size() && characters < kPieceCharacters; ++characters) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            ++end;
    }
    return text.substr(0, end);
}

// Null when no vectors are asked for.
const chat::EmbeddingRequest *embeddingRequest(const chat::Call &call)
{
    const auto canonical = call.canonical();
    return canonical.ok() ? std::get_if<chat::EmbeddingRequest>(canonical.value()) : nullptr;
}

std::size_t inputCount(const chat::Call &call)
{
    const chat::EmbeddingRequest *request = embeddingRequest(call);
    const json::Array *list = request ? request->input.if_array() : nullptr;
    return list && !list->empty() && !list->front().is_number() ? list->size() : 1;
}

chat::Event mockEmbeddings(const chat::Call &call)
{
    json::Array vectors;
    for (std::size_t i = 0; i < inputCount(call); ++i) {
        json::Array vector;
        for (std::size_t k = 0; k < kEmbeddingSize; ++k)
            vector.emplace_back(0.0);
        vectors.emplace_back(
            json::Object{{"object", "embedding"}, {"index", i}, {"embedding", std::move(vector)}});
    }
    return chat::Annotation{json::Object{{"object", "list"}, {"data", std::move(vectors)}}};
}

}   // namespace

std::optional<Error> mockError(std::string_view text)
{
    static constexpr std::pair<std::string_view, ErrorCode> kErrors[] = {
        {"litellm.RateLimitError", ErrorCode::UpstreamRateLimit},
        {"litellm.InternalServerError", ErrorCode::UpstreamInternal},
        {"litellm.ContextWindowExceededError", ErrorCode::UpstreamContextWindow},
        {"litellm.ContentPolicyViolationError", ErrorCode::UpstreamContentPolicy},
        {"litellm.AuthenticationError", ErrorCode::UpstreamAuthentication},
        {"litellm.BadRequestError", ErrorCode::UpstreamBadRequest},
        {"litellm.NotFoundError", ErrorCode::UpstreamNotFound},
        {"litellm.ServiceUnavailableError", ErrorCode::UpstreamUnavailable},
        {"litellm.Timeout", ErrorCode::UpstreamTimeout}};
    for (const auto &[name, code] : kErrors) {
        if (text == name)
            return Error{.code = code, .message = "this is a mock error"};
    }
    return std::nullopt;
}

chat::Events mockAnswer(const chat::Call &call, std::string_view text, std::string_view upstreamModel,
                        std::int64_t inputTokens)
{
    chat::Events events;
    chat::Start start;
    start.created = std::time(nullptr);
    start.model = upstreamModel;
    chat::UsageReport usage;
    usage.usage.input = inputTokens;
    usage.usage.output = 0;
    if (call.operation == chat::Operation::Embed) {
        events.emplace_back(std::move(start));
        events.push_back(mockEmbeddings(call));
    } else {
        start.id = (call.shape == chat::Shape::OpenAiChat ? "chatcmpl-" : "cmpl-") + randomToken(29);
        events.emplace_back(std::move(start));
        std::string_view rest = text;
        do {
            const std::string_view piece = call.stream ? firstPiece(rest) : rest;
            chat::Delta delta;
            delta.text = std::string(piece);
            events.emplace_back(std::move(delta));
            rest.remove_prefix(piece.size());
        } while (!rest.empty());
        events.emplace_back(chat::Finish{0, chat::Stop::Stop, "stop"});
        usage.usage.output = chat::Estimator::tokensOf(text);
    }
    usage.usage.total = usage.usage.input + usage.usage.output;
    events.emplace_back(std::move(usage));
    events.emplace_back(chat::End());
    return events;
}

}   // namespace gw::providers
