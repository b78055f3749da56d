#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace gw::routing {

// Requests that wait for a free slot of one model group. Lower priority numbers go first; among equals the
// key that was served longest ago; then who came first. Thread-safe.
class Line
{
public:
    using Ticket = std::uint64_t;   // 0: none.
    // Called once, on any thread and outside all locks, when it is the waiter's turn to look for a slot.
    using Turn = std::function<void()>;

    // 0 when most already wait.
    Ticket join(std::string key, int priority, std::size_t most, Turn turn);
    // Back to the place it had, when the slot was gone after all.
    void rejoin(Ticket ticket, std::string key, int priority, Turn turn);
    // Gives up the place, or the turn that was given and not used: the next one gets it.
    void leave(Ticket ticket);
    // The turn has been used.
    void served(Ticket ticket);

    void wake();
    void wakeAll();
    // Waiting and called, but not yet served: newcomers go behind them.
    std::size_t size() const;
    // Nobody came before: who asks from time to time whether something has changed.
    bool isFirst(Ticket ticket) const;

private:
    struct Waiter
    {
        std::string key;
        int priority = 0;
        Turn turn;
        bool called = false;
    };
    // The next one to be called, or end. Under the lock.
    std::map<Ticket, Waiter>::iterator next();

    mutable std::mutex m_mutex;
    std::map<Ticket, Waiter> m_waiters;   // By arrival.
    std::map<std::string, std::uint64_t, std::less<>> m_lastServed;
    std::uint64_t m_turns = 0;
    Ticket m_last = 0;
};

}   // namespace gw::routing
