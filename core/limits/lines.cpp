#include "core/limits/lines.h"

#include "core/pricing/money.h"

namespace gw::limits {

namespace {

using access::Limits;
using access::ModelLimits;
using access::Scope;

const ModelLimits *modelLimits(const Limits &limits, std::string_view model)
{
    if (!limits.models)
        return nullptr;
    const auto found = limits.models->find(model);
    return found == limits.models->end() ? nullptr : &found->second;
}

class RateLines
{
public:
    void add(Level level, std::string name, std::string shown, const Limits &limits)
    {
        if (limits.rpm || limits.tpm || limits.maxParallel)
            m_lines.push_back(
                {level, std::move(name), std::move(shown), limits.rpm, limits.tpm, limits.maxParallel});
    }
    // False where that model has no limits of its own.
    bool addModel(Level level, std::string_view owner, std::string shown, const Limits &limits,
                  std::string_view model)
    {
        const ModelLimits *own = modelLimits(limits, model);
        if (!own || (!own->rpm && !own->tpm))
            return false;
        m_lines.push_back(
            {level, access::keyModelName(owner, model), std::move(shown), own->rpm, own->tpm, std::nullopt});
        return true;
    }
    std::vector<RateLine> take() { return std::move(m_lines); }

private:
    std::vector<RateLine> m_lines;
};

std::string shownKey(const access::Key &key)
{
    return key.alias.empty() ? key.name : key.alias;
}

}   // namespace

const char *levelName(Level level) noexcept
{
    switch (level) {
    case Level::Key:
        return "api_key";
    case Level::KeyModel:
        return "model_per_key";
    case Level::TeamModel:
        return "model_per_team";
    case Level::User:
        return "user";
    case Level::Team:
        return "team";
    case Level::Member:
        return "team_member";
    case Level::EndUser:
        return "end_user";
    case Level::Tag:
        return "tag";
    case Level::Proxy:
        break;
    }
    return "proxy";
}

std::optional<ProxyBudget> proxyBudgetOf(const std::string &amount, const std::string &duration)
{
    const auto parsed = pricing::parseAmount(amount);
    if (amount.empty() || !parsed.ok())
        return std::nullopt;
    return ProxyBudget{pricing::roundToPico(parsed.value()), duration};
}

AskerLimits::AskerLimits(const Asker &asker)
{
    const auth::Principal &who = asker.principal;
    if (!who.key || !who.directory)
        return;
    const access::Directory &directory = *who.directory;
    key = directory.limitsOf(*who.key);
    if (who.user)
        user = directory.limitsOf(*who.user);
    if (who.team)
        team = directory.limitsOf(*who.team);
    if (who.team && !who.userId.empty())
        member = directory.memberLimits(*who.team, who.userId);
    customer = directory.endUser(asker.endUser);
    if (customer)
        ofCustomer = directory.limitsOf(*customer);
}

std::vector<RateLine> rateLines(const Asker &asker, const AskerLimits &limits)
{
    RateLines lines;
    const auth::Principal &who = asker.principal;
    if (!who.key || !who.directory)
        return {};
    lines.add(Level::Key, who.key->token, shownKey(*who.key), limits.key);
    const bool ofKey = lines.addModel(Level::KeyModel, who.key->token,
                                      shownKey(*who.key) + ":" + std::string(asker.modelGroup), limits.key,
                                      asker.modelGroup);
    if (who.user)
        lines.add(Level::User, who.user->userId, who.user->userId, limits.user);
    if (who.team) {
        lines.add(Level::Team, who.team->teamId, who.team->teamId, limits.team);
        // What a key says of a model counts before what its team says.
        if (!ofKey)
            lines.addModel(Level::TeamModel, who.team->teamId,
                           who.team->teamId + ":" + std::string(asker.modelGroup), limits.team,
                           asker.modelGroup);
        if (!who.userId.empty())
            lines.add(Level::Member, access::Membership::idOf(who.team->teamId, who.userId),
                      who.team->teamId + ":" + who.userId, limits.member);
    }
    if (limits.customer)
        lines.add(Level::EndUser, limits.customer->userId, limits.customer->userId, limits.ofCustomer);
    return lines.take();
}

std::vector<BudgetLine> budgetLines(const Asker &asker, const AskerLimits &limits, const ProxyBudget *proxy,
                                    std::int64_t nowS)
{
    std::vector<BudgetLine> out;
    const auth::Principal &who = asker.principal;
    if (!who.directory)
        return out;
    access::Directory &directory = *who.directory;
    access::Spending &spending = directory.spending();
    const auto add = [&](Level level, Scope scope, std::string name, std::string shown,
                         std::optional<access::Pico> max, const std::string &duration, auto spent) {
        if (max)
            out.push_back(
                {level, name, std::move(shown), *max, spent(), duration, spending.account(scope, name)});
    };
    const auto addProxy = [&] {
        if (proxy)
            add(Level::Proxy, Scope::Proxy, {}, {}, proxy->max, proxy->duration,
                [&] { return spending.spent(Scope::Proxy, {}, proxy->duration, nowS); });
    };
    const auto addTags = [&](auto wanted) {
        for (const std::string &name : asker.tags ? *asker.tags : std::vector<std::string>()) {
            if (const auto tag = directory.tag(name); tag && wanted(*tag)) {
                const Limits ofTag = directory.limitsOf(*tag);
                add(Level::Tag, Scope::Tag, name, name, ofTag.maxBudget, ofTag.budgetDuration,
                    [&] { return directory.spentBy(*tag, nowS); });
            }
        }
    };
    if (!who.key) {
        addTags(std::mem_fn(&access::Tag::ofProgram));
        addProxy();
        return out;
    }
    if (who.team) {
        add(Level::Team, Scope::Team, who.team->teamId, who.team->teamId, limits.team.maxBudget,
            limits.team.budgetDuration, [&] { return directory.spentBy(*who.team, nowS); });
        add(Level::Member, Scope::Member, access::Membership::idOf(who.team->teamId, who.userId),
            "User=" + who.userId + " in Team=" + who.team->teamId, limits.member.maxBudget,
            limits.member.budgetDuration,
            [&] { return directory.spentByMember(*who.team, who.userId, nowS); });
    } else if (who.user) {
        add(Level::User, Scope::User, who.user->userId, who.user->userId, limits.user.maxBudget,
            limits.user.budgetDuration, [&] { return directory.spentBy(*who.user, nowS); });
    }
    if (limits.customer)
        add(Level::EndUser, Scope::EndUser, limits.customer->userId, limits.customer->userId,
            limits.ofCustomer.maxBudget, limits.ofCustomer.budgetDuration,
            [&] { return directory.spentBy(*limits.customer, nowS); });
    addTags([](const access::Tag &) { return true; });
    addProxy();
    const access::Key &key = *who.key;
    add(Level::Key, Scope::Key, key.token, shownKey(key), key.granted(limits.key.maxBudget, nowS),
        limits.key.budgetDuration, [&] { return directory.spentBy(key, nowS); });
    for (const access::BudgetWindow &window : key.budgetWindows)
        add(Level::Key, Scope::Key, key.token, shownKey(key), window.maxBudget, window.duration,
            [&] { return directory.spentBy(key, window, nowS); });
    if (const ModelLimits *own = modelLimits(limits.key, asker.modelGroup))
        add(Level::KeyModel, Scope::KeyModel, access::keyModelName(key.token, asker.modelGroup),
            std::string(asker.modelGroup), own->maxBudget, own->budgetDuration,
            [&] { return directory.spentBy(key, asker.modelGroup, *own, nowS); });
    return out;
}

namespace {

auth::Principal principalOf(access::Directory &directory, const access::KeyPtr &key)
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
    return who;
}

template <typename Line>
void takeLines(std::vector<Line> &out, std::vector<Line> lines, bool ofModels)
{
    for (Line &line : lines) {
        const bool ofModel = line.level == Level::KeyModel || line.level == Level::TeamModel;
        if (ofModel == ofModels)
            out.push_back(std::move(line));
    }
}

// Collects budgets, each with what its scope has spent.
class Budgets
{
public:
    Budgets(access::Directory &directory, std::int64_t nowS)
        : m_directory(directory)
        , m_nowS(nowS)
    {}
    void add(Level level, Scope scope, const std::string &name, const std::string &shown, access::Pico max,
             const std::string &duration, access::Spending::Spent spent)
    {
        m_lines.push_back(
            {level, name, shown, max, spent, duration, m_directory.spending().account(scope, name)});
    }
    template <typename Entity>
    void add(Level level, Scope scope, const Entity &one, const std::string &shown)
    {
        const Limits limits = m_directory.limitsOf(one);
        if (limits.maxBudget)
            add(level, scope, std::string(one.id()), shown, *limits.maxBudget, limits.budgetDuration,
                m_directory.spentBy(one, m_nowS));
    }
    std::vector<BudgetLine> take() { return std::move(m_lines); }

private:
    access::Directory &m_directory;
    std::int64_t m_nowS;
    std::vector<BudgetLine> m_lines;
};

}   // namespace

KeyLines linesOf(access::Directory &directory, const access::KeyPtr &key, const ProxyBudget *proxy,
                 std::int64_t nowS)
{
    const auth::Principal who = principalOf(directory, key);
    KeyLines lines;
    const Asker asker{.principal = who, .tags = &key->tags};
    const AskerLimits all(asker);
    takeLines(lines.budgets, budgetLines(asker, all, proxy, nowS), false);
    takeLines(lines.rates, rateLines(asker, all), false);
    access::ModelLimitsMap models;
    for (const auto &known : {all.key.models, all.team.models}) {
        if (known)
            models.insert(known->begin(), known->end());
    }
    for (const auto &[model, limits] : models) {
        const Asker ofModel{.principal = who, .modelGroup = model};
        takeLines(lines.budgets, budgetLines(ofModel, all, nullptr, nowS), true);
        takeLines(lines.rates, rateLines(ofModel, all), true);
    }
    return lines;
}

std::vector<BudgetLine> allBudgets(access::Directory &directory, const ProxyBudget *proxy, std::int64_t nowS)
{
    Budgets out(directory, nowS);
    if (proxy)
        out.add(Level::Proxy, Scope::Proxy, {}, {}, proxy->max, proxy->duration,
                directory.spending().spent(Scope::Proxy, {}, proxy->duration, nowS));
    for (const access::TeamPtr &team : directory.teams().select()) {
        out.add(Level::Team, Scope::Team, *team, team->alias.empty() ? team->teamId : team->alias);
        for (const access::TeamMember &member : team->members) {
            const Limits limits = directory.memberLimits(*team, member.userId);
            if (limits.maxBudget && !member.userId.empty())
                out.add(Level::Member, Scope::Member, access::Membership::idOf(team->teamId, member.userId),
                        member.userId + " in " + (team->alias.empty() ? team->teamId : team->alias),
                        *limits.maxBudget, limits.budgetDuration,
                        directory.spentByMember(*team, member.userId, nowS));
        }
    }
    for (const access::UserPtr &user : directory.users().select())
        out.add(Level::User, Scope::User, *user, user->email.empty() ? user->userId : user->email);
    for (const access::CustomerPtr &customer : directory.customers().select())
        out.add(Level::EndUser, Scope::EndUser, *customer, customer->userId);
    for (const access::TagPtr &tag : directory.tags().select())
        out.add(Level::Tag, Scope::Tag, *tag, tag->name);
    for (const access::KeyPtr &key : directory.keys().select()) {
        const Limits limits = directory.limitsOf(*key);
        if (const auto max = key->granted(limits.maxBudget, nowS))
            out.add(Level::Key, Scope::Key, key->token, shownKey(*key), *max, limits.budgetDuration,
                    directory.spentBy(*key, nowS));
        for (const access::BudgetWindow &window : key->budgetWindows)
            out.add(Level::Key, Scope::Key, key->token, shownKey(*key), window.maxBudget, window.duration,
                    directory.spentBy(*key, window, nowS));
        for (const auto &[model, own] : limits.models ? *limits.models : access::ModelLimitsMap()) {
            if (own.maxBudget)
                out.add(Level::KeyModel, Scope::KeyModel, access::keyModelName(key->token, model),
                        shownKey(*key) + ": " + model, *own.maxBudget, own.budgetDuration,
                        directory.spentBy(*key, model, own, nowS));
        }
    }
    return out.take();
}

std::vector<SoftBudget> softBudgets(access::Directory &directory, std::int64_t nowS)
{
    std::vector<SoftBudget> out;
    const auto add = [&](Level level, const auto &one, const std::string &shown) {
        if (const auto soft = directory.limitsOf(one).softBudget)
            out.push_back({level, one.id(), shown, *soft, directory.spentBy(one, nowS).pico});
    };
    for (const access::TeamPtr &team : directory.teams().select())
        add(Level::Team, *team, team->alias.empty() ? team->teamId : team->alias);
    for (const access::UserPtr &user : directory.users().select())
        add(Level::User, *user, user->email.empty() ? user->userId : user->email);
    for (const access::KeyPtr &key : directory.keys().select())
        add(Level::Key, *key, shownKey(*key));
    return out;
}

}   // namespace gw::limits
