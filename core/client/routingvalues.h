#pragma once

#include "core/client/values.h"

#include <optional>

// What the router knows and would do, for people. Money is in 10^-12 USD, times in the unit they are named
// by. The words for reasons are English; ui/models/routewords says them in other languages.
namespace gw::client {

// Spending that closes a provider, a deployment or a tag for a while.
struct RouteBudget
{
    QString name;   // "provider openai"
    std::int64_t spentPico = 0;
    std::int64_t limitPico = 0;
    std::int64_t periodS = 0;
    std::int64_t resetUnixS = 0;   // 0: nothing was spent yet.
};

// What one deployment does now.
struct RouteDeployment
{
    enum class Health { Unknown, Well, Failing };

    QString id;
    QString group;
    QString model;   // As the provider calls it.
    QString provider;
    QString problem;   // Why calls cannot work; empty: they can.
    Health health = Health::Unknown;
    std::int64_t restsMs = 0;   // Gets no traffic for so long; 0: it does.
    QString restReason;         // "RateLimitError"
    int restStatus = 0;
    bool onProbation = false;   // Has rested, and not answered since: one request at a time.
    int inFlight = 0;
    int capacity = 0;                // 0: without limit.
    std::int64_t requests = 0;       // In this minute.
    std::int64_t requestLimit = 0;   // 0: none.
    std::int64_t tokens = 0;
    std::int64_t tokenLimit = 0;
    std::int64_t successes = 0;   // In this minute.
    std::int64_t failures = 0;
    double firstTokenS = 0;   // Averages; 0 unknown.
    double perTokenS = 0;
    std::int64_t costPico = -1;   // Of a million tokens in and one out; -1 unknown.
    std::optional<int> order = {};
    std::optional<double> weight = {};
    QStringList tags;
    std::vector<RouteBudget> budgets;
};

struct RouteGroup
{
    QString name;
    QString strategy;   // "simple-shuffle"
    int waiting = 0;
    std::vector<RouteDeployment> deployments;
};

// Ordered targets of one name.
struct RouteChain
{
    QString source;   // "*": all that have no chain of their own.
    QStringList targets;
    bool hidden = false;   // Of aliases: not listed to programs.
};

struct RoutingState
{
    QString strategy;
    std::vector<RouteGroup> groups;
    std::vector<RouteChain> aliases;
    // After any failure; after a prompt that was too long; after one that was refused.
    std::vector<RouteChain> fallbacks;
    std::vector<RouteChain> contextFallbacks;
    std::vector<RouteChain> policyFallbacks;
    QStringList defaultChain;           // One chain for all, in the form that has no sources.
    std::vector<RouteBudget> budgets;   // Of providers and tags.
    QStringList names;                  // That a fallback may lead to.
};

// How a request would be routed.
struct SimulatedDeployment
{
    QString id = {};
    QString model = {};
    QString provider = {};
    bool usable = false;
    double chance = 0;   // Of being the first of its turn.
    int turn = 0;
    QString why = {};   // Why not.
    int inFlight = 0;
    double firstTokenS = 0;
    int retries = 0;
    double connectS = 0;
    double firstS = 0;
    double gapS = 0;
    double totalS = 0;
};

struct SimulatedGroup
{
    QString name = {};
    QString strategy = {};
    bool direct = false;
    bool waits = false;
    int ahead = 0;
    std::vector<SimulatedDeployment> deployments = {};
    QString problem = {};
};

struct Simulation
{
    QString problem = {};   // Why nobody would be asked; nothing else is said then.
    QString model = {};     // As asked.
    QString route = {};     // "/v1/chat/completions"
    bool stream = false;
    std::int64_t inputTokens = 0;
    std::vector<SimulatedGroup> groups = {};
    std::vector<SimulatedGroup> general = {};
    std::vector<SimulatedGroup> context = {};
    std::vector<SimulatedGroup> policy = {};
};

}   // namespace gw::client
