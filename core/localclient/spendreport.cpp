#include "core/localclient/spendreport.h"

#include "core/localclient/texts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

using ledger::Dimension;
using ledger::Int128;

constexpr std::int64_t kForecastDays = 7;

// One term, its value quoted where that is needed.
QString term(const QString &field, const QString &value)
{
    return field + (value.contains(u' ') ? u'"' + value + u'"' : value);
}

// As one types it in Traffic.
QString fieldOf(SpendBy by)
{
    switch (by) {
    case SpendBy::Program:
        return u"app"_s;
    case SpendBy::Key:
        return u"key"_s;
    case SpendBy::Team:
        return u"team"_s;
    case SpendBy::Model:
        return u"model"_s;
    case SpendBy::Provider:
        return u"provider"_s;
    case SpendBy::Tag:
        break;
    }
    return u"tag"_s;
}

SpendSums toSums(const ledger::Totals &totals)
{
    return {.requests = totals.requests,
            .failures = totals.failures,
            .estimated = totals.estimated + totals.broken,
            .unpriced = totals.unpriced,
            .input = totals.input,
            .cacheRead = totals.cacheRead,
            .cacheWrite = totals.cacheWrite,
            .output = totals.output,
            .costPico = saturated(totals.costPico),
            .savedPico = saturated(totals.savedPico)};
}

std::vector<std::int64_t> toDays(const std::vector<Int128> &days)
{
    std::vector<std::int64_t> out;
    for (const Int128 day : days)
        out.push_back(saturated(day));
    return out;
}

}   // namespace

std::int64_t saturated(Int128 pico)
{
    constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::clamp<Int128>(pico, -kMost, kMost));
}

ledger::DayRange toLedger(const SpendDays &days)
{
    return {static_cast<ledger::Day>(days.first - kEpochJulianDay),
            static_cast<ledger::Day>(days.last - kEpochJulianDay)};
}

Dimension dimensionOf(SpendBy by)
{
    switch (by) {
    case SpendBy::Program:
        return Dimension::Client;
    case SpendBy::Key:
        return Dimension::Key;
    case SpendBy::Team:
        return Dimension::Team;
    case SpendBy::Model:
        return Dimension::Model;
    case SpendBy::Provider:
        return Dimension::Provider;
    case SpendBy::Tag:
        break;
    }
    return Dimension::Tag;
}

SpendDays reachOf(const SpendDays &days, std::int64_t today)
{
    return {std::min(days.first - days.count(), today - kForecastDays), std::max(days.last, today)};
}

SpendName plainName(SpendBy by, const std::string &name)
{
    SpendName out{.name = text(name)};
    if (name.empty())
        return out;
    const qsizetype slash = by == SpendBy::Program ? out.name.indexOf(u'/') : -1;
    if (slash <= 0) {
        out.filter = term(fieldOf(by) + u'=', out.name);
        return out;
    }
    out.filter = term(u"app:"_s, out.name.left(slash + 1));
    out.name.truncate(slash);
    return out;
}

SpendReport reportOf(SpendBy by, const SpendDays &days, std::int64_t today,
                     const std::vector<ledger::DayTotals> &rows)
{
    SpendReport report{.by = by, .days = days};
    report.today = today;
    ledger::Totals all;
    std::vector<Int128> byDay(static_cast<std::size_t>(report.days.count()));
    std::vector<Int128> last(kForecastDays);
    Int128 before = 0;
    for (const ledger::DayTotals &row : rows) {
        const std::int64_t day = row.day + kEpochJulianDay;
        if (day >= report.days.first && day <= report.days.last) {
            all += row.totals;
            byDay[static_cast<std::size_t>(day - report.days.first)] += row.totals.costPico;
        } else if (day >= report.days.first - report.days.count() && day < report.days.first) {
            before += row.totals.costPico;
        }
        if (const std::int64_t at = day - (report.today - kForecastDays); at >= 0 && at < kForecastDays)
            last[static_cast<std::size_t>(at)] += row.totals.costPico;
    }
    report.all = toSums(all);
    report.costByDay = toDays(byDay);
    report.beforePico = saturated(before);
    report.lastDays = toDays(last);
    return report;
}

void putNames(SpendReport &report, const std::vector<ledger::NamedChart> &charts,
              const std::function<SpendName(const std::string &)> &nameOf)
{
    std::map<std::pair<QString, QString>, ledger::NamedChart> shown;
    for (const ledger::NamedChart &chart : charts) {
        const SpendName as = nameOf(chart.name);
        ledger::NamedChart &into = shown[{as.filter, as.name}];
        into.totals += chart.totals;
        into.costByDay.resize(chart.costByDay.size());
        for (std::size_t i = 0; i < chart.costByDay.size(); ++i)
            into.costByDay[i] += chart.costByDay[i];
    }
    for (const auto &[as, sum] : shown)
        report.names.push_back({as.second, as.first, toSums(sum.totals), toDays(sum.costByDay)});
    std::ranges::stable_sort(report.names, std::greater(), [](const SpendName &one) {
        return std::pair(one.sums.costPico, one.sums.requests);
    });
}

}   // namespace gw::client
