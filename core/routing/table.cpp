#include "core/routing/table.h"

#include <algorithm>
#include <mutex>
#include <numeric>

namespace gw::routing {

namespace {

// Providers that pass-through paths and files may name without a deployment.
constexpr const char *kReachable[] = {"openai",  "anthropic", "gemini", "vertex_ai",
                                      "bedrock", "azure",     "cohere", "mistral"};

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

}   // namespace

FactsOf remembering(FactsOf factsOf)
{
    constexpr std::size_t kMostNames = 10'000;
    struct Memory
    {
        std::mutex mutex;
        std::unordered_map<std::string, Facts> known;
    };
    return
        [factsOf = std::move(factsOf), memory = std::make_shared<Memory>()](const providers::Target &target) {
            const std::string name = target.deployment->info.id + "\n" + target.upstreamModel;
            const std::scoped_lock lock(memory->mutex);
            if (memory->known.size() > kMostNames)
                memory->known.clear();
            const auto [entry, added] = memory->known.try_emplace(name);
            if (added)
                entry->second = factsOf(target);
            return entry->second;
        };
}

bool needsFacts(const config::RouterSettings &settings)
{
    const auto byCost = [](const std::string &name) { return strategyFromName(name) == Strategy::Cost; };
    return settings.enablePreCallChecks || byCost(settings.strategy) ||
           std::ranges::any_of(settings.routingGroups, byCost, &config::RoutingGroup::strategy);
}

Table::Table(config::ConfigPtr config, const providers::Catalog &catalog,
             const providers::Environment &environment, std::shared_ptr<State> state, FactsOf factsOf)
    : m_config(std::move(config))
    , m_catalog(catalog)
    , m_state(state ? std::move(state) : std::make_shared<State>())
    , m_factsOf(std::move(factsOf))
{
    for (const config::Deployment &deployment : m_config->deployments) {
        auto resolved =
            providers::resolveTarget(catalog, deployment, m_config->litellm.dropParams, environment);
        resolved.injectUsage = m_config->general.alwaysIncludeStreamUsage.value_or(true);
        addDeployment(std::make_shared<const providers::Target>(std::move(resolved)));
    }
    std::ranges::stable_sort(m_patterns, [](const Pattern &a, const Pattern &b) {
        return a.before.size() + a.after.size() > b.before.size() + b.after.size();
    });
    for (const config::AliasRow &alias : m_config->router.aliases)
        m_aliases.emplace(alias.alias, &alias);
    addBareTargets(environment);
}

Member Table::memberOf(TargetPtr target) const
{
    const config::DeploymentParams &params = target->deployment->params;
    const config::ModelInfo &info = target->deployment->info;
    Member member;
    member.state = m_state->deployment(info.id);
    const std::optional<int> limit =
        params.maxParallelRequests ? params.maxParallelRequests : m_config->router.defaultMaxParallel;
    // A deployment with rates has no use for more requests at once than they allow (CONTRACT 2.3).
    constexpr std::int64_t kTokensPerParallel = 6000;
    if (limit)
        member.capacity = std::max(*limit, 0);
    else if (params.rpm)
        member.capacity = static_cast<int>(std::clamp<std::int64_t>(*params.rpm, 1, INT32_MAX));
    else if (params.tpm)
        member.capacity =
            static_cast<int>(std::clamp<std::int64_t>(*params.tpm / kTokensPerParallel, 1, INT32_MAX));
    const Facts facts = m_factsOf ? m_factsOf(*target) : Facts();
    member.cost = facts.cost;
    member.maxInput = info.maxInputTokens.value_or(facts.maxInput);
    member.target = std::move(target);
    return member;
}

std::shared_ptr<Group> Table::newGroup(const std::string &name) const
{
    auto group = std::make_shared<Group>();
    group->name = name;
    group->line = m_state->line(name);
    group->strategy = strategyFromName(m_config->router.strategy);
    group->args = m_config->router.strategyArgs;
    for (const config::RoutingGroup &own : m_config->router.routingGroups) {
        if (std::ranges::find(own.models, name) == own.models.end())
            continue;
        group->strategy = strategyFromName(own.strategy);
        group->args = own.args;
    }
    return group;
}

void Table::addDeployment(const TargetPtr &target)
{
    const config::Deployment &deployment = *target->deployment;
    m_targets.push_back(target);
    m_targetsById.emplace(deployment.info.id, target);
    Member member = memberOf(target);
    const std::string &name = deployment.modelName;
    std::shared_ptr<Group> *group = nullptr;
    if (const std::size_t star = name.find('*'); star == std::string::npos) {
        group = &m_groups[name];
    } else {
        auto same = std::ranges::find_if(m_patterns, [&](const Pattern &p) { return p.group->name == name; });
        if (same == m_patterns.end())
            same = m_patterns.insert(same, {name.substr(0, star), name.substr(star + 1), nullptr});
        group = &same->group;
    }
    if (!*group)
        *group = newGroup(name);
    member.state->setLine((*group)->line);
    auto alone = newGroup(name);
    if (!deployment.info.blocked) {
        alone->members.push_back(member);
        (*group)->members.push_back(std::move(member));
    }
    m_byId.emplace(deployment.info.id, std::move(alone));
}

void Table::addBareTargets(const providers::Environment &environment)
{
    m_bare.reserve(std::size(kReachable));   // Targets point into it.
    for (const char *provider : kReachable) {
        config::Deployment &deployment = m_bare.emplace_back();
        deployment.modelName = provider;
        deployment.params.model = std::string(provider) + "/*";
        deployment.info.id = "pass-through " + deployment.modelName;
        m_bareTargets.push_back(std::make_shared<const providers::Target>(
            providers::resolveTarget(m_catalog, deployment, false, environment)));
        m_targetsById.emplace(deployment.info.id, m_bareTargets.back());
    }
}

TargetPtr Table::providerTarget(std::string_view provider) const
{
    const providers::ProviderRow *row = m_catalog.find(provider);
    if (!row)
        return nullptr;
    for (const std::vector<TargetPtr> *list : {&m_targets, &m_bareTargets}) {
        const auto found = std::ranges::find_if(*list, [&](const TargetPtr &target) {
            return target->row == row && target->problem.empty() && !target->deployment->info.blocked;
        });
        if (found != list->end())
            return *found;
    }
    return nullptr;
}

TargetPtr Table::byId(std::string_view deploymentId) const
{
    const auto it = m_targetsById.find(std::string(deploymentId));
    return it == m_targetsById.end() ? nullptr : it->second;
}

std::vector<GroupPtr> Table::groups() const
{
    std::vector<GroupPtr> out;
    const auto add = [&](const GroupPtr &group) {
        if (std::ranges::find(out, group) == out.end())
            out.push_back(group);
    };
    for (const config::Deployment &deployment : m_config->deployments) {
        if (const auto it = m_groups.find(deployment.modelName); it != m_groups.end()) {
            add(it->second);
            continue;
        }
        for (const Pattern &pattern : m_patterns) {
            if (pattern.group->name == deployment.modelName)
                add(pattern.group);
        }
    }
    return out;
}

std::optional<Resolution> Table::resolve(std::string_view requested) const
{
    std::string name(requested);
    const auto &global = m_config->litellm.modelAliasMap;
    if (const auto it = global.find(name); it != global.end())
        name = it->second;
    auto resolution = resolveName(name);
    if (resolution)
        resolution->paused = resolution->group->members.empty();
    return resolution;
}

std::optional<Resolution> Table::resolveName(std::string_view name) const
{
    const std::string key(name);
    if (const auto group = m_groups.find(key); group != m_groups.end())
        return Resolution{group->second, false};
    if (const auto one = m_byId.find(key); one != m_byId.end())
        return Resolution{one->second, true};
    const auto alias = m_aliases.find(key);
    if (alias == m_aliases.end())
        return resolvePattern(name);
    // The first member that exists is meant; the others are its fallbacks. A row of its own counts before a
    // pattern, since a catch-all row would claim every name.
    const std::vector<std::string> &members = alias->second->targets;
    std::optional<Resolution> found;
    auto member = std::ranges::find_if(members, [&](const std::string &m) { return m_groups.contains(m); });
    if (member != members.end()) {
        found = Resolution{m_groups.at(*member), false};
    } else {
        for (member = members.begin(); member != members.end() && !found; ++member)
            found = resolvePattern(*member);
        if (!found)
            return std::nullopt;
        --member;
    }
    for (const std::string &other : members) {
        if (other != *member)
            found->aliasRest.push_back(other);
    }
    return found;
}

std::optional<Resolution> Table::resolvePattern(std::string_view name) const
{
    for (const Pattern &pattern : m_patterns) {
        if (name.size() < pattern.before.size() + pattern.after.size() || !name.starts_with(pattern.before) ||
            !name.ends_with(pattern.after))
            continue;
        const std::string_view matched =
            name.substr(pattern.before.size(), name.size() - pattern.before.size() - pattern.after.size());
        auto group = std::make_shared<Group>(*pattern.group);
        group->name = name;
        for (Member &member : group->members) {
            const config::Deployment *row = member.target->deployment;
            member.target = std::make_shared<const providers::Target>(
                providers::withWildcard(*member.target, name, matched, m_catalog));
            if (!m_factsOf)
                continue;
            const Facts facts = m_factsOf(*member.target);
            member.cost = facts.cost;
            member.maxInput = row->info.maxInputTokens.value_or(facts.maxInput);
        }
        return Resolution{std::move(group), false};
    }
    return std::nullopt;
}

std::vector<std::string> Table::names() const
{
    std::vector<std::string> out;
    const auto add = [&](const std::string &name) {
        if (std::ranges::find(out, name) == out.end())
            out.push_back(name);
    };
    for (const config::Deployment &deployment : m_config->deployments)
        add(deployment.modelName);
    for (const config::AliasRow &alias : m_config->router.aliases) {
        if (alias.hidden)
            std::erase(out, alias.alias);
        else
            add(alias.alias);
    }
    return out;
}

std::vector<std::string> Table::nearest(std::string_view requested, std::size_t count) const
{
    constexpr std::size_t kMaxCompared = 2000;
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string &name : names()) {
        if (ranked.size() == kMaxCompared)
            break;
        const std::size_t distance = editDistance(requested, name);
        if (distance <= std::max<std::size_t>(3, requested.size() / 2))
            ranked.emplace_back(distance, name);
    }
    std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i)
        out.push_back(ranked[i].second);
    return out;
}

}   // namespace gw::routing
