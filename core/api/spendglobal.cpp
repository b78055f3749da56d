#include "core/api/spendviews.h"

#include <algorithm>
#include <set>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;
using Names = std::vector<ledger::NamedTotals>;
using Series = std::vector<ledger::DayTotals>;

constexpr std::int64_t kMostRows = 1000;
constexpr std::size_t kTopTeams = 10;
constexpr std::size_t kTopEndUsers = 100;
constexpr const char *kNoTeam = "Unassigned";

Times timesOfDays(ledger::DayRange days)
{
    return {days.from * kDayUs, (days.to + std::int64_t{1}) * kDayUs};
}

void sum(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto days = daysOf(call);
    if (!days.ok())
        return respond(engine::errorReply(days.error()));
    const auto limit = call.table->config().litellm.maxBudget;
    sources.reader.totals(
        Dimension::All, days.value(), replying<Names>(respond, [limit](const Names &rows) {
            ledger::Int128 sum = 0;
            for (const ledger::NamedTotals &row : rows)
                sum += row.totals.costPico;
            return engine::jsonReply(json::Object{
                {"spend", dollars(sum)}, {"max_budget", limit ? std::strtod(limit->c_str(), nullptr) : 0.0}});
        }));
}

// A row of a list by name.
using MakeRow = json::Object (*)(access::Directory *directory, const ledger::NamedTotals &row);

// The names that cost most, in the days that were asked for. Names nobody was told are left out when they
// cost nothing.
void top(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond, Dimension dimension,
         std::int64_t usual, MakeRow make)
{
    const auto days = daysOf(call);
    if (!days.ok())
        return respond(engine::errorReply(days.error()));
    Paging paging = pagingOf(call, "limit", usual, kMostRows);
    if (paging.error)
        return respond(std::move(*paging.error));
    sources.reader.totals(dimension, days.value(),
                          replying<Names>(respond, [make, paging, directory = sources.directory](Names rows) {
                              std::erase_if(rows, [](const ledger::NamedTotals &row) {
                                  return row.name.empty() && row.totals.costPico == 0;
                              });
                              json::Array list;
                              for (std::size_t i = paging.begin(rows.size()); i < paging.end(rows.size());
                                   ++i) {
                                  json::Object one = make(directory, rows[i]);
                                  one["total_spend"] = dollars(rows[i].totals.costPico);
                                  one["total_tokens"] = rows[i].totals.input + rows[i].totals.output;
                                  one["api_requests"] = rows[i].totals.attempts;
                                  list.emplace_back(std::move(one));
                              }
                              return engine::jsonReply(std::move(list));
                          }));
}

void users(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    top(sources, call, respond, Dimension::User, kMostRows,
        [](access::Directory *directory, const ledger::NamedTotals &row) {
            const access::UserPtr user = directory ? directory->user(row.name) : nullptr;
            const bool known = user && !user->email.empty();
            return json::Object{{"user_id", row.name},
                                {"user_email", known ? json::Value(user->email) : json::Value(nullptr)}};
        });
}

void models(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    constexpr std::int64_t kUsual = 10;
    top(sources, call, respond, Dimension::Model, kUsual,
        [](access::Directory *, const ledger::NamedTotals &row) {
            return json::Object{{"model", row.name}};
        });
}

void keys(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    top(sources, call, respond, Dimension::Key, kMostRows,
        [](access::Directory *directory, const ledger::NamedTotals &row) {
            const access::KeyPtr key = directory ? directory->key(row.name) : nullptr;
            const auto text = [&](const std::string &member) {
                return key && !member.empty() ? json::Value(member) : json::Value(nullptr);
            };
            return json::Object{{"api_key", row.name},
                                {"key_alias", key ? text(key->alias) : json::Value(nullptr)},
                                {"key_name", key ? text(key->name) : json::Value(nullptr)}};
        });
}

std::string teamName(access::Directory *directory, const std::string &id)
{
    const access::TeamPtr team = directory && !id.empty() ? directory->team(id) : nullptr;
    return team && !team->alias.empty() ? team->alias : id.empty() ? kNoTeam : id;
}

void teams(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto range = daysOf(call);
    if (!range.ok())
        return respond(engine::errorReply(range.error()));
    const ledger::DayRange days = range.value();
    sources.reader.series(
        Dimension::Team, days,
        replying<Series>(respond, [days, directory = sources.directory](const Series &rows) {
            std::map<ledger::Day, std::map<std::string, ledger::Int128>> byDay;
            std::map<std::string, ledger::Int128> byTeam;
            for (const ledger::DayTotals &row : rows) {
                const std::string name = teamName(directory, row.name);
                byDay[row.day][name] += row.totals.costPico;
                byTeam[name] += row.totals.costPico;
            }
            json::Array daily;
            for (ledger::Day day = days.from; day <= days.to; ++day) {
                json::Object one{{"date", isoDay(day)}};
                for (const auto &[name, pico] : byDay[day])
                    one[name] = dollars(pico);
                daily.emplace_back(std::move(one));
            }
            std::vector<std::pair<std::string, ledger::Int128>> order(byTeam.begin(), byTeam.end());
            std::ranges::stable_sort(order, std::greater(), [](const auto &one) { return one.second; });
            json::Array names;
            json::Array totals;
            for (const auto &[name, pico] : order) {
                names.emplace_back(name);
                if (totals.size() < kTopTeams)
                    totals.emplace_back(json::Object{{"team_id", name}, {"total_spend", dollars(pico)}});
            }
            return engine::jsonReply(json::Object{{"daily_spend", std::move(daily)},
                                                  {"teams", std::move(names)},
                                                  {"total_spend_per_team", std::move(totals)}});
        }));
}

void endUsers(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    json::Object body;
    if (!call.body.empty()) {
        auto parsed = json::parse(call.body);
        if (!parsed.ok() || !parsed.value().is_object())
            return respond(
                engine::errorReply({.code = ErrorCode::BadJson, .message = "Invalid JSON payload"}));
        body = std::move(parsed.value().get_object());
    }
    std::optional<ApiReply> error;
    const std::string from = takeText(body, "startTime", error);
    const std::string until = takeText(body, "endTime", error);
    const std::string key = takeText(body, "api_key", error);
    if (error)
        return respond(std::move(*error));
    auto times = readTimes(from, until, "startTime", "endTime");
    if (!times.ok())
        return respond(engine::errorReply(times.error()));
    if (from.empty() && until.empty())
        times = timesOfDays({today() - kViewDays, today()});
    ledger::Filter filter;
    if (!key.empty())
        filter.key = hashOf(key);
    askTotals(sources.reader, Dimension::EndUser, filter, times.value(),
              replying<Names>(respond, [](const Names &rows) {
                  json::Array list;
                  for (const ledger::NamedTotals &row : rows) {
                      if (row.name.empty() || list.size() == kTopEndUsers)
                          continue;
                      list.emplace_back(json::Object{{"end_user", row.name},
                                                     {"total_count", row.totals.attempts},
                                                     {"total_spend", dollars(row.totals.costPico)}});
                  }
                  return engine::jsonReply(std::move(list));
              }));
}

void logs(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto range = daysOf(call);
    if (!range.ok())
        return respond(engine::errorReply(range.error()));
    ledger::Filter filter;
    if (const std::string key = queryText(call, "api_key"); !key.empty())
        filter.key = hashOf(key);
    askSeries(sources.reader, Dimension::All, filter, range.value(),
              replying<Series>(respond, [days = range.value()](const Series &rows) {
                  std::map<ledger::Day, ledger::Int128> sums;
                  for (const ledger::DayTotals &row : rows)
                      sums[row.day] += row.totals.costPico;
                  json::Array list;
                  for (ledger::Day day = days.from; day <= days.to; ++day)
                      list.emplace_back(json::Object{{"date", isoDay(day)}, {"spend", dollars(sums[day])}});
                  return engine::jsonReply(std::move(list));
              }));
}

void tags(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto times = timesOf(call);
    if (!times.ok())
        return respond(engine::errorReply(times.error()));
    const std::vector<std::string> list = queryTexts(call, "tags");
    const std::set<std::string> wanted(list.begin(), list.end());
    sources.reader.totals(
        Dimension::Tag, times.value().days(), replying<Names>(respond, [wanted](const Names &rows) {
            json::Array out;
            for (const ledger::NamedTotals &row : rows) {
                if (wanted.empty() || wanted.contains("all-tags") || wanted.contains(row.name))
                    out.emplace_back(json::Object{{"name", row.name},
                                                  {"spend", dollars(row.totals.costPico)},
                                                  {"log_count", row.totals.attempts}});
            }
            return engine::jsonReply(json::Object{{"spend_per_tag", std::move(out)}});
        }));
}

// Every name of a dimension that the ledger knows.
void names(const SpendSources &sources, const ApiRespond &respond, Dimension dimension, const char *member)
{
    sources.reader.totals(
        dimension, Times().days(), replying<Names>(respond, [member](const Names &rows) {
            std::set<std::string> sorted;
            for (const ledger::NamedTotals &row : rows)
                sorted.insert(row.name);
            sorted.erase("");
            return engine::jsonReply(json::Object{{member, json::Array(sorted.begin(), sorted.end())}});
        }));
}

void tagNames(const SpendSources &sources, const ApiCall &, const ApiRespond &respond)
{
    names(sources, respond, Dimension::Tag, "tag_names");
}

void endUserNames(const SpendSources &sources, const ApiCall &, const ApiRespond &respond)
{
    names(sources, respond, Dimension::EndUser, "end_users");
}

void providers(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto days = daysOf(call, true);
    if (!days.ok())
        return respond(engine::errorReply(days.error()));
    sources.reader.totals(Dimension::Provider, days.value(), replying<Names>(respond, [](const Names &rows) {
                              json::Array list;
                              for (const ledger::NamedTotals &row : rows) {
                                  if (!row.name.empty() || row.totals.costPico != 0)
                                      list.emplace_back(
                                          json::Object{{"provider", row.name.empty() ? "Unknown" : row.name},
                                                       {"spend", dollars(row.totals.costPico)}});
                              }
                              return engine::jsonReply(std::move(list));
                          }));
}

// Nothing here is ever stale, but for rows that wait to be written.
void refresh(const SpendSources &sources, const ApiCall &, const ApiRespond &respond)
{
    const auto done = [respond] {
        respond(engine::jsonReply(
            json::Object{{"message", "MonthlyGlobalSpend view refreshed"}, {"status", "success"}}));
    };
    sources.ledger.flush([done, settle = sources.readers.settle] {
        if (settle)
            settle(done);
        else
            done();
    });
}

// The rest of the month of the last day that is given, each of its days as dear as the given ones are on
// average.
void predict(const SpendSources &, const ApiCall &call, const ApiRespond &respond)
{
    const auto wrong = [&respond](std::string message) {
        respond(engine::errorReply(
            {.code = ErrorCode::BadRequest, .message = std::move(message), .param = "data"}));
    };
    const auto body = json::parse(call.body);
    const json::Object *object = body.ok() ? body.value().if_object() : nullptr;
    const json::Value *data = object ? json::find(*object, "data") : nullptr;
    const json::Array *rows = data ? data->if_array() : nullptr;
    if (!rows || rows->empty())
        return wrong("data must be a list of {date, spend}");
    double sum = 0;
    std::int64_t lastUs = INT64_MIN;
    for (const json::Value &row : *rows) {
        const json::Object *one = row.if_object();
        const auto at = one ? parseTime(json::stringOr(*one, "date")) : std::nullopt;
        const json::Value *spend = one ? json::find(*one, "spend") : nullptr;
        if (!at || !spend || !spend->is_number())
            return wrong("each of data is {\"date\": \"2026-11-21\", \"spend\": 1.5}");
        sum += spend->to_number<double>();
        lastUs = std::max(lastUs, *at);
    }
    const double daily = sum / static_cast<double>(rows->size());
    const ledger::Day last = ledger::dayOf(lastUs);
    const std::string month = isoDay(last).substr(0, 7);
    json::Array predicted;
    for (ledger::Day day = last + 1; isoDay(day).starts_with(month); ++day)
        predicted.emplace_back(json::Object{{"date", isoDay(day)}, {"predicted_spend", daily}});
    const double total = sum + daily * static_cast<double>(predicted.size());
    respond(engine::jsonReply(
        json::Object{{"response", std::move(predicted)}, {"month", month}, {"predicted_total", total}}));
}

}   // namespace

engine::ApiRoutes globalSpendRoutes(const SpendSources &sources)
{
    const auto route = [&](const char *method, const char *pattern, SpendJob job) {
        return wholeSpendRoute(sources, method, pattern, job);
    };
    return {route("GET", "/global/spend", &sum),
            route("GET", "/global/spend/users", &users),
            route("GET", "/global/spend/models", &models),
            route("GET", "/global/spend/keys", &keys),
            route("GET", "/global/spend/teams", &teams),
            route("POST", "/global/spend/end_users", &endUsers),
            route("GET", "/global/spend/logs", &logs),
            route("GET", "/global/spend/tags", &tags),
            route("GET", "/global/spend/all_tag_names", &tagNames),
            route("GET", "/global/spend/provider", &providers),
            route("GET", "/global/all_end_users", &endUserNames),
            route("POST", "/global/spend/refresh", &refresh),
            route("POST", "/global/predict/spend/logs", &predict)};
}

}   // namespace gw::api
