#include "core/engine/exchange.h"

#include <algorithm>
#include <initializer_list>

// How long things may take (CONTRACT 6.6): the request's word, its deployment's, its group's, the router's.
namespace gw::engine {

namespace {

constexpr double kDefaultTimeoutS = 6000;
constexpr double kDefaultConnectS = 10;

int toMs(double seconds)
{
    return static_cast<int>(std::clamp(seconds * 1000, 1.0, 1e9));
}

double firstOf(std::initializer_list<std::optional<double>> candidates, double otherwise)
{
    for (const auto &seconds : candidates) {
        if (seconds && *seconds > 0)
            return *seconds;
    }
    return otherwise;
}

}   // namespace

std::optional<double> secondsIn(const wire::Headers &headers, std::string_view name)
{
    const auto text = headers.value(name);
    if (!text)
        return std::nullopt;
    const std::string copy(*text);
    char *end = nullptr;
    const double seconds = std::strtod(copy.c_str(), &end);
    return end != copy.c_str() && seconds > 0 ? std::optional(seconds) : std::nullopt;
}

Exchange::Limits Exchange::timeouts() const
{
    static const config::DeploymentParams kNone;
    static const config::TimeoutSettings kNoGroup;
    const config::DeploymentParams &params = hasTarget() ? target().deployment->params : kNone;
    const config::Config &config = m_start.table->config();
    const config::RouterSettings &router = config.router;
    const auto own = m_walk ? router.groupTimeouts.find(m_walk->group()) : router.groupTimeouts.end();
    const config::TimeoutSettings &group = own != router.groupTimeouts.end() ? own->second : kNoGroup;
    Limits out;
    out.totalS =
        firstOf({m_call->gateway.timeoutS, secondsIn(m_clientHeaders, "x-litellm-timeout"), params.timeoutS,
                 group.totalS, router.timeoutS, config.litellm.requestTimeoutS, router.timeouts.totalS},
                kDefaultTimeoutS);
    out.wire.connectMs = toMs(std::min(
        firstOf({params.connectTimeoutS, group.connectS, router.timeouts.connectS}, kDefaultConnectS),
        out.totalS));
    out.wire.totalMs = toMs(out.totalS);
    if (!m_call->stream)
        return out;
    // A stream may last; what is bounded is silence.
    out.wire.firstByteMs = toMs(firstOf(
        {m_call->gateway.streamTimeoutS, secondsIn(m_clientHeaders, "x-litellm-stream-timeout"),
         params.streamTimeoutS, group.firstTokenS, router.streamTimeoutS, router.timeouts.firstTokenS},
        out.totalS));
    out.wire.idleMs = toMs(firstOf({params.gapTimeoutS, group.gapS, router.timeouts.gapS}, out.totalS));
    out.wire.totalMs = router.maxStreamS ? toMs(*router.maxStreamS) : 0;
    return out;
}

}   // namespace gw::engine
