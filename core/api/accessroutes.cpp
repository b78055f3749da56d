#include "core/api/management.h"
#include "core/api/routes.h"
#include "core/base/logging.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

// What is known but not offered: it says so instead of not being there.
void addDeferred(engine::ApiRoutes &routes)
{
    const auto later = [](const ApiCall &call, const ApiRespond &respond) {
        respond(engine::errorReply(
            {.code = ErrorCode::NotImplemented,
             .message = "Route " + std::string(call.head.path) + " is not available in this version"}));
    };
    for (const char *pattern :
         {"/organization/{rest...}", "/invitation/{rest...}", "/onboarding/claim_token", "/sso/{rest...}",
          "/login", "/v2/login", "/project/{rest...}", "/fallback", "/fallback/{rest...}"}) {
        for (const char *method : {"GET", "POST", "PATCH", "DELETE"})
            routes.push_back({method, pattern, Access::Key, later});
    }
}

// One row of budget_config, as limits over what is known.
access::Limits limitsOf(const json::Object &row, access::Limits known)
{
    if (const json::Value *amount = json::find(row, "max_budget"))
        known.maxBudget = access::picoOf(*amount);
    known.budgetDuration = json::stringOr(row, "time_period", json::stringOr(row, "budget_duration"));
    return known;
}

bool same(const access::Limits &a, const access::Limits &b)
{
    return a.maxBudget == b.maxBudget && a.budgetDuration == b.budgetDuration;
}

access::TeamPtr teamNamed(access::Directory &directory, const std::string &name)
{
    if (access::TeamPtr team = directory.team(name))
        return team;
    const auto found = directory.teams().select([&](const access::Team &team) { return team.alias == name; });
    return found.empty() ? nullptr : found.front();
}

}   // namespace

engine::ApiRoutes accessRoutes(access::Directory *directory, const StoredModels &stored)
{
    engine::ApiRoutes routes = keyRoutes(directory, stored);
    for (auto part : {&userRoutes, &teamRoutes, &memberRoutes, &customerRoutes, &budgetRoutes, &tagRoutes,
                      &accessGroupRoutes, &auditRoutes})
        std::ranges::move(part(directory), std::back_inserter(routes));
    addDeferred(routes);
    return routes;
}

void applyBudgetConfig(access::Directory &directory, const config::Config &config)
{
    if (config.budgetConfig.empty())
        return;
    directory.editWhenConnected([rows = config.budgetConfig](access::Edit &edit) {
        if (const auto begun = edit.begin(); !begun.ok()) {
            qCWarning(gwAuth, "budget_config is not applied: %s", begun.error().message.c_str());
            return;
        }
        access::Directory &all = edit.directory();
        for (const json::Value &row : rows) {
            const json::Object *object = row.if_object();
            const std::string id(object ? json::stringOr(*object, "user_id") : "");
            if (id.empty())
                continue;
            const access::UserPtr known = all.user(id);
            const access::TeamPtr team = known ? nullptr : teamNamed(all, id);
            if (team) {
                access::Team changed = *team;
                changed.limits = limitsOf(*object, team->limits);
                if (!same(changed.limits, team->limits))
                    edit.put(std::move(changed));
                continue;
            }
            access::User user =
                known ? *known
                      : access::User{.userId = id, .role = "internal_user", .createdAt = edit.nowS()};
            user.limits = limitsOf(*object, user.limits);
            if (!known || !same(user.limits, known->limits))
                edit.put(std::move(user));
        }
        if (const auto done = edit.commit("config"); !done.ok())
            qCWarning(gwAuth, "budget_config is not applied: %s", done.error().message.c_str());
    });
}

}   // namespace gw::api
