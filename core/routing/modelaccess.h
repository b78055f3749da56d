#pragma once

#include "core/auth/principal.h"
#include "core/routing/table.h"

// Which models a caller may use (CONTRACT 7.3): what the key says, within what its team or, without one, its
// user says. Lists hold names, patterns, access groups, "*", all-proxy-models, all-team-models and
// no-default-models.
namespace gw::routing {

// The real name that the key's or its team's aliases have for a requested one, else that itself. Lives as
// long as both arguments.
std::string_view unaliased(const auth::Principal &principal, std::string_view requested);
// group: what the request led to. ModelDenied says whose list it is and what stands there.
Result<void> mayUse(const Table &table, const auth::Principal &principal, std::string_view requested,
                    const Group &group);
// The same for a request that is passed on to a provider as it is: lists may name the model or
// "provider/model". model "" where nobody can tell: then all of the provider's must be allowed.
Result<void> mayPass(const Table &table, const auth::Principal &principal, std::string_view provider,
                     std::string_view model);
// Of the table's public names and the caller's own aliases.
std::vector<std::string> usableNames(const Table &table, const auth::Principal &principal);

}   // namespace gw::routing
