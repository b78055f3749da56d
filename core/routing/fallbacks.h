#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/config/schema.h"

#include <optional>
#include <string>
#include <vector>

namespace gw::routing {

// Where a request goes when its group has failed: a model name or a deployment id.
struct FallbackTarget
{
    std::string name;
    json::Object overrides = {};   // Members of the request that are different there.
};

// Which lists count for one request: the request's own, else its key's, else the config's.
struct FallbackSources
{
    const config::RouterSettings *settings = nullptr;
    // The request's "fallbacks" as sent: names, {"model": ...} with overrides, or {group: [names]}.
    const json::Array *requestList = nullptr;
    // Members of a list-valued alias behind the one that was tried.
    std::vector<std::string> aliasRest = {};
};

// The ordered targets for an error of the class of code in group, which the client called requested. Context
// and policy errors take their own list; where it has no entry for the group, the general one (CONTRACT 2.6,
// 6.4). group itself is left out. Pure.
std::vector<FallbackTarget> fallbackTargets(const FallbackSources &sources, ErrorCode code,
                                            const std::string &requested, const std::string &group);

// Whether an error may be answered by another group at all: the client's own mistakes may not.
bool mayFallBack(ErrorCode code) noexcept;

}   // namespace gw::routing
