#pragma once

#include "core/providers/target.h"

#include <memory>
#include <string>
#include <vector>

namespace gw::routing {

using TargetPtr = std::shared_ptr<const providers::Target>;

// One try of a plan, with the reason in words for the inspector.
struct Attempt
{
    TargetPtr target;
    std::string group;
    std::string reason;
};

// Which deployments are to be tried for one request, in which order and why. Strategies fill it; the engine
// walks it and asks the retry policy between attempts.
struct Plan
{
    std::string requested;   // As the client said it.
    std::string group;       // The model group it resolved to.
    bool direct = false;     // The client named a deployment id.
    int maxRetries = 0;      // Attempts in all: 1 + maxRetries.
    int healthy = 0;         // Deployments that could take the request.
    std::vector<Attempt> attempts;
};

}   // namespace gw::routing
