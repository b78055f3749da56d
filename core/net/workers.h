#pragma once

#include <QtGlobal>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace gw::net {

class Reactor;

// The threads that carry traffic, each with a Qt event loop and a reactor. Started and stopped by one thread;
// the rest is thread-safe while they run.
class Workers
{
public:
    explicit Workers(int count);
    ~Workers();   // Stops.
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    // Returns when every reactor exists.
    void start();
    // What lives on the reactors must be gone by then. Returns when every thread has ended.
    void stop();
    bool running() const { return m_running; }

    int count() const { return static_cast<int>(m_threads.size()); }
    Reactor &reactor(int index) const;
    // The next worker in turn, for accepted connections.
    int nextIndex();
    // Runs call on that worker and waits for it to return; not to be called from a worker.
    void runOn(int index, const std::function<void()> &call);

private:
    class Thread;

    std::vector<std::unique_ptr<Thread>> m_threads;
    std::atomic<unsigned> m_next{0};
    bool m_running = false;
};

}   // namespace gw::net
