#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/routing/deploymentstate.h"

#include <optional>

namespace gw::routing {

// What a failure is judged by beside the error itself.
struct FailureRecord
{
    std::size_t groupSize = 1;
    std::int64_t successes = 0;   // In this minute.
    std::int64_t failures = 0;    // This one included.
    int counted = 0;              // In counting mode, this one included.
    bool probation = false;       // It was the first request after a rest.
};

// Counting mode applies when allowed_fails_policy is set, or allowed_fails is not the usual 3 (CONTRACT 6.8).
bool countsFailures(const config::RouterSettings &settings) noexcept;
// Seconds of rest that a failure costs the deployment; nothing: it goes on (CONTRACT 6.8). Pure.
std::optional<double> cooldownSeconds(const Error &error, const config::Deployment &deployment,
                                      const config::RouterSettings &settings, const FailureRecord &record);
// Notes a failure of the deployment and lets it rest where the rules say so; what it rests for then. status
// is the failed attempt's. Thread-safe.
std::optional<Cooldown> noteFailure(DeploymentState &state, const Error &error,
                                    const config::Deployment &deployment,
                                    const config::RouterSettings &settings, std::size_t groupSize,
                                    const Moment &now);

}   // namespace gw::routing
