#include "core/providers/adapters/bedrock/rerank.h"

#include "core/providers/decoding.h"
#include "core/providers/ranking.h"

#include <algorithm>

namespace gw::providers::bedrock {

namespace {

// A text, or an object that the model may read as JSON.
json::Value sourceOf(const json::Value &document)
{
    json::Object inlined;
    const json::Object *object = document.if_object();
    const auto text = object ? json::findString(*object, "text") : std::nullopt;
    if (object && !(text && object->size() == 1)) {
        inlined["type"] = "JSON";
        inlined["jsonDocument"] = document;
    } else {
        inlined["type"] = "TEXT";
        inlined["textDocument"] = json::Object{{"text", text ? json::Value(*text) : document}};
    }
    return json::Object{{"type", "INLINE"}, {"inlineDocumentSource", std::move(inlined)}};
}

std::string arnOf(const std::string &id, const std::string &region)
{
    if (id.starts_with("arn:"))
        return id;
    const std::string_view partition = region.starts_with("us-gov-") ? "aws-us-gov"
                                       : region.starts_with("cn-")   ? "aws-cn"
                                                                     : "aws";
    return "arn:" + std::string(partition) + ":bedrock:" + region + "::foundation-model/" + id;
}

class Decoder final : public WholeAnswer
{
public:
    explicit Decoder(const chat::Call &call)
        : m_call(call)
    {}

protected:
    Result<chat::Events> read(json::Object &answer) override
    {
        const json::Array *list = json::findArray(answer, "results");
        if (!list)
            return malformed("the provider's answer has no results");
        std::vector<Ranked> results;
        for (const json::Value &value : *list) {
            const json::Object *item = value.if_object();
            const auto index = item ? json::findInt(*item, "index") : std::nullopt;
            const json::Value *score = item ? item->if_contains("relevanceScore") : nullptr;
            if (!index || !score)
                return malformed("a result of the provider has no index or no score");
            results.push_back({*index, *score});
        }
        return rankingEvents(m_call, results);
    }

private:
    const chat::Call &m_call;
};

}   // namespace

Result<json::Object> writeRerank(const chat::Call &call, const Target &target, const std::string &id,
                                 const std::string &region)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    const auto &request = std::get<chat::RerankRequest>(*canonical);
    json::Array sources;
    for (const json::Value &document : request.documents)
        sources.push_back(sourceOf(document));
    json::Object model{{"modelArn", arnOf(id, region)}};
    // What is left is for the model: max_tokens_per_doc, and what the deployment adds.
    json::Object rest = rankingParams(request, target);
    if (!rest.empty())
        model["additionalModelRequestFields"] = std::move(rest);
    const auto all = static_cast<std::int64_t>(request.documents.size());
    json::Object config{{"modelConfiguration", std::move(model)},
                        // Without a number there are a few only.
                        {"numberOfResults", request.topN > 0 ? std::min(request.topN, all) : all}};
    return json::Object{
        {"queries",
         json::Array{json::Object{{"type", "TEXT"}, {"textQuery", json::Object{{"text", request.query}}}}}},
        {"sources", std::move(sources)},
        {"rerankingConfiguration", json::Object{{"type", "BEDROCK_RERANKING_MODEL"},
                                                {"bedrockRerankingConfiguration", std::move(config)}}}};
}

std::string agentBase(std::string runtimeBase)
{
    constexpr std::string_view kModels = "://bedrock-runtime";
    if (const std::size_t at = runtimeBase.find(kModels); at != std::string::npos)
        runtimeBase.replace(at, kModels.size(), "://bedrock-agent-runtime");
    return runtimeBase;
}

std::unique_ptr<EventDecoder> newRerankDecoder(const chat::Call &call)
{
    return std::make_unique<Decoder>(call);
}

}   // namespace gw::providers::bedrock
