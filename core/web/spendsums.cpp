#include "core/web/spendsums.h"

#include "core/base/ids.h"
#include "core/web/frame.h"

#include <QDateTime>

#include <algorithm>

namespace gw::web {

namespace {

constexpr std::int64_t kDayS = 86'400;
constexpr const char *kMostDays = "1000";

std::string keyLabel(const Visit &visit, const std::string &hash, std::string_view alias)
{
    if (!alias.empty())
        return std::string(alias);
    const access::Directory *directory = visit.site->setup().shared.directory;
    const access::KeyPtr key = directory ? directory->keys().find(hash) : nullptr;
    if (key)
        return key->alias.empty() ? key->name : key->alias;
    if (hash == "open")
        return visit.t("Without a key");
    if (const Secret master = visit.site->setup().masterKey(); sha256Hex(master.reveal()) == hash)
        return visit.t("Master key");
    constexpr std::size_t kShown = 12;
    constexpr std::size_t kHash = 64;
    return hash.size() == kHash ? hash.substr(0, kShown) + "…" : hash;
}

void addPart(std::map<std::string, SpendPart> &parts, const std::string &name, const std::string &label,
             double usd, std::int64_t requests)
{
    SpendPart &part = parts[name];
    part.label = label;
    part.usd += usd;
    if (requests >= 0)
        part.requests = std::max<std::int64_t>(part.requests, 0) + requests;
}

// One part of a day of /user/daily/activity.
void addBreakdown(const Visit &visit, const json::Object &breakdown, const char *name,
                  std::map<std::string, SpendPart> &parts)
{
    const json::Object *list = json::findObject(breakdown, name);
    for (const auto &[key, value] : list ? *list : json::Object()) {
        const json::Object *entry = value.if_object();
        const json::Object *metrics = entry ? json::findObject(*entry, "metrics") : nullptr;
        if (!metrics)
            continue;
        const json::Object *metadata = json::findObject(*entry, "metadata");
        const std::string text(key);
        const std::string label =
            std::string_view(name) == "api_keys"
                ? keyLabel(visit, text,
                           metadata ? json::stringOr(*metadata, "key_alias") : std::string_view())
                : text;
        addPart(parts, text, label, json::findDouble(*metrics, "spend").value_or(0),
                json::findInt(*metrics, "api_requests").value_or(0));
    }
}

void readActivity(const Visit &visit, const json::Object &answer, std::map<std::string, double> &byDay,
                  SpendSums &out)
{
    const json::Array *results = json::findArray(answer, "results");
    for (const json::Value &one : results ? *results : json::Array()) {
        const json::Object *day = one.if_object();
        const json::Object *metrics = day ? json::findObject(*day, "metrics") : nullptr;
        const json::Object *breakdown = day ? json::findObject(*day, "breakdown") : nullptr;
        if (!metrics || !breakdown)
            continue;
        byDay[std::string(json::stringOr(*day, "date"))] = json::findDouble(*metrics, "spend").value_or(0);
        addBreakdown(visit, *breakdown, "models", out.models);
        addBreakdown(visit, *breakdown, "api_keys", out.keys);
        addBreakdown(visit, *breakdown, "providers", out.providers);
    }
}

// The form of /spend/logs: keys stand as members of the day itself.
void readSummary(const Visit &visit, const json::Array &answer, std::map<std::string, double> &byDay,
                 SpendSums &out)
{
    for (const json::Value &one : answer) {
        const json::Object *day = one.if_object();
        if (!day)
            continue;
        byDay[std::string(json::stringOr(*day, "startTime"))] = json::findDouble(*day, "spend").value_or(0);
        const json::Object *models = json::findObject(*day, "models");
        for (const auto &[name, usd] : models ? *models : json::Object())
            addPart(out.models, std::string(name), std::string(name), json::toDouble(usd).value_or(0), -1);
        for (const auto &[name, usd] : *day) {
            if (name != "spend" && json::toDouble(usd))
                addPart(out.keys, std::string(name), keyLabel(visit, std::string(name), {}),
                        *json::toDouble(usd), -1);
        }
    }
}

}   // namespace

std::string dayText(std::int64_t unixS)
{
    return QDateTime::fromSecsSinceEpoch(unixS, Qt::UTC).date().toString(Qt::ISODate).toStdString();
}

std::string secondText(std::int64_t unixS)
{
    return QDateTime::fromSecsSinceEpoch(unixS, Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
        .toStdString();
}

Question spendQuestion(const Visit &visit, int days)
{
    const std::string query = queryOf({{"start_date", dayText(visit.nowS - (days - 1) * kDayS)},
                                       {"end_date", dayText(visit.nowS)},
                                       {"page_size", seesEverything(visit) ? kMostDays : ""}});
    return {.target = (seesEverything(visit) ? "/user/daily/activity" : "/spend/logs") + query};
}

SpendSums spendSums(const Visit &visit, const Answer &answer, int days)
{
    SpendSums out;
    std::map<std::string, double> byDay;
    if (const json::Array *list = answer.body.if_array())
        readSummary(visit, *list, byDay, out);
    else
        readActivity(visit, answer.object(), byDay, out);
    for (int ago = days - 1; ago >= 0; --ago) {
        const std::string date = dayText(visit.nowS - ago * kDayS);
        const auto found = byDay.find(date);
        out.days.push_back({date, found == byDay.end() ? 0 : found->second});
        out.usd += out.days.back().usd;
    }
    return out;
}

Question requestsQuestion(std::int64_t fromS, std::int64_t untilS, int page, int size,
                          std::vector<std::pair<std::string, std::string>> filters)
{
    filters.insert(filters.begin(), {{"start_date", secondText(fromS)},
                                     {"end_date", secondText(untilS)},
                                     {"page", std::to_string(page)},
                                     {"page_size", std::to_string(size)}});
    return {.target = "/spend/logs/v2" + queryOf(filters)};
}

std::int64_t totalOf(const Answer &answer)
{
    return json::findInt(answer.object(), "total").value_or(0);
}

}   // namespace gw::web
