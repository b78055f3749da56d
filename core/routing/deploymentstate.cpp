#include "core/routing/deploymentstate.h"

#include "core/routing/line.h"

#include <algorithm>
#include <numeric>

namespace gw::routing {

namespace {

constexpr int kMinuteShift = 32;
constexpr std::uint64_t kCountMask = 0xffff'ffffULL;

std::uint64_t packed(std::int64_t minute, std::int64_t count)
{
    const auto most = static_cast<std::int64_t>(kCountMask);
    return static_cast<std::uint64_t>(minute) << kMinuteShift |
           static_cast<std::uint64_t>(std::clamp<std::int64_t>(count, 0, most));
}

std::int64_t countIn(std::uint64_t word, std::int64_t minute)
{
    return word >> kMinuteShift == (static_cast<std::uint64_t>(minute) & kCountMask)
               ? static_cast<std::int64_t>(word & kCountMask)
               : 0;
}

}   // namespace

std::int64_t MinuteCount::add(std::int64_t minute, std::int64_t n)
{
    std::uint64_t old = m_packed.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t sum = countIn(old, minute) + n;
        if (m_packed.compare_exchange_weak(old, packed(minute, sum), std::memory_order_relaxed))
            return sum;
    }
}

bool MinuteCount::tryAdd(std::int64_t minute, std::int64_t n, std::int64_t limit)
{
    std::uint64_t old = m_packed.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t sum = countIn(old, minute) + n;
        if (sum > limit)
            return false;
        if (m_packed.compare_exchange_weak(old, packed(minute, sum), std::memory_order_relaxed))
            return true;
    }
}

std::int64_t MinuteCount::value(std::int64_t minute) const
{
    return countIn(m_packed.load(std::memory_order_relaxed), minute);
}

void MinuteCount::raiseTo(std::int64_t minute, std::int64_t n)
{
    std::uint64_t old = m_packed.load(std::memory_order_relaxed);
    while (countIn(old, minute) < n &&
           !m_packed.compare_exchange_weak(old, packed(minute, n), std::memory_order_relaxed)) {
    }
}

void LatencyList::add(double seconds, std::size_t most, std::int64_t nowUs)
{
    const std::scoped_lock lock(m_mutex);
    if (m_samples.size() > most) {
        m_samples.resize(most);
        m_next = 0;
    }
    if (m_samples.size() < most) {
        m_samples.push_back(seconds);
    } else {
        m_samples[m_next % most] = seconds;
        m_next = (m_next + 1) % most;
    }
    m_average =
        std::accumulate(m_samples.begin(), m_samples.end(), 0.0) / static_cast<double>(m_samples.size());
    m_writtenUs = nowUs;
}

double LatencyList::average(double ttlS, std::int64_t nowUs) const
{
    const double average = m_average.load(std::memory_order_relaxed);
    if (average <= 0)
        return 0;
    const auto age = static_cast<double>(nowUs - m_writtenUs.load(std::memory_order_relaxed));
    return age > ttlS * 1e6 ? 0 : average;
}

bool DeploymentState::full(int capacity, const Moment &now) const
{
    const int limit = onProbation(now) ? 1 : capacity;
    return limit > 0 && inFlight() >= limit;
}

bool DeploymentState::enter(int capacity, const Moment &now)
{
    const int limit = onProbation(now) ? 1 : capacity;
    int count = m_inFlight.load(std::memory_order_relaxed);
    do {
        if (limit > 0 && count >= limit)
            return false;
    } while (!m_inFlight.compare_exchange_weak(count, count + 1));
    return true;
}

void DeploymentState::leave()
{
    m_inFlight.fetch_sub(1);
    if (const auto waiting = line(); waiting && waiting->size() > 0)
        waiting->wake();
}

void DeploymentState::coolDown(Cooldown cooldown)
{
    const std::scoped_lock lock(m_mutex);
    m_coolUntilUs = cooldown.startedUs + static_cast<std::int64_t>(cooldown.seconds * 1e6);
    m_cooldown = std::move(cooldown);
}

void DeploymentState::recovered()
{
    if (m_coolUntilUs.load(std::memory_order_relaxed) == 0)
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_coolUntilUs = 0;
        m_cooldown = {};
        m_fails = 0;
    }
    // There is room for more than one again.
    if (const auto waiting = line())
        waiting->wakeAll();
}

Cooldown DeploymentState::cooldown() const
{
    const std::scoped_lock lock(m_mutex);
    return m_cooldown;
}

int DeploymentState::countFailure(double ttlS, const Moment &now)
{
    const std::scoped_lock lock(m_mutex);
    if (now.steadyUs >= m_failsUntilUs)
        m_fails = 0;
    m_failsUntilUs = now.steadyUs + static_cast<std::int64_t>(ttlS * 1e6);
    return ++m_fails;
}

void DeploymentState::setHealth(Health health, const Moment &now)
{
    m_health = health;
    m_healthUs = now.steadyUs;
}

Health DeploymentState::health(double staleS, const Moment &now) const
{
    const Health health = m_health.load();
    const auto age = static_cast<double>(now.steadyUs - m_healthUs.load());
    return staleS > 0 && age > staleS * 1e6 ? Health::Unknown : health;
}

void DeploymentState::setLine(std::shared_ptr<Line> line)
{
    const std::scoped_lock lock(m_mutex);
    m_line = std::move(line);
}

std::shared_ptr<Line> DeploymentState::line() const
{
    const std::scoped_lock lock(m_mutex);
    return m_line;
}

}   // namespace gw::routing
