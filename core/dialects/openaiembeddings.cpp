#include "core/dialects/chunks.h"
#include "core/dialects/decode.h"
#include "core/dialects/dialect.h"
#include "core/dialects/errors.h"

namespace gw::dialects {

namespace {

Result<chat::CanonicalRequest> buildEmbedding(const chat::Call &call)
{
    GW_TRY(json::Object params, parseParams(call));
    chat::EmbeddingRequest request;
    request.model = call.model;
    request.input = params["input"];
    params.erase("input");
    request.params = std::move(params);
    return chat::CanonicalRequest(std::move(request));
}

// Embeddings are never streamed; the engine does not ask for one.
class NoStreamEncoder final : public StreamEncoder
{
public:
    void encode(const chat::Event &, std::string &) override {}
};

}   // namespace

Result<chat::Call> OpenAiEmbeddings::decode(std::string_view pathModel, std::string body) const
{
    GW_TRY(chat::Call call,
           decodeCommon(chat::Shape::OpenAiEmbeddings, pathModel, std::move(body), "input", &buildEmbedding));
    call.stream = false;
    return call;
}

std::unique_ptr<StreamEncoder> OpenAiEmbeddings::newStreamEncoder(const AnswerOptions &) const
{
    return std::make_unique<NoStreamEncoder>();
}

std::string OpenAiEmbeddings::encodeWhole(const chat::Response &response, const AnswerOptions &options) const
{
    json::Object answer;
    answer["object"] = "list";
    for (const auto &member : response.annotations)
        answer[member.key()] = member.value();
    answer["model"] = options.model.empty() ? response.start.model : options.model;
    if (response.usage) {
        json::Object usage = response.usage->native;
        const std::int64_t input = std::max<std::int64_t>(response.usage->usage.input, 0);
        if (!json::findInt(usage, "prompt_tokens"))
            usage["prompt_tokens"] = input;
        if (!json::findInt(usage, "total_tokens"))
            usage["total_tokens"] = input;
        answer["usage"] = std::move(usage);
    }
    return json::serialize(answer);
}

ErrorReply OpenAiEmbeddings::encodeError(const Error &error) const
{
    return openAiError(error);
}

std::string OpenAiEmbeddings::encodeStreamError(const Error &error) const
{
    return openAiStreamError(error);
}

}   // namespace gw::dialects
