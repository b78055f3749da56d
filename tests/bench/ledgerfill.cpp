// Fills a ledger as its writer would and says how fast: ledgerfill FOLDER ROWS [KEYS [BURST]]
// First ROWS requests of 90 days up to now, then five rounds of BURST (100,000) that come in one second each.
// ledgerfill FOLDER prune: deletes the oldest day of such a ledger as its writer would, and says how long
// each batch took.

#include "core/base/clock.h"
#include "core/ledger/ledgerwriter.h"
#include "tests/support/filledledger.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>

namespace {

using namespace gw::ledger;

constexpr std::int64_t kParts = 10;
constexpr int kRounds = 5;
constexpr std::int64_t kUsualBurst = 100'000;

bool measure(Store &store, const test::FillPlan &plan, std::int64_t from, std::int64_t until,
             const char *what)
{
    if (from == until)
        return true;
    const auto took = test::fill(store, plan, from, until);
    if (!took.ok()) {
        std::fprintf(stderr, "%s\n", took.error().message.c_str());
        return false;
    }
    const auto rows = static_cast<double>(until - from);
    std::printf("%s, rows %lld to %lld: %.0f rows/s, %.0f rows/s of CPU\n", what,
                static_cast<long long>(from), static_cast<long long>(until), rows / took.value().wallS,
                rows / took.value().cpuS);
    std::fflush(stdout);
    return true;
}

// The writer looks at its journals between two batches, so that the longest of them is what it keeps others
// waiting.
int prune(Store &store, const std::string &folder)
{
    LedgerReader reader(folder);
    const auto days = test::ask<std::vector<DayTotals>>([&](auto callback) {
        reader.series(Dimension::All, {0, dayOf(gw::SystemClock().unixUs())}, std::move(callback));
    });
    if (!days.ok() || days.value().empty())
        return 1;
    constexpr std::int64_t kUsPerDay = 86'400'000'000;
    const std::int64_t endUs = (days.value().front().day + 1) * kUsPerDay;
    const int batch = Retention().batchRows;
    std::vector<double> times;
    std::int64_t rows = 0;
    for (int deleted = batch; deleted == batch;) {
        const auto begun = std::chrono::steady_clock::now();
        const auto done = store.prune(endUs, batch);
        if (!done.ok()) {
            std::fprintf(stderr, "%s\n", done.error().message.c_str());
            return 1;
        }
        deleted = done.value();
        rows += deleted;
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    std::ranges::sort(times);
    const double all = std::accumulate(times.begin(), times.end(), 0.0);
    constexpr double kMs = 1000;
    std::printf("prune of a day: %lld rows in %.2f s; batches of %d: %.1f ms, longest %.1f ms\n",
                static_cast<long long>(rows), all, batch, times[times.size() / 2] * kMs, times.back() * kMs);
    return 0;
}

}   // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc < 3) {
        std::fprintf(stderr, "usage: ledgerfill FOLDER ROWS [KEYS [BURST]] | FOLDER prune\n");
        return 2;
    }
    test::FillPlan plan;
    plan.rows = std::strtoll(argv[2], nullptr, 10);
    plan.newestUs = gw::SystemClock().unixUs() - 60'000'000;
    if (argc > 3)
        plan.keys = std::atoi(argv[3]);
    auto store = Store::open(std::string(argv[1]) + "/ledger.db");
    if (!store.ok()) {
        std::fprintf(stderr, "%s\n", store.error().message.c_str());
        return 1;
    }
    if (std::string_view(argv[2]) == "prune")
        return prune(*store.value(), argv[1]);
    for (std::int64_t part = 0; part < kParts; ++part) {
        if (!measure(*store.value(), plan, plan.rows * part / kParts, plan.rows * (part + 1) / kParts,
                     "past"))
            return 1;
    }
    const auto begun = std::chrono::steady_clock::now();
    if (!test::makeSpans(*store.value(), plan).ok())
        return 1;
    std::printf("spans of days: %.1f s\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    test::FillPlan burst = plan;
    const std::int64_t each = argc > 4 ? std::strtoll(argv[4], nullptr, 10) : kUsualBurst;
    burst.rows = kRounds * each;
    burst.spanUs = kRounds * 1'000'000;
    burst.newestUs = plan.newestUs + burst.spanUs;
    // As many as the writer gathers while so many come.
    burst.batch = WriterOptions().commitRows;
    for (int round = 0; round < kRounds; ++round) {
        if (!measure(*store.value(), burst, round * each, (round + 1) * each, "burst"))
            return 1;
    }
    return 0;
}
