#pragma once

#include "core/config/schema.h"
#include "core/providers/catalog.h"
#include "core/routing/plan.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gw::routing {

// What a requested name resolved to.
struct Resolution
{
    std::string group;   // model_name of the row(s), or the requested name for patterns.
    std::vector<TargetPtr> targets;
    bool direct = false;
    // Every deployment of the name is paused (model_info.blocked): targets is empty.
    bool paused = false;
};

// Every deployment of one config, found by name. Immutable; shared by all workers for as long as an exchange
// needs it.
class Table
{
public:
    Table(config::ConfigPtr config, const providers::Catalog &catalog,
          const providers::Environment &environment);

    // Paused deployments are left out; a name that has only such is found all the same, so that nobody else
    // answers for it.
    // Exact group, deployment id, alias, the most specific pattern, "*": in this order (CONTRACT 2.5). Global
    // alias maps come first. Empty when nothing matches.
    std::optional<Resolution> resolve(std::string_view requested) const;
    // The public names in config order, each once; hidden aliases left out.
    std::vector<std::string> names() const;
    // Up to count known names closest to a misspelt one.
    std::vector<std::string> nearest(std::string_view requested, std::size_t count) const;
    const std::vector<TargetPtr> &targets() const noexcept { return m_targets; }
    // For requests that name no deployment: the first one of that provider, else one that has only what the
    // environment says. Null for unknown providers.
    TargetPtr providerTarget(std::string_view provider) const;
    TargetPtr byId(std::string_view deploymentId) const;
    const config::Config &config() const noexcept { return *m_config; }
    bool empty() const noexcept { return m_targets.empty(); }

private:
    std::optional<Resolution> resolveName(std::string_view name) const;
    std::optional<Resolution> resolvePattern(std::string_view name) const;

    struct Pattern
    {
        std::string before;   // Literal text in front of '*'.
        std::string after;
        std::string name;   // The row's model_name.
        std::vector<TargetPtr> targets;
    };

    config::ConfigPtr m_config;
    const providers::Catalog &m_catalog;
    std::vector<TargetPtr> m_targets;
    std::unordered_map<std::string, std::vector<TargetPtr>> m_groups;
    std::unordered_map<std::string, TargetPtr> m_byId;
    std::unordered_map<std::string, const config::AliasRow *> m_aliases;
    std::vector<Pattern> m_patterns;          // Longest literal part first.
    std::vector<config::Deployment> m_bare;   // Of providers that clients may reach without one of their own.
    std::vector<TargetPtr> m_bareTargets;
};

using TablePtr = std::shared_ptr<const Table>;

}   // namespace gw::routing
