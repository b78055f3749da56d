#pragma once

#include "core/chat/request.h"
#include "core/chat/scan.h"
#include "core/chat/usage.h"
#include "core/wire/multipart.h"

#include <memory>
#include <variant>

namespace gw::chat {

// The wire shape a client speaks, or a provider understands: the same shape on both sides allows the splice
// path.
enum class Shape : std::uint8_t {
    OpenAiChat,
    OpenAiCompletions,
    OpenAiEmbeddings,
    OpenAiResponses,
    AnthropicMessages,
    Gemini,
    OpenAiImages,
    OpenAiSpeech,
    OpenAiTranscription,
    OpenAiModerations,
    Rerank
};

// Requests of these shapes are only passed on, and so are their answers: there is no canonical form.
constexpr bool isPassed(Shape shape) noexcept
{
    return shape == Shape::OpenAiImages || shape == Shape::OpenAiSpeech ||
           shape == Shape::OpenAiTranscription || shape == Shape::OpenAiModerations;
}

// What is asked of the model: an answer, vectors, or only how many tokens the request has. Known without
// building the canonical form.
enum class Operation : std::uint8_t { Generate, Embed, CountTokens };

// What a dialect found out while decoding and needs again to build the canonical form or to write the answer.
// Each dialect that needs one derives its own.
struct DialectNotes
{
    DialectNotes() = default;
    DialectNotes(const DialectNotes &) = delete;
    DialectNotes &operator=(const DialectNotes &) = delete;
    virtual ~DialectNotes() = default;
};

using CanonicalRequest = std::variant<Request, CompletionRequest, EmbeddingRequest, RerankRequest>;

// What the gateway itself reads of a request: never sent on.
struct GatewayFields
{
    std::optional<int> numRetries;
    std::optional<double> timeoutS;
    std::optional<double> streamTimeoutS;
    bool disableFallbacks = false;
    std::optional<json::Array> fallbacks;   // As sent: instead of the configured ones.
    std::optional<int> priority;            // Lower goes first when there is a line.
    std::string region;                     // allowed_model_region
    // What mock_testing_* asks the first group to fail with; UpstreamInternal for plain fallbacks.
    std::optional<ErrorCode> mockFailure;
    bool noLog = false;
    std::optional<std::string> mockResponse;
    std::string sessionId;
    std::string traceId;
    std::vector<std::string> tags;
    std::string deployment;   // The only one that can answer: it keeps what the request refers to.
    std::optional<std::string> apiBase;   // Only with an api_key of the client's own.
    bool hasClientKey = false;
};

// A request that some providers know as an operation of its own, while others only see what the rest of the
// call asks for in its place.
struct OwnOperation
{
    std::string path;   // "responses/compact", behind the API's base.
    std::string body;
    Members members;
};

// One decoded request: the bytes as they came, where their top-level members stand, and, built only when
// somebody asks, the canonical form. Used by one exchange on one thread.
class Call
{
public:
    using Builder = Result<CanonicalRequest> (*)(const Call &call);

    Call(Shape spoken, std::string bytes, Members scanned, Builder builder)
        : shape(spoken)
        , body(std::move(bytes))
        , members(std::move(scanned))
        , m_builder(builder)
    {}

    // Builds the canonical form at the first call. BadRequest names the member that is wrong.
    Result<const CanonicalRequest *> canonical() const
    {
        if (!m_built) {
            GW_TRY(CanonicalRequest built, m_builder(*this));
            m_built = std::make_unique<CanonicalRequest>(std::move(built));
        }
        return static_cast<const CanonicalRequest *>(m_built.get());
    }
    // The answer has broken off behind said: from now on the rest is asked for, by the canonical form alone
    // (the bytes stay as they are). BadRequest when the request has no messages.
    Result<void> continueFrom(const std::string &said);
    bool continued() const noexcept { return m_continued; }
    // JSON text of a top-level member, or "".
    std::string_view memberText(std::string_view key) const
    {
        const Member *member = members.find(key);
        return member
                   ? std::string_view(body).substr(member->valueBegin, member->valueEnd - member->valueBegin)
                   : std::string_view();
    }

    Shape shape;
    Operation operation = Operation::Generate;
    std::string path = {};            // Of shapes that have several: "audio/speech", behind the API's base.
    std::optional<wire::Form> form;   // The body is one; members is empty then.
    Billed billed = {};               // As far as the request tells.
    std::string body;
    Members members;
    std::shared_ptr<const DialectNotes> notes;   // Null for dialects without.
    std::shared_ptr<const OwnOperation> own;     // Null for all but a few.
    std::string model;   // As the client said it; path parameters have replaced the body's.
    bool stream = false;
    bool wantsUsage = false;   // The client asked for usage in its stream.
    // An answer of the same shape may go to the client as it is; else it is always decoded and encoded.
    bool relayable = true;
    std::string endUser;
    std::int64_t maxOutput = -1;   // max_completion_tokens or max_tokens.
    GatewayFields gateway;

private:
    Builder m_builder;
    mutable std::unique_ptr<CanonicalRequest> m_built;
    bool m_continued = false;
};

// Names of CONTRACT's extra body fields that must never reach a provider.
bool isGatewayField(std::string_view key);

}   // namespace gw::chat
