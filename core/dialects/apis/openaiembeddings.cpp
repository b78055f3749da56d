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

// /v1/embeddings. Answers are one JSON object; there is no stream.
class OpenAiEmbeddings final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *pattern : {"/v1/embeddings", "/embeddings"})
            routes.push_back({.pattern = pattern, .name = "/v1/embeddings"});
        for (const char *pattern : {"/engines/{rest...}", "/openai/deployments/{rest...}"})
            routes.push_back({.pattern = pattern, .suffix = "/embeddings", .name = "/v1/embeddings"});
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        GW_TRY(chat::Call call,
               decodeCommon(chat::Shape::OpenAiEmbeddings, std::move(in), "input", &buildEmbedding));
        call.stream = false;
        call.operation = chat::Operation::Embed;
        return call;
    }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &, const AnswerOptions &) const override
    {
        return std::make_unique<NoStreamEncoder>();
    }

    std::string encodeWhole(const chat::Call &, const chat::Response &response,
                            const AnswerOptions &options) const override
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

    ErrorReply encodeError(const Error &error) const override { return openAiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return openAiStreamError(error);
    }
};

}   // namespace

DialectPtr create_openaiembeddings();

DialectPtr create_openaiembeddings()
{
    return std::make_unique<OpenAiEmbeddings>();
}

}   // namespace gw::dialects
