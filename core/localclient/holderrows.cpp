#include "core/localclient/holderrows.h"

#include "core/localclient/texts.h"
#include "core/pricing/money.h"

#include <algorithm>

namespace gw::client {

namespace {

LimitLine::Level toLevel(limits::Level level)
{
    using To = LimitLine::Level;
    switch (level) {
    case limits::Level::Key:
        return To::Key;
    case limits::Level::KeyModel:
        return To::KeyModel;
    case limits::Level::TeamModel:
        return To::TeamModel;
    case limits::Level::User:
        return To::User;
    case limits::Level::Team:
        return To::Team;
    case limits::Level::Member:
        return To::Member;
    case limits::Level::EndUser:
        return To::EndUser;
    case limits::Level::Tag:
        return To::Tag;
    case limits::Level::Proxy:
        break;
    }
    return To::Proxy;
}

LimitLine::Kind toKind(std::optional<limits::Limited> rate)
{
    if (!rate)
        return LimitLine::Kind::Budget;
    return *rate == limits::Limited::Requests ? LimitLine::Kind::Requests
           : *rate == limits::Limited::Tokens ? LimitLine::Kind::Tokens
                                              : LimitLine::Kind::Parallel;
}

void setSpent(HolderRow &row, const access::Spending::Spent &spent)
{
    row.spentPico = spent.pico;
    row.resetS = spent.resetAt;
}

int countOf(const std::unordered_map<std::string, int> &counts, const std::string &id)
{
    const auto found = counts.find(id);
    return found == counts.end() ? 0 : found->second;
}

}   // namespace

Allowance toAllowance(const access::Limits &limits)
{
    return {.budgetPico = limits.maxBudget.value_or(-1),
            .window = text(limits.budgetDuration),
            .requests = limits.rpm.value_or(-1),
            .tokens = limits.tpm.value_or(-1),
            .parallel = limits.maxParallel.value_or(-1)};
}

KeyCounts countKeys(const access::Directory &directory)
{
    KeyCounts counts;
    const auto budget = [&counts](const auto &one) { ++counts.byBudget[one->budgetId]; };
    for (const access::KeyPtr &key : directory.keys().select()) {
        ++counts.byTeam[key->teamId];
        ++counts.byUser[key->userId];
        budget(key);
    }
    std::ranges::for_each(directory.teams().select(), budget);
    std::ranges::for_each(directory.users().select(), budget);
    std::ranges::for_each(directory.customers().select(), budget);
    std::ranges::for_each(directory.tags().select(), budget);
    return counts;
}

HolderRow toRow(access::Directory &directory, const access::Key &key, const LastUsed &lastUsed,
                std::int64_t nowS)
{
    HolderRow row{.kind = HolderKind::Key,
                  .id = text(key.token),
                  .name = text(key.alias.empty() ? key.name : key.alias),
                  .masked = text(key.name)};
    row.team = text(key.teamId);
    if (const access::TeamPtr team = key.teamId.empty() ? nullptr : directory.team(key.teamId))
        row.teamName = text(team->alias.empty() ? team->teamId : team->alias);
    row.user = text(key.userId);
    row.sharedBudget = text(key.budgetId);
    row.models = texts(key.models);
    row.own = toAllowance(key.limits);
    row.counts = toAllowance(directory.limitsOf(key));
    if (row.counts.budgetPico >= 0)
        row.counts.budgetPico = *key.granted(row.counts.budgetPico, nowS);
    setSpent(row, directory.spentBy(key, nowS));
    row.createdS = key.createdAt;
    row.expiresS = key.expires;
    row.expired = key.expired(nowS);
    row.blocked = key.blocked;
    if (const auto used = lastUsed.find(key.token); used != lastUsed.end())
        row.lastUsedDay = used->second;
    return row;
}

HolderRow toRow(access::Directory &directory, const access::Team &team, const KeyCounts &counts,
                std::int64_t nowS)
{
    HolderRow row{.kind = HolderKind::Team,
                  .id = text(team.teamId),
                  .name = text(team.alias.empty() ? team.teamId : team.alias)};
    row.sharedBudget = text(team.budgetId);
    row.models = texts(team.models);
    row.own = toAllowance(team.limits);
    row.counts = toAllowance(directory.limitsOf(team));
    setSpent(row, directory.spentBy(team, nowS));
    row.createdS = team.createdAt;
    row.blocked = team.blocked;
    row.members = static_cast<int>(team.members.size());
    row.keys = countOf(counts.byTeam, team.teamId);
    return row;
}

HolderRow toRow(access::Directory &directory, const access::User &user, const KeyCounts &counts,
                std::int64_t nowS)
{
    HolderRow row{.kind = HolderKind::User,
                  .id = text(user.userId),
                  .name = text(!user.email.empty()   ? user.email
                               : !user.alias.empty() ? user.alias
                                                     : user.userId)};
    row.role = text(user.role);
    row.sharedBudget = text(user.budgetId);
    row.models = texts(user.models);
    row.own = toAllowance(user.limits);
    row.counts = toAllowance(directory.limitsOf(user));
    setSpent(row, directory.spentBy(user, nowS));
    row.createdS = user.createdAt;
    row.blocked = user.blocked;
    row.keys = countOf(counts.byUser, user.userId);
    return row;
}

HolderRow toRow(access::Directory &directory, const access::Budget &budget, const KeyCounts &counts,
                std::int64_t nowS)
{
    HolderRow row{.kind = HolderKind::Budget, .id = text(budget.budgetId), .name = text(budget.budgetId)};
    row.own = row.counts = toAllowance(budget.limits);
    row.createdS = budget.createdAt;
    if (!budget.limits.budgetDuration.empty())
        row.resetS = directory.spending().calendar().nextReset(budget.limits.budgetDuration, nowS);
    row.keys = countOf(counts.byBudget, budget.budgetId);
    return row;
}

std::vector<LimitLine> toLines(const limits::KeyLines &lines, limits::Limiter *limiter, std::int64_t nowUs)
{
    std::vector<LimitLine> out;
    for (const limits::BudgetLine &line : lines.budgets)
        out.push_back({.level = toLevel(line.level),
                       .kind = LimitLine::Kind::Budget,
                       .subject = text(line.shown),
                       .limit = line.max,
                       .used = line.spent.pico,
                       .reserved = line.account->reserved(),
                       .window = text(line.duration),
                       .resetS = line.spent.resetAt});
    for (const limits::RateLine &line : lines.rates) {
        const limits::Windows::Use use = limiter ? limiter->useOf(line, nowUs) : limits::Windows::Use();
        const auto add = [&](LimitLine::Kind kind, const std::optional<std::int64_t> &limit,
                             std::int64_t used) {
            if (limit)
                out.push_back({.level = toLevel(line.level),
                               .kind = kind,
                               .subject = text(line.shown),
                               .limit = *limit,
                               .used = used,
                               .resetS = kind == LimitLine::Kind::Parallel ? 0 : use.resetUs / 1'000'000});
        };
        add(LimitLine::Kind::Requests, line.requests, use.requests);
        add(LimitLine::Kind::Tokens, line.tokens, use.tokens);
        add(LimitLine::Kind::Parallel, line.parallel, use.parallel);
    }
    return out;
}

Refusal toRefusal(const limits::Refused &refused)
{
    return {.atUs = refused.unixUs,
            .model = text(refused.model),
            .line = {.level = toLevel(refused.level),
                     .kind = toKind(refused.rate),
                     .subject = text(refused.shown),
                     .limit = refused.limit,
                     .used = refused.used,
                     .resetS = refused.resetUs / 1'000'000}};
}

BudgetState toBudget(const limits::BudgetLine &line)
{
    using limits::Level;
    const bool raisable = line.level == Level::Key || line.level == Level::Team ||
                          line.level == Level::User || line.level == Level::EndUser ||
                          line.level == Level::Tag;
    return {.level = toLevel(line.level),
            .id = text(line.name),
            .name = text(line.shown),
            .spentPico = line.spent.pico,
            .limitPico = line.max,
            .window = text(line.duration),
            .resetS = line.spent.resetAt,
            .mayRaise = raisable,
            .mayBlock = line.level == Level::Key || line.level == Level::Team};
}

void putAllowance(json::Object &body, const Allowance &allowance, bool isNew)
{
    json::Array cleared;
    const auto put = [&](const char *name, bool has, json::Value value) {
        if (has)
            body[name] = std::move(value);
        else if (!isNew)
            cleared.emplace_back(name);
    };
    put("max_budget", allowance.budgetPico >= 0,
        json::Value(pricing::picoToText(std::max<std::int64_t>(allowance.budgetPico, 0))));
    put("budget_duration", !allowance.window.isEmpty(), json::Value(allowance.window.toStdString()));
    put("rpm_limit", allowance.requests >= 0, allowance.requests);
    put("tpm_limit", allowance.tokens >= 0, allowance.tokens);
    put("max_parallel_requests", allowance.parallel >= 0, allowance.parallel);
    if (!cleared.empty())
        body["portico_clear"] = std::move(cleared);
}

}   // namespace gw::client
