#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace gw::net {

// Names a timer of one reactor; never reused within 2^32 timers. 0 names none.
using TimerId = std::uint64_t;

// The deadlines of one thread. Moving a deadline back, which is what time-outs do on every request, touches
// one number and not the heap; an entry found too early is filed again. Times are microseconds of a steady
// clock.
class TimerQueue
{
public:
    TimerId add(std::int64_t deadlineUs, std::function<void()> callback);
    // Moves the deadline of a pending timer; false when it has fired or been cancelled.
    bool move(TimerId id, std::int64_t deadlineUs);
    // Harmless for timers that are gone, also from inside their own callback.
    void cancel(TimerId id);
    // Runs what is due, in the order of deadlines; among equal ones in the order of add() and move(). Timers
    // added meanwhile wait for the next run.
    void run(std::int64_t nowUs);
    // When to call run() next: possibly too early, never too late; -1 when nothing is pending.
    std::int64_t nextDeadline() const;
    std::size_t size() const { return m_live; }

private:
    struct Slot
    {
        std::function<void()> callback;
        std::int64_t deadlineUs = 0;
        std::int64_t filedUs = 0;   // The deadline its heap entry carries.
        std::uint64_t order = 0;    // The number of its heap entry; others of this slot are stale.
        std::uint32_t generation = 1;
        bool used = false;
    };
    struct Entry
    {
        std::int64_t deadlineUs = 0;
        std::uint64_t order = 0;
        std::uint32_t slot = 0;
        bool operator<(const Entry &other) const   // For a heap with the earliest on top.
        {
            return deadlineUs != other.deadlineUs ? deadlineUs > other.deadlineUs : order > other.order;
        }
    };

    Slot *find(TimerId id);
    void file(std::uint32_t slot);
    void release(std::uint32_t slot);
    void dropStale();

    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<Entry> m_heap;
    std::uint64_t m_order = 0;
    std::size_t m_live = 0;
};

}   // namespace gw::net
