#include "core/base/ids.h"
#include "core/dialects/decode.h"
#include "core/dialects/dialect.h"
#include "core/dialects/errors.h"

namespace gw::dialects {

namespace {

constexpr std::size_t kDocumentsPerUnit = 100;   // Of a search unit, as Cohere counts.

Error invalid(std::string_view field, std::string_view wanted)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid type for '" + std::string(field) + "': expected " + std::string(wanted) + ".",
            .param = std::string(field)};
}

Result<chat::CanonicalRequest> buildRerank(const chat::Call &call)
{
    GW_TRY(json::Object params, parseParams(call));
    chat::RerankRequest request;
    request.model = call.model;
    request.query = params["query"];
    json::Array *documents = params["documents"].if_array();
    if (!documents)
        return invalid("documents", "an array");
    request.documents = std::move(*documents);
    if (const json::Value *top = params.if_contains("top_n"); top && !top->is_null()) {
        const auto count = json::toInt(*top);
        if (!count || *count < 1)
            return invalid("top_n", "a whole number of at least 1");
        request.topN = *count;
    }
    request.returnDocuments = json::findBool(params, "return_documents").value_or(false);
    for (const char *key : {"query", "documents", "top_n", "return_documents"})
        params.erase(key);
    request.params = std::move(params);
    return chat::CanonicalRequest(std::move(request));
}

// /v1/rerank, in Cohere's words whoever answers.
class Rerank final : public Dialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *pattern : {"/v1/rerank", "/rerank", "/v2/rerank"})
            routes.push_back({.pattern = pattern, .name = "/v1/rerank"});
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        GW_TRY(chat::Call call, decodeCommon(chat::Shape::Rerank, std::move(in), "documents", &buildRerank));
        call.stream = false;
        call.path = "rerank";
        GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
        const auto &request = std::get<chat::RerankRequest>(*canonical);
        if (!request.query.is_string())
            return invalid("query", "a string");
        call.billed.searchUnits =
            static_cast<std::int64_t>((request.documents.size() + kDocumentsPerUnit - 1) / kDocumentsPerUnit);
        return call;
    }

    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &, const AnswerOptions &) const override
    {
        return std::make_unique<NoStreamEncoder>();
    }

    std::string encodeWhole(const chat::Call &, const chat::Response &response,
                            const AnswerOptions &) const override
    {
        json::Object answer;
        answer["id"] = response.start.id.empty() ? newId() : response.start.id;
        answer["results"] = json::Array();
        for (const auto &member : response.annotations)
            answer[member.key()] = member.value();
        return json::serialize(answer);
    }

    ErrorReply encodeError(const Error &error) const override { return openAiError(error); }
    std::string encodeStreamError(const Error &error, const Relayed &) const override
    {
        return openAiStreamError(error);
    }

private:
    static std::string newId() { return "rerank-" + randomToken(29); }
};

}   // namespace

DialectPtr create_rerank();

DialectPtr create_rerank()
{
    return std::make_unique<Rerank>();
}

}   // namespace gw::dialects
