#include "core/api/spendviews.h"

#include <algorithm>
#include <map>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;

constexpr std::int64_t kUsualDays = 50;

json::Object metricsOf(const ledger::Totals &totals)
{
    return {{"spend", dollars(totals.costPico)},
            {"prompt_tokens", totals.input},
            {"completion_tokens", totals.output},
            {"cache_read_input_tokens", totals.cacheRead},
            {"cache_creation_input_tokens", totals.cacheWrite},
            {"total_tokens", totals.input + totals.output},
            {"successful_requests", totals.attempts - totals.failures},
            {"failed_requests", totals.failures},
            {"api_requests", totals.attempts}};
}

// One question after another, each adding its sums, then the answer.
struct Activity
{
    struct OneDay
    {
        ledger::Totals totals;
        std::map<std::string, std::map<std::string, ledger::Totals>> parts;
    };
    ledger::Questions &reader;
    access::Directory *directory;
    ApiRespond respond;
    ledger::DayRange range = {};
    ledger::Filter filter = {};
    Dimension entity = Dimension::User;
    std::vector<std::string> entities = {};   // Empty: all.
    bool chosen = false;                      // The sums are those of the entities, added up.
    Paging paging = {};
    std::map<ledger::Day, OneDay> days = {};
    std::vector<std::pair<const char *, Dimension>> questions = {};
    std::size_t next = 0;
};
using ActivityPtr = std::shared_ptr<Activity>;

void ask(const ActivityPtr &activity);

bool isWanted(const Activity &activity, const std::string &name)
{
    return activity.entities.empty() || std::ranges::find(activity.entities, name) != activity.entities.end();
}

void addSum(Activity &activity, const char *part, ledger::Day day, const std::string &name,
            const ledger::Totals &totals)
{
    Activity::OneDay &one = activity.days[day];
    const bool entities = std::string_view(part) == "entities";
    if (entities && !isWanted(activity, name))
        return;
    // Of chosen entities the sum is theirs; else it is everybody's.
    if (std::string_view(part) == "all" || (entities && activity.chosen))
        one.totals += totals;
    if (std::string_view(part) != "all" && !name.empty())
        one.parts[part][name] += totals;
}

json::Object partOf(const Activity &activity, const Activity::OneDay &day, const char *part)
{
    json::Object out;
    const auto it = day.parts.find(part);
    if (it == day.parts.end())
        return out;
    for (const auto &[name, totals] : it->second) {
        json::Object metadata;
        const access::KeyPtr key = activity.directory && std::string_view(part) == "api_keys"
                                       ? activity.directory->key(name)
                                       : nullptr;
        if (key)
            metadata = {{"key_alias", key->alias}, {"team_id", key->teamId}};
        out[name] = json::Object{{"metrics", metricsOf(totals)}, {"metadata", std::move(metadata)}};
    }
    return out;
}

void answer(Activity &activity)
{
    ledger::Totals sum;
    std::vector<ledger::Day> order;
    for (const auto &[day, one] : activity.days) {
        sum += one.totals;
        order.push_back(day);
    }
    std::ranges::reverse(order);
    json::Array results;
    const Paging &paging = activity.paging;
    for (std::size_t i = paging.begin(order.size()); i < paging.end(order.size()); ++i) {
        const Activity::OneDay &one = activity.days[order[i]];
        json::Object breakdown{{"mcp_servers", json::Object()}, {"endpoints", json::Object()}};
        for (const char *part : {"models", "model_groups", "providers", "api_keys", "entities"})
            breakdown[part] = partOf(activity, one, part);
        results.emplace_back(json::Object{{"date", isoDay(order[i])},
                                          {"metrics", metricsOf(one.totals)},
                                          {"breakdown", std::move(breakdown)}});
    }
    const std::int64_t pages = std::max<std::int64_t>(paging.pages(order.size()), 1);
    activity.respond(engine::jsonReply(
        json::Object{{"results", std::move(results)},
                     {"metadata", json::Object{{"total_spend", dollars(sum.costPico)},
                                               {"total_prompt_tokens", sum.input},
                                               {"total_completion_tokens", sum.output},
                                               {"total_tokens", sum.input + sum.output},
                                               {"total_cache_read_input_tokens", sum.cacheRead},
                                               {"total_cache_creation_input_tokens", sum.cacheWrite},
                                               {"total_api_requests", sum.attempts},
                                               {"total_successful_requests", sum.attempts - sum.failures},
                                               {"total_failed_requests", sum.failures},
                                               {"page", paging.page},
                                               {"total_pages", pages},
                                               {"has_more", paging.page < pages}}}}));
}

void ask(const ActivityPtr &activity)
{
    if (activity->next == activity->questions.size())
        return answer(*activity);
    const auto [part, dimension] = activity->questions[activity->next++];
    askSeries(
        activity->reader, dimension, activity->filter, activity->range,
        [activity, part = part](ledger::QueryToken, const Result<std::vector<ledger::DayTotals>> &rows) {
            if (!rows.ok())
                return activity->respond(engine::errorReply(rows.error()));
            for (const ledger::DayTotals &row : rows.value())
                addSum(*activity, part, row.day, row.name, row.totals);
            ask(activity);
        });
}

// What the query narrows down, in the terms of the ledger.
void readFilter(const ApiCall &call, Activity &activity)
{
    ledger::Filter filter;
    if (const std::string model = queryText(call, "model"); !model.empty())
        filter.model = model;
    if (const std::string key = queryText(call, "api_key"); !key.empty())
        filter.key = hashOf(key);
    if (activity.entities.size() == 1 && activity.entity != Dimension::Tag) {
        const std::string &name = activity.entities.front();
        if (activity.entity == Dimension::User)
            filter.user = name;
        else if (activity.entity == Dimension::Team)
            filter.team = name;
        else
            filter.endUser = name;
    }
    activity.filter = filter;
}

void begin(const ActivityPtr &activity, const ApiCall &call, const char *idsName)
{
    const auto days = daysOf(call, true);
    if (!days.ok())
        return activity->respond(engine::errorReply(days.error()));
    activity->paging = pagingOf(call, "page_size", kUsualDays, kMostDays);
    if (activity->paging.error)
        return activity->respond(std::move(*activity->paging.error));
    activity->range = days.value();
    activity->entities = queryTexts(call, idsName);
    if (!call.principal.viewer()) {
        const bool team = activity->entity == Dimension::Team;
        const std::string &own = team ? call.principal.teamId : call.principal.userId;
        if (own.empty() || (activity->entity != Dimension::User && !team) ||
            std::ranges::any_of(activity->entities, [&](const std::string &name) { return name != own; }))
            return activity->respond(engine::errorReply(auth::adminOnly(call.principal, call.head.path)));
        activity->entities = {own};
    }
    readFilter(call, *activity);
    // Sums of several chosen entities come from their own roll-ups alone.
    const bool tags = activity->entity == Dimension::Tag;
    if (tags && !activity->filter.isEmpty())
        return activity->respond(badRequest("Tags cannot be narrowed down to a model or key", "tags"));
    const bool chosen =
        !activity->entities.empty() && (activity->filter.isEmpty() || activity->entities.size() > 1);
    activity->chosen = chosen;
    activity->questions = {{"entities", activity->entity}};
    if (!chosen)
        activity->questions.insert(activity->questions.begin(), {{"all", Dimension::All},
                                                                 {"models", Dimension::Model},
                                                                 {"model_groups", Dimension::ModelGroup},
                                                                 {"providers", Dimension::Provider},
                                                                 {"api_keys", Dimension::Key}});
    ask(activity);
}

}   // namespace

engine::ApiRoutes activityRoutes(access::Directory *directory, const SpendReaders &readers)
{
    engine::ApiRoutes routes;
    const auto add = [&](const char *pattern, Dimension entity, const char *idsName) {
        routes.push_back(
            {"GET", pattern, Access::Management,
             [directory, readers, entity, idsName](const ApiCall &call, const ApiRespond &respond) {
                 const AskEither ask = [directory, entity, idsName](ledger::Questions &reader,
                                                                    const ApiCall &asked,
                                                                    const ApiRespond &reply) {
                     const auto activity = std::make_shared<Activity>(
                         Activity{.reader = reader, .directory = directory, .respond = reply});
                     activity->entity = entity;
                     begin(activity, asked, idsName);
                 };
                 askEither(readers, ask, call, respond);
             }});
    };
    add("/user/daily/activity", Dimension::User, "user_id");
    add("/user/daily/activity/aggregated", Dimension::User, "user_id");
    add("/team/daily/activity", Dimension::Team, "team_ids");
    add("/customer/daily/activity", Dimension::EndUser, "end_user_ids");
    add("/end_user/daily/activity", Dimension::EndUser, "end_user_ids");
    add("/tag/daily/activity", Dimension::Tag, "tags");
    return routes;
}

}   // namespace gw::api
