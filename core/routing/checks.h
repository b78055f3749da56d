#pragma once

#include "core/routing/cooldowns.h"

#include <optional>

// What health checks mean for routing (CONTRACT 6.11).
namespace gw::routing {

// Failed checks count like failures of traffic (allowed_fails_policy) instead of taking the deployment out.
bool checksCount(const config::RouterSettings &settings) noexcept;
// Notes what a check of the deployment has found; failure: nothing when it is well. Where checks count, what
// the deployment rests for. Thread-safe.
std::optional<Cooldown> noteCheck(DeploymentState &state, const std::optional<Error> &failure,
                                  const config::Deployment &deployment,
                                  const config::RouterSettings &settings, std::size_t groupSize,
                                  const Moment &now);

}   // namespace gw::routing
