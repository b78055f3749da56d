#pragma once

#include "core/net/timerqueue.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

class QSocketNotifier;

namespace gw::net {

// Readiness, as bits.
enum Ready : std::uint32_t {
    kReadable = 1,
    kWritable = 2,
    // The other end has closed its sending side. Only the epoll build reports it apart from kReadable.
    kPeerClosed = 4,
    // Error or full hang-up: reported whether asked for or not.
    kHangup = 8,
};

// Told about one or more descriptors. May be destroyed at any time after its descriptors were removed from
// the reactor, also from inside its own onReady().
class ReadyHandler
{
public:
    virtual void onReady(int fd, std::uint32_t events) = 0;

protected:
    ~ReadyHandler() = default;
};

class Reactor;

// Work that is put off to the end of the current batch: queued at most once at a time, dropped when the
// object dies. Costs no allocation.
class Deferred
{
public:
    Deferred() = default;
    Deferred(const Deferred &) = delete;
    Deferred &operator=(const Deferred &) = delete;
    virtual ~Deferred();
    virtual void runDeferred() = 0;

private:
    friend class Reactor;
    Reactor *m_queuedIn = nullptr;
};

// Readiness, timers and posted calls of one thread, driven by that thread's Qt event loop. On Linux all
// descriptors live in one epoll that a single QSocketNotifier watches, because Qt's dispatchers cost time in
// proportion to the number of open sockets on every wake-up. With GW_PORTABLE_REACTOR every descriptor has
// notifiers of its own. Level-triggered. All members but post() belong to the thread the object was made in.
class Reactor
{
public:
    Reactor();
    ~Reactor();
    Reactor(const Reactor &) = delete;
    Reactor &operator=(const Reactor &) = delete;

    // False when the kernel refuses (errno says why). handler must stay until remove(fd).
    bool add(int fd, std::uint32_t events, ReadyHandler &handler);
    void modify(int fd, std::uint32_t events);
    // To be called before the descriptor is closed. No event of it is delivered afterwards, not even one
    // of the batch that is being worked through.
    void remove(int fd);
    bool contains(int fd) const;

    // Calls back once after at least ms milliseconds; never from inside startTimer().
    TimerId startTimer(int ms, std::function<void()> callback);
    // Sets a pending timer to ms from now. Cheap when that is later than before. False when it is gone.
    bool restartTimer(TimerId id, int ms);
    void cancelTimer(TimerId id);

    // Thread-safe. Calls of one thread run in their order. What is still queued when the reactor dies is
    // dropped.
    void post(std::function<void()> call);
    void defer(Deferred &work);

    // Steady clock, microseconds.
    std::int64_t nowUs() const;
    bool inThread() const;
    std::size_t descriptors() const { return m_count; }

private:
    friend class Deferred;
    struct Watch;

    void dispatch();
    void deliver(Watch &watch, std::uint32_t events);
    void finishBatch();
    void runPosted();
    void runTimers();
    void scheduleTimers();
    void wake();
    void onWoken();
    void forget(Deferred &work);
    void platformStart();
    void platformStop();
    bool platformAdd(int fd, Watch &watch);
    void platformModify(int fd, Watch &watch);
    void platformRemove(int fd, Watch &watch);

    QObject m_context;   // Lives in the thread; slots of notifiers and timer belong to it.
    std::vector<std::unique_ptr<Watch>> m_watches;   // By descriptor.
    std::vector<std::unique_ptr<Watch>> m_dead;      // Removed during a batch; freed after it.
    std::size_t m_count = 0;
    int m_epoll = -1;
    int m_wake = -1;
    int m_depth = 0;   // Nested batches: a callback may spin an event loop.
    std::unique_ptr<QSocketNotifier> m_epollNotifier;
    std::unique_ptr<QSocketNotifier> m_wakeNotifier;

    TimerQueue m_timers;
    QTimer m_alarm;
    std::int64_t m_alarmUs = -1;

    std::vector<Deferred *> m_deferred;
    std::vector<std::function<void()>> m_local;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_remote;   // Under m_mutex.
    std::atomic<bool> m_woken{false};
};

}   // namespace gw::net
