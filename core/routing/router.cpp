#include "core/routing/router.h"

#include <algorithm>

namespace gw::routing {

namespace {

bool matchesPattern(std::string_view pattern, std::string_view name)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == name;
    return name.size() + 1 >= pattern.size() && name.starts_with(pattern.substr(0, star)) &&
           name.ends_with(pattern.substr(star + 1));
}

bool mayUse(const auth::Principal &principal, std::string_view requested, std::string_view group)
{
    if (principal.models.empty())
        return true;
    return std::ranges::any_of(principal.models, [&](const std::string &allowed) {
        return allowed == "all-proxy-models" || allowed == "*" || matchesPattern(allowed, requested) ||
               matchesPattern(allowed, group);
    });
}

Error unknownModel(const Table &table, const chat::Call &call, std::string_view route)
{
    std::string message = std::string(route) + ": Invalid model name passed in model=" + call.model +
                          ". Call `/v1/models` to view available models for your key.";
    const std::vector<std::string> nearest = table.nearest(call.model, 3);
    for (std::size_t i = 0; i < nearest.size(); ++i)
        message += (i == 0 ? " Did you mean " : ", ") + nearest[i];
    if (!nearest.empty())
        message += "?";
    return {.code = ErrorCode::UnknownModel, .message = std::move(message)};
}

int retriesFor(const chat::Call &call, const config::Config &config, const config::Deployment &first)
{
    if (call.gateway.numRetries)
        return *call.gateway.numRetries;
    if (first.params.numRetries)
        return *first.params.numRetries;
    return config.router.numRetries.value_or(0);
}

}   // namespace

Result<Plan> makePlan(const Table &table, const chat::Call &call, const auth::Principal &principal,
                      std::string_view route, Random &random)
{
    if (table.empty())
        return Error{.code = ErrorCode::NoModels, .message = "No models configured on proxy"};
    auto resolution = table.resolve(call.model);
    if (!resolution)
        return unknownModel(table, call, route);
    if (!mayUse(principal, call.model, resolution->group)) {
        std::string list;
        for (const std::string &model : principal.models)
            list += (list.empty() ? "'" : ", '") + model + "'";
        return Error{.code = ErrorCode::ModelDenied,
                     .message = "key not allowed to access model. This key can only access models=[" + list +
                                "]. Tried to access " + call.model,
                     .param = "model"};
    }
    if (resolution->paused)
        return Error{.code = ErrorCode::Overloaded,
                     .message = "The model '" + call.model +
                                "' is paused: none of its deployments takes traffic now."};
    if (const std::string &only = call.gateway.deployment; !only.empty()) {
        const auto others = [&](const TargetPtr &target) { return target->deployment->info.id != only; };
        if (!std::ranges::all_of(resolution->targets, others))
            std::erase_if(resolution->targets, others);
    }
    Plan plan;
    plan.requested = call.model;
    plan.group = resolution->group;
    plan.direct = resolution->direct;
    plan.healthy = static_cast<int>(resolution->targets.size());
    plan.maxRetries = retriesFor(call, table.config(), *resolution->targets.front()->deployment);
    const std::vector<TargetPtr> order = simpleShuffle(std::move(resolution->targets), random);
    int most = plan.maxRetries;
    for (const auto &[name, count] : table.config().router.retryPolicy.byClass)
        most = std::max(most, count);
    // A retry goes to the next deployment and comes back to the first when all have been tried.
    for (int i = 0; i <= most; ++i) {
        const TargetPtr &target = order[static_cast<std::size_t>(i) % order.size()];
        plan.attempts.push_back({target, plan.group,
                                 i == 0 ? (order.size() > 1 ? "simple-shuffle" : "only deployment")
                                        : "retry " + std::to_string(i)});
    }
    return plan;
}

}   // namespace gw::routing
