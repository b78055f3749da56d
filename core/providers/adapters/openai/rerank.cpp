#include "core/providers/adapters/openai/rerank.h"

#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/ranking.h"

#include <algorithm>

namespace gw::providers::openai {

namespace {

class RerankDecoder final : public EventDecoder
{
public:
    RerankDecoder(const chat::Call &call, const Target &target)
        : m_target(target)
        , m_billed(call.billed)
    {
        const auto canonical = call.canonical();
        const auto *request = canonical.ok() ? std::get_if<chat::RerankRequest>(canonical.value()) : nullptr;
        if (!request)
            return;
        m_topN = request->topN;
        if (request->returnDocuments)
            m_documents = request->documents;
    }

    Result<chat::Events> feed(std::string_view bytes) override
    {
        m_body += bytes;
        return chat::Events();
    }

    Result<chat::Events> finish() override
    {
        GW_TRY(json::Value value, json::parse(m_body));
        json::Object answer;
        if (json::Array *list = value.if_array())   // TEI
            answer["results"] = std::move(*list);
        else if (value.is_object())
            answer = std::move(value.get_object());
        if (auto error = findError(answer, m_target))
            return std::move(*error);
        if (json::Value *data = answer.if_contains("data"); data && !answer.contains("results")) {
            json::Value results = std::move(*data);   // Voyage
            answer.erase("data");
            answer.erase("object");
            answer["results"] = std::move(results);
        }
        json::Value *results = answer.if_contains("results");
        if (!results || !results->is_array())
            return Error{.code = ErrorCode::UpstreamMalformed,
                         .message = "the provider's answer has no results"};
        readResults(results->get_array());
        chat::Events events;
        chat::Start start;
        start.id = json::stringOr(answer, "id");
        start.model = json::stringOr(answer, "model");
        events.emplace_back(std::move(start));
        events.emplace_back(readBill(answer));
        answer.erase("usage");
        answer.erase("model");
        answer.erase("id");
        events.emplace_back(chat::Annotation{std::move(answer)});
        events.emplace_back(chat::End());
        return events;
    }

private:
    void readResults(json::Array &results) const
    {
        for (json::Value &item : results) {
            json::Object *result = item.if_object();
            if (!result)
                continue;
            // Taken out before anything is put in, which may move the members.
            if (json::Value *score = result->if_contains("score");
                score && !result->contains("relevance_score")) {
                json::Value value = std::move(*score);
                result->erase("score");
                (*result)["relevance_score"] = std::move(value);
            }
            for (const char *key : {"document", "text"}) {
                const json::Value *said = result->if_contains(key);
                if (!said || !said->is_string())
                    continue;
                json::Object document{{"text", *said}};
                result->erase(key);
                (*result)["document"] = std::move(document);
            }
            const auto index = json::findInt(*result, "index");
            if (m_documents.empty() || result->contains("document") || !index || *index < 0 ||
                static_cast<std::size_t>(*index) >= m_documents.size())
                continue;
            const json::Value &document = m_documents[static_cast<std::size_t>(*index)];
            (*result)["document"] =
                document.is_object() ? document : json::Value(json::Object{{"text", document}});
        }
        // Servers that know no limit give all, the best first.
        if (m_topN > 0 && results.size() > static_cast<std::size_t>(m_topN))
            results.resize(static_cast<std::size_t>(m_topN));
    }

    // What is billed, and the answer's meta made whole.
    chat::UsageReport readBill(json::Object &answer) const
    {
        chat::UsageReport report;
        report.billed = m_billed;
        if (const json::Object *usage = json::findObject(answer, "usage")) {
            report.usage.input = json::findInt(*usage, "prompt_tokens")
                                     .value_or(json::findInt(*usage, "total_tokens").value_or(-1));
            report.usage.total = json::findInt(*usage, "total_tokens").value_or(-1);
        }
        json::Object meta;
        if (const json::Object *said = json::findObject(answer, "meta"))
            meta = *said;
        if (const json::Value *units = json::findPath(meta, "billed_units.search_units")) {
            if (const auto count = json::toDouble(*units); count && *count >= 0 && *count < 1e9)
                report.billed.searchUnits = static_cast<std::int64_t>(*count);
        }
        if (const json::Value *tokens = json::findPath(meta, "tokens.input_tokens");
            tokens && report.usage.input < 0)
            report.usage.input = json::toInt(*tokens).value_or(-1);
        if (!meta.contains("billed_units")) {
            json::Object units{{"search_units", report.billed.searchUnits}};
            if (report.usage.input >= 0)
                units["total_tokens"] = report.usage.input;
            meta["billed_units"] = std::move(units);
        }
        answer["meta"] = std::move(meta);
        return report;
    }

    const Target &m_target;
    const chat::Billed m_billed;
    std::int64_t m_topN = -1;
    json::Array m_documents;   // Only where the client wants them back.
    std::string m_body;
};

}   // namespace

RerankForm rerankForm(const Target &target)
{
    if (target.row->adapter == "cohere")
        return RerankForm::Cohere;
    if (target.row->id == "voyage")
        return RerankForm::Voyage;
    return target.row->id == "huggingface" ? RerankForm::Tei : RerankForm::Jina;
}

std::string teiUrl(std::string base)
{
    for (const std::string_view ending : {"/rerank", "/v1"}) {
        if (base.ends_with(ending))
            base.resize(base.size() - ending.size());
    }
    return base + "/rerank";
}

Result<std::string> rerankBody(const chat::Call &call, const Target &target, const std::string &model)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    const auto &request = std::get<chat::RerankRequest>(*canonical);
    const RerankForm form = rerankForm(target);
    json::Object body;
    if (form != RerankForm::Tei)
        body["model"] = model;
    body["query"] = request.query;
    json::Array documents;
    for (const json::Value &document : request.documents)
        documents.push_back(form == RerankForm::Jina ? document : json::Value(documentText(document)));
    body[form == RerankForm::Tei ? "texts" : "documents"] = std::move(documents);
    if (request.topN > 0 && form != RerankForm::Tei)
        body[form == RerankForm::Voyage ? "top_k" : "top_n"] = request.topN;
    if (form == RerankForm::Jina && !call.memberText("return_documents").empty())
        body["return_documents"] = request.returnDocuments;
    for (const auto &member : request.params) {
        // Only Cohere's first version had it, and Jina's imitators ignore it.
        if (member.key() != "rank_fields" || form == RerankForm::Jina)
            body[member.key()] = member.value();
    }
    for (const auto &member : target.deployment->params.defaults) {
        if (!body.contains(member.key()))
            body[member.key()] = member.value();
    }
    for (const auto &member : target.deployment->params.extraBody)
        body[member.key()] = member.value();
    for (const std::string &field : target.deployment->params.additionalDropParams)
        body.erase(field);
    return json::serialize(body);
}

std::unique_ptr<EventDecoder> newRerankDecoder(const chat::Call &call, const Target &target)
{
    return std::make_unique<RerankDecoder>(call, target);
}

}   // namespace gw::providers::openai
