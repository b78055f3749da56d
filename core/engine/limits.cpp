#include "core/engine/exchange.h"
#include "core/routing/timelimits.h"

#include <algorithm>

// How long things may take (CONTRACT 6.6): the request's word, its deployment's, its group's, the router's.
namespace gw::engine {

int toMs(double seconds)
{
    return static_cast<int>(std::clamp(seconds * 1000, 1.0, 1e9));
}

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
    const config::Config &config = m_start.table->config();
    const auto asked = [this](const std::optional<double> &own, std::string_view header) {
        return own && *own > 0 ? own : secondsIn(m_clientHeaders, header);
    };
    const chat::GatewayFields &fields = m_call->gateway;
    const routing::TimeLimits limits = routing::timeLimits(
        config,
        {.total = asked(fields.timeoutS, "x-litellm-timeout"),
         .firstToken = asked(fields.streamTimeoutS, "x-litellm-stream-timeout")},
        hasTarget() ? target().deployment->params : kNone, m_walk ? m_walk->group() : std::string());
    Limits out;
    out.totalS = limits.total;
    out.wire.connectMs = toMs(limits.connect);
    out.wire.totalMs = toMs(limits.total);
    if (!m_call->stream)
        return out;
    // A stream may last; what is bounded is silence.
    out.wire.firstByteMs = toMs(limits.firstToken);
    out.wire.idleMs = toMs(limits.gap);
    out.wire.totalMs = config.router.maxStreamS ? toMs(*config.router.maxStreamS) : 0;
    return out;
}

}   // namespace gw::engine
