#pragma once

#include "core/web/html.h"
#include "core/web/site.h"

#include <cstdint>
#include <string>

namespace gw::web {

struct DeploymentCounts
{
    std::int64_t names = 0;
    std::int64_t all = 0;
    std::int64_t troubled = 0;   // Resting, failing, or not usable as configured.
};
DeploymentCounts countDeployments(const Visit &visit);

// A row of every deployment with its state, latency and what can be done.
Html deploymentTable(const Visit &visit);

}   // namespace gw::web
