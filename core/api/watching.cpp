#include "core/api/budgetwatch.h"
#include "core/api/routes.h"

#include <algorithm>
#include <chrono>
#include <future>

// Who is told of requests, and what Prometheus asks for (CONTRACT 3.4, 10).
namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

constexpr auto kWorkerWait = std::chrono::seconds(2);

telemetry::Gauges gaugesOf(const ApiCall &call, engine::Shared &shared, const sinks::Watch &watch)
{
    telemetry::Gauges gauges;
    gauges.inFlight = shared.inFlight.load();
    const routing::Moment now{.steadyUs = shared.clock.steadyUs(),
                              .unixS = shared.clock.unixUs() / 1'000'000};
    for (const routing::TargetPtr &target : call.table->targets()) {
        const routing::StatePtr state = call.table->state().deployment(target->deployment->info.id);
        // Within this minute.
        const bool failing = state->failures.value(now.minute()) > 0;
        gauges.deployments.push_back({.model = target->upstreamModel,
                                      .modelId = target->deployment->info.id,
                                      .apiBase = target->baseUrl,
                                      .provider = target->provider,
                                      .state = state->cooling(now) ? 2
                                               : failing           ? 1
                                                                   : 0});
    }
    for (const sinks::CourierState &state : watch.states())
        gauges.callbacks.push_back({state.name, state.backlog, state.sent, state.lost});
    if (!call.table->config().watching.alerting.channels.empty())
        gauges.callbacks.push_back({"alerting", 0, 0, watch.lostAlerts()});
    addBudgetGauges(gauges, shared, call.table->config().watching.metricsOfAllBudgets);
    return gauges;
}

void answerMetrics(const engine::Gateway &gateway, engine::Shared &shared, const sinks::Watch &watch,
                   const ApiCall &call, const ApiRespond &respond)
{
    if (call.table->config().watching.metricsNeedKey && !call.authenticated)
        return respond(engine::errorReply({.code = ErrorCode::NoKey,
                                           .message = "/metrics needs a key "
                                                      "(require_auth_for_metrics_endpoint)"}));
    std::vector<const telemetry::Metrics *> parts;
    for (const engine::Worker *worker : gateway.workers())
        parts.push_back(&worker->metrics);
    telemetry::Selection selection;
    for (const config::MetricLabels::Group &group : call.table->config().watching.metricLabels.groups)
        selection.groups.push_back({group.metrics, group.labels});
    respond({.body = telemetry::renderMetrics(parts, gaugesOf(call, shared, watch), selection),
             .contentType = "text/plain; version=0.0.4; charset=utf-8"});
}

json::Array listOf(const std::vector<std::string> &names)
{
    json::Array list;
    for (const std::string &name : names)
        list.emplace_back(name);
    return list;
}

json::Object describe(const sinks::CourierState &state)
{
    json::Object object{{"name", state.name},
                        {"backlog", state.backlog},
                        {"sent", state.sent},
                        {"lost", state.lost},
                        {"retries", state.retries}};
    object["problem"] = state.problem.empty() ? json::Value(nullptr) : json::Value(state.problem);
    return object;
}

json::Array describeAll(const sinks::Watch &watch)
{
    json::Array list;
    for (const sinks::CourierState &state : watch.states())
        list.emplace_back(describe(state));
    return list;
}

json::Value activeCallbacks(const ApiCall &call, const sinks::Watch &watch)
{
    const config::Watching &watching = call.table->config().watching;
    const std::vector<std::string> names = watch.names();
    return json::Object{{"alerting", listOf(watching.alerting.channels)},
                        {"litellm.callbacks", listOf(names)},
                        {"litellm.input_callback", json::Array()},
                        {"litellm.success_callback", listOf(watching.onSuccess)},
                        {"litellm.failure_callback", listOf(watching.onFailure)},
                        {"num_callbacks", names.size()},
                        {"num_alerting", watching.alerting.channels.size()},
                        {"portico_backlog", describeAll(watch)}};
}

// Secrets are left out: that they are there is all anybody needs to know.
json::Value configuredCallbacks(const ApiCall &call, const sinks::Watch &watch)
{
    const config::Config &config = call.table->config();
    const config::Watching &watching = config.watching;
    const std::vector<sinks::CourierState> states = watch.states();
    json::Array callbacks;
    for (const std::string &name : watch.names()) {
        const auto has = [&name](const std::vector<std::string> &list) {
            return std::ranges::find(list, name) != list.end();
        };
        const bool success = has(watching.onSuccess);
        const bool failure = has(watching.onFailure);
        json::Object object{{"name", name},
                            {"variables", json::Object()},
                            {"type", success && failure ? "success_and_failure"
                                     : success          ? "success"
                                                        : "failure"}};
        const auto state = std::ranges::find(states, name, &sinks::CourierState::name);
        if (state != states.end())
            object["portico_backlog"] = describe(*state);
        callbacks.emplace_back(std::move(object));
    }
    json::Array alerts;
    for (const std::string &channel : watching.alerting.channels) {
        json::Object object{{"name", channel}, {"variables", json::Object()}};
        object["alert_types"] =
            watching.alerting.types ? json::Value(listOf(*watching.alerting.types)) : json::Value(nullptr);
        alerts.emplace_back(std::move(object));
    }
    return json::Object{{"status", "success"},
                        {"callbacks", std::move(callbacks)},
                        {"alerts", std::move(alerts)},
                        {"router_settings", config.router.raw}};
}

void testService(sinks::Watch &watch, const ApiCall &call, const ApiRespond &respond)
{
    const std::string service = std::string(call.query.valueOr("service"));
    json::Value types = nullptr;
    if (const auto &chosen = call.table->config().watching.alerting.types)
        types = listOf(*chosen);
    watch.test(service, [&watch, service, respond, types = std::move(types)](const Result<void> &result) {
        if (!result.ok())
            return respond(engine::errorReply(result.error()));
        json::Object object{{"status", "success"}, {"message", "Mock request sent to " + service}};
        if (service == "slack")
            object["alert_types"] = types;
        for (const sinks::CourierState &state : watch.states()) {
            if (state.name == service)
                object["portico_backlog"] = describe(state);
        }
        respond(engine::jsonReply(std::move(object)));
    });
}

}   // namespace

engine::ApiRoutes watchingRoutes(engine::Gateway &gateway, engine::Shared &shared, sinks::Watch &watch)
{
    engine::ApiRoutes routes;
    for (const char *pattern : {"/metrics", "/metrics/"})
        routes.push_back({"GET", pattern, Access::Loopback,
                          [&gateway, &shared, &watch](const ApiCall &call, const ApiRespond &respond) {
                              answerMetrics(gateway, shared, watch, call, respond);
                          }});
    routes.push_back(
        {"GET", "/active/callbacks", Access::Admin, [&watch](const ApiCall &call, const ApiRespond &respond) {
             respond(engine::jsonReply(activeCallbacks(call, watch)));
         }});
    routes.push_back({"GET", "/get/config/callbacks", Access::Admin,
                      [&watch](const ApiCall &call, const ApiRespond &respond) {
                          respond(engine::jsonReply(configuredCallbacks(call, watch)));
                      }});
    routes.push_back(
        {"GET", "/health/services", Access::Admin,
         [&watch](const ApiCall &call, const ApiRespond &respond) { testService(watch, call, respond); }});
    return routes;
}

sinks::GatewayFacts watchedFacts(engine::Gateway &gateway, engine::Shared &shared)
{
    sinks::GatewayFacts facts;
    facts.budgets = [&shared] { return budgetFacts(shared); };
    facts.cooldowns = [&gateway, &clock = shared.clock] {
        std::vector<sinks::CooldownFact> list;
        const engine::SnapshotPtr snapshot = gateway.snapshot();
        const routing::Moment now{.steadyUs = clock.steadyUs(), .unixS = clock.unixUs() / 1'000'000};
        for (const routing::TargetPtr &target : snapshot->table->targets()) {
            const std::string &id = target->deployment->info.id;
            const routing::StatePtr state = snapshot->table->state().deployment(id);
            if (!state->cooling(now) && !state->onProbation(now))
                continue;
            const routing::Cooldown cooldown = state->cooldown();
            list.push_back({id, target->upstreamModel, target->baseUrl, cooldown.reason, cooldown.status,
                            cooldown.startedUs, cooldown.seconds});
        }
        return list;
    };
    facts.hanging = [&gateway](double olderThanS) {
        using List = std::vector<sinks::HangingFact>;
        std::vector<std::future<List>> answers;
        for (engine::Worker *worker : gateway.workers()) {
            auto promise = std::make_shared<std::promise<List>>();
            answers.push_back(promise->get_future());
            worker->reactor.post([worker, promise, olderThanS] {
                List list;
                for (const auto &[exchange, self] : worker->exchanges) {
                    const double seconds =
                        static_cast<double>(worker->reactor.nowUs() - exchange->arrivedUs()) / 1e6;
                    if (seconds > olderThanS)
                        list.push_back({exchange->callId(), exchange->requestedModel(), seconds});
                }
                promise->set_value(std::move(list));
            });
        }
        List all;
        for (std::future<List> &answer : answers) {
            // A worker that has no time for this is busy, not hanging.
            if (answer.wait_for(kWorkerWait) != std::future_status::ready)
                continue;
            const List list = answer.get();
            all.insert(all.end(), list.begin(), list.end());
        }
        return all;
    };
    return facts;
}

sinks::ApiBases apiBasesOf(const routing::Table &table)
{
    sinks::ApiBases bases;
    for (const routing::TargetPtr &target : table.targets())
        bases[target->deployment->info.id] = target->baseUrl;
    return bases;
}

}   // namespace gw::api
