#include "tests/support/fakespend.h"

#include <QDateTime>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr std::int64_t kCents = 10'000'000'000;
constexpr std::int64_t kDollar = 100 * kCents;

}   // namespace

void fillSpend(FakeSpend &spend)
{
    const QDate now = QDateTime::currentDateTimeUtc().date();
    client::SpendReport &report = spend.report;
    report.today = now.toJulianDay();
    const std::pair<const char *, std::int64_t> programs[] = {
        {"claude-cli", 150}, {"codex", 62}, {"idea", 30}, {"zed", 16}, {"curl", 6}};
    const std::array<std::int64_t, 7> week{70, 110, 96, 124, 88, 104, 22};
    report.costByDay.assign(31, 0);
    for (const auto &[name, cents] : programs) {
        client::SpendName one{.name = QLatin1String(name), .filter = u"app:%1/"_s.arg(QLatin1String(name))};
        for (int day = 1; day <= now.day(); ++day) {
            const std::int64_t cost = cents * kCents * week[std::size_t(day + int(cents)) % week.size()] /
                                      100 / (day == now.day() ? 2 : 1);
            one.costByDay.push_back(cost);
            one.sums.costPico += cost;
            report.costByDay[std::size_t(day - 1)] += cost;
        }
        one.sums.requests = cents * 211;
        one.sums.input = one.sums.requests * 12'800;
        one.sums.cacheRead = one.sums.input * 7 / 10;
        one.sums.output = one.sums.requests * 125;
        report.all.requests += one.sums.requests;
        report.all.input += one.sums.input;
        report.all.cacheRead += one.sums.cacheRead;
        report.all.output += one.sums.output;
        report.all.costPico += one.sums.costPico;
        report.names.push_back(one);
    }
    report.names[1].sums.unpriced = 12;
    report.names[2].sums.estimated = 3;
    report.all.unpriced = 12;
    report.all.estimated = 3;
    report.all.savedPico = 320 * kCents;
    report.beforePico = report.all.costPico + 412 * kCents;
    report.lastDays = {180 * kCents, 290 * kCents, 250 * kCents, 327 * kCents,
                       232 * kCents, 274 * kCents, 60 * kCents};
    spend.arithmetic.lines = {{u"claude-sonnet-4-5"_s, u"anthropic"_s, client::PriceLine::Class::Output,
                               1'021'000, 15'000'000, 1'021'000LL * 15'000'000},
                              {u"claude-sonnet-4-5"_s, u"anthropic"_s, client::PriceLine::Class::CacheRead,
                               38'100'000, 300'000, 38'100'000LL * 300'000},
                              {u"claude-sonnet-4-5"_s, u"anthropic"_s, client::PriceLine::Class::Input,
                               2'915'000, 3'000'000, 2'915'000LL * 3'000'000},
                              {u"claude-haiku-4-5"_s, u"anthropic"_s, client::PriceLine::Class::Input,
                               640'000, 1'000'000, 640'000LL * 1'000'000}};
    spend.arithmetic.otherPico = 42 * kCents;
    spend.arithmetic.costPico = spend.arithmetic.otherPico;
    for (const client::PriceLine &line : spend.arithmetic.lines)
        spend.arithmetic.costPico += line.costPico;
    spend.arithmetic.attempts = 31'650;
    spend.arithmetic.estimated = 3;
    spend.targets = {{u"d1"_s, u"fast (gpt-5.1-mini)"_s, kDollar / 4, 2 * kDollar},
                     {u"d2"_s, u"sonnet (claude-sonnet-4-5)"_s, 3 * kDollar, 15 * kDollar},
                     {u"d3"_s, u"local (qwen3:8b)"_s, 0, 0}};
    spend.whatIf.lines = {{u"claude-sonnet-4-5"_s, u"anthropic"_s, 31'650, 3549 * kCents, 812 * kCents},
                          {u"gpt-5.1"_s, u"openai"_s, 9'118, 1315 * kCents, 604 * kCents},
                          {u"claude-haiku-4-5"_s, u"anthropic"_s, 5'630, 190 * kCents, 204 * kCents}};
    for (const client::WhatIfLine &line : spend.whatIf.lines) {
        spend.whatIf.nowPico += line.nowPico;
        spend.whatIf.thenPico += line.thenPico;
    }
    spend.whatIf.priceSource = u"openai:gpt-5.1-mini"_s;
}

}   // namespace gw::test
