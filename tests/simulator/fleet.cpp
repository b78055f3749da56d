#include "tests/simulator/fleet.h"

#include <algorithm>
#include <cmath>

namespace gw::simulator {

namespace {

// Shares of the deployments; traffic goes by the same shares, but none to the spare.
constexpr std::array kShares{0.40, 0.20, 0.15, 0.10, 0.10, 0.05};
constexpr double kOutageBegins = 0.4;   // Of the span.
constexpr double kOutageEnds = 0.6;
constexpr double kFlapS = 60;
constexpr double kFlapDownS = 20;
constexpr double kStormS = 45;
constexpr double kStormLastsS = 15;
constexpr int kStormRetryAfterMs = 4000;
constexpr int kLimitRetryAfterMs = 1000;
constexpr double kRefusedS = 0.005;
constexpr double kErrorS = 0.2;
constexpr double kRandomFaults = 0.001;
constexpr double kSlowBy = 6;
constexpr double kBusyAt = 40;   // Requests at once that double the time.
constexpr int kTightGroup = 3;   // Where requests have to wait at times.
constexpr int kTightLimit = 4;

Error failure(ErrorCode code, int status, int retryAfterMs = -1)
{
    return {
        .code = code, .message = "simulated failure", .upstreamStatus = status, .retryAfterMs = retryAfterMs};
}

Pattern drawPattern(routing::Random &random)
{
    const double drawn = random.next();
    return drawn < 0.05   ? Pattern::Dead
           : drawn < 0.10 ? Pattern::Flapping
           : drawn < 0.15 ? Pattern::Slow
           : drawn < 0.25 ? Pattern::Storm
                          : Pattern::Well;
}

bool stormy(const Machine &machine, double nowS)
{
    return machine.pattern == Pattern::Storm && std::fmod(nowS + machine.phase, kStormS) < kStormLastsS;
}

}   // namespace

Fleet::Fleet(int deployments, double spanS, bool limitsKnown, std::uint64_t seed)
    : m_spanS(spanS)
    , m_limitsKnown(limitsKnown)
{
    routing::Random random(seed);
    for (int group = 0; group < kGroups; ++group) {
        const double share = kShares[static_cast<std::size_t>(group)];
        const int size = std::max(4, static_cast<int>(std::lround(share * deployments)));
        for (int i = 0; i < size; ++i) {
            Machine machine;
            machine.group = group;
            machine.region = i % kRegions;
            machine.pattern = drawPattern(random);
            if (group == kTightGroup)
                machine.limit = kTightLimit;
            machine.phase = random.next() * kFlapS;
            machine.latencyS = 0.4 + 1.2 * random.next() * random.next();
            machine.pricePerToken = 1e-6 * (1 + 9 * random.next());
            m_machines.push_back(machine);
        }
    }
}

std::string Fleet::groupName(int group)
{
    return group == kGroups - 1 ? "spare" : "group-" + std::to_string(group);
}

std::shared_ptr<config::Config> Fleet::config(const std::string &strategy) const
{
    auto out = std::make_shared<config::Config>();
    out->router.strategy = strategy;
    out->router.numRetries = 3;
    for (int group = 0; group < kGroups - 1; ++group)
        out->router.fallbacks.push_back({groupName(group), {"spare"}});
    out->deployments.reserve(m_machines.size());
    for (const Machine &machine : m_machines) {
        config::Deployment row;
        row.modelName = groupName(machine.group);
        row.params.model = "openai/simulated";
        row.params.apiBase = "http://127.0.0.1:9/v1";
        row.info.id = "d" + std::to_string(out->deployments.size());
        if (m_limitsKnown)
            row.params.maxParallelRequests = machine.limit;
        out->deployments.push_back(std::move(row));
    }
    return out;
}

routing::Facts Fleet::facts(const providers::Target &target) const
{
    const auto index = static_cast<std::size_t>(std::stoul(target.deployment->info.id.substr(1)));
    return {.cost = m_machines[index].pricePerToken};
}

int Fleet::drawGroup(routing::Random &random) const
{
    double mark = random.next() * (1 - kShares.back());
    int group = 0;
    while (group < kGroups - 2 && mark >= kShares[static_cast<std::size_t>(group)])
        mark -= kShares[static_cast<std::size_t>(group++)];
    return group;
}

bool Fleet::healthy(const Machine &machine, double nowS) const
{
    if (machine.region == 0 && nowS >= kOutageBegins * m_spanS && nowS < kOutageEnds * m_spanS)
        return false;
    if (machine.pattern == Pattern::Flapping && std::fmod(nowS + machine.phase, kFlapS) < kFlapDownS)
        return false;
    return machine.pattern != Pattern::Dead && !stormy(machine, nowS) && machine.inFlight < machine.limit;
}

bool Fleet::anyHealthy(int group, double nowS) const
{
    return std::ranges::any_of(m_machines, [&](const Machine &machine) {
        return (machine.group == group || machine.group == kGroups - 1) && healthy(machine, nowS);
    });
}

Outcome Fleet::begin(std::size_t index, double nowS, routing::Random &random)
{
    Machine &machine = m_machines[index];
    Outcome out;
    const bool well = healthy(machine, nowS);
    const bool full = machine.inFlight >= machine.limit;
    ++machine.inFlight;
    if (!well) {
        if (full || stormy(machine, nowS))
            out = {kErrorS, failure(ErrorCode::UpstreamRateLimit, 429,
                                    full ? kLimitRetryAfterMs : kStormRetryAfterMs)};
        else if (machine.pattern == Pattern::Flapping)
            out = {kErrorS, failure(ErrorCode::UpstreamUnavailable, 503)};
        else
            out = {kRefusedS, failure(ErrorCode::UpstreamConnection, 0)};
        return out;
    }
    if (random.next() < kRandomFaults)
        return {kErrorS, failure(ErrorCode::UpstreamInternal, 500)};
    out.seconds = machine.latencyS * (0.5 + random.next()) * (1 + machine.inFlight / kBusyAt);
    if (machine.pattern == Pattern::Slow)
        out.seconds *= kSlowBy * (0.5 + random.next());
    if (out.seconds > kAttemptTimeoutS)
        return {kAttemptTimeoutS, failure(ErrorCode::UpstreamTimeout, 0)};
    out.tokens = 100 + static_cast<std::int64_t>(random.next() * 400);
    out.cost = machine.pricePerToken * static_cast<double>(out.tokens);
    return out;
}

void Fleet::end(std::size_t index, bool well)
{
    Machine &machine = m_machines[index];
    --machine.inFlight;
    if (well)
        ++machine.served;
}

void Fleet::reset()
{
    for (Machine &machine : m_machines)
        machine.served = machine.inFlight = 0;
}

}   // namespace gw::simulator
