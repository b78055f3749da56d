#include "core/routing/table.h"

#include <algorithm>
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

Table::Table(config::ConfigPtr config, const providers::Catalog &catalog,
             const providers::Environment &environment)
    : m_config(std::move(config))
    , m_catalog(catalog)
{
    for (const config::Deployment &deployment : m_config->deployments) {
        auto resolved =
            providers::resolveTarget(catalog, deployment, m_config->litellm.dropParams, environment);
        resolved.injectUsage = m_config->general.alwaysIncludeStreamUsage.value_or(true);
        auto target = std::make_shared<const providers::Target>(std::move(resolved));
        m_targets.push_back(target);
        m_byId.emplace(deployment.info.id, target);
        const std::string &name = deployment.modelName;
        const std::size_t star = name.find('*');
        if (star == std::string::npos) {
            m_groups[name].push_back(target);
            continue;
        }
        const auto same = std::ranges::find_if(m_patterns, [&](const Pattern &p) { return p.name == name; });
        if (same != m_patterns.end())
            same->targets.push_back(target);
        else
            m_patterns.push_back({name.substr(0, star), name.substr(star + 1), name, {target}});
    }
    std::ranges::stable_sort(m_patterns, [](const Pattern &a, const Pattern &b) {
        return a.before.size() + a.after.size() > b.before.size() + b.after.size();
    });
    for (const config::AliasRow &alias : m_config->router.aliases)
        m_aliases.emplace(alias.alias, &alias);
    m_bare.reserve(std::size(kReachable));   // Targets point into it.
    for (const char *provider : kReachable) {
        config::Deployment &deployment = m_bare.emplace_back();
        deployment.modelName = provider;
        deployment.params.model = std::string(provider) + "/*";
        deployment.info.id = "pass-through " + deployment.modelName;
        m_bareTargets.push_back(std::make_shared<const providers::Target>(
            providers::resolveTarget(catalog, deployment, false, environment)));
        m_byId.emplace(deployment.info.id, m_bareTargets.back());
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
    const auto it = m_byId.find(std::string(deploymentId));
    return it == m_byId.end() ? nullptr : it->second;
}

std::optional<Resolution> Table::resolve(std::string_view requested) const
{
    std::string name(requested);
    const auto &global = m_config->litellm.modelAliasMap;
    if (const auto it = global.find(name); it != global.end())
        name = it->second;
    auto resolution = resolveName(name);
    if (resolution) {
        const std::size_t all = resolution->targets.size();
        std::erase_if(resolution->targets,
                      [](const TargetPtr &target) { return target->deployment->info.blocked; });
        resolution->paused = resolution->targets.empty() && all > 0;
    }
    return resolution;
}

std::optional<Resolution> Table::resolveName(std::string_view name) const
{
    const std::string key(name);
    if (const auto group = m_groups.find(key); group != m_groups.end())
        return Resolution{key, group->second, false};
    if (const auto one = m_byId.find(key); one != m_byId.end())
        return Resolution{one->second->deployment->modelName, {one->second}, true};
    if (const auto alias = m_aliases.find(key); alias != m_aliases.end()) {
        // The first member that exists is meant; the others are its fallbacks. A row of its own counts before
        // a pattern, since a catch-all row would claim every name.
        for (const std::string &member : alias->second->targets) {
            if (const auto group = m_groups.find(member); group != m_groups.end())
                return Resolution{member, group->second, false};
        }
        for (const std::string &member : alias->second->targets) {
            if (auto pattern = resolvePattern(member))
                return pattern;
        }
        return std::nullopt;
    }
    return resolvePattern(name);
}

std::optional<Resolution> Table::resolvePattern(std::string_view name) const
{
    for (const Pattern &pattern : m_patterns) {
        if (name.size() < pattern.before.size() + pattern.after.size() || !name.starts_with(pattern.before) ||
            !name.ends_with(pattern.after))
            continue;
        const std::string_view matched =
            name.substr(pattern.before.size(), name.size() - pattern.before.size() - pattern.after.size());
        Resolution resolution{std::string(name), {}, false};
        for (const TargetPtr &target : pattern.targets)
            resolution.targets.push_back(std::make_shared<const providers::Target>(
                providers::withWildcard(*target, name, matched, m_catalog)));
        return resolution;
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
