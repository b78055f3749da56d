#include "core/api/spendviews.h"
#include "core/ledger/callnames.h"

#include <QDate>
#include <QLocale>

#include <algorithm>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;
using Series = std::vector<ledger::DayTotals>;
using Rows = std::vector<ledger::BreakdownRow>;

constexpr std::size_t kTop = 10;
constexpr std::size_t kMostRows = 1000;
constexpr int kTooMany = 429;

// "Jan 22", in English everywhere.
std::string shortDay(ledger::Day day)
{
    const QDate date = QDate::fromJulianDay(QDate(1970, 1, 1).toJulianDay() + day);
    return QLocale::c().toString(date, QStringLiteral("MMM dd")).toStdString();
}

json::Object activityOf(const std::map<ledger::Day, ledger::Totals> &days)
{
    json::Array daily;
    ledger::Totals sum;
    for (const auto &[day, totals] : days) {
        sum += totals;
        daily.emplace_back(json::Object{{"date", shortDay(day)},
                                        {"api_requests", totals.attempts},
                                        {"total_tokens", totals.input + totals.output}});
    }
    return {{"daily_data", std::move(daily)},
            {"sum_api_requests", sum.attempts},
            {"sum_total_tokens", sum.input + sum.output}};
}

json::Object exceptionsOf(const std::map<ledger::Day, ledger::Totals> &days)
{
    json::Array daily;
    std::int64_t sum = 0;
    for (const auto &[day, totals] : days) {
        sum += totals.attempts;
        daily.emplace_back(
            json::Object{{"date", shortDay(day)}, {"num_rate_limit_exceptions", totals.attempts}});
    }
    return {{"daily_data", std::move(daily)}, {"sum_num_rate_limit_exceptions", sum}};
}

// Days and filter of the query; what is wrong with them goes to respond.
struct Asked
{
    ledger::DayRange days;
    ledger::Filter filter;
};
std::optional<Asked> asked(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto days = daysOf(call, true);
    if (!days.ok()) {
        respond(engine::errorReply(days.error()));
        return std::nullopt;
    }
    Asked out{days.value(), filterOf(call, {})};
    if (auto error = narrow(sources.directory, call.principal, out.filter)) {
        respond(std::move(*error));
        return std::nullopt;
    }
    return out;
}

void activity(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto ask = asked(sources, call, respond);
    if (!ask)
        return;
    askSeries(sources.reader, Dimension::All, ask->filter, ask->days,
              replying<Series>(respond, [](const Series &rows) {
                  std::map<ledger::Day, ledger::Totals> days;
                  for (const ledger::DayTotals &row : rows)
                      days[row.day] += row.totals;
                  return engine::jsonReply(activityOf(days));
              }));
}

void byModel(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto ask = asked(sources, call, respond);
    if (!ask)
        return;
    askSeries(sources.reader, Dimension::ModelGroup, ask->filter, ask->days,
              replying<Series>(respond, [](const Series &rows) {
                  std::map<std::string, std::map<ledger::Day, ledger::Totals>> models;
                  std::map<std::string, std::int64_t> requests;
                  for (const ledger::DayTotals &row : rows) {
                      models[row.name][row.day] += row.totals;
                      requests[row.name] += row.totals.attempts;
                  }
                  std::vector<std::pair<std::int64_t, std::string>> order;
                  for (const auto &[name, count] : requests)
                      order.emplace_back(-count, name);
                  std::ranges::sort(order);
                  json::Array list;
                  for (std::size_t i = 0; i < std::min(order.size(), kTop); ++i) {
                      json::Object one = activityOf(models[order[i].second]);
                      one["model"] = order[i].second;
                      list.emplace_back(std::move(one));
                  }
                  return engine::jsonReply(std::move(list));
              }));
}

void exceptions(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    auto ask = asked(sources, call, respond);
    if (!ask)
        return;
    ask->filter.upstreamStatus = kTooMany;
    askSeries(sources.reader, Dimension::All, ask->filter, ask->days,
              replying<Series>(respond, [](const Series &rows) {
                  std::map<ledger::Day, ledger::Totals> days;
                  for (const ledger::DayTotals &row : rows)
                      days[row.day] += row.totals;
                  return engine::jsonReply(exceptionsOf(days));
              }));
}

void exceptionsByDeployment(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    auto ask = asked(sources, call, respond);
    if (!ask)
        return;
    ask->filter.upstreamStatus = kTooMany;
    askSeries(sources.reader, Dimension::Deployment, ask->filter, ask->days,
              replying<Series>(respond, [table = call.table](const Series &rows) {
                  std::map<std::string, std::map<ledger::Day, ledger::Totals>> bases;
                  for (const ledger::DayTotals &row : rows) {
                      const routing::TargetPtr target = table->byId(row.name);
                      const bool shown = target && target->baseUrl.find('@') == std::string::npos;
                      bases[shown ? target->baseUrl : row.name][row.day] += row.totals;
                  }
                  json::Array list;
                  for (const auto &[base, days] : bases) {
                      json::Object one = exceptionsOf(days);
                      one["api_base"] = base;
                      list.emplace_back(std::move(one));
                  }
                  return engine::jsonReply(std::move(list));
              }));
}

void cacheHits(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto ask = asked(sources, call, respond);
    if (!ask)
        return;
    ledger::BreakdownQuery query{ask->filter, Dimension::Key, Dimension::ModelGroup, false, Dimension::Route};
    query.filter.fromUs = ask->days.from * kDayUs;
    query.filter.untilUs = (ask->days.to + std::int64_t{1}) * kDayUs;
    const auto all = std::make_shared<Rows>();
    const auto inquiry = std::make_shared<Inquiry>(respond);
    sources.reader.breakdown(query, inquiry->part<Rows>([all](const Rows &rows) { *all = rows; }));
    query.filter.ending = ledger::Ending::CacheHit;
    sources.reader.breakdown(query, inquiry->last<Rows>([all](const Rows &rows) {
        std::map<std::tuple<std::string, std::string, std::string>, ledger::Totals> hits;
        for (const ledger::BreakdownRow &row : rows)
            hits[{row.first, row.second, row.third}] = row.totals;
        std::ranges::stable_sort(*all, std::greater(),
                                 [](const ledger::BreakdownRow &row) { return row.totals.attempts; });
        json::Array list;
        for (const ledger::BreakdownRow &row : *all) {
            if (list.size() == kMostRows)
                break;
            const ledger::Totals hit = hits[{row.first, row.second, row.third}];
            list.emplace_back(json::Object{{"api_key", row.first},
                                           {"model", row.second},
                                           {"call_type", ledger::callTypeOf(row.third)},
                                           {"total_rows", row.totals.attempts},
                                           {"cache_hit_true_rows", hit.attempts},
                                           {"cached_completion_tokens", hit.output},
                                           {"generated_completion_tokens", row.totals.output - hit.output}});
        }
        return engine::jsonReply(std::move(list));
    }));
}

// "1d", "2h", "90s"
std::string periodText(std::int64_t seconds)
{
    for (const auto &[unit, name] :
         {std::pair<std::int64_t, const char *>{86'400, "d"}, {3600, "h"}, {60, "m"}}) {
        if (seconds % unit == 0)
            return std::to_string(seconds / unit) + name;
    }
    return std::to_string(seconds) + "s";
}

void providerBudgets(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const Clock &clock = sources.shared.clock;
    const routing::Moment now{.steadyUs = clock.steadyUs(), .unixS = clock.unixUs() / 1'000'000};
    routing::Budgets &budgets = call.table->state().budgets;
    json::Object rows;
    for (const auto &[provider, limit] : call.table->config().router.providerBudgets) {
        const auto spent =
            budgets.spent({access::Scope::Provider, provider, {}, /*limitPico=*/0, limit.periodS}, now);
        rows[provider] = json::Object{{"budget_limit", std::strtod(limit.limit.c_str(), nullptr)},
                                      {"time_period", periodText(limit.periodS)},
                                      {"spend", dollars(spent.pico)},
                                      {"budget_reset_at", access::isoTime(spent.resetAt)}};
    }
    respond(engine::jsonReply(json::Object{{"providers", std::move(rows)}}));
}

}   // namespace

engine::ApiRoutes globalActivityRoutes(const SpendSources &sources)
{
    return {
        spendRoute(sources, "GET", "/global/activity", &activity),
        spendRoute(sources, "GET", "/global/activity/model", &byModel),
        wholeSpendRoute(sources, "GET", "/global/activity/exceptions", &exceptions),
        wholeSpendRoute(sources, "GET", "/global/activity/exceptions/deployment", &exceptionsByDeployment),
        wholeSpendRoute(sources, "GET", "/global/activity/cache_hits", &cacheHits),
        wholeSpendRoute(sources, "GET", "/provider/budgets", &providerBudgets)};
}

}   // namespace gw::api
