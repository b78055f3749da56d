#include "core/providers/adapters/vertex/ranking.h"

#include "core/providers/adapters/gemini/dialect.h"
#include "core/providers/adapters/vertex/place.h"
#include "core/providers/decoding.h"
#include "core/providers/ranking.h"

#include <charconv>

namespace gw::providers::vertex {

namespace {

class Decoder final : public WholeAnswer
{
public:
    explicit Decoder(const chat::Call &call)
        : m_call(call)
    {}

protected:
    Result<chat::Events> read(json::Object &answer) override
    {
        if (answer.contains("error"))
            return gemini::readError(200, json::serialize(answer));
        const json::Array *records = json::findArray(answer, "records");
        if (!records)
            return malformed("the provider's answer has no records");
        std::vector<Ranked> results;
        for (const json::Value &value : *records) {
            const json::Object *record = value.if_object();
            const std::string_view id = record ? json::stringOr(*record, "id") : std::string_view();
            Ranked ranked;
            const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), ranked.index);
            if (id.empty() || problem != std::errc() || end != id.data() + id.size())
                return malformed("a record of the provider's answer is none of the documents");
            // A score of 0 is left out, as is usual in Google's JSON.
            const json::Value *score = record->if_contains("score");
            ranked.score = score ? *score : json::Value(0.0);
            results.push_back(std::move(ranked));
        }
        return rankingEvents(m_call, results);
    }

private:
    const chat::Call &m_call;
};

}   // namespace

Result<std::string> rankingUrl(const Target &target)
{
    const std::string project = projectOf(target);
    if (project.empty())
        return Error{.code = ErrorCode::BadRequest, .message = "rerankings on Vertex AI need vertex_project"};
    const std::string base =
        target.baseUrl.empty() ? "https://discoveryengine.googleapis.com" : target.baseUrl;
    return base + "/v1/projects/" + project + "/locations/global/rankingConfigs/default_ranking_config:rank";
}

Result<json::Object> writeRanking(const chat::Call &call, const Target &target)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    const auto &request = std::get<chat::RerankRequest>(*canonical);
    json::Array records;
    for (std::size_t i = 0; i < request.documents.size(); ++i) {
        const json::Value &document = request.documents[i];
        json::Object record{{"id", std::to_string(i)}, {"content", documentText(document)}};
        const json::Object *object = document.if_object();
        if (const auto title = object ? json::findString(*object, "title") : std::nullopt)
            record["title"] = *title;
        records.emplace_back(std::move(record));
    }
    json::Object body{
        {"model", target.upstreamModel}, {"query", request.query}, {"records", std::move(records)}};
    if (request.topN > 0)
        body["topN"] = request.topN;
    body["ignoreRecordDetailsInResponse"] = true;
    for (const auto &member : rankingParams(request, target)) {
        // Cohere's; Google refuses what it does not know.
        if (member.key() != "max_tokens_per_doc" && member.key() != "max_chunks_per_doc")
            body[member.key()] = member.value();
    }
    return body;
}

std::unique_ptr<EventDecoder> newRankingDecoder(const chat::Call &call)
{
    return std::make_unique<Decoder>(call);
}

}   // namespace gw::providers::vertex
