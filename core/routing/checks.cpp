#include "core/routing/checks.h"

#include "core/base/errortable.h"

namespace gw::routing {

namespace {

constexpr int kRequestTimeout = 408;
constexpr int kTooManyRequests = 429;

// Says more about the moment than about the deployment.
bool transient(const Error &error)
{
    const int status = error.upstreamStatus != 0 ? error.upstreamStatus : errorRow(error.code).status;
    return status == kRequestTimeout || status == kTooManyRequests ||
           error.code == ErrorCode::UpstreamTimeout || error.code == ErrorCode::UpstreamRateLimit;
}

}   // namespace

bool checksCount(const config::RouterSettings &settings) noexcept
{
    return !settings.allowedFailsPolicy.byClass.empty();
}

std::optional<Cooldown> noteCheck(DeploymentState &state, const std::optional<Error> &failure,
                                  const config::Deployment &deployment,
                                  const config::RouterSettings &settings, std::size_t groupSize,
                                  const Moment &now)
{
    if (failure && settings.healthIgnoresTransient && transient(*failure))
        return std::nullopt;
    if (!checksCount(settings)) {
        state.setHealth(failure ? Health::Failing : Health::Well, now);
        return std::nullopt;
    }
    if (!failure || !settings.healthRouting)
        return std::nullopt;
    return noteFailure(state, *failure, deployment, settings, groupSize, now);
}

}   // namespace gw::routing
