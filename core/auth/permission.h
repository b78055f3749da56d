#pragma once

#include "core/auth/principal.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

// Which routes a caller may use (CONTRACT 3.1 and 7.1).
namespace gw::auth {

// Who may call a route. Loopback: anybody on this machine, others with a key. Management: any key, and the
// handler looks at whom it belongs to.
enum class Access : std::uint8_t { Public, Loopback, Key, Management, Admin };

// general_settings.allowed_routes, admin_only_routes, public_routes. Entries are paths, prefixes that end in
// "*", or names of groups: llm_api_routes, info_routes, management_routes.
struct RouteRules
{
    std::vector<std::string> allowed;   // Empty: all.
    std::vector<std::string> adminOnly;
    std::vector<std::string> open;
};

// A path as it was called, without the root and the query.
bool routeFits(std::string_view entry, std::string_view path);
// A known caller. RouteDenied or AdminOnly with what would be allowed.
Result<void> mayCall(const Principal &principal, Access access, std::string_view method,
                     std::string_view path, const RouteRules &rules);
Error adminOnly(const Principal &principal, std::string_view path);

}   // namespace gw::auth
