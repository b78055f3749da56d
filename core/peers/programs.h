#pragma once

#include "core/peers/processes.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace gw::peers {

// What is known of the process at the other end of one connection: nothing at first, and for ever where it
// cannot be found. Any thread.
class Sighting
{
public:
    // Null: not yet, or not at all.
    ProgramPtr program() const;
    // The same, but waits until it is decided, at most that long.
    ProgramPtr await(std::chrono::milliseconds atMost) const;

private:
    friend class Programs;

    void decide(ProgramPtr program);

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_told;
    ProgramPtr m_program;
    bool m_decided = false;
};
using SightingPtr = std::shared_ptr<const Sighting>;

// Says which programs of this computer ask: looks on a thread of its own, which only runs while somebody is
// looked for. Processes are remembered by pid and start. Any thread.
class Programs
{
public:
    // Connections that are waited for at once; later ones stay unknown, so that a flood of them costs
    // nothing.
    static constexpr std::size_t kMaxWaiting = 256;
    static constexpr std::size_t kMaxKnown = 1024;

    Programs() = default;
    ~Programs();
    Programs(const Programs &) = delete;
    Programs &operator=(const Programs &) = delete;

    // Returns at once; what is found out shows in the answer.
    SightingPtr look(const Connection &connection);

private:
    struct Wanted
    {
        Connection connection;
        std::shared_ptr<Sighting> sighting;
    };

    void run();
    ProgramPtr find(const Connection &connection);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Wanted> m_waiting;
    bool m_stopping = false;
    std::thread m_thread;

    // Of m_thread.
    SocketOwners m_owners;
    std::unordered_map<long, ProgramPtr> m_known;
};

}   // namespace gw::peers
