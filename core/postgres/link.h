#pragma once

#include "core/postgres/connection.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace gw::postgres {

// A connection that comes back by itself, on a thread of its own. While the database is away whatever is
// asked is turned down at once; pauses between attempts grow. At most one warning a minute is logged.
class Link
{
public:
    using Job = std::function<Result<void>(Connection &)>;
    // All of them are called on the link's thread, and may not call() the link.
    struct Options
    {
        std::string name = "portico";   // As the server's list of connections shows it.
        // On every new connection before it counts as up; on error it does not.
        Job prepare = {};
        std::vector<std::string> channels = {};   // LISTEN
        std::function<void(const Notification &)> notified = {};
        // Up or away. Before the first one it counts as away. Not called when the link is closed.
        std::function<void(bool up)> changed = {};
    };

    // Begins to connect.
    Link(Settings settings, Options options);
    // Ends what is under way; what waits is told that the database is away.
    ~Link();
    Link(const Link &) = delete;
    Link &operator=(const Link &) = delete;

    // From any thread.
    bool up() const noexcept { return m_up.load(std::memory_order_acquire); }
    // Why it is away; empty while it is up.
    std::string problem() const;
    // Until the first attempt to connect has ended well or badly, or time is over.
    void waitForFirst(int ms);
    // Runs job on the link's thread and waits for it, never on a thread that serves clients. DatabaseAway at
    // once while it is away.
    Result<void> call(const Job &job);
    // The same without waiting; done (may be null) is called exactly once, on the link's thread, or on this
    // one, inside this call, when it is turned down.
    void post(Job job, std::function<void(const Result<void> &)> done = nullptr);
    const Settings &settings() const noexcept { return m_settings; }

private:
    struct Waiting
    {
        Job job;
        std::function<void(const Result<void> &)> done;
    };

    void run();
    Result<std::unique_ptr<Connection>> connect();
    void serve(Connection &connection);
    // What waits, in order, until nothing does or the connection is gone.
    void work(Connection &connection);
    void setUp(bool up, const std::string &why);
    void pause(int ms);
    void wake();
    Error away() const;

    const Settings m_settings;
    const Options m_options;
    std::atomic<bool> m_up{false};
    std::atomic<bool> m_stopping{false};
    int m_wakeFd = -1;   // An eventfd.
    mutable std::mutex m_mutex;
    std::condition_variable m_decided;
    bool m_tried = false;
    std::string m_problem = "not reached yet";
    std::deque<Waiting> m_waiting;
    std::int64_t m_warnedMs = 0;   // Steady clock; of the thread.
    std::thread m_thread;
};

}   // namespace gw::postgres
