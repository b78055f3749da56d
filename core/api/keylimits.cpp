#include "core/api/management.h"
#include "core/limits/lines.h"

// Why a key is held back, line by line: what the pipeline itself looks at (CONTRACT 7.4 and 7.6).
namespace gw::api {

namespace {

json::Object lineOf(limits::Level level, const std::string &shown)
{
    return {{"scope", limits::levelName(level)}, {"id", shown}};
}

json::Value numberOf(const std::optional<std::int64_t> &number)
{
    return number ? json::Value(*number) : json::Value(nullptr);
}

}   // namespace

json::Array effectiveLimits(access::Directory &directory, const config::Config &config,
                            const access::KeyPtr &key, std::int64_t nowS)
{
    const auto proxy =
        limits::proxyBudgetOf(config.litellm.maxBudget.value_or(""), config.litellm.budgetDuration);
    const limits::KeyLines lines = limits::linesOf(directory, key, proxy ? &*proxy : nullptr, nowS);
    json::Array out;
    for (const limits::BudgetLine &line : lines.budgets) {
        json::Object row = lineOf(line.level, line.shown);
        row["limit_type"] = "budget";
        row["limit"] = access::dollarsOf(line.max);
        row["used"] = access::dollarsOf(line.spent.pico);
        row["reserved"] = access::dollarsOf(line.account->reserved());
        row["budget_duration"] = line.duration.empty() ? json::Value(nullptr) : json::Value(line.duration);
        row["resets_at"] = access::isoTime(line.spent.resetAt);
        row["exceeded"] = line.spent.pico >= line.max;
        out.emplace_back(std::move(row));
    }
    for (const limits::RateLine &line : lines.rates) {
        json::Object row = lineOf(line.level, line.shown);
        row["limit_type"] = "rate";
        row["rpm_limit"] = numberOf(line.requests);
        row["tpm_limit"] = numberOf(line.tokens);
        row["max_parallel_requests"] = numberOf(line.parallel);
        out.emplace_back(std::move(row));
    }
    return out;
}

}   // namespace gw::api
