#include "core/localclient/inprocessspend.h"

#include "core/base/ids.h"
#include "core/billing/rates.h"
#include "core/client/filterlanguage.h"
#include "core/localclient/spendreport.h"
#include "core/localclient/texts.h"
#include "core/localclient/trafficvalues.h"
#include "core/pricing/cost.h"

#include <QDateTime>

#include <algorithm>
#include <limits>
#include <set>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

using ledger::Dimension;
using ledger::Int128;

constexpr std::int64_t kUsPerDay = 86'400'000'000;
constexpr qsizetype kShownHash = 8;
constexpr std::int64_t kMillion = 1'000'000;

std::int64_t today()
{
    return QDateTime::currentDateTimeUtc().date().toJulianDay();
}

// What the parts of one report have said so far.
struct Report
{
    std::vector<ledger::NamedChart> names;
    std::vector<ledger::DayTotals> all;
    std::optional<Error> error;

    template <typename Rows>
    void take(Rows &to, const Result<Rows> &answer)
    {
        if (answer.ok())
            to = answer.value();
        else
            error = answer.error();
    }
};

// One line for each class that was used; what they leave over goes to otherPico.
void putLines(SpendArithmetic &out, const ledger::TariffRow &row, Int128 &other)
{
    using Class = PriceLine::Class;
    const chat::Usage &used = row.usage;
    const std::int64_t reads = std::max<std::int64_t>(used.cacheRead, 0);
    const std::int64_t writes = std::max<std::int64_t>(used.cacheWrite, 0);
    const std::int64_t apart = std::max<std::int64_t>(used.cacheWrite1h, 0) +
                               std::max<std::int64_t>(used.audioIn, 0) +
                               std::max<std::int64_t>(used.imageIn, 0);
    const std::int64_t plain = std::max<std::int64_t>(used.input - reads - writes - apart, 0);
    const std::int64_t written =
        std::max<std::int64_t>(used.output - std::max<std::int64_t>(used.audioOut, 0), 0);
    Int128 left = row.costPico;
    const auto add = [&](Class kind, std::int64_t tokens, std::int64_t price) {
        if (tokens <= 0 || price < 0)
            return;
        const Int128 cost = static_cast<Int128>(tokens) * price;
        left -= cost;
        const auto same = std::ranges::find_if(out.lines, [&](const PriceLine &line) {
            return line.kind == kind && line.unitPico == price && line.model == text(row.model) &&
                   line.provider == text(row.provider);
        });
        if (same != out.lines.end()) {
            same->tokens += tokens;
            same->costPico = saturated(static_cast<Int128>(same->costPico) + cost);
        } else {
            out.lines.push_back({text(row.model), text(row.provider), kind, tokens, price, saturated(cost)});
        }
    };
    // Rows that cost nothing (mock, cache hits, failures) have prices too, and nothing to explain.
    if (row.billed) {
        const bool readsPriced = row.priceCacheRead >= 0;
        const bool writesPriced = row.priceCacheWrite >= 0;
        // Reads and writes without a price of their own cost as input does.
        add(Class::Input, plain + (readsPriced ? 0 : reads) + (writesPriced ? 0 : writes), row.priceInput);
        add(Class::CacheRead, readsPriced ? reads : 0, row.priceCacheRead);
        add(Class::CacheWrite, writesPriced ? writes : 0, row.priceCacheWrite);
        add(Class::Output, written, row.priceOutput);
    }
    other += left;
}

// The thresholds at which the standard prices change.
std::vector<std::int64_t> thresholds(const pricing::Price &price)
{
    std::set<std::int64_t> out;
    for (const pricing::Tier &tier : price.standard().tiers)
        out.insert(tier.above);
    return {out.begin(), out.end()};
}

// The price of requests that are above that many of the thresholds, whatever their sum.
pricing::Price atTier(pricing::Price price, const std::vector<std::int64_t> &above, int reached)
{
    pricing::Tariff &tariff = price.tariffs[0];
    for (const pricing::Tier &tier : tariff.tiers) {
        const bool counts = reached > 0 && tier.above <= above[static_cast<std::size_t>(reached - 1)];
        for (std::size_t i = 0; counts && i < pricing::kUnits; ++i)
            if (tier.rates[i])
                tariff.rates[i] = tier.rates[i];
    }
    tariff.tiers.clear();
    return price;
}

std::optional<ledger::RequestFilter> filterOf(const QString &filter, const SpendDays &days)
{
    const ParsedFilter parsed = parseFilter(filter);
    if (!parsed.ok())
        return std::nullopt;
    TrafficFilter out;
    out.fromUs = (days.first - kEpochJulianDay) * kUsPerDay;
    out.untilUs = (days.last + 1 - kEpochJulianDay) * kUsPerDay;
    out.terms = parsed.terms;
    return toLedger(out);
}

QString problemOf(const Error &error)
{
    // A gateway that has just begun has no ledger: that is no problem, there is nothing in it.
    return error.code == ErrorCode::NotFound ? QString() : text(error.message);
}

}   // namespace

InProcessSpend::InProcessSpend(SpendParts parts, QObject *parent)
    : SpendClient(parent)
    , m_parts(std::move(parts))
    , m_box(this)
    , m_sums(m_parts.ledgerFolder)
    , m_rows(m_parts.ledgerFolder)
{}

InProcessSpend::~InProcessSpend()
{
    m_box.close();
}

SpendName InProcessSpend::nameOf(SpendBy by, const std::string &name) const
{
    SpendName out = plainName(by, name);
    if (name.empty())
        return out;
    if (by == SpendBy::Key) {
        if (const access::KeyPtr key = m_parts.directory ? m_parts.directory->key(name) : nullptr)
            out.name = text(key->alias.empty() ? key->name : key->alias);
        else if (const Secret master = m_parts.masterKey ? m_parts.masterKey() : Secret();
                 !master.isEmpty() && sha256Hex(master.reveal()) == name)
            out.name = tr("master key");
        else if (name == "open")
            out.name = tr("without a key");
        else if (out.name.size() > kShownHash)
            out.name = tr("deleted key %1…").arg(out.name.left(kShownHash));
    } else if (by == SpendBy::Team) {
        if (const access::TeamPtr team = m_parts.directory ? m_parts.directory->team(name) : nullptr;
            team && !team->alias.empty())
            out.name = text(team->alias);
    }
    return out;
}

Token InProcessSpend::requestReport(SpendBy by, const SpendDays &days, SpendOf of)
{
    const Token token = m_parts.nextToken();
    const std::int64_t now = today();
    const auto gathered = std::make_shared<Report>();
    const bool shared = of == SpendOf::AllGateways && m_parts.all;
    ledger::Questions &asked = shared ? *m_parts.all : m_sums;
    asked.chart(dimensionOf(by), toLedger(days),
                [gathered](ledger::QueryToken, const Result<std::vector<ledger::NamedChart>> &answer) {
                    gathered->take(gathered->names, answer);
                });
    asked.series(
        Dimension::All, toLedger(reachOf(days, now)),
        [this, box = m_box, token, by, days, now, shared,
         gathered](ledger::QueryToken, const Result<std::vector<ledger::DayTotals>> &answer) {
            gathered->take(gathered->all, answer);
            SpendReport report = reportOf(by, days, now, gathered->all);
            report.of = shared ? SpendOf::AllGateways : SpendOf::ThisGateway;
            if (gathered->error)
                report.problem = shared ? text(gathered->error->message) : problemOf(*gathered->error);
            box.post([this, token, report = std::move(report), names = std::move(gathered->names)]() mutable {
                putNames(report, names, [&](const std::string &name) { return nameOf(report.by, name); });
                Q_EMIT reportReady(token, report);
            });
        });
    return token;
}

Token InProcessSpend::requestArithmetic(const QString &filter, const SpendDays &days)
{
    const Token token = m_parts.nextToken();
    const auto terms = filterOf(filter, days);
    if (!terms) {
        m_box.post(
            [this, token] { Q_EMIT arithmeticReady(token, {.problem = tr("This cannot be told apart.")}); });
        return token;
    }
    m_walks[token] = m_rows.tariffs(
        {*terms, {}},
        [this, box = m_box, token](ledger::QueryToken, const Result<std::vector<ledger::TariffRow>> &rows) {
            SpendArithmetic out;
            Int128 sum = 0;
            Int128 other = 0;
            for (const ledger::TariffRow &row : rows.ok() ? rows.value() : std::vector<ledger::TariffRow>()) {
                out.attempts += row.attempts;
                out.estimated += row.estimated;
                out.unpriced += row.unpriced;
                sum += row.costPico;
                putLines(out, row, other);
            }
            out.costPico = saturated(sum);
            out.otherPico = saturated(other);
            if (!rows.ok())
                out.problem = problemOf(rows.error());
            std::ranges::stable_sort(out.lines, std::greater(), &PriceLine::costPico);
            box.post([this, token, out = std::move(out)] {
                if (m_walks.erase(token) > 0)
                    Q_EMIT arithmeticReady(token, out);
            });
        });
    return token;
}

std::optional<pricing::Price> InProcessSpend::priceOf(const routing::TargetPtr &target) const
{
    if (!target || !m_parts.prices)
        return std::nullopt;
    return billing::deploymentPrice(*m_parts.prices, *target, QDateTime::currentMSecsSinceEpoch() * 1000);
}

Token InProcessSpend::requestWhatIf(const QString &filter, const SpendDays &days, const QString &deployment)
{
    const Token token = m_parts.nextToken();
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    const auto price = priceOf(table ? table->byId(deployment.toStdString()) : nullptr);
    const auto terms = filterOf(filter, days);
    if (!price || !terms) {
        m_box.post(
            [this, token] { Q_EMIT whatIfReady(token, {.problem = tr("This deployment has no price.")}); });
        return token;
    }
    const std::vector<std::int64_t> above = thresholds(*price);
    m_walks[token] = m_rows.tariffs(
        {*terms, above}, [this, box = m_box, token, price = *price,
                          above](ledger::QueryToken, const Result<std::vector<ledger::TariffRow>> &rows) {
            WhatIf out;
            out.priceSource = text(price.source);
            Int128 now = 0;
            Int128 then = 0;
            std::map<std::pair<std::string, std::string>, WhatIfLine> lines;
            for (const ledger::TariffRow &row : rows.ok() ? rows.value() : std::vector<ledger::TariffRow>()) {
                // What cost nothing would cost nothing there either: failures, answers from the cache, mocks.
                const pricing::Cost cost =
                    row.billed ? pricing::cost(row.usage, atTier(price, above, row.tier)) : pricing::Cost();
                out.incomplete = out.incomplete || cost.unpriced;
                now += row.costPico;
                then += cost.pico;
                WhatIfLine &line = lines[{row.model, row.provider}];
                line.model = text(row.model);
                line.provider = text(row.provider);
                line.attempts += row.attempts;
                line.nowPico = saturated(static_cast<Int128>(line.nowPico) + row.costPico);
                line.thenPico = saturated(static_cast<Int128>(line.thenPico) + cost.pico);
            }
            for (auto &[key, line] : lines)
                out.lines.push_back(std::move(line));
            std::ranges::stable_sort(out.lines, std::greater(), &WhatIfLine::nowPico);
            out.nowPico = saturated(now);
            out.thenPico = saturated(then);
            if (!rows.ok())
                out.problem = problemOf(rows.error());
            box.post([this, token, out = std::move(out)] {
                if (m_walks.erase(token) > 0)
                    Q_EMIT whatIfReady(token, out);
            });
        });
    return token;
}

std::vector<WhatIfTarget> InProcessSpend::whatIfTargets() const
{
    std::vector<WhatIfTarget> out;
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    for (const routing::TargetPtr &target : table ? table->targets() : std::vector<routing::TargetPtr>()) {
        const auto price = priceOf(target);
        if (!price || !target->deployment)
            continue;
        const auto perMillion = [&](pricing::Unit unit) -> std::int64_t {
            const auto &rate = price->standard().rates[static_cast<std::size_t>(unit)];
            return price->free ? 0 : rate ? pricing::roundToPico(pricing::multiply(*rate, kMillion)) : -1;
        };
        out.push_back({text(target->deployment->info.id),
                       u"%1 (%2)"_s.arg(text(target->deployment->modelName), text(target->upstreamModel)),
                       perMillion(pricing::Unit::Input), perMillion(pricing::Unit::Output)});
    }
    return out;
}

void InProcessSpend::cancel(Token token)
{
    if (const auto walk = m_walks.find(token); walk != m_walks.end()) {
        m_rows.cancel(walk->second);
        m_walks.erase(walk);
    }
}

}   // namespace gw::client
