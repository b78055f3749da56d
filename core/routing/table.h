#pragma once

#include "core/config/schema.h"
#include "core/providers/catalog.h"
#include "core/providers/target.h"
#include "core/routing/state.h"
#include "core/routing/strategies.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gw::routing {

using TargetPtr = std::shared_ptr<const providers::Target>;

// One deployment of a group, with what the config and the catalog say that routing needs.
struct Member
{
    TargetPtr target;
    StatePtr state;
    int capacity = 0;            // Requests at the same time; 0: without limit.
    double cost = -1;            // USD for one token in and one out; below 0 unknown.
    std::int64_t maxInput = 0;   // Tokens; 0 unknown.

    const config::DeploymentParams &params() const { return target->deployment->params; }
    const std::string &id() const { return target->deployment->info.id; }
};

// The deployments that share a name and can take traffic.
struct Group
{
    std::string name;   // model_name of the rows, or the requested name for patterns.
    std::vector<Member> members;
    std::shared_ptr<Line> line;   // Of those that wait for a free slot.
    Strategy strategy = Strategy::SimpleShuffle;
    config::StrategyArgs args;
};
using GroupPtr = std::shared_ptr<const Group>;

// What a requested name resolved to.
struct Resolution
{
    GroupPtr group;
    bool direct = false;   // The client named a deployment id.
    // The other members of a list-valued alias, in order: fallbacks before all others.
    std::vector<std::string> aliasRest = {};
    // Every deployment of the name is paused (model_info.blocked): the group has no members.
    bool paused = false;
};

// What the catalog knows of a deployment that routing asks for.
struct Facts
{
    double cost = -1;            // USD for one token in and one out; below 0 unknown.
    std::int64_t maxInput = 0;   // Tokens; 0 unknown.
};
using FactsOf = std::function<Facts(const providers::Target &)>;
// Asks once for each deployment and upstream model: wildcard rows meet the same names again and again.
// Forgets everything past 10,000 names. Thread-safe where factsOf is.
FactsOf remembering(FactsOf factsOf);
// Whether anything in the settings asks for them.
bool needsFacts(const config::RouterSettings &settings);

// Every deployment of one config, found by name. Immutable; shared by all workers for as long as an exchange
// needs it.
class Table
{
public:
    // state outlives the table and is shared with those before and after it; null: its own. factsOf null:
    // nothing is known.
    Table(config::ConfigPtr config, const providers::Catalog &catalog,
          const providers::Environment &environment, std::shared_ptr<State> state = nullptr,
          FactsOf factsOf = nullptr);

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
    State &state() const noexcept { return *m_state; }
    // Every group with deployments of its own, in config order; patterns by their pattern.
    std::vector<GroupPtr> groups() const;
    bool empty() const noexcept { return m_targets.empty(); }

private:
    std::optional<Resolution> resolveName(std::string_view name) const;
    std::optional<Resolution> resolvePattern(std::string_view name) const;
    Member memberOf(TargetPtr target) const;
    std::shared_ptr<Group> newGroup(const std::string &name) const;
    void addDeployment(const TargetPtr &target);
    void addBareTargets(const providers::Environment &environment);

    struct Pattern
    {
        std::string before;   // Literal text in front of '*'.
        std::string after;
        std::shared_ptr<Group> group;   // Named as the row's model_name.
    };

    config::ConfigPtr m_config;
    const providers::Catalog &m_catalog;
    std::vector<TargetPtr> m_targets;
    std::shared_ptr<State> m_state;
    FactsOf m_factsOf;
    std::unordered_map<std::string, std::shared_ptr<Group>> m_groups;
    std::unordered_map<std::string, GroupPtr> m_byId;   // Groups of one, paused ones without member.
    std::unordered_map<std::string, TargetPtr> m_targetsById;
    std::unordered_map<std::string, const config::AliasRow *> m_aliases;
    std::vector<Pattern> m_patterns;          // Longest literal part first.
    std::vector<config::Deployment> m_bare;   // Of providers that clients may reach without one of their own.
    std::vector<TargetPtr> m_bareTargets;
};

using TablePtr = std::shared_ptr<const Table>;

}   // namespace gw::routing
