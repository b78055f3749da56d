#include "core/api/budgetwatch.h"

namespace gw::api {

namespace {

using limits::BudgetLine;
using limits::Level;

constexpr std::int64_t kUsPerS = 1'000'000;

double dollars(access::Pico pico)
{
    return static_cast<double>(pico) / 1e12;
}

const char *groupOf(Level level)
{
    switch (level) {
    case Level::Key:
    case Level::KeyModel:
        return "key";
    case Level::Team:
    case Level::TeamModel:
        return "team";
    case Level::Member:
        return "team_member";
    case Level::User:
        return "internal_user";
    case Level::EndUser:
        return "customer";
    case Level::Tag:
        return "tag";
    case Level::Proxy:
        break;
    }
    return "proxy";
}

std::int64_t lengthS(std::string_view duration)
{
    const auto parsed = access::parseDuration(duration);
    if (!parsed)
        return 86'400;
    switch (parsed->unit) {
    case access::Duration::Unit::Second:
        return parsed->count;
    case access::Duration::Unit::Minute:
        return parsed->count * 60;
    case access::Duration::Unit::Hour:
        return parsed->count * 3600;
    case access::Duration::Unit::Day:
        return parsed->count * 86'400;
    case access::Duration::Unit::Month:
        return parsed->count * 30 * 86'400;
    case access::Duration::Unit::Year:
        return parsed->count * 365 * 86'400;
    }
    return 0;
}

void addRates(telemetry::Gauges &gauges, engine::Shared &shared, const access::Key &key, std::int64_t nowUs)
{
    const access::Limits limits = shared.directory->limitsOf(key);
    for (const auto &[model, own] : limits.models ? *limits.models : access::ModelLimitsMap()) {
        if (!own.rpm && !own.tpm)
            continue;
        const limits::RateLine line{.level = Level::KeyModel,
                                    .name = access::keyModelName(key.token, model),
                                    .shown = {},
                                    .requests = own.rpm,
                                    .tokens = own.tpm,
                                    .parallel = {}};
        const limits::Windows::Use use = shared.limiter.useOf(line, nowUs);
        const auto left = [](const std::optional<std::int64_t> &most, std::int64_t used) {
            return most ? std::max<std::int64_t>(*most - used, 0) : -1;
        };
        gauges.modelRates.push_back({.keyHash = key.token,
                                     .keyAlias = key.alias,
                                     .model = model,
                                     .requests = left(own.rpm, use.requests),
                                     .tokens = left(own.tpm, use.tokens)});
    }
}

}   // namespace

void addBudgetGauges(telemetry::Gauges &gauges, engine::Shared &shared, bool all)
{
    if (!shared.directory)
        return;
    access::Directory &directory = *shared.directory;
    const std::int64_t nowUs = shared.clock.unixUs();
    const std::int64_t nowS = nowUs / kUsPerS;
    std::string last;   // Lines of one key follow each other; the first is its main budget.
    for (const BudgetLine &line : limits::allBudgets(directory, nullptr, nowS)) {
        const bool ofKey = line.level == Level::Key;
        if ((!ofKey && line.level != Level::Team) || (!all && line.spent.pico == 0) || line.name == last)
            continue;
        last = line.name;
        std::string alias;
        if (const auto key = ofKey ? directory.key(line.name) : nullptr)
            alias = key->alias;
        else if (const auto team = ofKey ? nullptr : directory.team(line.name))
            alias = team->alias;
        gauges.budgets.push_back({.ofKey = ofKey,
                                  .id = line.name,
                                  .alias = alias,
                                  .max = dollars(line.max),
                                  .left = dollars(line.max - line.spent.pico),
                                  .hoursLeft = line.spent.resetAt == 0
                                                   ? -1
                                                   : static_cast<double>(line.spent.resetAt - nowS) / 3600});
    }
    for (const access::KeyPtr &key : directory.keys().select())
        addRates(gauges, shared, *key, nowUs);
}

std::vector<sinks::BudgetFact> budgetFacts(engine::Shared &shared)
{
    std::vector<sinks::BudgetFact> out;
    if (!shared.directory)
        return out;
    access::Directory &directory = *shared.directory;
    const std::int64_t nowS = shared.clock.unixUs() / kUsPerS;
    const auto proxy = shared.limiter.proxy();
    for (const BudgetLine &line : limits::allBudgets(directory, proxy.get(), nowS)) {
        if (line.spent.pico <= 0)
            continue;
        const std::int64_t endsS = line.spent.resetAt;
        out.push_back({.group = groupOf(line.level),
                       .id = line.name,
                       .shown = line.shown,
                       .window = line.duration,
                       .spent = line.spent.pico,
                       .max = line.max,
                       .soft = {},
                       .beganS = endsS == 0 ? 0 : endsS - lengthS(line.duration),
                       .endsS = endsS});
    }
    for (const limits::SoftBudget &soft : limits::softBudgets(directory, nowS)) {
        if (soft.spent > 0)
            out.push_back({.group = groupOf(soft.level),
                           .id = soft.name,
                           .shown = soft.shown,
                           .window = {},
                           .spent = soft.spent,
                           .max = {},
                           .soft = soft.soft});
    }
    return out;
}

}   // namespace gw::api
