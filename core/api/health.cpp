#include "core/api/routes.h"

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

json::Object describe(const providers::Target &target, const Verdict &verdict, bool details)
{
    json::Object object{{"model", target.deployment->params.model}, {"model_id", target.deployment->info.id}};
    if (!target.baseUrl.empty())
        object["api_base"] = target.baseUrl;
    if (!details)
        return object;
    for (const auto &[name, value] : verdict.headers) {
        if (name.starts_with("x-ratelimit-"))
            object[name] = value;
    }
    if (!verdict.error.empty())
        object["error"] = verdict.error;
    return object;
}

json::Value summary(const HealthChecks::Results &list, bool details)
{
    json::Array healthy;
    json::Array unhealthy;
    for (const auto &[target, verdict] : list)
        (verdict.error.empty() ? healthy : unhealthy).emplace_back(describe(*target, verdict, details));
    const std::size_t good = healthy.size();
    const std::size_t bad = unhealthy.size();
    json::Object object;
    if (details || good + bad == 0) {
        object["healthy_endpoints"] = std::move(healthy);
        object["unhealthy_endpoints"] = std::move(unhealthy);
    }
    object["healthy_count"] = good;
    object["unhealthy_count"] = bad;
    return object;
}

bool selected(const ApiCall &call, const providers::Target &target)
{
    const auto model = call.query.value("model");
    const auto id = call.query.value("model_id");
    const config::Deployment &deployment = *target.deployment;
    return (!model || *model == deployment.modelName || *model == deployment.params.model) &&
           (!id || *id == deployment.info.id);
}

void answerKey(engine::Worker &worker, const ApiCall &call, HealthChecks &checks, const ApiRespond &respond)
{
    const config::General &general = call.table->config().general;
    std::vector<routing::TargetPtr> targets;
    HealthChecks::Results known;
    for (const routing::TargetPtr &target : call.table->targets()) {
        if (!selected(call, *target) || !Probe::canAsk(*target))
            continue;
        targets.push_back(target);
        if (auto verdict = checks.verdictOf(target->deployment->info.id))
            known.emplace_back(target, std::move(*verdict));
    }
    // Of what the background has not seen yet nothing is known: then the providers are asked.
    if (general.backgroundHealthChecks && !known.empty())
        return respond(engine::jsonReply(summary(known, general.healthCheckDetails)));
    checks.ask(worker, call.table, std::move(targets),
               [respond, details = general.healthCheckDetails](const HealthChecks::Results &results) {
                   respond(engine::jsonReply(summary(results, details)));
               });
}

}   // namespace

engine::ApiRoutes healthRoutes(engine::Gateway &gateway, std::shared_ptr<HealthChecks> checks)
{
    return {{"GET", "/health", Access::Loopback,
             [&gateway, checks = std::move(checks)](const ApiCall &call, const ApiRespond &respond) {
                 if (call.authenticated)
                     return answerKey(*gateway.workers()[static_cast<std::size_t>(call.worker)], call,
                                      *checks, respond);
                 // Without a key nobody may spend money: what is known is told, and no names.
                 HealthChecks::Results list;
                 for (const routing::TargetPtr &target : call.table->targets())
                     list.emplace_back(target, checks->verdictOf(target->deployment->info.id)
                                                   .value_or(Verdict{target->problem, {}, {}}));
                 respond(engine::jsonReply(summary(list, false)));
             }}};
}

}   // namespace gw::api
