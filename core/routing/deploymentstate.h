#pragma once

#include "core/routing/moment.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gw::routing {

class Line;

// A count that starts anew with every minute of the Unix clock. Thread-safe, without locks; at most 2^32 - 1.
class MinuteCount
{
public:
    std::int64_t add(std::int64_t minute, std::int64_t n);
    // Adds n unless the count would pass limit; false then, and nothing has changed.
    bool tryAdd(std::int64_t minute, std::int64_t n, std::int64_t limit);
    std::int64_t value(std::int64_t minute) const;
    // What other gateways have counted is the least there is.
    void raiseTo(std::int64_t minute, std::int64_t n);

private:
    std::atomic<std::uint64_t> m_packed = 0;   // Minute above, count below.
};

// The last samples of a time, their average readable without a lock (CONTRACT 6.5, latency-based-routing).
class LatencyList
{
public:
    void add(double seconds, std::size_t most, std::int64_t nowUs);
    // 0 when there is none, or none for ttlS.
    double average(double ttlS, std::int64_t nowUs) const;

private:
    std::mutex m_mutex;
    std::vector<double> m_samples;   // A ring.
    std::size_t m_next = 0;
    std::atomic<double> m_average = 0;
    std::atomic<std::int64_t> m_writtenUs = 0;
};

// Why and how long a deployment rests.
struct Cooldown
{
    std::string reason;   // "RateLimitError"
    int status = 0;
    std::int64_t startedUs = 0;   // Steady clock.
    double seconds = 0;
};

enum class Health : std::uint8_t { Unknown, Well, Failing };

// What is known about one deployment beside its config: survives reloads of the config, is shared by all
// workers, thread-safe.
class DeploymentState
{
public:
    explicit DeploymentState(std::string deploymentId)
        : id(std::move(deploymentId))
    {}

    const std::string id;

    MinuteCount requests;
    MinuteCount tokens;
    MinuteCount successes;
    MinuteCount failures;
    LatencyList perToken;     // Seconds per output token of whole answers; seconds where there are no tokens.
    LatencyList firstToken;   // Seconds, of streams.

    int inFlight() const noexcept { return m_inFlight.load(std::memory_order_relaxed); }
    // What other gateways, this one included, have in flight as far as they share it.
    int inFlightEverywhere() const noexcept
    {
        return std::max(inFlight(), m_inFlightElsewhere.load(std::memory_order_relaxed));
    }
    void setInFlightElsewhere(int count) noexcept { m_inFlightElsewhere = count; }
    // Takes a slot: false when capacity (0: unlimited) is used up. A deployment that comes back from its rest
    // has one slot until the first answer is in.
    bool enter(int capacity, const Moment &now);
    bool full(int capacity, const Moment &now) const;
    // Gives the slot back and wakes whoever waits for one.
    void leave();

    void coolDown(Cooldown cooldown);
    // A request was answered: the rest is over, and what counted towards one is forgotten.
    void recovered();
    bool cooling(const Moment &now) const noexcept { return m_coolUntilUs.load() > now.steadyUs; }
    // The rest is over, but nothing has shown yet that it helped.
    bool onProbation(const Moment &now) const noexcept
    {
        const std::int64_t until = m_coolUntilUs.load();
        return until != 0 && until <= now.steadyUs;
    }
    std::int64_t coolUntilUs() const noexcept { return m_coolUntilUs.load(); }
    Cooldown cooldown() const;

    // Counting mode: failures whose life of ttlS begins anew with each.
    int countFailure(double ttlS, const Moment &now);

    void setHealth(Health health, const Moment &now);
    // Unknown once the last check is older than staleS.
    Health health(double staleS, const Moment &now) const;

    // Whoever waits for a slot of the group.
    void setLine(std::shared_ptr<Line> line);
    std::shared_ptr<Line> line() const;

private:
    std::atomic<int> m_inFlight = 0;
    std::atomic<int> m_inFlightElsewhere = 0;
    std::atomic<std::int64_t> m_coolUntilUs = 0;
    std::atomic<Health> m_health = Health::Unknown;
    std::atomic<std::int64_t> m_healthUs = 0;
    mutable std::mutex m_mutex;   // Guards what follows.
    Cooldown m_cooldown;
    int m_fails = 0;
    std::int64_t m_failsUntilUs = 0;
    std::shared_ptr<Line> m_line;
};

using StatePtr = std::shared_ptr<DeploymentState>;

// One request on one deployment: the slot is given back when it dies. Move-only.
class Slot
{
public:
    Slot() = default;
    // The slot has been entered.
    explicit Slot(StatePtr state)
        : m_state(std::move(state))
    {}
    Slot(Slot &&) noexcept = default;
    Slot &operator=(Slot &&other) noexcept
    {
        release();
        m_state = std::move(other.m_state);
        return *this;
    }
    ~Slot() { release(); }

    void release()
    {
        if (const StatePtr state = std::exchange(m_state, nullptr))
            state->leave();
    }
    DeploymentState *operator->() const noexcept { return m_state.get(); }
    explicit operator bool() const noexcept { return m_state != nullptr; }

private:
    StatePtr m_state;
};

}   // namespace gw::routing
