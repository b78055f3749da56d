#include "core/localclient/inprocessrouting.h"

#include "core/base/clock.h"
#include "core/billing/rates.h"
#include "core/chat/estimator.h"
#include "core/localclient/pastedrequest.h"
#include "core/localclient/texts.h"
#include "core/routing/explain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace gw::client {

namespace {

constexpr double kStaleChecks = 2;
constexpr double kPicoPerUsd = 1e12;
constexpr double kMillion = 1e6;
constexpr std::int64_t kUsPerMs = 1000;

routing::Moment momentNow()
{
    const SystemClock clock;
    return {clock.steadyUs(), clock.unixUs() / 1'000'000};
}

RouteBudget budgetOf(const routing::BudgetRow &row, routing::State &state, const routing::Moment &now)
{
    const auto spent = state.budgets.spent(row, now);
    return {text(row.what), spent.pico, row.limitPico, row.periodS, spent.resetAt};
}

void addRest(RouteDeployment &out, const routing::DeploymentState &state, const routing::Moment &now)
{
    out.onProbation = state.onProbation(now);
    if (!state.cooling(now))
        return;
    const routing::Cooldown cooldown = state.cooldown();
    out.restsMs = std::max<std::int64_t>((state.coolUntilUs() - now.steadyUs) / kUsPerMs, 1);
    out.restReason = text(cooldown.reason);
    out.restStatus = cooldown.status;
}

RouteDeployment deploymentOf(const routing::Member &member, const routing::Group &group,
                             const routing::Table &table, const routing::Moment &now)
{
    const config::RouterSettings &settings = table.config().router;
    const config::DeploymentParams &params = member.params();
    const routing::DeploymentState &state = *member.state;
    RouteDeployment out;
    out.id = text(member.id());
    out.group = text(member.target->deployment->modelName);
    out.model = text(member.target->upstreamModel);
    out.provider = text(member.target->provider);
    out.problem = text(member.target->problem);
    const double staleS = settings.healthStalenessS.value_or(kStaleChecks * settings.healthIntervalS);
    const routing::Health health = state.health(staleS, now);
    out.health = health == routing::Health::Well      ? RouteDeployment::Health::Well
                 : health == routing::Health::Failing ? RouteDeployment::Health::Failing
                                                      : RouteDeployment::Health::Unknown;
    addRest(out, state, now);
    out.inFlight = state.inFlight();
    out.capacity = member.capacity;
    out.requests = state.requests.value(now.minute());
    out.requestLimit = params.rpm.value_or(0);
    out.tokens = state.tokens.value(now.minute());
    out.tokenLimit = params.tpm.value_or(0);
    out.successes = state.successes.value(now.minute());
    out.failures = state.failures.value(now.minute());
    out.firstTokenS = state.firstToken.average(group.args.ttlS, now.steadyUs);
    out.perTokenS = state.perToken.average(group.args.ttlS, now.steadyUs);
    out.order = params.order;
    out.weight = params.weight;
    out.tags = texts(params.tags);
    for (const routing::BudgetRow &row : routing::budgetsOf(member, {}, settings))
        out.budgets.push_back(budgetOf(row, table.state(), now));
    return out;
}

std::vector<RouteChain> chains(const std::vector<config::FallbackRow> &rows)
{
    std::vector<RouteChain> out;
    for (const config::FallbackRow &row : rows)
        out.push_back({text(row.source), texts(row.targets)});
    return out;
}

// Of providers and tags, each once.
std::vector<RouteBudget> sharedBudgets(const routing::Table &table, const routing::Moment &now)
{
    const config::RouterSettings &settings = table.config().router;
    std::vector<std::string> tags;
    for (const auto &[tag, limit] : settings.tagBudgets)
        tags.push_back(tag);
    std::vector<RouteBudget> out;
    std::set<std::string> told;
    for (const routing::GroupPtr &group : table.groups()) {
        for (const routing::Member &member : group->members) {
            for (const routing::BudgetRow &row : routing::budgetsOf(member, tags, settings)) {
                if (row.scope != access::Scope::Deployment && told.insert(row.what).second)
                    out.push_back(budgetOf(row, table.state(), now));
            }
        }
    }
    return out;
}

std::vector<SimulatedGroup> toSimulated(const std::vector<routing::ExplainedGroup> &groups,
                                        const routing::Table &table, bool stream, const routing::Moment &now)
{
    std::vector<SimulatedGroup> out;
    for (const routing::ExplainedGroup &group : groups) {
        SimulatedGroup shown{text(group.name),
                             text(routing::strategyName(group.strategy)),
                             group.direct,
                             group.waits,
                             static_cast<int>(group.ahead),
                             {},
                             text(group.problem)};
        for (const routing::ExplainedDeployment &one : group.deployments) {
            const auto state = table.state().deployment(one.target->deployment->info.id);
            const routing::LatencyList &latency = stream ? state->firstToken : state->perToken;
            shown.deployments.push_back({.id = text(one.target->deployment->info.id),
                                         .model = text(one.target->upstreamModel),
                                         .provider = text(one.target->provider),
                                         .usable = one.usable,
                                         .chance = one.chance,
                                         .turn = one.turn,
                                         .why = text(one.why),
                                         .inFlight = state->inFlight(),
                                         .firstTokenS = stream ? latency.average(0, now.steadyUs) : 0,
                                         .retries = one.retries,
                                         .connectS = one.limits.connect,
                                         .firstS = one.limits.firstToken,
                                         .gapS = one.limits.gap,
                                         .totalS = one.limits.total});
        }
        out.push_back(std::move(shown));
    }
    return out;
}

}   // namespace

InProcessRouting::InProcessRouting(RoutingParts parts)
    : m_parts(std::move(parts))
{
    std::map<std::string, std::size_t> known;
    for (const auto &[id, dialect] : dialects::Dialects::all().list()) {
        for (dialects::Route &route : dialect->routes()) {
            const auto [it, added] = known.emplace(route.pattern, m_entries.size());
            if (added) {
                m_routes.add("POST", route.pattern, static_cast<int>(m_entries.size()));
                m_entries.emplace_back();
            }
            m_entries[it->second].push_back({dialect.get(), std::move(route)});
        }
    }
}

RoutingState InProcessRouting::state() const
{
    RoutingState out;
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    if (!table)
        return out;
    const routing::Moment now = momentNow();
    const config::RouterSettings &settings = table->config().router;
    out.strategy = text(settings.strategy);
    for (const routing::GroupPtr &group : table->groups()) {
        RouteGroup shown{text(group->name),
                         text(routing::strategyName(group->strategy)),
                         group->line ? static_cast<int>(group->line->size()) : 0,
                         {}};
        for (const routing::Member &member : group->members) {
            shown.deployments.push_back(deploymentOf(member, *group, *table, now));
            double cost = member.cost;
            if (cost < 0 && m_parts.prices)
                cost = billing::factsOf(*m_parts.prices, *member.target, now.unixS * 1'000'000).cost;
            if (cost >= 0)
                shown.deployments.back().costPico =
                    static_cast<std::int64_t>(std::llround(cost * kMillion * kPicoPerUsd));
        }
        out.groups.push_back(std::move(shown));
    }
    for (const config::AliasRow &alias : settings.aliases)
        out.aliases.push_back({text(alias.alias), texts(alias.targets), alias.hidden});
    out.fallbacks = chains(settings.fallbacks);
    out.contextFallbacks = chains(settings.contextWindowFallbacks);
    out.policyFallbacks = chains(settings.contentPolicyFallbacks);
    out.defaultChain = texts(settings.defaultChain);
    out.budgets = sharedBudgets(*table, now);
    out.names = texts(table->names());
    return out;
}

Simulation InProcessRouting::simulation(const QString &request) const
{
    Simulation out;
    const PastedRequest pasted = readPasted(request);
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    if (!pasted.problem.isEmpty() || !table) {
        out.problem = pasted.problem.isEmpty() ? tr("The gateway is not running.") : pasted.problem;
        return out;
    }
    const http::RouteMatch match = m_routes.match("POST", pasted.path);
    const Entry *entry = nullptr;
    std::string pathModel;
    if (match.found()) {
        const std::string_view rest = match.parameter("rest");
        std::size_t longest = 0;
        for (const Entry &one : m_entries[static_cast<std::size_t>(match.id)]) {
            const std::string &suffix = one.route.suffix;
            if (suffix.empty() ? !rest.empty() : !rest.ends_with(suffix) || suffix.size() < longest)
                continue;
            longest = suffix.size();
            entry = &one;
            pathModel = rest.substr(0, rest.size() - longest);
        }
    }
    if (!entry) {
        out.problem = tr("No model is asked at %1.").arg(text(pasted.path));
        return out;
    }
    wire::Headers headers;
    for (const auto &[name, value] : pasted.headers)
        headers.add(name, value);
    const wire::Query query(pasted.query);
    auto stores = std::make_unique<dialects::Stores>();
    auto call = entry->dialect->decode({.pathModel = pathModel,
                                        .action = entry->route.action,
                                        .query = &query,
                                        .headers = &headers,
                                        .stores = stores.get(),
                                        .body = pasted.body});
    if (!call.ok()) {
        out.problem = text(call.error().message);
        return out;
    }
    auth::Principal principal;
    principal.kind = auth::Principal::Kind::Master;
    const routing::Moment now = momentNow();
    const std::int64_t tokens = chat::Estimator().estimateInput(call.value().model, pasted.body.size());
    const routing::Explanation explanation =
        routing::explain(table, call.value(), principal, entry->route.name, tokens, now);
    out.model = text(call.value().model);
    out.route = text(entry->route.name);
    out.stream = call.value().stream;
    out.inputTokens = tokens;
    if (explanation.error)
        out.problem = text(explanation.error->message);
    out.groups = toSimulated(explanation.groups, *table, out.stream, now);
    out.general = toSimulated(explanation.general, *table, out.stream, now);
    out.context = toSimulated(explanation.context, *table, out.stream, now);
    out.policy = toSimulated(explanation.policy, *table, out.stream, now);
    return out;
}

Token InProcessRouting::requestState()
{
    const Token token = m_parts.nextToken();
    QMetaObject::invokeMethod(
        this, [this, token] { Q_EMIT stateReady(token, state()); }, Qt::QueuedConnection);
    return token;
}

Token InProcessRouting::simulate(const QString &request)
{
    const Token token = m_parts.nextToken();
    QMetaObject::invokeMethod(
        this, [this, token, request] { Q_EMIT simulated(token, simulation(request)); }, Qt::QueuedConnection);
    return token;
}

void InProcessRouting::endRest(const QString &deploymentId)
{
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    if (table && table->byId(deploymentId.toStdString()))
        table->state().deployment(deploymentId.toStdString())->recovered();
}

}   // namespace gw::client
