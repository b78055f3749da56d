#include "core/api/spendviews.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;
using Rows = std::vector<ledger::BreakdownRow>;

std::string groupName(access::Directory *directory, bool teams, const std::string &id)
{
    if (!teams)
        return id;
    if (id.empty())
        return "Unassigned Team";
    const access::TeamPtr team = directory ? directory->team(id) : nullptr;
    return team && !team->alias.empty() ? team->alias : id;
}

// By day and team or customer, each with its models and keys.
ApiReply byDay(const Rows &rows, access::Directory *directory, bool teams)
{
    struct Group
    {
        ledger::Int128 spend = 0;
        json::Array metadata;
    };
    std::map<ledger::Day, std::map<std::string, Group>> days;
    for (const ledger::BreakdownRow &row : rows) {
        if (!teams && row.first.empty())
            continue;
        Group &group = days[row.day][groupName(directory, teams, row.first)];
        group.spend += row.totals.costPico;
        group.metadata.emplace_back(json::Object{{"model", row.second},
                                                 {"spend", dollars(row.totals.costPico)},
                                                 {"total_tokens", row.totals.input + row.totals.output},
                                                 {"api_key", row.third}});
    }
    json::Array out;
    for (auto &[day, groups] : days) {
        json::Array list;
        for (auto &[name, group] : groups)
            list.emplace_back(json::Object{{teams ? "team_name" : "customer", name},
                                           {"total_spend", dollars(group.spend)},
                                           {"metadata", std::move(group.metadata)}});
        out.emplace_back(json::Object{{"group_by_day", isoDay(day) + "T00:00:00+00:00"},
                                      {teams ? "teams" : "customers", std::move(list)}});
    }
    return engine::jsonReply(std::move(out));
}

json::Object costsOf(const ledger::Totals &totals)
{
    return {{"total_cost", dollars(totals.costPico)},
            {"total_input_tokens", totals.input},
            {"total_output_tokens", totals.output}};
}

// By key, with its models.
ApiReply byKey(const Rows &rows)
{
    struct Sum
    {
        ledger::Totals totals;
        json::Array models;
    };
    std::map<std::string, Sum> keys;
    for (const ledger::BreakdownRow &row : rows) {
        Sum &sum = keys[row.first];
        sum.totals += row.totals;
        json::Object model = costsOf(row.totals);
        model["model"] = row.second;
        sum.models.emplace_back(std::move(model));
    }
    json::Array out;
    for (auto &[key, sum] : keys) {
        json::Object one = costsOf(sum.totals);
        one["api_key"] = key;
        one["model_details"] = std::move(sum.models);
        out.emplace_back(std::move(one));
    }
    return engine::jsonReply(std::move(out));
}

void report(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto range = daysOf(call, true);
    if (!range.ok())
        return respond(engine::errorReply(range.error()));
    const std::string groupBy(call.query.valueOr("group_by", "team"));
    if (groupBy != "team" && groupBy != "customer" && groupBy != "api_key")
        return respond(
            badRequest("Invalid group_by='" + groupBy + "': expected team, customer or api_key", "group_by"));
    ledger::Filter filter;
    const auto read = [&](const char *name, std::optional<std::string> &out) {
        if (std::string text = queryText(call, name); !text.empty())
            out = std::move(text);
    };
    read("api_key", filter.key);
    if (filter.key)
        filter.key = hashOf(*filter.key);
    read("internal_user_id", filter.user);
    read("team_id", filter.team);
    read("customer_id", filter.endUser);
    const bool named = filter.key || filter.user;
    if (!named && !seesAll(call.principal))
        return respond(engine::errorReply(auth::adminOnly(call.principal, call.head.path)));
    if (auto error = narrow(sources.directory, call.principal, filter))
        return respond(std::move(*error));
    filter.fromUs = range.value().from * kDayUs;
    filter.untilUs = (range.value().to + std::int64_t{1}) * kDayUs;
    if (named || filter.endUser || groupBy == "api_key") {
        sources.reader.breakdown({filter, Dimension::Key, Dimension::Model}, replying<Rows>(respond, &byKey));
        return;
    }
    const bool teams = groupBy == "team";
    sources.reader.breakdown(
        {filter, teams ? Dimension::Team : Dimension::EndUser, Dimension::Model, true, Dimension::Key},
        replying<Rows>(respond, [teams, directory = sources.directory](const Rows &rows) {
            return byDay(rows, directory, teams);
        }));
}

}   // namespace

engine::ApiRoutes spendReportRoutes(const SpendSources &sources)
{
    return {spendRoute(sources, "GET", "/global/spend/report", &report)};
}

}   // namespace gw::api
