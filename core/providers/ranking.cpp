#include "core/providers/ranking.h"

namespace gw::providers {

std::string documentText(const json::Value &document)
{
    if (document.is_string())
        return std::string(document.get_string());
    if (const json::Object *object = document.if_object()) {
        if (const auto text = json::findString(*object, "text"))
            return std::string(*text);
    }
    return json::serialize(document);
}

json::Object rankingParams(const chat::RerankRequest &request, const Target &target)
{
    json::Object params = request.params;
    for (const auto &member : target.deployment->params.defaults) {
        if (!params.contains(member.key()))
            params[member.key()] = member.value();
    }
    for (const auto &member : target.deployment->params.extraBody)
        params[member.key()] = member.value();
    for (const std::string &field : target.deployment->params.additionalDropParams)
        params.erase(field);
    for (const std::string_view key : {"model", "rank_fields", "user"})
        params.erase(key);
    return params;
}

chat::Events rankingEvents(const chat::Call &call, const std::vector<Ranked> &results)
{
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::RerankRequest>(canonical.value()) : nullptr;
    json::Array list;
    for (const Ranked &ranked : results) {
        json::Object result{{"index", ranked.index}, {"relevance_score", ranked.score}};
        const auto place = static_cast<std::size_t>(ranked.index);
        if (request && request->returnDocuments && ranked.index >= 0 && place < request->documents.size()) {
            const json::Value &document = request->documents[place];
            result["document"] =
                document.is_object() ? document : json::Value(json::Object{{"text", document}});
        }
        list.emplace_back(std::move(result));
    }
    chat::UsageReport report;
    report.billed = call.billed;
    json::Object units{{"search_units", call.billed.searchUnits}};
    chat::Events events;
    events.emplace_back(chat::Start());
    events.emplace_back(std::move(report));
    events.emplace_back(chat::Annotation{
        {{"results", std::move(list)}, {"meta", json::Object{{"billed_units", std::move(units)}}}}});
    events.emplace_back(chat::End());
    return events;
}

}   // namespace gw::providers
