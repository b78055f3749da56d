#pragma once

#include "core/cache/entry.h"
#include "core/net/postbox.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gw::cache {

// Equal requests that are under way at the same time, over all workers: the first one leads and asks the
// provider, the others wait for what it gets. Thread-safe.
class Flights
{
public:
    enum class Role : std::uint8_t {
        Leads,   // Must end with land().
        Waits,
        Alone,   // Too many wait already: neither of both.
    };
    enum class Landing : std::uint8_t {
        Kept,     // There is an answer.
        Failed,   // There is none for others: each asks by itself.
        Left,     // The leader has gone: one of those who waited leads.
    };
    using Wake = std::function<void(Landing, EntryPtr)>;

    // wake is called at most once, on the postbox's reactor, and only for those who wait.
    Role join(const std::string &key, const net::PostboxPtr &postbox, Wake wake);
    void land(const std::string &key, Landing landing, const EntryPtr &entry);
    std::size_t waiting() const;

private:
    struct Waiter
    {
        net::PostboxPtr postbox;
        Wake wake;
    };

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::vector<Waiter>> m_flights;
    std::size_t m_waiting = 0;
};

}   // namespace gw::cache
