#include "core/dialects/dialect.h"
#include "core/dialects/errors.h"
#include "core/dialects/responsesanswer.h"
#include "core/dialects/responsesrequest.h"

namespace gw::dialects {

namespace {

// OpenAI's /v1/responses, for models of every provider.
class Responses final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const std::string base : {"/v1/responses", "/responses", "/openai/v1/responses"}) {
            routes.push_back({.pattern = base, .name = "/v1/responses"});
            routes.push_back(
                {.pattern = base + "/input_tokens", .name = "/v1/responses/input_tokens", .action = "count"});
            routes.push_back(
                {.pattern = base + "/compact", .name = "/v1/responses/compact", .action = "compact"});
        }
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override { return decodeResponses(std::move(in)); }

    // A comment: Codex fails on events that it does not know.
    std::string_view ping() const override { return ": ping\n\n"; }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &call,
                                                    const AnswerOptions &options) const override
    {
        return newResponsesEncoder(call, options);
    }

    std::string encodeWhole(const chat::Call &call, const chat::Response &response,
                            const AnswerOptions &options) const override
    {
        return encodeResponse(call, response, options);
    }

    std::string encodeCount(std::int64_t tokens) const override
    {
        return R"({"object":"response.input_tokens","input_tokens":)" + std::to_string(tokens) + "}";
    }

    ErrorReply encodeError(const Error &error) const override { return openAiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &before) const override
    {
        return responsesStreamError(error, before);
    }
};

}   // namespace

DialectPtr create_responses();

DialectPtr create_responses()
{
    return std::make_unique<Responses>();
}

}   // namespace gw::dialects
