#include "core/auth/permission.h"

#include <algorithm>
#include <array>

namespace gw::auth {

namespace {

constexpr std::array kManagement{std::string_view("/key/"),
                                 std::string_view("/user/"),
                                 std::string_view("/team/"),
                                 std::string_view("/customer/"),
                                 std::string_view("/end_user/"),
                                 std::string_view("/budget/"),
                                 std::string_view("/tag/"),
                                 std::string_view("/model/"),
                                 std::string_view("/organization/"),
                                 std::string_view("/access_group/"),
                                 std::string_view("/audit"),
                                 std::string_view("/config/"),
                                 std::string_view("/credentials"),
                                 std::string_view("/invitation/"),
                                 std::string_view("/project/"),
                                 std::string_view("/global/"),
                                 std::string_view("/spend/"),
                                 std::string_view("/cache/"),
                                 std::string_view("/v2/key/"),
                                 std::string_view("/v2/user/"),
                                 std::string_view("/v2/team/"),
                                 std::string_view("/get/config/"),
                                 std::string_view("/provider/budgets")};

constexpr std::array kInfo{std::string_view("/key/info"),
                           std::string_view("/key/health"),
                           std::string_view("/key/list"),
                           std::string_view("/key/aliases"),
                           std::string_view("/v2/key/info"),
                           std::string_view("/team/info"),
                           std::string_view("/team/list"),
                           std::string_view("/team/available"),
                           std::string_view("/v2/team/list"),
                           std::string_view("/user/info"),
                           std::string_view("/v2/user/info"),
                           std::string_view("/user/list"),
                           std::string_view("/customer/info"),
                           std::string_view("/customer/list"),
                           std::string_view("/end_user/info"),
                           std::string_view("/end_user/list"),
                           std::string_view("/budget/list"),
                           std::string_view("/tag/list"),
                           std::string_view("/model/info"),
                           std::string_view("/v1/model/info"),
                           std::string_view("/v2/model/info"),
                           std::string_view("/model_group/info"),
                           std::string_view("/v1/model_group/info"),
                           std::string_view("/models"),
                           std::string_view("/v1/models"),
                           std::string_view("/v1beta/models"),
                           std::string_view("/access_group/list"),
                           std::string_view("/utils/supported_openai_params")};

bool isManagement(std::string_view path)
{
    return std::ranges::any_of(kManagement,
                               [&](std::string_view prefix) { return path.starts_with(prefix); });
}

bool isInfo(std::string_view path)
{
    return path.starts_with("/health") || std::ranges::find(kInfo, path) != kInfo.end();
}

// What models are called and listed by.
bool isLlm(std::string_view path)
{
    const bool models = path.ends_with("/models") || path == "/models";
    return models || (!isManagement(path) && !isInfo(path) && path != "/metrics" && path != "/routes");
}

bool fitsOne(const std::vector<std::string> &entries, std::string_view path)
{
    return std::ranges::any_of(entries, [&](const std::string &entry) { return routeFits(entry, path); });
}

std::string listed(const std::vector<std::string> &entries)
{
    std::string out;
    for (const std::string &entry : entries)
        out += (out.empty() ? "'" : ", '") + entry + "'";
    return "[" + out + "]";
}

}   // namespace

std::string_view Principal::role() const noexcept
{
    if (admin)
        return "proxy_admin";
    return user ? std::string_view(user->role) : std::string_view();
}

bool routeFits(std::string_view entry, std::string_view path)
{
    if (entry == "llm_api_routes" || entry == "openai_routes")
        return isLlm(path);
    if (entry == "info_routes")
        return isInfo(path);
    if (entry == "management_routes")
        return isManagement(path);
    if (entry.ends_with('*'))
        return path.starts_with(entry.substr(0, entry.size() - 1));
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    return entry == path;
}

Error adminOnly(const Principal &principal, std::string_view path)
{
    const std::string_view role = principal.role();
    return {.code = ErrorCode::AdminOnly,
            .message = "Authentication Error, Only proxy admin can be used to generate, delete, update info "
                       "for new keys/users/teams. Route=" +
                       std::string(path) + ". Your role=" + std::string(role.empty() ? "unknown" : role) +
                       ". Your user_id=" + (principal.userId.empty() ? "None" : principal.userId)};
}

Result<void> mayCall(const Principal &principal, Access access, std::string_view method,
                     std::string_view path, const RouteRules &rules)
{
    if (principal.key && !principal.key->allowedRoutes.empty() &&
        !fitsOne(principal.key->allowedRoutes, path))
        return Error{
            .code = ErrorCode::RouteDenied,
            .message = "Virtual key is not allowed to call this route. Only allowed to call routes: " +
                       listed(principal.key->allowedRoutes) + ". Tried to call route: " + std::string(path)};
    if (principal.admin)
        return {};
    if (!rules.allowed.empty() && !fitsOne(rules.allowed, path))
        return Error{.code = ErrorCode::RouteDenied,
                     .message = "Route " + std::string(path) +
                                " not allowed. Only allowed to call routes: " + listed(rules.allowed)};
    const bool admin =
        access == Access::Admin || (!rules.adminOnly.empty() && fitsOne(rules.adminOnly, path));
    if (admin && !(principal.viewer() && method == "GET"))
        return adminOnly(principal, path);
    return {};
}

}   // namespace gw::auth
