#include "core/cache/flights.h"

namespace gw::cache {

namespace {

constexpr std::size_t kMaxWaiters = 1000;   // For one answer.
constexpr std::size_t kMaxAllWaiters = 10'000;

}   // namespace

Flights::Role Flights::join(const std::string &key, const net::PostboxPtr &postbox, Wake wake)
{
    const std::scoped_lock lock(m_mutex);
    const auto [flight, first] = m_flights.try_emplace(key);
    if (first)
        return Role::Leads;
    if (flight->second.size() >= kMaxWaiters || m_waiting >= kMaxAllWaiters)
        return Role::Alone;
    flight->second.push_back({postbox, std::move(wake)});
    ++m_waiting;
    return Role::Waits;
}

void Flights::land(const std::string &key, Landing landing, const EntryPtr &entry)
{
    std::vector<Waiter> waiters;
    {
        const std::scoped_lock lock(m_mutex);
        const auto flight = m_flights.find(key);
        if (flight == m_flights.end())
            return;
        waiters = std::move(flight->second);
        m_flights.erase(flight);
        m_waiting -= waiters.size();
    }
    for (Waiter &waiter : waiters)
        waiter.postbox->post([wake = std::move(waiter.wake), landing, entry] { wake(landing, entry); });
}

std::size_t Flights::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return m_waiting;
}

}   // namespace gw::cache
