#include "core/routing/timelimits.h"

#include <algorithm>
#include <initializer_list>

namespace gw::routing {

namespace {

constexpr double kDefaultTimeoutS = 6000;
constexpr double kDefaultConnectS = 10;

double firstOf(std::initializer_list<std::optional<double>> candidates, double otherwise)
{
    for (const auto &seconds : candidates) {
        if (seconds && *seconds > 0)
            return *seconds;
    }
    return otherwise;
}

}   // namespace

TimeLimits timeLimits(const config::Config &config, const AskedLimits &asked,
                      const config::DeploymentParams &deployment, const std::string &group)
{
    static const config::TimeoutSettings kNone;
    const config::RouterSettings &router = config.router;
    const auto own = router.groupTimeouts.find(group);
    const config::TimeoutSettings &shared = own != router.groupTimeouts.end() ? own->second : kNone;
    TimeLimits out;
    out.total = firstOf({asked.total, deployment.timeoutS, shared.totalS, router.timeoutS,
                         config.litellm.requestTimeoutS, router.timeouts.totalS},
                        kDefaultTimeoutS);
    out.connect = std::min(
        firstOf({deployment.connectTimeoutS, shared.connectS, router.timeouts.connectS}, kDefaultConnectS),
        out.total);
    out.firstToken = firstOf({asked.firstToken, deployment.streamTimeoutS, shared.firstTokenS,
                              router.streamTimeoutS, router.timeouts.firstTokenS},
                             out.total);
    out.gap = firstOf({deployment.gapTimeoutS, shared.gapS, router.timeouts.gapS}, out.total);
    return out;
}

}   // namespace gw::routing
