#include "core/sharing/sharedrouting.h"

#include "core/base/logging.h"
#include "core/cache/responsecache.h"

#include <algorithm>

namespace gw::sharing {

namespace {

// More than these are hardly ever needed to find a free one.
constexpr std::size_t kMostCandidates = 16;
// How long a rest that another gateway has noticed counts before it is asked for again.
constexpr double kForeignRestS = 1;

void learn(const std::vector<routing::StatePtr> &states, const redis::Decision &decision,
           const routing::Moment &now)
{
    for (std::size_t i = 0; i < std::min(states.size(), decision.loads.size()); ++i) {
        const redis::Load &load = decision.loads[i];
        routing::DeploymentState &state = *states[i];
        state.requests.raiseTo(now.minute(), load.requests);
        state.tokens.raiseTo(now.minute(), load.tokens);
        state.setInFlightElsewhere(static_cast<int>(std::min<std::int64_t>(load.inFlight, INT_MAX)));
        if (load.cooling && !state.cooling(now))
            state.coolDown({"what another gateway has seen", 0, now.steadyUs, kForeignRestS});
    }
}

}   // namespace

Reservation::Reservation(std::weak_ptr<redis::SharedCounters> counters, std::string deploymentId,
                         std::string ticket, std::int64_t minute, std::int64_t estimatedTokens)
    : m_counters(std::move(counters))
    , m_deploymentId(std::move(deploymentId))
    , m_ticket(std::move(ticket))
    , m_minute(minute)
    , m_estimated(estimatedTokens)
{}

Reservation &Reservation::operator=(Reservation &&other) noexcept
{
    release();
    m_counters = std::move(other.m_counters);
    m_deploymentId = std::exchange(other.m_deploymentId, {});
    m_ticket = std::move(other.m_ticket);
    m_minute = other.m_minute;
    m_estimated = other.m_estimated;
    return *this;
}

void Reservation::release(std::optional<std::int64_t> tokens)
{
    const std::string id = std::exchange(m_deploymentId, {});
    const auto counters = m_counters.lock();
    if (id.empty() || !counters)
        return;
    // While Redis is away the entry runs out by itself.
    counters->leave(id, m_ticket);
    if (tokens && *tokens != m_estimated)
        counters->settle(id, m_minute, *tokens - m_estimated);
}

redis::SharedCounters *SharedRouting::counters(const config::Config &config)
{
    if (m_version != config.version) {
        m_version = config.version;
        std::optional<redis::Settings> settings;
        if (config.sharedState) {
            auto place = cache::redisSettings(*config.sharedState);
            if (place.ok())
                settings = std::move(place).value();
            else
                qCWarning(gwRoute, "no shared state: %s", place.error().message.c_str());
        }
        if (settings)
            settings->lastWarningUs = m_warned;
        if (m_client.use(settings)) {
            redis::Client *client = m_client.get();
            m_counters = client ? std::make_shared<redis::SharedCounters>(*client) : nullptr;
            dropRates();
            m_rates = client ? std::make_shared<SharedRates>(*client) : nullptr;
        }
    }
    return m_counters && m_counters->available() ? m_counters.get() : nullptr;
}

// Requests under way may hold it longer than its connection lives.
void SharedRouting::dropRates()
{
    if (const auto rates = std::exchange(m_rates, nullptr))
        rates->close();
}

bool SharedRouting::decide(const config::Config &config, const routing::Walk &walk, const std::string &ticket,
                           std::int64_t inputTokens, const routing::Moment &now, routing::Random &random,
                           Decided decided)
{
    redis::SharedCounters *shared = counters(config);
    if (!shared)
        return false;
    std::vector<redis::Candidate> candidates;
    std::vector<routing::StatePtr> states;
    for (const routing::Member *member : walk.ranked(now, random)) {
        if (candidates.size() == kMostCandidates)
            break;
        redis::Candidate candidate{member->id()};
        if (walk.enforcesRates()) {
            candidate.rpmLimit = member->params().rpm.value_or(-1);
            candidate.tpmLimit = member->params().tpm.value_or(-1);
        }
        if (member->params().maxParallelRequests)
            candidate.parallelLimit = *member->params().maxParallelRequests;
        candidates.push_back(std::move(candidate));
        states.push_back(member->state);
    }
    if (candidates.empty())
        return false;
    const auto answered = [weak = std::weak_ptr(m_counters), candidates, states, ticket, inputTokens, now,
                           decided = std::move(decided)](const std::optional<redis::Decision> &decision) {
        if (!decision)
            return decided(std::nullopt);
        learn(states, *decision, now);
        Decision out;
        if (decision->chosen >= 0) {
            const auto chosen = static_cast<std::size_t>(decision->chosen);
            out.deploymentId = candidates[chosen].id;
            out.reservation = Reservation(weak, out.deploymentId, ticket, now.minute(), inputTokens);
        }
        decided(std::move(out));
    };
    return shared->reserve(candidates, ticket, inputTokens, now.minute(), answered);
}

void SharedRouting::coolDown(const std::string &deploymentId, const routing::Cooldown &cooldown)
{
    if (m_counters && m_counters->available())
        m_counters->coolDown(deploymentId, cooldown.seconds, cooldown.reason);
}

}   // namespace gw::sharing
