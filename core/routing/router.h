#pragma once

#include "core/auth/principal.h"
#include "core/base/result.h"
#include "core/chat/call.h"
#include "core/routing/strategies.h"
#include "core/routing/table.h"

namespace gw::routing {

// Makes a plan for one request: name to deployments, ordered by the strategy. UnknownModel names the nearest
// models; ModelDenied when the principal may not use it; NoModels when nothing is configured.
Result<Plan> makePlan(const Table &table, const chat::Call &call, const auth::Principal &principal,
                      std::string_view route, Random &random);

}   // namespace gw::routing
