#include "app/moneyactions.h"

#include "app/backend.h"
#include "app/clientactions.h"
#include "app/startup.h"
#include "core/api/routes.h"
#include "core/billing/reconciling.h"
#include "core/config/atomicfile.h"
#include "core/pricing/money.h"

#include <QDate>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <future>

namespace gw::app {

namespace {

int fail(const std::string &message)
{
    std::fprintf(stderr, "%s\n", message.c_str());
    return 1;
}

bool isInUse(const Options &options)
{
    QLockFile lock(pathsFor(options).data + QStringLiteral("/lock"));
    lock.setStaleLockTime(0);
    return QFile::exists(pathsFor(options).data) && !lock.tryLock(0);
}

// Rows of one provider, by the days that the export has.
Result<std::vector<ledger::BreakdownRow>> rowsOf(const Options &options, ledger::DayRange days)
{
    constexpr std::int64_t kDayUs = 86'400'000'000;
    ledger::LedgerReader reader(pathsFor(options).data.toStdString());
    ledger::BreakdownQuery query;
    query.filter.provider = options.provider;
    query.filter.fromUs = days.from * kDayUs;
    query.filter.untilUs = (days.to + std::int64_t{1}) * kDayUs;
    query.first = ledger::Dimension::Model;
    query.byDay = true;
    std::promise<Result<std::vector<ledger::BreakdownRow>>> answered;
    reader.breakdown(query, [&answered](ledger::QueryToken, Result<std::vector<ledger::BreakdownRow>> rows) {
        answered.set_value(std::move(rows));
    });
    return answered.get_future().get();
}

}   // namespace

int runReprice(const Options &options, const std::string &key)
{
    ledger::RepriceQuery query{.model = options.model, .dryRun = options.dryRun};
    if (!options.since.empty()) {
        const QDate day = QDate::fromString(QString::fromStdString(options.since), Qt::ISODate);
        if (!day.isValid())
            return fail("--since is no day (YYYY-MM-DD)");
        query.sinceUs = day.startOfDay(Qt::UTC).toMSecsSinceEpoch() * 1000;
    }
    if (isInUse(options))
        return askToReprice(options, key);
    // --model names a deployment only where a gateway is started.
    Options own = options;
    own.model.clear();
    Backend backend(Face::Headless, own, pathsFor(own), &processEnvironment);
    if (const auto prepared = backend.prepare(); !prepared.ok())
        return fail(prepared.error().message);
    std::promise<Result<ledger::Repriced>> answered;
    backend.ledger().reprice(api::repriceJob(
        query, backend.directory(), backend.prices(), backend.host().gateway().snapshot()->table,
        [&answered](Result<ledger::Repriced> repriced) { answered.set_value(std::move(repriced)); }));
    const auto repriced = answered.get_future().get();
    if (!repriced.ok())
        return fail(repriced.error().message);
    std::printf("%lld requests had no price; %lld %s one now, %s USD more\n",
                static_cast<long long>(repriced.value().unpriced),
                static_cast<long long>(repriced.value().priced), options.dryRun ? "would have" : "have",
                pricing::picoToText(repriced.value().differencePico).c_str());
    return 0;
}

int runReconcile(const Options &options)
{
    const auto text = config::readFile(options.words.front());
    if (!text.ok())
        return fail(text.error().message);
    const auto provider = billing::readExport(text.value());
    if (!provider.ok())
        return fail(options.words.front() + ": " + provider.error().message);
    if (provider.value().empty())
        return fail(options.words.front() + ": there is nothing in it");
    const ledger::DayRange days{provider.value().begin()->first.first,
                                provider.value().rbegin()->first.first};
    const auto rows = rowsOf(options, days);
    if (!rows.ok())
        return fail(rows.error().message);
    constexpr double kPercent = 0.01;
    const auto differences = billing::reconcile(provider.value(), billing::usagesOf(rows.value()),
                                                options.tolerancePercent * kPercent);
    std::fputs(billing::toText(differences).c_str(), stdout);
    const bool same =
        std::ranges::all_of(differences, [](const billing::Difference &one) { return one.matches; });
    return same ? 0 : 1;
}

}   // namespace gw::app
