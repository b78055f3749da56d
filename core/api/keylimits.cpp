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

void addLines(json::Array &out, const limits::Asker &asker, const limits::ProxyBudget *proxy,
              std::int64_t nowS, bool modelsOnly)
{
    const auto wanted = [modelsOnly](limits::Level level) {
        const bool ofModel = level == limits::Level::KeyModel || level == limits::Level::TeamModel;
        return ofModel == modelsOnly;
    };
    for (const limits::BudgetLine &line : limits::budgetLines(asker, proxy, nowS)) {
        if (!wanted(line.level))
            continue;
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
    for (const limits::RateLine &line : limits::rateLines(asker)) {
        if (!wanted(line.level))
            continue;
        json::Object row = lineOf(line.level, line.shown);
        row["limit_type"] = "rate";
        row["rpm_limit"] = numberOf(line.requests);
        row["tpm_limit"] = numberOf(line.tokens);
        row["max_parallel_requests"] = numberOf(line.parallel);
        out.emplace_back(std::move(row));
    }
}

}   // namespace

json::Array effectiveLimits(access::Directory &directory, const config::Config &config,
                            const access::KeyPtr &key, std::int64_t nowS)
{
    auth::Principal who;
    who.kind = auth::Principal::Kind::Virtual;
    who.keyHash = key->token;
    who.userId = key->userId;
    who.teamId = key->teamId;
    who.key = key;
    who.user = directory.user(key->userId);
    who.team = directory.team(key->teamId);
    who.directory = &directory;
    const auto proxy =
        limits::proxyBudgetOf(config.litellm.maxBudget.value_or(""), config.litellm.budgetDuration);
    json::Array out;
    addLines(out, {.principal = who, .tags = &key->tags}, proxy ? &*proxy : nullptr, nowS, false);
    const access::Limits own = directory.limitsOf(*key);
    const access::Limits team = who.team ? directory.limitsOf(*who.team) : access::Limits();
    access::ModelLimitsMap models;
    for (const auto &known : {own.models, team.models}) {
        if (known)
            models.insert(known->begin(), known->end());
    }
    for (const auto &[model, limits] : models)
        addLines(out, {.principal = who, .modelGroup = model}, nullptr, nowS, true);
    return out;
}

}   // namespace gw::api
