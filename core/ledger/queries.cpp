#include "core/ledger/queries.h"

#include "core/ledger/callnames.h"

#include <algorithm>

namespace gw::ledger {

namespace {

constexpr std::int64_t kUsPerDay = 86'400'000'000;

std::int64_t known(std::int64_t count) noexcept
{
    return std::max<std::int64_t>(count, 0);
}

}   // namespace

std::string pairName(std::string_view first, std::string_view second)
{
    return std::string(first) + '\x1f' + std::string(second);
}

Totals &Totals::operator+=(const Totals &other)
{
    requests += other.requests;
    attempts += other.attempts;
    failures += other.failures;
    estimated += other.estimated;
    broken += other.broken;
    unpriced += other.unpriced;
    input += other.input;
    cacheRead += other.cacheRead;
    cacheWrite += other.cacheWrite;
    output += other.output;
    reasoning += other.reasoning;
    durationUs += other.durationUs;
    costPico += other.costPico;
    savedPico += other.savedPico;
    return *this;
}

Totals totalsOf(const Row &row)
{
    const chat::Usage &usage = row.close.usage;
    return {.requests = row.open.attempt == 0 ? 1 : 0,
            .attempts = 1,
            .failures = row.close.outcome == Outcome::Success ? 0 : 1,
            .estimated = row.close.ending == Ending::Estimated ? 1 : 0,
            .broken = row.close.ending == Ending::Broken ? 1 : 0,
            .unpriced = row.close.unpriced ? 1 : 0,
            .input = known(usage.input),
            .cacheRead = known(usage.cacheRead),
            .cacheWrite = known(usage.cacheWrite) + known(usage.cacheWrite1h),
            .output = known(usage.output),
            .reasoning = known(usage.reasoning),
            .durationUs = known(row.close.durationUs),
            .costPico = row.close.costPico,
            .savedPico = row.close.savedPico};
}

void eachSum(const OpenRecord &open, const std::function<void(Dimension, const std::string &name)> &add)
{
    add(Dimension::All, {});
    eachColumnSum(open, [&](Dimension dimension, const std::string &first, const std::string *second) {
        add(dimension, second ? pairName(first, *second) : first);
    });
    for (const std::string &tag : tagsOf(open))
        add(Dimension::Tag, tag);
}

Day dayOf(std::int64_t unixUs) noexcept
{
    const std::int64_t day = unixUs / kUsPerDay - (unixUs % kUsPerDay < 0 ? 1 : 0);
    return static_cast<Day>(day);
}

Cursor Cursor::at(std::int64_t unixUs) noexcept
{
    return {.request = {static_cast<std::uint64_t>(std::max<std::int64_t>(unixUs, 0) / 1000) << 16, 0}};
}

bool Filter::isEmpty() const
{
    return !(fromUs || untilUs || key || user || team || endUser || modelGroup || model || provider ||
             client || route || session || keyAlias || deployment || gateway || outcome || ending ||
             httpStatus || upstreamStatus || failed || unpriced || minCostPico || maxCostPico);
}

}   // namespace gw::ledger
